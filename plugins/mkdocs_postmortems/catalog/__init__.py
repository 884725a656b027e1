"""The collection: visibility, order, facets, lineage, addresses."""

from mkdocs_postmortems.catalog.addresses import Address, Claims, address_of, checked
from mkdocs_postmortems.catalog.catalog import Catalog, Learnt, Neighbours
from mkdocs_postmortems.catalog.facets import Facet, Value
from mkdocs_postmortems.catalog.flight import InFlight, Promise
from mkdocs_postmortems.catalog.lineage import Link
from mkdocs_postmortems.catalog.visibility import (
    Surface,
    Visibility,
    is_shown,
    newest_first,
    visibility_of,
)
from mkdocs_postmortems.slugs import slugify

__all__ = [
    "Address",
    "Catalog",
    "Claims",
    "Facet",
    "InFlight",
    "Learnt",
    "Link",
    "Neighbours",
    "Promise",
    "Surface",
    "Value",
    "Visibility",
    "address_of",
    "checked",
    "is_shown",
    "newest_first",
    "slugify",
    "visibility_of",
]
