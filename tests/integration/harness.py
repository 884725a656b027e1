"""Builds whole sites in process and reads them as a visitor, a crawler and a colleague would."""

import gzip
import io
import logging
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

NOW = 1_767_225_600
"""1 January 2026, 00:00 UTC: the moment of every build."""
SITE = "https://example.org/lab/"
PREVIEW = "http://127.0.0.1:8000/lab/"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one pixel."""

Content = str | bytes
Build = Callable[..., "Built"]


def post(title: str = "", body: str = "What was tried, and what came of it.", **fields: Any) -> str:
    """A postmortem's text; a field that is None is left out."""
    given = {"title": title or None, **fields}
    kept = {name: value for name, value in given.items() if value is not None}
    written = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True) if kept else ""
    return f"---\n{written}---\n\n{body}\n"


class Page:
    """One page as a browser reads it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root: Element = html5lib.parse(html, namespaceHTMLElements=False)

    def all(self, tag: str, css_class: str = "", **attributes: str) -> list[Element]:
        """The elements of that name, that class and those attributes, in the page's order."""
        return [
            each
            for each in self.root.iter(tag)
            if (not css_class or css_class in each.get("class", "").split())
            and all(each.get(name.replace("_", "-")) == want for name, want in attributes.items())
        ]

    def one(self, tag: str, css_class: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, css_class, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} class={css_class} {attributes}>"
        return found[0]

    def texts(self, tag: str, css_class: str = "", **attributes: str) -> list[str]:
        """The texts of such elements."""
        return [text_of(each) for each in self.all(tag, css_class, **attributes)]

    def text(self, tag: str, css_class: str = "", **attributes: str) -> str:
        """The text of the only such element."""
        return text_of(self.one(tag, css_class, **attributes))

    @property
    def titles(self) -> list[str]:
        """What a listing lists, in its order."""
        return self.texts("h2", "pm-card__title")

    @property
    def facts(self) -> dict[str, str]:
        """The fact panel."""
        (panel,) = self.all("section", "pm-facts")
        terms, details = panel.iter("dt"), panel.iter("dd")
        return {text_of(dt): text_of(dd) for dt, dd in zip(terms, details, strict=True)}

    def table(self, heading_id: str) -> list[list[str]]:
        """The cells of the table under a heading, header first."""
        region = self.one("section", aria_labelledby=heading_id)
        return [[text_of(cell) for cell in row] for row in region.iter("tr")]


