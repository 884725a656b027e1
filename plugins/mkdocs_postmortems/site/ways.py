"""The ways through the blog that templates offer: addresses of pages, and the facets beside them.

Templates know it as `postmortems`.
"""

import posixpath
from collections.abc import Callable
from urllib.parse import quote

from mkdocs_postmortems.catalog import Value
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.lessons import GROUPINGS
from mkdocs_postmortems.site.listings import FACETS, WITHIN, facet_path, leaf_path
from mkdocs_postmortems.site.offering import Format, Offer, offer_of
from mkdocs_postmortems.site.scripts import SEARCH_PAGE, filter_script
from mkdocs_postmortems.site.targets import SiteFile

_MAIN_FACETS = ("outcome", "tag", "series", "year")
_SHORT_LIST = 12


class Ways:
    """Answers with addresses relative to the site, as the template filter `url` wants them.

    Attributes:
        content: What was read.
        title: The blog's title.
        filter_script: The address of the script that filters a page of lessons.
    """

    def __init__(self, content: Content, file: Callable[[str], SiteFile | None]) -> None:
        """Lead through `content`; `file` finds MkDocs' file by its path, if there is one."""
        self.content = content
        self.title = content.plan.title
        self.filter_script, _ = filter_script()
        self._file = file
        self._leading: dict[str, tuple[Value, ...]] = {}

    @property
    def url(self) -> str:
        """The address of the index."""
        return self.page_url(self.content.plan.blog)

    def page_url(self, page: str) -> str:
        """The address of one of the blog's listing pages, by its path; empty if there is none."""
        uri = f"{page}/index.md" if page == self.content.plan.blog else f"{page}.md"
        file = self._file(uri)
        return file.url if file else ""

    def facet_url(self, name: str) -> str:
        """The address of the page that shows all values of a facet."""
        return self.page_url(facet_path(self.content.plan.blog, name))

    def value_url(self, name: str, value: Value) -> str:
        """The address of the listing of one value of a facet."""
        return self.page_url(facet_path(self.content.plan.blog, name, value.slug))

    def feed(self, name: str = "", value: Value | None = None) -> Offer:
        """The feed of one value of a facet, or of all postmortems."""
        plan = self.content.plan
        return offer_of(plan.blog, plan.feeds, name, value)

    @staticmethod
    def feed_url(offer: Offer, form: Format) -> str:
        """The address of a feed in one format."""
        return quote(offer.path(form))

    def leading(self, name: str) -> tuple[Value, ...]:
        """The values of a facet that a short list shows: all outcomes, else the commonest."""
        values = self.content.catalog.facet(name).values
        if name in {"outcome", "year"} or len(values) <= _SHORT_LIST:
            return values
        if name not in self._leading:
            commonest = sorted(values, key=lambda value: -value.count)[:_SHORT_LIST]
            slugs = {value.slug for value in commonest}
            self._leading[name] = tuple(value for value in values if value.slug in slugs)
        return self._leading[name]

    def year(self, month: Value) -> Value:
        """The year of a month."""
        years = self.content.catalog.facet("year").values
        return next(year for year in years if year.slug == month.slug[:4])

    @property
    def lessons_url(self) -> str:
        """The address of the page of all lessons."""
        return self.page_url(posixpath.join(self.content.plan.blog, "lessons"))

    @property
    def lesson_groupings(self) -> dict[str, str]:
        """The facets by which there are lessons, with what leads to each."""
        lessons = posixpath.join(self.content.plan.blog, "lessons")
        found = GROUPINGS.items()
        return {name: label for name, label in found if self.page_url(f"{lessons}/{name}")}

    @property
    def lineage_url(self) -> str:
        """The address of the page of what builds on what."""
        return self.page_url(posixpath.join(self.content.plan.blog, "lineage"))

    @property
    def flight_url(self) -> str:
        """The address of the page of what is in flight."""
        return self.page_url(posixpath.join(self.content.plan.blog, "in-flight"))

    @property
    def insights_url(self) -> str:
        """The address of the page of the figures."""
        return self.page_url(posixpath.join(self.content.plan.blog, "insights"))

    @property
    def insights_data(self) -> str:
        """The address of the same figures for programs."""
        return posixpath.join(self.content.plan.blog, "insights.json")

    @staticmethod
    def leaf(front: str, number: int) -> str:
        """The path of a page of a listing; the front has the listing's own."""
        return leaf_path(front, number)

    @property
    def search_url(self) -> str:
        """The address of the search page; empty where there is none."""
        return self.page_url(SEARCH_PAGE) if self.content.plan.search else ""

    @property
    def facets(self) -> dict[str, str]:
        """The facets that have values, with the titles of their pages."""
        catalog = self.content.catalog
        return {name: title for name, title in FACETS.items() if catalog.facet(name).values}

    @property
    def main_facets(self) -> dict[str, str]:
        """Those whose values stand beside every listing."""
        return {name: title for name, title in self.facets.items() if name in _MAIN_FACETS}

    @property
    def other_facets(self) -> dict[str, str]:
        """Those that a listing only links to."""
        apart = {*_MAIN_FACETS, *WITHIN}
        return {name: title for name, title in self.facets.items() if name not in apart}

    def months(self, year: Value) -> tuple[Value, ...]:
        """The months of a year in which something is dated, the newest first."""
        return self.content.catalog.months_of(year)

    def icon(self, code: str) -> str:
        """The name of an outcome's picture; a code that has none is shown with a plain one."""
        return self.content.catalog.vocabularies.outcome.term(code).icon or "other"
