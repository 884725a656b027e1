"""The pages of the blog made by the blog, where nobody else has a part in them.

MkDocs takes every page through its events one by one, whatever is known of it. Where no other
plugin listens to those, the blog does with its own pages what MkDocs would: it turns their texts
into HTML and lays them out, when it wants to, and only those that somebody wants.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.conversion import BlogPage, Conversions
from mkdocs_postmortems.site.late import PageFile
from mkdocs_postmortems.site.markdown import PageMarkdown
from mkdocs_postmortems.site.surroundings import listeners

_LOG = logging.getLogger("mkdocs.postmortems")
_PAGE_EVENTS = (
    "pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page",
)  # fmt: skip
_OURS = "mkdocs_postmortems."


def visitor(config: MkDocsConfig) -> str:
    """The module of a plugin or hook that looks at pages one by one; empty where none does."""
    return _stranger(config, _PAGE_EVENTS)


def leave_early(uris: Iterable[str], files: Files, config: MkDocsConfig) -> None:
    """Let MkDocs not even note the pages of `uris`, where nobody else arranges files or pages.

    Those that the navigation names, or may take up, are noted.
    """
    if _stranger(config, (*_PAGE_EVENTS, "files", "nav")):
        return
    named = set(_named(config.nav))
    for uri in uris:
        file = files.src_uris.get(uri)
        is_free = file and file.inclusion is not InclusionLevel.INCLUDED and uri not in named
        if is_free and isinstance(file, PageFile):
            file.leave()


def _named(nav: object) -> Iterator[str]:
    """Every text in the settings of the navigation."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        yield from chain.from_iterable(map(_named, nav.values()))
    elif isinstance(nav, list):
        yield from chain.from_iterable(map(_named, nav))


def _stranger(config: MkDocsConfig, events: Iterable[str]) -> str:
    """The module of another plugin or a hook that listens to one of `events`, or nothing."""
    modules = listeners(config, events)
    return next((each for each in modules if not each.startswith(_OURS)), "")


@dataclass(slots=True)
class Press:
    """Turns the pages of one build into HTML.

    Attributes:
        blog: The blog.
        state: Which page is being turned.
        made: Turns texts, or knows what came of them.
        files: All files of the site.
        config: MkDocs' own settings.
        memory: What was made before.
        tell: Tells problems.
        left: The files of the pages that MkDocs has left to the blog.
    """

    blog: Blog
    state: PageMarkdown
    made: Conversions
    files: Files
    config: MkDocsConfig
    memory: Memory
    tell: Callable[[Iterable[Problem]], None]
    left: list[PageFile] = field(default_factory=list, init=False)
    _bodies: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Have the texts at hand."""
        self._bodies = dict(self.blog.bodies())

    def take(self, nav: Navigation, *, alone: bool) -> list[BlogPage]:
        """Answer with the pages of the blog, but for those in `nav`, which are MkDocs' own.

        If the blog is to make them `alone`, MkDocs has no part in them from now on, and none is
        there before it is asked for.
        """
        in_nav = {page.file.src_uri for page in nav.pages}
        found = (self.files.src_uris.get(uri) for uri in self._bodies if uri not in in_nav)
        ours = [file for file in found if isinstance(file, PageFile)]
        for file in ours:
            (file.leave if alone else file.give_back)()
        if not alone:
            return [self.page(file) for file in ours]
        self.left = ours
        return []

    def page(self, file: PageFile) -> BlogPage:
        """The page of `file`."""
        if isinstance(file.page, BlogPage):
            return file.page
        page = BlogPage(self._bodies[file.src_uri], file, self.config, self.made)
        self.blog.stamp(page)
        return page

    @property
    def pages(self) -> list[BlogPage]:
        """The pages that MkDocs has left to the blog."""
        return [self.page(file) for file in self.left]

    def turn_all(self) -> None:
        """Turn every page, and tell of links that lead to headings that are not there."""
        pages = self.pages
        for page in pages:
            self.turn(page)
        level = self.config.validation.links.anchors
        for page in pages:
            page.validate_anchor_links(files=self.files, log_level=level)

    def turn(self, page: BlogPage) -> None:
        """Turn the text of `page` into HTML, if it is not."""
        if page.content is not None:
            return
        try:
            page.read_source(self.config)
            self.blog.dress(page)
            self.blog.enter(self.state, page)
            page.render(self.config, self.files)
        except Exception:
            _LOG.error("Error reading page '%s':", page.file.src_uri)
            raise
        content: str | None = page.content
        page.content, problems = self.blog.made_safe(content or "", page, self.memory)
        self.tell(problems)
        self.blog.complete(page)
