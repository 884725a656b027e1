"""Whether what the pages of a site link to and load is there, with the anchors that they name."""

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urlsplit

from mkdocs_postmortems.publishing.canaries import page_of
from mkdocs_postmortems.publishing.markup import Markup

_ELSEWHERE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
_BEFORE_NAME = r"""[/("'<=\s]"""
_TO_TOP = frozenset({"", "top"})
_TEXT_FRAGMENT = ":~:"


@dataclass(frozen=True, slots=True)
class Broken:
    """A target that is not there.

    Attributes:
        target: What is missing: a path from the site's root, with `#` and an anchor if only the
            anchor is missing.
        page: The first page, by its path, that has it.
        pages: How many pages have it.
        source: The file that the page was made from; empty where it is not known.
        line: The first line there that names the target, from 1; 0 where none does.
    """

    target: str
    page: str
    pages: int
    source: str = ""
    line: int = 0

    @property
    def lacks_anchor(self) -> bool:
        """Whether the page is there, and only the anchor is not."""
        return "#" in self.target


@dataclass(slots=True)
class _Use:
    page: str
    pages: int = 0


@dataclass(slots=True)
class Links:
    """All links of a site, held against its files.

    Attributes:
        files: The paths of all files, from the site's root.
        site_url: The site's address; links to it are its own too.
        watched: Paths of pages, without suffix, whose links are kept.
        watched_uses: The pages that link to each of those.
        count: How many links were looked at, those of a page that are the same once.
    """

    files: Collection[str]
    site_url: str = ""
    watched: Collection[str] = ()
    watched_uses: dict[str, set[str]] = field(default_factory=dict)
    count: int = 0
    _anchors: dict[str, Collection[str]] = field(default_factory=dict)
    _uses: dict[tuple[str, str], _Use] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def add(self, page: str, markup: Markup) -> None:
        """Take what the page at the path `page` says."""
        self._anchors[page] = markup.anchors
        folder = self._folder(page, markup.base)
        for place, fragment in {self._resolved(page, folder, each) for each in markup.targets}:
            if place is None:
                continue
            self.count += 1
            use = self._uses.setdefault((place, fragment), _Use(page))
            use.pages += 1
            use.page = min(use.page, page)
            if (named := page_of(place)) in self.watched:
                self.watched_uses.setdefault(named, set()).add(page)

    def broken(self) -> Iterator[Broken]:
        """What is not there, by its path."""
        for (place, fragment), use in sorted(self._uses.items()):
            file = self._file(place)
            if file is None:
                yield Broken(place, use.page, use.pages)
            elif not self._has_anchor(file, fragment):
                yield Broken(f"{file.removesuffix('index.html')}#{fragment}", use.page, use.pages)

    def _folder(self, page: str, base: str) -> str:
        if not base or _ELSEWHERE.match(base):
            return posixpath.dirname(page)
        return posixpath.normpath(posixpath.join(posixpath.dirname(page), posixpath.dirname(base)))

    def _resolved(self, page: str, folder: str, target: str) -> tuple[str | None, str]:
        """The path that `target` means in a page, from the site's root, and the anchor in it.

        None where it leads elsewhere.
        """
        written, _, fragment = target.partition("#")
        if not written:
            return page, fragment
        if _ELSEWHERE.match(written):
            if not self.site_url or not written.startswith(self.site_url):
                return None, ""
            written = "/" + written[len(self.site_url) :]
        elif written.startswith("/"):
            root = _root(self.site_url)
            if not written.startswith(root):
                return None, ""  # another site of this host
            written = "/" + written[len(root) :]
        path = written.partition("?")[0]
        if not path.startswith("/"):
            path = f"/{folder}/{path}"
        known = self._places.get(path)
        if known is None:
            known = self._places[path] = _normal(path)
        return known, fragment

    def _file(self, place: str) -> str | None:
        """The file that a web server answers with; a folder's is its index."""
        if place in self.files and not place.endswith("/"):
            return place
        index = posixpath.join(place, "index.html").lstrip("/")
        return index if index in self.files else None

    def _has_anchor(self, file: str, fragment: str) -> bool:
        anchors = self._anchors.get(file)
        if anchors is None or fragment in _TO_TOP or _TEXT_FRAGMENT in fragment:
            return True
        return fragment in anchors or unquote(fragment) in anchors


def found_in(broken: Broken, source: str, text: str) -> Broken:
    """`broken` with the line of `text`, which the file `source` has, that names its target."""
    path, _, anchor = broken.target.partition("#")
    name = anchor or path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    names = "|".join(re.escape(each) for each in (name, quote(name)))
    written = re.compile(rf"{'#' if anchor else _BEFORE_NAME}(?:{names})(?![\w-])")
    lines = enumerate(text.splitlines(), start=1)
    line = next((number for number, each in lines if written.search(each)), 0)
    return replace(broken, source=source, line=line)


def told(broken: Broken) -> str:
    """`broken` as a line."""
    place = f"{broken.source}:{broken.line}" if broken.line else broken.source or broken.page
    if broken.lacks_anchor:
        page, _, anchor = broken.target.partition("#")
        what = f"`#{anchor}` leads nowhere in `/{page}`: there is no such anchor"
    else:
        what = f"`/{broken.target}` is not in the site"
    more = "" if broken.pages == 1 else f" ({broken.pages:,} pages link to it)"
    return f"{place}: {what}{more}"


def _root(site_url: str) -> str:
    """The path of the site on its host, which ends with `/`."""
    path = urlsplit(site_url).path
    return path if path.endswith("/") else f"{path}/"


def _normal(path: str) -> str:
    """`path` from the root without dots and escapes; a folder keeps its slash."""
    plain = unquote(path)
    normal = posixpath.normpath(plain).lstrip("/")
    return f"{normal}/" if plain.endswith("/") and normal else normal
