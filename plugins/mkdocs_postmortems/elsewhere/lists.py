"""The pages that lead to postmortems, as plain Markdown."""

import html
from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from mkdocs_postmortems.catalog import Value
from mkdocs_postmortems.catalog.measures import Insights
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.elsewhere.rendering import rendered
from mkdocs_postmortems.elsewhere.sources import Sources
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.contexts import context_of
from mkdocs_postmortems.site.lessons import GROUPINGS, LessonList
from mkdocs_postmortems.site.listings import FACETS, Listing, facet_path, leaf_path
from mkdocs_postmortems.site.lists import Listed
from mkdocs_postmortems.site.views import PostView

_SHORT_LIST = 12


class Guide:
    """The ways through the blog, for templates, which know it as `guide`.

    Attributes:
        content: What was read.
    """

    def __init__(self, content: Content, sources: Sources) -> None:
        """Lead through `content` by the files of `sources`."""
        self.content = content
        self._sources = sources

    @property
    def title(self) -> str:
        """The blog's title."""
        return self.content.plan.title

    @property
    def index(self) -> str:
        """The file of its first page."""
        return self._sources.index

    def file(self, *parts: str) -> str:
        """The file of one of its pages by its path below the blog; empty if there is none."""
        return self.page("/".join((self.content.plan.blog, *parts)))

    def page(self, page: str) -> str:
        """The file of a page that lists postmortems, by its path; empty if there is none."""
        file = self._sources.list_file(page)
        return file if self._sources.has(file) else ""

    def facet_file(self, name: str, slug: str = "") -> str:
        """The file of all values of a facet, or of one; empty if there is none."""
        return self.page(facet_path(self.content.plan.blog, name, slug))

    @property
    def facets(self) -> dict[str, str]:
        """The facets that have values, with the titles of their pages."""
        return {name: title for name, title in FACETS.items() if self.facet_file(name)}

    def leading(self, name: str) -> tuple[Value, ...]:
        """The values of a facet that a short list shows, the commonest."""
        values = self.content.catalog.facet(name).values
        if name == "outcome" or len(values) <= _SHORT_LIST:
            return values
        commonest = sorted(values, key=lambda value: -value.count)[:_SHORT_LIST]
        return tuple(value for value in values if value in commonest)

    @property
    def groupings(self) -> dict[str, str]:
        """The facets by which there are lessons, with what leads to each."""
        return {name: text for name, text in GROUPINGS.items() if self.file("lessons", name)}

    def months(self, year: Value) -> tuple[Value, ...]:
        """The months of a year in which something is dated, the newest first."""
        return self.content.catalog.months_of(year)

    def leaf(self, front: str, number: int) -> str:
        """The file of a page of a list."""
        return self.page(leaf_path(front, number))


class ListWriter:
    """Writes the pages that lead to postmortems."""

    def __init__(
        self,
        guide: Guide,
        made: Environment,
        insights: Insights,
        view: Callable[[Postmortem], PostView],
    ) -> None:
        """Take what all of them need; `view` shows a postmortem."""
        self._guide = guide
        self._made = made
        self._insights = insights
        self._view = view

    def text(self, listed: Listed, body: str) -> str:
        """The page `listed`; `body` is what its authors wrote above it."""
        catalog = self._guide.content.catalog
        values = {**context_of(listed, catalog, lambda: self._insights, self._view), "body": body}
        file = self._guide.page(listed.page)
        return rendered(self._made, f"{listed.template}.md", file, _meta(listed), values)


def _meta(listed: Listed) -> dict[str, Any]:
    title = listed.title
    if isinstance(listed, Listing) and listed.facet:
        title = f"{FACETS[listed.facet.name]}: {title}"
    elif isinstance(listed, LessonList) and listed.value:
        title = f"Lessons: {title}"
    meta = {"title": html.escape(title), "search": {"exclude": True}}
    return meta | {"hide": ["toc"]} | {"render_macros": False}
