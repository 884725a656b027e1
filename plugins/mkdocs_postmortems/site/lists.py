"""Every page that leads to postmortems, in one place."""

import posixpath
from collections.abc import Iterator

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.site.insights import InsightsPage
from mkdocs_postmortems.site.lessons import LessonGroups, LessonList, lesson_pages
from mkdocs_postmortems.site.lineage import LineagePage, lineage_pages
from mkdocs_postmortems.site.listings import (
    FlightPage,
    Listing,
    Overview,
    SearchPage,
    listings_of,
    overviews_of,
)

Listed = (
    Listing | Overview | SearchPage | LessonList | LessonGroups | FlightPage | InsightsPage
    | LineagePage
)  # fmt: skip
"""A page that leads to postmortems."""


def lists_of(catalog: Catalog, blog: str, title: str, size: int) -> Iterator[Listed]:
    """Every page of the blog that is no postmortem's, but for the search page.

    `title` is the blog's, and `size` how many postmortems a full page of a listing has.
    """
    yield from listings_of(catalog, blog, title, size)
    yield from overviews_of(catalog, blog)
    yield from lesson_pages(catalog, blog)
    yield from lineage_pages(catalog, blog)
    yield FlightPage(posixpath.join(blog, "in-flight"))
    yield InsightsPage(posixpath.join(blog, "insights"))
