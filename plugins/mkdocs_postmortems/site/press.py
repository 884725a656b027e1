"""The pages of the blog made by the blog, where nobody else has a part in them.

MkDocs takes every page through its events one by one, whatever is known of it. Where no other
plugin listens to those, the blog does with its own pages what MkDocs would: it turns their texts
into HTML and lays them out, when it wants to, and only those that somebody wants.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.conversion import BlogPage
from mkdocs_postmortems.site.late import PageFile
from mkdocs_postmortems.site.markdown import PageMarkdown

_LOG = logging.getLogger("mkdocs.postmortems")
_PAGE_EVENTS = (
    "pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page",
)  # fmt: skip
_OURS = "mkdocs_postmortems."


def visitor(config: MkDocsConfig) -> str:
    """The module of a plugin or hook that looks at pages one by one; empty where none does."""
    for event in _PAGE_EVENTS:
        for method in config.plugins.events[event]:
            module = _module_of(method)
            if not module.startswith(_OURS):
                return module
    return ""


def _module_of(method: Callable[..., object]) -> str:
    owner = getattr(method, "__self__", None)  # a hook's is a function
    return type(owner).__module__ if owner is not None else method.__module__


@dataclass(slots=True)
class Press:
    """Turns the pages of one build into HTML.

    Attributes:
        blog: The blog.
        state: Which page is being turned.
        files: All files of the site.
        config: MkDocs' own settings.
        memory: What was made before.
        tell: Tells problems.
        pages: The pages that MkDocs has left to the blog.
    """

    blog: Blog
    state: PageMarkdown
    files: Files
    config: MkDocsConfig
    memory: Memory
    tell: Callable[[Iterable[Problem]], None]
    pages: list[BlogPage] = field(default_factory=list, init=False)

    def take(self, pages: Iterable[BlogPage]) -> None:
        """Let MkDocs have no part in `pages` from now on."""
        for page in pages:
            if isinstance(page.file, PageFile):
                page.file.leave()
                self.blog.stamp(page)  # the sitemap may be made before the page is
                self.pages.append(page)

    def turn_all(self) -> None:
        """Turn every page, and tell of links that lead to headings that are not there."""
        for page in self.pages:
            self.turn(page)
        level = self.config.validation.links.anchors
        for page in self.pages:
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
