"""Edits of a TOML block, made by tomlkit, which keeps comments, order and blanks."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from mkdocs_postmortems.writing.editing.errors import refuse
from mkdocs_postmortems.writing.editing.original import Splice
from mkdocs_postmortems.writing.editing.values import Plain, Value
from mkdocs_postmortems.writing.editing.yaml_block import Path


class TomlBlock:
    """Front matter between `+++`."""

    def __init__(self, text: str) -> None:
        """Take the block's text, which the reader has read already."""
        self._text = text

    def set(self, key: str, value: Value, after: Sequence[str]) -> list[Splice]:
        """Give `key` a `value`; a new one comes before the first table."""
        del after
        document = self._document()
        if isinstance(document.get(key), Mapping | list):
            refuse(f"`{key}` holds more than one value, and one is to take its place")
        document[key] = _plain(value)
        return self._changed_to(document)

    def append(self, key: str, values: Sequence[Value], after: Sequence[str]) -> list[Splice]:
        """Add `values` to the list that `key` holds, or to a new one."""
        del after
        document = self._document()
        held = document.get(key)
        items = [_plain(each) for each in values]
        if isinstance(held, AoT):
            for each in items:
                held.append(_table(each))
        elif isinstance(held, Array):
            _lengthen(held, items)
        elif held is None and all(isinstance(each, dict) for each in items):
            tables = tomlkit.aot()
            for each in items:
                tables.append(_table(each))
            document.append(key, tables)
        else:
            document[key] = items if held is None else [held, *items]
        return self._changed_to(document)

    def rename(self, key: str, name: str) -> list[Splice]:
        """Write `name` for `key`."""
        pattern = rf"^[ \t]*(?:\[\[?[ \t]*)?([\"']?){re.escape(key)}\1(?=\s*[=\]])"
        found = list(re.finditer(pattern, self._text, re.MULTILINE))
        if len(found) != 1:
            refuse(f"`{key}` stands in more than one place")
        written = found[0][0]
        quote = found[0][1]
        head = written[: written.rindex(f"{quote}{key}{quote}")]
        return [Splice(found[0].start(), found[0].end(), f"{head}{quote}{name}{quote}")]

    def respell(self, path: Path, text: str) -> list[Splice]:
        """Write `text` for the text at `path`."""
        document = self._document()
        holder: Any = document
        if path[0] not in document and isinstance(document.get("taxonomies"), Mapping):
            holder = document["taxonomies"]
        for step in path[:-1]:
            holder = holder[step]
        if not isinstance(holder[path[-1]], str):
            refuse("the value is no text")
        holder[path[-1]] = text
        return self._changed_to(document)

    def _document(self) -> tomlkit.TOMLDocument:
        try:
            document = tomlkit.parse(self._text)
        except TOMLKitError as error:
            refuse(str(error))
        if tomlkit.dumps(document) != self._text:
            refuse("its TOML has a form that cannot be edited line by line")
        return document

    def _changed_to(self, document: tomlkit.TOMLDocument) -> list[Splice]:
        """The lines that differ."""
        before = self._text.splitlines(keepends=True)
        after = tomlkit.dumps(document).splitlines(keepends=True)
        starts = [0]
        for line in before:
            starts.append(starts[-1] + len(line))
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        return [
            Splice(starts[low], starts[high], "".join(after[first:last]))
            for kind, low, high, first, last in matcher.get_opcodes()
            if kind != "equal"
        ]


def _lengthen(array: Array, items: Sequence[Any]) -> None:
    """Add `items`, on lines of their own where the array has several: a comment may end one."""
    if "\n" in array.as_string():
        for each in items:
            array.add_line(each, indent="  ")
    else:
        array.extend(items)


def _plain(value: Value) -> Any:
    """`value` as tomlkit takes it."""
    if isinstance(value, Plain):
        return _number(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _number(figure: Plain) -> Any:
    try:
        return tomlkit.value(str(figure))
    except TOMLKitError:
        return str(figure)


def _table(values: Any) -> Any:
    table = tomlkit.table()
    table.update(values)
    return table
