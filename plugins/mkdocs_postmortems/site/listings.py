"""The listing pages: the index, one for each value of a facet, and one for each facet."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog, Facet, Value
from mkdocs_postmortems.catalog.pagination import Leaf, paginate
from mkdocs_postmortems.domain import Postmortem

FACETS = {
    "outcome": "Outcomes",
    "stage": "Stages",
    "cause": "Causes",
    "decision": "Decisions",
    "split": "Splits",
    "tag": "Tags",
    "author": "Authors",
    "team": "Teams",
    "series": "Series",
    "year": "Archive",
    "month": "Archive",
}
"""The facets that have pages, with the title of the page that shows all their values."""
WITHIN = {"month": "year"}
"""Facets whose pages stand below those of another, which shows all their values."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page that lists postmortems.

    Attributes:
        page: Its path under the site, without suffix.
        front: The path of the listing's first page.
        title: Its heading.
        leaf: What is on it.
        total: How many postmortems the whole listing has.
        facet: The facet it belongs to, or None for the index.
        value: The value it lists, or None for the index.
        template: The template that shows it.
    """

    page: str
    front: str
    title: str
    leaf: Leaf[Postmortem]
    total: int
    facet: Facet | None = None
    value: Value | None = None
    template: str = "listing"

    @property
    def is_front(self) -> bool:
        """Whether it is the first page of its listing."""
        return self.leaf.number == 0

    def sibling(self, number: int) -> str:
        """The path of the listing's page with that number."""
        return leaf_path(self.front, number)


@dataclass(frozen=True, slots=True)
class Overview:
    """One page that shows all values of a facet.

    Attributes:
        page: Its path under the site, without suffix.
        title: Its heading.
        facet: The facet.
        template: The template that shows it.
    """

    page: str
    title: str
    facet: Facet
    template: str = "overview"


@dataclass(frozen=True, slots=True)
class Followed:
    """A search that people follow.

    Attributes:
        title: What it is called.
        query: What it looks for.
        atom: The address of its Atom feed under the site; empty where there is none.
        json: The address of the same as a JSON Feed.
    """

    title: str
    query: str
    atom: str = ""
    json: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page that searches all postmortems.

    Attributes:
        page: Its path under the site, without suffix.
        followed: The searches that it offers to follow.
        title: Its heading.
        template: The template that shows it.
    """

    page: str
    followed: tuple[Followed, ...] = ()
    title: str = "Search the lessons"
    template: str = "search"


@dataclass(frozen=True, slots=True)
class FlightPage:
    """The page of what waits for a result or for somebody.

    Attributes:
        page: Its path under the site, without suffix.
        title: Its heading.
        template: The template that shows it.
    """

    page: str
    title: str = "In flight"
    template: str = "in_flight"


def leaf_path(front: str, number: int) -> str:
    """The path of a page of a listing; the front has the listing's own."""
    return posixpath.join(front, "page", str(number)) if number else front


def facet_path(blog: str, facet: str, slug: str = "") -> str:
    """The path of a facet's overview, or of the listing of one of its values.

    A month stands below its year: `year/2024/05`.
    """
    if facet in WITHIN:
        facet, slug = WITHIN[facet], slug.replace("-", "/")
    return posixpath.join(blog, facet, slug) if slug else posixpath.join(blog, facet)


def listings_of(catalog: Catalog, blog: str, title: str, size: int) -> Iterator[Listing]:
    """Every listing page of the site, the index first."""
    for leaf in paginate(catalog.published, size):
        yield Listing(leaf_path(blog, leaf.number), blog, title, leaf, len(catalog.published))
    for name in FACETS:
        facet = catalog.facet(name)
        for value in facet.values:
            front = facet_path(blog, name, value.slug)
            for leaf in paginate(value.postmortems, size):
                page = leaf_path(front, leaf.number)
                yield Listing(page, front, value.label, leaf, value.count, facet, value)


def overviews_of(catalog: Catalog, blog: str) -> Iterator[Overview]:
    """The page of each facet that has values."""
    for name, title in FACETS.items():
        facet = catalog.facet(name)
        if facet.values and name not in WITHIN:
            yield Overview(facet_path(blog, name), title, facet)
