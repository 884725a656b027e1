"""A postmortem's file while it is edited: every edit is read again, and refused if it did more."""

from collections.abc import Callable, Mapping, Sequence

from mkdocs_postmortems.domain import Problem, Severity
from mkdocs_postmortems.source import names
from mkdocs_postmortems.source.front_matter import split
from mkdocs_postmortems.source.nodes import Entry
from mkdocs_postmortems.source.nodes import Mapping as MappingNode
from mkdocs_postmortems.source.toml_nodes import read_toml
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml
from mkdocs_postmortems.writing.editing.errors import EditError, InTheWay
from mkdocs_postmortems.writing.editing.original import Original, Splice
from mkdocs_postmortems.writing.editing.toml_block import TomlBlock
from mkdocs_postmortems.writing.editing.values import (
    Shape,
    Value,
    exact,
    shape_of,
    shape_of_value,
)
from mkdocs_postmortems.writing.editing.yaml_block import Path, YamlBlock


class Manuscript:
    """The bytes of a file, its fields, and edits of them.

    Each edit gives a new manuscript. Bytes that an edit is not about are the same in it: comments,
    order, quotes, line ends and the whole body.

    Attributes:
        data: The file's bytes.
        path: The file, relative to the postmortems folder with `/`.
        fields: Its front matter.
    """

    def __init__(self, data: bytes, path: str) -> None:
        """Take the bytes of the file at `path`.

        Raises:
            EditError: It cannot be read, so that nobody knows what an edit would do.
        """
        self.data = data
        self.path = path
        self._original = Original(data, path)
        parts = split(self._original.text, path)
        if isinstance(parts, Problem):
            raise EditError(parts)
        self._parts = parts
        try:
            self.fields = self._read()
        except FrontMatterError as error:
            raise self._error(error.message, error.remedy, error.line) from None

    @property
    def body(self) -> str:
        """The text below the front matter, as the reader sees it."""
        return self._parts.body

    @property
    def body_line(self) -> int:
        """The line in the file on which the body begins, from 1."""
        return self._parts.body_line

    def entry(self, name: str) -> Entry | None:
        """The entry that the reader takes for the field `name`: of its own name, else the first."""
        named = [entry for entry in self.fields if names.canonical(entry.key) == name]
        own = (entry for entry in named if entry.key == name)
        return next(own, named[0] if named else None)

    def set(self, name: str, value: Value, after: Sequence[str] = ()) -> "Manuscript":
        """Give the field `name` a `value`. A new one comes below the first of the fields `after`.

        Raises:
            EditError: It holds more than one value, or something else would change.
        """
        key = self._key(name)
        make = self._block_edit(lambda block: block.set(key, value, after), name)
        return self._edited(make, {key: shape_of_value(value)}, name)

    def append(self, name: str, values: Sequence[Value], after: Sequence[str] = ()) -> "Manuscript":
        """Add `values` to the list in the field `name`; what is one value becomes a list.

        Raises:
            EditError: Something else would change.
        """
        entry = self.entry(name)
        held = shape_of(entry.value) if entry else None
        before = held if isinstance(held, list) else [] if held is None else [held]
        key = self._key(name)
        make = self._block_edit(lambda block: block.append(key, values, after), name)
        return self._edited(make, {key: [*before, *map(shape_of_value, values)]}, name)

    def rename(self, key: str, name: str) -> "Manuscript":
        """Write `name` for the front matter's `key`.

        Raises:
            EditError: Something else would change.
        """
        make = self._block_edit(lambda block: block.rename(key, name), key)
        return self._edited(make, {}, key, {key: name})

    def respell(self, path: Path, text: str) -> "Manuscript":
        """Write `text` for the text at `path`, which begins with a key of the front matter.

        Raises:
            EditError: It is no text of its own, or something else would change.
        """
        key = str(path[0])
        held = next(entry.value for entry in self.fields if entry.key == key)
        make = self._block_edit(lambda block: block.respell(path, text), key)
        return self._edited(make, {key: _with(shape_of(held), path[1:], str(text))}, key)

    def add_to_body(self, markdown: str) -> "Manuscript":
        """Add `markdown` at the end, an empty line before it."""
        text = self._original.text
        gap = "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        added = f"{gap}{markdown.strip()}\n"
        data = self._original.spliced([Splice(len(text), len(text), added)])
        return Manuscript(data, self.path)

    def _read(self) -> MappingNode:
        parts = self._parts
        if parts.syntax == "none":
            return MappingNode((), 1)
        read = read_toml if parts.syntax == "toml" else read_yaml
        return read(parts.block, parts.block_line)

    def _key(self, name: str) -> str:
        entry = self.entry(name)
        return entry.key if entry else name

    def _block_edit(
        self, edit: Callable[[YamlBlock | TomlBlock], list[Splice]], field: str
    ) -> list[Splice]:
        parts = self._parts
        block = TomlBlock(parts.block) if parts.syntax == "toml" else YamlBlock(parts.block)
        try:
            splices = edit(block)
        except InTheWay as reason:
            raise self._refusal(field, str(reason)) from None
        if parts.syntax == "none":
            written = "".join(each.text for each in splices)
            return [Splice(0, 0, f"---\n{written}---\n")]
        return [each.moved(parts.block_at) for each in splices]

    def _edited(
        self,
        splices: list[Splice],
        meant: Mapping[str, Shape],
        field: str,
        renamed: Mapping[str, str] | None = None,
    ) -> "Manuscript":
        """The manuscript with `splices`, if nothing but what is `meant` has changed by them."""
        try:
            edited = Manuscript(self._original.spliced(splices), self.path)
        except EditError:
            raise self._refusal(field, "its front matter would not be readable after it") from None
        new = {entry.key: entry.value for entry in edited.fields}
        others = _others(self.fields, meant, renamed or {}) == _others(edited.fields, meant, {})
        as_meant = all(key in new and shape_of(new[key]) == meant[key] for key in meant)
        if not others or not as_meant or edited._body_bytes != self._body_bytes:
            raise self._refusal(field, "something else in the file would change with it")
        return edited

    @property
    def _body_bytes(self) -> bytes:
        return self._original.bytes_from(len(self._original.text) - len(self._parts.body))

    def _refusal(self, field: str, reason: str) -> EditError:
        entry = self.entry(field)
        problem = Problem(
            path=self.path,
            line=entry.line if entry else 0,
            field=field,
            message=f"cannot be edited here: {reason}",
            remedy="Change it by hand",
            severity=Severity.ERROR,
        )
        return EditError(problem)

    def _error(self, message: str, remedy: str, line: int) -> EditError:
        problem = Problem(
            path=self.path, line=line, message=message, remedy=remedy, severity=Severity.ERROR
        )
        return EditError(problem)


def _others(
    fields: MappingNode, meant: Mapping[str, Shape], renamed: Mapping[str, str]
) -> list[tuple[str, object]]:
    """All fields but the meant ones, in their order."""
    pairs = ((renamed.get(entry.key, entry.key), exact(entry.value)) for entry in fields)
    return [(key, value) for key, value in pairs if key not in meant]


def _with(shape: Shape, path: Path, text: str) -> Shape:
    """`shape` with `text` at `path`."""
    if not path:
        return text
    step, *rest = path
    if isinstance(shape, list) and isinstance(step, int):
        return [
            _with(each, tuple(rest), text) if n == step else each for n, each in enumerate(shape)
        ]
    if isinstance(shape, dict):
        return {
            k: _with(each, tuple(rest), text) if k == step else each for k, each in shape.items()
        }
    return shape
