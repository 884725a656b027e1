"""Finished pages: what a template made of a page, kept until something that it shows changes."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_postmortems.kept.fingerprint import NoSpellingError, Plain, fingerprint, plain
from mkdocs_postmortems.kept.forks import hands, spread
from mkdocs_postmortems.kept.pack import PackWriter
from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.site.ground import content_digest
from mkdocs_postmortems.site.late import left

_LOG = logging.getLogger("mkdocs.postmortems")
TEMPLATE = "postmortems/kept.html"
_FOR_SEARCH = "data-search-"
"""What Material's search takes out of a page when it has read it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What MkDocs shows pages with.

    Attributes:
        env: The theme's templates.
        nav: The way through the site.
        files: The files that become pages.
        config: MkDocs' own settings.
        own: The variables that the blog gives a page.
        tagged: Adds to a page what every page of the site has.
    """

    env: Environment
    nav: Navigation
    files: Sequence[File]
    config: MkDocsConfig
    own: Callable[[Page], Mapping[str, Any]]
    tagged: Callable[[str], str]

    def render(self, page: Page, template: str) -> str:
        """The page as MkDocs would write it, before any plugin's `on_post_page`."""
        page.active = True
        context: Any = get_context(self.nav, self.files, self.config, page)
        context.update(self.own(page))
        shown = self.env.get_template(template).render(context)
        page.active = False
        return shown


class Finished:
    """The finished pages of one build."""

    def __init__(self, store: Store, frame: Frame) -> None:
        """Find them in `store`, or make them in `frame` and keep them there."""
        self._store = store
        self._frame = frame
        self._ready: dict[str, tuple[bytes, str]] = {}

    def prepare(self, pages: Sequence[tuple[Page, bytes | None]]) -> None:
        """Have all of `pages`, each with the digest of what it shows, ready to be written."""
        keyed = [(page, _key(page, shows) if shows else None) for page, shows in pages]
        known = [(page, key) for page, key in keyed if key]
        self._make([each for each in known if not self._store.has(each[1])])
        for page, key in keyed:
            if file := left(page):
                file.make = partial(self._written, page, key)
            elif key and self._store.has(key):
                self._ready[page.file.src_uri] = (key, page.meta["template"])
                page.meta["template"] = TEMPLATE

    def shown(self, page: Page) -> str | None:
        """The finished `page`, if it is ready for MkDocs to write it."""
        if page.file.src_uri not in self._ready:
            return None
        key, template = self._ready[page.file.src_uri]
        kept = self._store.get(key)
        return self._frame.render(page, template) if kept is None else kept.decode()

    def made(self, page: Page) -> bytes:
        """The page as it is written, made anew."""
        try:
            shown = self._frame.render(page, page.meta["template"])
        except Exception:
            _LOG.error("Error building page '%s':", page.file.src_uri)
            raise
        if left(page):
            shown = self._frame.tagged(shown)
        return shown.encode("utf-8", "xmlcharrefreplace")

    def _written(self, page: Page, key: bytes | None) -> bytes:
        kept = self._store.get(key) if key else None
        return self.made(page) if kept is None else kept

    def _make(self, missing: Sequence[tuple[Page, bytes]]) -> None:
        workers = hands(len(missing))
        if workers > 1:
            self._compile(missing)
            self._store.adopt_all(spread(missing, self._write, workers))
        self._make_here(missing)

    def _make_here(self, missing: Iterable[tuple[Page, bytes]]) -> None:
        for page, key in missing:
            if not self._store.has(key):
                self._store.put(key, self.made(page))

    def _compile(self, missing: Sequence[tuple[Page, bytes]]) -> None:
        """Make one page of each template, so that not every process compiles it and its parts."""
        examples = {page.meta["template"]: (page, key) for page, key in missing}
        self._make_here(examples.values())

    def _write(self, share: Sequence[tuple[Page, bytes]]) -> Path | None:
        with PackWriter(self._store.folder) as writer:
            for page, key in share:
                writer.put(key, self.made(page))
            return writer.finish()


def _key(page: Page, shows: bytes) -> bytes | None:
    """The digest of all that a page's template reads; None where it cannot be told."""
    if page.is_homepage or _FOR_SEARCH in (page.content or ""):
        return None
    try:
        return fingerprint(
            shows,
            left(page) is not None,
            page.url,
            page.title,
            plain(page.meta),
            content_digest(page),
            tuple(_headings(page.toc)),
            page.edit_url,
            page.canonical_url,
            page.abs_url,
        )
    except NoSpellingError:
        return None


def _headings(links: Sequence[AnchorLink] | Any) -> Iterator[Plain]:
    for link in links:
        yield (link.title, link.id, link.level, tuple(_headings(link.children)))
