"""What views look things up in."""

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.registration import Registration
from mkdocs_postmortems.site.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a postmortem that is shown.

    Attributes:
        catalog: The collection.
        addresses: Where everything is.
        registrations: How criteria stand to results, by id.
    """

    catalog: Catalog
    addresses: Addresses
    registrations: Mapping[str, Registration]
