"""What views look things up in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.registration import Registration, registration_of
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.site.addresses import Addresses
from mkdocs_postmortems.source.versions import Version


def _nothing(_: Postmortem) -> Sequence[Postmortem]:
    return ()


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a postmortem that is shown.

    Attributes:
        catalog: The collection.
        addresses: Where everything is.
        past: What git knows of experiments, by their files' paths.
        like: What is like a postmortem, the nearest first; nothing before the site has an index.
    """

    catalog: Catalog
    addresses: Addresses
    past: Mapping[str, tuple[Version, ...]]
    like: Callable[[Postmortem], Sequence[Postmortem]] = _nothing

    def registration_of(self, postmortem: Postmortem) -> Registration:
        """How the criteria of `postmortem` stand to its result."""
        return registration_of(postmortem, self.past.get(postmortem.source))
