"""A write-up cut into front matter and body as they are written, and fields put into the first."""

import json
import re
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from typing import Literal

import yaml
from pydantic import JsonValue

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.importing.tree import UnreadableError
from mkdocs_postmortems.source import names
from mkdocs_postmortems.source.front_matter import Parts, split
from mkdocs_postmortems.source.nodes import Entry, Mapping
from mkdocs_postmortems.source.text import control_character, decode
from mkdocs_postmortems.source.toml_nodes import read_toml
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml

Syntax = Literal["yaml", "flow", "toml", "none"]

_BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n|\r|\n")
_OPENS_FLOW = re.compile(r"\s*\{")
_PICTURE_END = "[\\s'\",\\]}]|$"


@dataclass(frozen=True, slots=True)
class Document:
    """A write-up.

    Attributes:
        front: All that stands above the body, with its fences, as written.
        body: The rest, as written.
        syntax: How the front matter is written; `flow` for braces, which JSON has.
        place: Where in `front` a field can be put.
        entries: The fields.
    """

    front: str
    body: str
    syntax: Syntax = "none"
    place: int = 0
    entries: tuple[Entry, ...] = ()

    @property
    def text(self) -> str:
        """The whole."""
        return self.front + self.body

    @property
    def body_line(self) -> int:
        """The line on which the body begins, from 1."""
        return len(_LINE_END.findall(self.front)) + 1

    def entry(self, name: str) -> Entry | None:
        """The entry of a field, under any of its names."""
        return next((each for each in self.entries if names.canonical(each.key) == name), None)

    def with_fields(self, fields: Table[str, JsonValue]) -> "Document":
        """The document with `fields` above those it has; every other byte stays."""
        if not fields:
            return self
        end = _line_end(self.text)
        lines = _written(fields, self)
        if self.syntax == "none":
            block = f"---{end}{end.join(lines)}{end}---{end}{end}"
            return replace(self, front=self.front + block)
        if self.syntax == "flow":
            block = ", ".join(lines) + (", " if self.entries else "")
        else:
            indent = " " * self._indent
            block = "".join(f"{indent}{line}{end}" for line in lines)
        return replace(self, front=self.front[: self.place] + block + self.front[self.place :])

    @property
    def _indent(self) -> int:
        first = self.entries[0].column if self.entries and self.syntax == "yaml" else 1
        return max(first - 1, 0)

    def keeps(self, before: "Document") -> bool:
        """Whether it still has every field that was there `before`, in the same order."""
        keys = [entry.key for entry in before.entries]
        return [entry.key for entry in self.entries][-len(keys) :] == keys if keys else True

    def with_target(self, entry: Entry, written: str, target: str) -> "Document":
        """The document with `target` in the place of `written` in a field; unchanged if not found.

        Every other byte stays.
        """
        start = _start_of_line(self.front, entry.line)
        found = re.compile(f"(?<![\\w/.]){re.escape(written)}(?={_PICTURE_END})", re.MULTILINE)
        match = found.search(self.front, start)
        if match is None:
            return self
        return replace(self, front=self.front[: match.start()] + target + self.front[match.end() :])


def open_document(data: bytes, path: str) -> Document:
    """The document in `data`, which our reader can read.

    Raises:
        UnreadableError: It cannot.
    """
    decoded = decode(data, path)
    parts = decoded if isinstance(decoded, Problem) else split(decoded.content, path)
    if isinstance(decoded, Problem) or isinstance(parts, Problem):
        raise UnreadableError("it cannot be read")
    text = data.decode("utf-8")
    cut = _offset(text, len(decoded.content) - len(parts.body))
    front, body = text[:cut], text[cut:]
    if parts.syntax == "none":
        return Document(front, body)
    try:
        entries = _entries(parts)
    except FrontMatterError as error:
        raise UnreadableError(error.message) from None
    if parts.syntax == "yaml" and _OPENS_FLOW.match(parts.block):
        start = _start_of_line(front, parts.block_line)
        return Document(front, body, "flow", front.index("{", start) + 1, entries)
    place = _start_of_line(front, parts.block_line)
    return Document(front, body, parts.syntax, place, entries)


def _entries(parts: Parts) -> tuple[Entry, ...]:
    read: Mapping
    if parts.syntax == "toml":
        read = read_toml(parts.block, parts.block_line)
    else:
        read = read_yaml(parts.block, parts.block_line)
    return read.entries


def _offset(text: str, count: int) -> int:
    """Where in `text` the first `count` characters end that are left of it when it is decoded."""
    position = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    while count > 0:
        if text.startswith("\r\n", position):
            position += 1
        elif control_character(text[position]):
            position += 1
            continue
        position += 1
        count -= 1
    return position


def _start_of_line(text: str, line: int) -> int:
    ends = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return ends[min(line, len(ends)) - 1]


def _line_end(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _written(fields: Table[str, JsonValue], document: Document) -> list[str]:
    """`fields` as lines of the document's own syntax."""
    if document.syntax == "flow":
        return [f"{json.dumps(name)}: {_as_json(value)}" for name, value in fields.items()]
    if document.syntax == "toml":
        return [f"{name} = {_as_toml(value)}" for name, value in fields.items()]
    return [_as_yaml(name, value) for name, value in fields.items()]


def _as_yaml(name: str, value: JsonValue) -> str:
    """One line of YAML: plain where that can be, else in JSON's form, which YAML reads."""
    dumped: str = yaml.safe_dump(
        value, allow_unicode=True, width=1_000_000, default_flow_style=True, sort_keys=False
    )
    line = dumped.removesuffix("...\n").rstrip("\n")
    written = _as_json(value) if "\n" in line else line
    return f"{name}: {written}"


def _as_json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_toml(value: JsonValue) -> str:
    if isinstance(value, dict):
        pairs = (f"{_as_json(key)} = {_as_toml(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_toml, value)) + "]"
    return _as_json(value)
