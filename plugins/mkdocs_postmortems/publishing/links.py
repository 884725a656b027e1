"""Whether what the pages of a site link to and load is there, with the anchors that they name."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urlsplit

from mkdocs_postmortems.publishing.markup import Markup

_ELSEWHERE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
_BEFORE_NAME = r"""[/("'<=\s]"""
_UNEVEN = re.compile(r"%|//|(?:^|/)\.{1,2}(?:/|$)")
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
        watched: What leads to a page whose links are kept, and the page that it leads to.
        watched_uses: The pages that link to each of those.
        count: How many links were looked at, those of a page that are the same once.
    """

    files: Collection[str]
    site_url: str = ""
    watched: Mapping[str, str] = field(default_factory=dict)
    watched_uses: dict[str, set[str]] = field(default_factory=dict)
    count: int = 0
    _anchors: dict[str, Collection[str]] = field(default_factory=dict)
    _uses: dict[tuple[str, str], _Use] = field(default_factory=dict)

    def add(self, page: str, markup: Markup) -> None:
        """Take what the page at the path `page` says."""
        self._anchors[page] = markup.anchors
        above = _above(self._folder(page, markup.base))
        for place, fragment in {self._resolved(page, above, each) for each in markup.targets}:
            if place is None:
                continue
            self.count += 1
            use = self._uses.setdefault((place, fragment), _Use(page))
            use.pages += 1
            use.page = min(use.page, page)
            if named := self.watched.get(place):
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

    def _resolved(self, page: str, above: list[str], target: str) -> tuple[str | None, str]:
        """The path that `target` means in a page, from the site's root, and the anchor in it.

        None where it leads elsewhere. `above` are the page's folder and those around it.
        """
        written, _, fragment = target.partition("#")
        if not written:
            return page, fragment
        if _ELSEWHERE.match(written):
            if not self.site_url or not written.startswith(self.site_url):
                return None, ""
            above, written = [""], written[len(self.site_url) :]
        elif written.startswith("/"):
            root = _root(self.site_url)
            if not written.startswith(root):
                return None, ""  # another site of this host
            above, written = [""], written[len(root) :]
        return _place(above, written.partition("?")[0]), fragment

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


def _above(folder: str) -> list[str]:
    """`folder` and those around it up to the root, each with a slash at its end."""
    parts = [part for part in folder.split("/") if part not in {"", ".", ".."}]
    return ["".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1)]


def _place(above: list[str], path: str) -> str:
    """The path from the root of what `path` means below `above`; a folder keeps its slash.

    Most paths go up some folders and then down, which is quick to follow.
    """
    levels = 0
    while path.startswith("../"):
        path = path[3:]
        levels += 1
    base = above[min(levels, len(above) - 1)]
    if not _UNEVEN.search(path):
        return base + path
    plain = unquote(path)
    normal = posixpath.normpath(f"/{base}{plain}").lstrip("/")
    is_folder = plain.endswith(("/", "/.", "/..")) or plain in {"", ".", ".."}
    return f"{normal}/" if is_folder and normal else normal
