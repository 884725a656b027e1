"""Pages whose text is turned into HTML once, and not again until something it needs changes.

What a text is turned into depends on the text, on what turns it, and on what its links lead to.
The first two are the key of what is kept; the answers that were got about links are kept with it,
and asked for again ("verifying traces" in Mokhov, Mitchell and Peyton Jones, Build Systems à la
Carte, 2018). What was told while a text was turned would be lost, so then nothing is kept.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import meta

from mkdocs_postmortems.domain import Lesson
from mkdocs_postmortems.kept.fingerprint import fingerprint
from mkdocs_postmortems.kept.forks import hands, spread
from mkdocs_postmortems.kept.pack import PackWriter
from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.site.markdown import PageMarkdown

_LOGGERS = (logging.getLogger(), logging.getLogger("mkdocs"))

_EXCLUDED = {InclusionLevel.EXCLUDED.name, InclusionLevel.DRAFT.name}

Resolve = Callable[[str], str | None]


class Conversions:
    """Turns the texts of one build into HTML, or finds what came of them before."""

    def __init__(self, state: PageMarkdown, store: Store, about: bytes | None) -> None:
        """Keep in `store`, under keys that begin with `about`: a digest of what turns texts.

        `state` tells of the page that is turned. Without `about` nothing is kept.
        """
        self._state = state
        self._store = store
        self._about = about

    def convert(self, page: Page, files: Files, make: Callable[[Files], None]) -> None:
        """Give `page` what comes of its text; `make` makes it anew, with `files` to link to."""
        key = self._key(page, page.markdown)
        kept = self._store.get(key) if key else None
        if kept is not None and _applied(kept, page, files, self._state.resolve):
            return
        made = self._made(page, files, make)
        if key and made is not None:
            self._store.put(key, made)

    def convert_ahead(
        self, pages: Iterable["BlogPage"], enter: Callable[[Page], None], files: Files
    ) -> None:
        """Turn the texts of `pages` that are not known, on all processors; `enter` turns to one."""
        missing = []
        for page in pages:
            enter(page)
            key = self._key(page, page.body)
            if key and page.body.strip() and not self._store.has(key):
                missing.append((page, key))
        workers = hands(len(missing))
        if workers > 1:
            work = partial(self._convert_share, enter=enter, files=files)
            self._store.adopt_all(spread(missing, work, workers))

    def _convert_share(
        self,
        share: Sequence[tuple["BlogPage", bytes]],
        enter: Callable[[Page], None],
        files: Files,
    ) -> Path | None:
        """Convert in a process of its own; what is told is told by the process that it is for."""
        for logger in _LOGGERS:
            logger.handlers.clear()
        with PackWriter(self._store.folder) as writer:
            for page, key in share:
                enter(page)
                page.markdown = page.body
                made = self._made(page, files, page.render_anew)
                if made is not None:
                    writer.put(key, made)
            return writer.finish()

    def _made(self, page: Page, files: Files, make: Callable[[Files], None]) -> bytes | None:
        """Give `page` what `make` makes of its text; the same to be kept, if it may be."""
        trace = _Trace(files, self._state.resolve)
        self._state.resolve = trace.resolve
        with _listening() as told:
            make(trace)
        return json.dumps(_outcome(page, trace)).encode() if trace.is_untold and not told else None

    def _key(self, page: Page, text: str | None) -> bytes | None:
        if self._about is None or text is None:
            return None
        return fingerprint(
            self._about,
            page.file.src_uri,
            page.file.url,
            page.file.inclusion.name,
            self._state.is_ours,
            tuple(_spelt(each) for each in self._state.lessons),
            text,
        )


class BlogPage(Page):
    """A page of the blog: its text is in memory, without fields of its own.

    Attributes:
        body: The text.
    """

    def __init__(self, body: str, file: File, config: MkDocsConfig, made: Conversions) -> None:
        """Become the page of `file`."""
        super().__init__(None, file, config)
        self.body = body
        self._config = config
        self._conversions = made

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the text, unless another plugin has one."""
        given = config.plugins.on_page_read_source(page=self, config=config)
        self.markdown, self.meta = (self.body, {}) if given is None else meta.get_data(given)

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - known since it began
        """Turn the text into HTML."""
        if self.markdown is not None and not self.markdown.strip():
            self.content, self.toc = "", get_toc([])
            self.present_anchor_ids, self.links_to_anchors = set(), {}
            return
        self._conversions.convert(self, files, self.render_anew)

    def render_anew(self, files: Files) -> None:
        """Turn the text into HTML, whatever is known."""
        super().render(self._config, files)