def text_of(element: Element) -> str:
    """The text of an element, blanks folded; a line break is a blank."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    yield " " if element.tag == "br" else element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


@dataclass
class Built:
    """What came of a build.

    Attributes:
        root: The project's folder.
        log: Each line under `mkdocs.` with its level's name.
        aborted: Why the build ended early, as a user reads it; empty when it did not.
    """

    root: Path
    log: list[tuple[str, str]] = field(default_factory=list)
    aborted: str = ""
    watched: list[str] = field(default_factory=list)

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def raw(self) -> dict[str, bytes]:
        """Every file of the site by its path, as it is on disk."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in sorted(self.site.rglob("*"))
            if path.is_file()
        }

    @property
    def files(self) -> dict[str, bytes]:
        """Every file of the site by its path, decompressed."""
        return {path: _decompressed(path, data) for path, data in self.raw.items()}

    @property
    def pages(self) -> set[str]:
        """The paths of all pages under the blog and elsewhere, `index.html` left out."""
        return {path.removesuffix("index.html") for path in self.raw if path.endswith(".html")}

    def page(self, address: str = "") -> Page:
        """The page at an address under the site."""
        path = self.site / _file_of(address)
        assert path.is_file(), f"no page at {address!r} among {sorted(self.pages)}"
        return Page(path.read_text("utf-8"))

    def has(self, address: str) -> bool:
        """Whether there is a file at an address under the site."""
        return (self.site / _file_of(address)).is_file()

    def target(self, address: str, link: str, site_url: str = SITE) -> str:
        """The address under the site that `link` on the page at `address` leads to.

        It fails where a reader would: outside the site, at a missing file, at a missing anchor.
        """
        wanted, anchor = urldefrag(urljoin(urljoin(site_url, address), link))
        assert wanted.startswith(site_url), f"{link!r} on {address!r} leaves the site: {wanted}"
        found = unquote(urlsplit(wanted).path)[len(urlsplit(site_url).path) :]
        assert self.has(found), f"{link!r} on {address!r} leads to nothing: {found!r}"
        if anchor:
            ids = {each.get("id") for each in self.page(found).root.iter()}
            assert unquote(anchor) in ids, f"{link!r} on {address!r} names no anchor"
        return found

    def traces(self, word: str) -> set[str]:
        """The files of the site whose name or content has `word`, whatever its case."""
        sought = word.casefold()
        return {
            path
            for path, data in self.files.items()
            if sought in path.casefold() or sought in data.decode("utf-8", "replace").casefold()
        }

    def lines(self, level: str = "") -> list[str]:
        """The lines that our plugin wrote to the log, or those of one level."""
        own = "mkdocs_postmortems: "
        return [
            text.removeprefix(own)
            for name, text in self.log
            if text.startswith(own) and level in ("", name)
        ]

    @property
    def warnings(self) -> list[str]:
        """Whatever would fail a strict build, by whomever, without the plugin's name."""
        grave = [text for name, text in self.log if name in {"WARNING", "ERROR", "CRITICAL"}]
        return [text.removeprefix("mkdocs_postmortems: ") for text in grave]

    @property
    def all_log(self) -> str:
        """The whole log as one text."""
        return "\n".join(f"{name} {text}" for name, text in self.log)


def _decompressed(path: str, data: bytes) -> bytes:
    return gzip.GzipFile(fileobj=io.BytesIO(data)).read() if path.endswith(".gz") else data


def _file_of(address: str) -> str:
    return (
        posixpath.join(address, "index.html") if address == "" or address.endswith("/") else address
    )


class _Listener(logging.Handler):
    def __init__(self, log: list[tuple[str, str]]) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append((record.levelname, record.getMessage()))


@contextmanager
def listening() -> Iterator[list[tuple[str, str]]]:
    """Collect what is logged under `mkdocs.`."""
    log: list[tuple[str, str]] = []
    logger, listener = logging.getLogger("mkdocs"), _Listener(log)
    before = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    try:
        yield log
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before)


def write(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files by their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def settings(
    options: Mapping[str, Any] | None,
    theme: str | dict[str, Any],
    plugins: Iterable[Any],
    overrides: Mapping[str, Any],
) -> dict[str, Any]:
    """What mkdocs.yml says."""
    named = {"name": theme} if isinstance(theme, str) else theme
    offline = {"font": False} if named["name"] == "material" else {}
    ours: Any = {"postmortems": dict(options)} if options else "postmortems"
    return {
        "site_name": "Lab notes",
        "site_url": SITE,
        "theme": {**named, **offline},
        "plugins": [*plugins, ours],
        **overrides,
    }


def run(root: Path, *, serving: bool = False, strict: bool = False, dirty: bool = False) -> Built:
    """Build the project in `root` as `mkdocs build` or `mkdocs serve` does."""
    built = Built(root)
    with listening() as log:
        built.log = log
        try:
            config = load_config(str(root / "mkdocs.yml"), strict=strict or None)
            config.plugins.on_startup(command="serve" if serving else "build", dirty=dirty)
            if serving:
                config.site_url = PREVIEW
            try:
                build(config, serve_url=PREVIEW if serving else None, dirty=dirty)
            finally:
                config.plugins.on_shutdown()
            built.watched = list(config.watch)
        except MkDocsException as error:
            built.aborted = str(error)
    return built
