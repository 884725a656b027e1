"""Front matter as a tree of nodes that know their line, with every text as it was written.

YAML's own types are left aside on purpose: a title `1984`, an author `NO` and a version `1.10` are
what their author wrote. Each field decides what it wants.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written. `quoted` text is never null, a flag or a number on its own."""

    text: str
    line: int
    column: int = 0
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing was written."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value in a mapping."""

    key: str
    value: "Node"
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the text."""

    entries: tuple[Entry, ...]
    line: int
    column: int = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """What a node is, in words for a message."""
    return _KINDS[type(node)]


def to_json(node: Node) -> JsonValue:
    """A node as JSON: plain flags, nulls, and numbers that read back as written; else text."""
    if isinstance(node, Sequence):
        return [to_json(item) for item in node.items]
    if isinstance(node, Mapping):
        return {entry.key: to_json(entry.value) for entry in node}
    if node.quoted:
        return node.text
    if node.is_null:
        return None
    if node.text in {"true", "false"}:
        return node.text == "true"
    return _number(node.text)


def _number(text: str) -> JsonValue:
    for convert in (int, float):
        try:
            value = convert(text)
        except ValueError:
            continue
        if str(value) == text and text not in {"inf", "-inf", "nan"}:
            return value
    return text


_KINDS = {Scalar: "text", Sequence: "a list", Mapping: "a mapping"}