class _Trace(Files):
    """The files of a build, that remember what they were asked."""

    def __init__(self, files: Files, resolve: Resolve) -> None:
        super().__init__(())
        self._files_of = files
        self._resolve = resolve
        self.resolved: dict[str, str | None] = {}
        self.found: dict[str, list[str] | None] = {}

    @property
    def is_untold(self) -> bool:
        """Whether MkDocs has nothing to tell of the links; a quiet build would not tell anyway."""
        is_found = all(seen and seen[1] not in _EXCLUDED for seen in self.found.values())
        absolute = (meant for target, meant in self.resolved.items() if target.startswith("/"))
        return is_found and all(absolute)

    def get_file_from_path(self, path: str) -> File | None:
        """The file at `path`."""
        file = self._files_of.get_file_from_path(path)
        self.found[path] = _seen(file)
        return file

    def resolve(self, target: str) -> str | None:
        """What a target means."""
        self.resolved[target] = self._resolve(target)
        return self.resolved[target]


def _seen(file: File | None) -> list[str] | None:
    """All of a file that a link to it depends on."""
    return [file.url, file.inclusion.name] if file else None


def _spelt(lesson: Lesson) -> tuple[str, str]:
    return lesson.text, lesson.anchor


def _outcome(page: Page, trace: _Trace) -> dict[str, Any]:
    links = page.links_to_anchors
    return {
        "content": page.content,
        "toc": [_token(each) for each in page.toc],
        "ids": sorted(page.present_anchor_ids or ()),
        "links": links and {file.src_uri: anchors for file, anchors in links.items()},
        "resolved": trace.resolved,
        "found": trace.found,
    }


def _applied(kept: bytes, page: Page, files: Files, resolve: Resolve) -> bool:
    """Give `page` what is kept, if it is what we keep, and every answer would be the same now."""
    try:
        return _apply(json.loads(kept), page, files, resolve)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return False  # somebody else has put it there


def _apply(kept: dict[str, Any], page: Page, files: Files, resolve: Resolve) -> bool:
    """Give `page` what is kept, if every answer would be the same now."""
    if any(resolve(target) != meaning for target, meaning in kept["resolved"].items()):
        return False
    for path, seen in kept["found"].items():
        if _seen(files.get_file_from_path(path)) != seen:
            return False
    page.content = kept["content"]
    page.toc = get_toc(kept["toc"])
    page.present_anchor_ids = set(kept["ids"])
    links: dict[File, dict[str, str]] = {}
    for uri, anchors in (kept["links"] or {}).items():
        if file := files.get_file_from_path(uri):
            links[file] = anchors
    page.links_to_anchors = links
    return True


def _token(link: AnchorLink) -> dict[str, Any]:
    """A heading as Markdown's table of contents tells of it."""
    children = [_token(each) for each in link.children]
    return {"level": link.level, "id": link.id, "name": link.title, "children": children}


class _Listener(logging.Handler):
    """Notes what is told."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG + 1)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.name)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What is told meanwhile, by the names of those who tell it."""
    heard: list[str] = []
    listener = _Listener(heard)
    for logger in _LOGGERS:
        logger.addHandler(listener)
    try:
        yield heard
    finally:
        for logger in _LOGGERS:
            logger.removeHandler(listener)
