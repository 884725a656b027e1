"""Where the targets of one write-up point once it is a postmortem."""

import posixpath
from collections import defaultdict
from collections.abc import Mapping as Table
from dataclasses import dataclass
from urllib.parse import quote

from mkdocs_postmortems.catalog.addresses import address_of
from mkdocs_postmortems.importing.document import Document
from mkdocs_postmortems.importing.foreign import pictured
from mkdocs_postmortems.importing.kinds import NOTEBOOK
from mkdocs_postmortems.importing.links import Link, exchange, links_in
from mkdocs_postmortems.importing.marks import times
from mkdocs_postmortems.importing.naming import Name, Names
from mkdocs_postmortems.importing.opening import Opened
from mkdocs_postmortems.importing.plan import Fate, Note, Picture
from mkdocs_postmortems.importing.resolving import Meaning, Resolver
from mkdocs_postmortems.importing.tree import LARGEST_PICTURE, Tree
from mkdocs_postmortems.source.assembly import PATH_KEYS
from mkdocs_postmortems.source.nodes import Entry, Mapping, Node, Scalar, Sequence, to_json

_FIELDS = ("image", "images", "cover", "audio", "videos")
_MISSING = {"picture": "is not there", "link": "leads to nothing that is imported"}
_SAFE = "/:@!$,;=~*+"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages of all that is imported will be.

    Attributes:
        blog: The path of the blog in the site.
        directory_urls: Whether a page's address ends with a slash.
        named: Each write-up and its name by its path in the source.
    """

    blog: str
    directory_urls: bool
    named: Table[str, tuple[Opened, Name]]

    def page(self, path: str) -> str:
        """The address of the page of the write-up at `path`, relative to the site."""
        opened, name = self.named[path]
        moved = opened.postmortem.model_copy(
            update={"id": name.path.removesuffix(".md"), "source": name.path}
        )
        address, _ = address_of(moved, self.blog)
        is_folder = self.directory_urls or (name.is_bundle and not address.is_own)
        return f"{address.page}/" if is_folder else f"{address.page}.html"


class Retargeting:
    """Exchanges the targets of one write-up, and remembers what comes along and what does not.

    Attributes:
        name: The postmortem's name.
        pictures: What comes along.
        additions: Fields to add.
    """

    def __init__(
        self, opened: Opened, resolver: Resolver, site: Site, names: Names, tree: Tree
    ) -> None:
        """Prepare to exchange the targets of `opened`."""
        self.name = site.named[opened.path][1]
        self.pictures: list[Picture] = []
        self.additions = dict(opened.additions)
        self._opened = opened
        self._resolver = resolver
        self._site = site
        self._names = names
        self._tree = tree
        self._moved: dict[str, str] = {}
        self._told: dict[tuple[Fate, str], list[int]] = defaultdict(list)
        self._has_lines = not opened.path.casefold().endswith(NOTEBOOK)

    def document(self) -> Document:
        """The write-up with its targets exchanged; every other byte is as it was."""
        document = self._with_fields_moved(self._opened.document)
        self._add_picture()
        body = document.body
        links = links_in(body)
        moved = exchange(body, links, self._target_of)
        return Document(document.front, moved, document.syntax, document.place, document.entries)

    @property
    def notes(self) -> list[Note]:
        """What is to be told of targets."""
        return [
            Note(fate, times(label, lines), lines[0]) for (fate, label), lines in self._told.items()
        ]

    def _target_of(self, link: Link) -> str | None:
        line = self._opened.document.body_line + link.line - 1
        if link.target in self._opened.pictures:
            return self._written(self._from_notebook(link.target), "", link)
        meaning = self._resolver.meaning(self._opened.path, link.target)
        if meaning.sort == "picture":
            target = self._moved_picture(meaning.path, line)
            return None if target is None else self._written(target, meaning.rest, link, line)
        if meaning.sort == "post":
            return self._to_post(meaning, link)
        self._tell_of(meaning, link, line)
        return None

    def _written(self, target: str, rest: str, link: Link, line: int = 0) -> str | None:
        """The path to the picture at `target` as it has to be written in the text."""
        beside = self._relative(target)
        if not link.is_html:
            return _unless_same(link.target, beside, rest)
        page = posixpath.dirname(self._site.page(self._opened.path))
        seen = posixpath.relpath(f"{self._site.blog}/{target}", page or ".")
        if posixpath.normpath(posixpath.join(posixpath.dirname(self.name.path), seen)) == target:
            return _unless_same(link.target, seen, rest)
        shown = f"the page does not show `{link.target}`, which HTML names, because the page has "
        self._tell("left", f"{shown}an address of its own. Write it as a Markdown image", line)
        return _unless_same(link.target, beside, rest)

    def _to_post(self, meaning: Meaning, link: Link) -> str | None:
        name = self._site.named[meaning.path][1]
        if not link.is_html:
            return _unless_same(link.target, self._relative(name.path), meaning.rest)
        page = posixpath.dirname(self._site.page(self._opened.path))
        target = self._site.page(meaning.path)
        slash = "/" if target.endswith("/") else ""
        seen = posixpath.relpath(target, page or ".") + slash
        return _unless_same(link.target, seen, meaning.rest)

    def _relative(self, target: str) -> str:
        return posixpath.relpath(target, posixpath.dirname(self.name.path) or ".")

    def _moved_picture(self, path: str, line: int) -> str | None:
        """Where the picture at `path` in the source goes; None where it is too large."""
        if path in self._moved:
            return self._moved[path]
        size = self._tree.size(path)
        if size > LARGEST_PICTURE:
            most = f"and {LARGEST_PICTURE:,} is the most"
            self._tell("left", f"`{path}`, which has {size:,} bytes, {most}", line)
            return None
        self._moved[path] = self._names.of_picture(self.name.pictures, path)
        self.pictures.append(Picture(source=path, target=self._moved[path]))
        return self._moved[path]

    def _from_notebook(self, shown: str) -> str:
        if shown not in self._moved:
            target = self._names.of_picture(self.name.pictures, shown)
            data = self._opened.pictures[shown]
            self.pictures.append(Picture(source=shown, target=target, data=data))
            self._moved[shown] = target
        return self._moved[shown]

    def _with_fields_moved(self, document: Document) -> Document:
        for entry in filter(None, map(document.entry, _FIELDS)):
            for written in dict.fromkeys(_texts(entry.value)):
                document = self._with_field_moved(document, entry, written)
        return document

    def _with_field_moved(self, document: Document, entry: Entry, written: str) -> Document:
        meaning = self._resolver.meaning(self._opened.path, written)
        if meaning.sort in {"missing", "outside"}:
            self._tell("left", f"`{written}`, which is not there", entry.line)
        if meaning.sort != "picture":
            return document
        target = self._moved_picture(meaning.path, entry.line)
        if target is None:
            return document
        path = self._relative(target)
        moved = document.with_target(entry, written, path)
        if moved is document and path != written:
            told = f"the path `{written}` of `{entry.key}`, to be mended by hand"
            self._tell("left", told, entry.line)
        return moved

    def _add_picture(self) -> None:
        """Give the card the picture that another tool's field names, if it has none of its own."""
        document = self._opened.document
        fields = {entry.key: to_json(entry.value) for entry in document.entries}
        found = pictured(fields)
        if found is None or any(document.entry(name) for name in ("image", "images", "cover")):
            return
        key, written = found
        meaning = self._resolver.meaning(self._opened.path, written)
        if meaning.sort == "picture" and (target := self._moved_picture(meaning.path, 0)):
            self.additions["image"] = self._relative(target)
            self._tell("mapped", f"image (from `{key}`)", 0)

    def _tell_of(self, meaning: Meaning, link: Link, line: int) -> None:
        what = "picture" if link.is_picture else "link"
        target = link.target if len(link.target) <= 80 else link.target[:79] + "…"
        told = {
            "file": f"{what} to `{target}`, which is not imported",
            "missing": f"{what} to `{target}`, which {_MISSING[what]}",
            "outside": f"{what} to `{target}`, which is outside the source",
            "template": f"{what} to `{target}`, which only its own tool can resolve",
        }
        if meaning.sort in told:
            self._tell("left", told[meaning.sort], line)
        elif meaning.sort == "remote" and link.is_picture:
            self._tell("left", "pictures that stay on the web", line)

    def _tell(self, fate: Fate, label: str, line: int) -> None:
        self._told[fate, label].append(line if self._has_lines else 0)


def _unless_same(written: str, target: str, rest: str) -> str | None:
    """`target` as a text has it; None where that is what is written."""
    new = quote(target, safe=_SAFE) + rest
    return None if written == new else new


def _texts(node: Node) -> list[str]:
    if isinstance(node, Mapping):
        inside = {entry.key.casefold(): entry.value for entry in node}
        return next((_texts(inside[key]) for key in PATH_KEYS if key in inside), [])
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item.text for item in items if isinstance(item, Scalar) and not item.is_null]
