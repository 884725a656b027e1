"""What the targets of a write-up mean in its source: a picture, another write-up, or nothing."""

import html
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.importing.kinds import Kind
from mkdocs_postmortems.importing.tree import Tree
from mkdocs_postmortems.source.dates import date_in_path, without_date

Sort = Literal["picture", "post", "file", "missing", "outside", "template", "remote", "none"]
"""What a target is. `file`: it is there and no picture. `outside`: not in the source. `template`:
only the other tool can tell. `remote`: on the web. `none`: within the page, or no address."""

PICTURES = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"),
        *(".mp3", ".ogg", ".wav", ".m4a", ".mp4", ".webm", ".mov"),
    }
)
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_FROM_ROOT = re.compile(
    r"(?:\{\{-?\s*(?:site\.(?:baseurl|url)|page\.baseurl)\s*-?\}\})+/?"
    r"|\{\{-?\s*[\"'](?P<path>[^\"'{}]+)[\"']\s*\|\s*"
    r"(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url))[^{}]*\}\}"
)
_REFERENCE = re.compile(
    r"\{\{[<%]\s*(?:ref|relref)\s+[\"']?(?P<hugo>[^\"'\s{}]+)[\"']?\s*[>%]\}\}"
    r"|(?:\{\{[^{}]*\}\})*\{%-?\s*(?:post_url|link)\s+(?P<jekyll>[^\s%]+)\s*-?%\}"
)
_HTML = re.compile(r"(?:/index)?\.html?$")
_UPWARDS = re.compile(r"^(?:\.\.?/)+")
_TEMPLATE = re.compile(r"\{\{|\{%")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a target means.

    Attributes:
        sort: What it is.
        path: The path in the source of what it means, where that is there.
        rest: Query and fragment, as they are written.
    """

    sort: Sort
    path: str = ""
    rest: str = ""


class Resolver:
    """Finds what targets mean, among the files of a source and the write-ups in it."""

    def __init__(self, tree: Tree, kind: Kind, posts: Iterable[tuple[str, Postmortem]]) -> None:
        """Look among the files of `tree`; `posts` are those that are imported."""
        self._tree = tree
        self._kind = kind
        self._posts: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for path, postmortem in posts:
            for address in self._addresses(path, postmortem):
                self._posts.setdefault(address.casefold(), path)
            for name in {PurePosixPath(each).name.casefold() for each in (path, _page(path))}:
                # A name that several have means none of them.
                self._names[name] = "" if name in self._names else path

    def _addresses(self, path: str, postmortem: Postmortem) -> list[str]:
        """The paths and addresses at which links may look for a write-up."""
        pure = PurePosixPath(path)
        inner = self._address(path)
        found = [path, _page(path), inner]
        if postmortem.slug:
            found.append(posixpath.join(posixpath.dirname(inner), postmortem.slug))
        if self._kind.code == "jekyll" and (day := date_in_path(pure.name)):
            name = without_date(pure.stem).strip(" -")
            dated = f"{day:%Y/%m/%d}/{name}"
            found += [dated, *(f"{each}/{dated}" for each in postmortem.tags[:1])]
        found += [_page(each.strip("/")) for each in (postmortem.url, *postmortem.aliases)]
        return [each for each in found if each]

    def _address(self, path: str) -> str:
        """The address of a write-up's page in the site it is from."""
        page = _page(path)
        root = next((f"{each}/" for each in self._kind.roots if page.startswith(f"{each}/")), "")
        return page.removeprefix(root)

    def meaning(self, source: str, target: str) -> Meaning:
        """What `target`, written in the write-up at `source`, means."""
        written = html.unescape(target).strip()
        if reference := _REFERENCE.match(written):
            return self._of_reference(reference, written[reference.end() :], source)
        rooted = _FROM_ROOT.sub(lambda found: "/" + (found["path"] or "").lstrip("/"), written, 1)
        if _TEMPLATE.search(rooted):
            return Meaning("template")
        if _WEB.match(rooted):
            return Meaning("remote")
        if _SCHEME.match(rooted):
            return Meaning("none")
        path, rest = _cut(rooted)
        return self._of_path(source, path, rest) if path else Meaning("none")

    def _of_reference(self, found: re.Match[str], rest: str, source: str) -> Meaning:
        """A page that a template tag names: by its path, or by its name alone."""
        path, fragment = _cut(found["hugo"] or found["jekyll"])
        named = self._names.get(PurePosixPath(path).name.casefold())
        if post := self._post(source, path) or named:
            return Meaning("post", post, fragment or rest)
        return Meaning("template")

    def _of_path(self, source: str, path: str, rest: str) -> Meaning:
        is_outside = False
        for candidate in self._candidates(source, path):
            if candidate.startswith(".."):
                is_outside = True
            elif candidate.casefold() in self._posts:
                return Meaning("post", self._posts[candidate.casefold()], rest)
            elif self._tree.holds(candidate):
                is_picture = PurePosixPath(candidate).suffix.casefold() in PICTURES
                return Meaning("picture" if is_picture else "file", candidate, rest)
        if post := self._post(source, path):
            return Meaning("post", post, rest)
        return Meaning("outside" if is_outside else "missing")

    def _candidates(self, source: str, path: str) -> list[str]:
        """The files that `path` may mean, the likeliest first."""
        folder = posixpath.dirname(source)
        plain = unquote(path)
        # The last as on Windows, where some write what a browser would not find.
        spellings = dict.fromkeys((plain, path, plain.replace("\\", "/")))
        found: list[str] = []
        for spelling in spellings:
            is_beside = not spelling.startswith("/")
            found += [posixpath.join(folder, spelling)] if is_beside else []
            # A page that is not where a link says is not another one of that name. A picture may
            # be: to browsers, paths count from a page's address, not from its file.
            if not is_beside or PurePosixPath(spelling).suffix.casefold() in PICTURES:
                below = _UPWARDS.sub("", spelling.lstrip("/"))
                page = posixpath.join(self._address(source), spelling) if is_beside else below
                for root in self._kind.roots:
                    found += (posixpath.join(root, page), posixpath.join(root, below))
        return [posixpath.normpath(each) for each in found]

    def _post(self, source: str, path: str) -> str | None:
        """The write-up whose page has the address `path`, as seen from the page of `source`."""
        folders = (posixpath.dirname(source), _page(source))
        addresses = [path] if path.startswith("/") else [posixpath.join(f, path) for f in folders]
        pages = (_page(posixpath.normpath(each)).casefold() for each in addresses)
        return next((self._posts[page] for page in pages if page in self._posts), None)


def _page(path: str) -> str:
    """The address of a page by its path: no suffix, and a folder for its `index`."""
    plain = _HTML.sub("", path.strip("/"))
    pure = PurePosixPath(plain)
    if pure.suffix.casefold() in _SUFFIXES:
        pure = pure.with_suffix("")
    is_index = pure.name.casefold() in {"index", "readme", "knowledge"} and len(pure.parts) > 1
    return (pure.parent if is_index else pure).as_posix() if plain else ""


_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd", ".ipynb"})


def _cut(target: str) -> tuple[str, str]:
    """A target's path, and its query and fragment."""
    place = next((place for place, char in enumerate(target) if char in "?#"), len(target))
    return target[:place], target[place:]
