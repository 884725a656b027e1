"""YAML to nodes, from the parser's events: positions kept, tags refused, bombs defused.

Events, not PyYAML's constructor, because the constructor gives types away to YAML 1.1 (`NO` is
false, `12:30:45` is a number), keeps the last of two equal keys in silence, and loses every line
number. The walk is a loop, so nesting cannot exhaust the stack, and what an alias repeats is
counted.
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import yaml

from mkdocs_postmortems.source.nodes import Entry, Mapping, Node, Scalar, Sequence, kind_of
from mkdocs_postmortems.source.text import control_character

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40
"""Levels of lists and mappings that front matter may have."""

_MOST_NODES = 20_000
_STANDARD_TAGS = "tag:yaml.org,2002:"
_BREAK = re.compile("[\n\x85\u2028\u2029]")
"""What ends a line of YAML 1.1 (5.4), of which editors count the first only."""
_PLAIN_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "seq", "map"}


class FrontMatterError(Exception):
    """Front matter that cannot be read; `line` and `column` count from 1 in the file."""

    def __init__(self, message: str, line: int, column: int = 0, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.remedy = remedy


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been seen."""

    is_mapping: bool
    line: int
    column: int
    anchor: str | None
    nodes: list[Node] = field(default_factory=list)


def read_yaml(block: str, first_line: int = 1) -> Mapping:
    """The mapping that `block`, which begins on line `first_line` of its file, holds.

    Raises:
        FrontMatterError: It is not YAML, or not a mapping, or uses what front matter may not:
            tags, keys that are not text, the same key twice, an alias inside itself, escapes of
            control characters, more than 40 levels or 20,000 values.
    """
    lines = _Lines(block, first_line)
    try:
        root = _Builder(lines).build(block)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, block, lines) from None
    except yaml.YAMLError as error:
        message = f"not valid YAML: {error}".splitlines()[0]
        raise FrontMatterError(message, first_line) from None
    if root is None:
        return Mapping((), first_line)
    if not isinstance(root, Mapping):
        message = f"front matter must be fields, `name: value`, and this is {kind_of(root)}"
        raise FrontMatterError(message, root.line, root.column)
    return root


class _Lines:
    """The lines of a file of which YAML is a part, by the parser's marks."""

    def __init__(self, block: str, first_line: int) -> None:
        self.first = first_line
        breaks = _BREAK.findall(block)
        is_odd = breaks.count("\n") < len(breaks)
        counts = accumulate((each == "\n" for each in breaks), initial=0)
        self._before = list(counts) if is_odd else []

    def at(self, mark: Any) -> int:
        """The line of `mark`, from 1."""
        line: int = mark.line
        return self.first + (self._before[line] if line < len(self._before) else line)


def _explained(error: yaml.MarkedYAMLError, block: str, lines: _Lines) -> FrontMatterError:
    """The parser's error in the words of somebody who writes a post, not a parser."""
    mark = error.problem_mark or error.context_mark
    line = lines.at(mark) if mark else lines.first
    column = mark.column + 1 if mark else 0
    opened = lines.at(error.context_mark) if error.context_mark else line
    parts = _BREAK.split(block)
    written = parts[mark.line] if mark and mark.line < len(parts) else ""
    if error.problem and "mapping values are not allowed" in error.problem:
        message = "a value that contains `: ` needs quotes"
        return FrontMatterError(message, line, column, f"Write {_quoted_line(written)}")
    if "\t" in written[: max(column, 1)]:
        message = "a tab cannot indent YAML"
        return FrontMatterError(message, line, column, "Use blanks")
    ended = "end of stream" in (error.problem or "") or "document" in (error.problem or "")
    if ended and error.context and "quoted scalar" in error.context:
        message = "a quote is opened here and never closed"
        return FrontMatterError(message, opened, 0, "Close it on the same line")
    if about_brackets := _about_brackets(error, line, opened):
        return about_brackets
    if error.problem and "cannot start any token" in error.problem:
        sign = written[column - 1 : column]
        message = f"a value cannot begin with `{sign}` unless it is in quotes"
        return FrontMatterError(message, line, column, f"Write {_quoted_line(written)}")
    return FrontMatterError(f"not valid YAML: {error.problem or error.context}", line, column)


def _about_brackets(error: yaml.MarkedYAMLError, line: int, opened: int) -> FrontMatterError | None:
    """What is wrong with brackets, if that is it; the one that matters was `opened` on its line."""
    if error.problem and "nesting depth" in error.problem:
        # The parser of PyYAML 6.0.4 has a limit of its own, and reads ahead of our count.
        return FrontMatterError(f"nested deeper than {DEEPEST} levels", line)
    if error.context and ("flow sequence" in error.context or "flow mapping" in error.context):
        message = "a bracket is opened here and never closed"
        return FrontMatterError(message, opened, 0, "Close it")
    return None


def _quoted_line(written: str) -> str:
    key, _, value = written.partition(":")
    shortened = value.strip() if len(value) < 60 else value.strip()[:57] + "…"
    doubled = shortened.replace("'", "''")
    return f"`{key.strip()}: '{doubled}'`"


class _Builder:
    """Builds the tree of the first document, one event at a time."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._measures: dict[str, tuple[int, int]] = {}
        self._count = 0
        self._root: Node | None = None

    def build(self, block: str) -> Node | None:
        for event in yaml.parse(block, Loader=_LOADER):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            self._take(event)
        return self._root

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            line, column = self._place(event)
            self._refuse_control(event.value, line, column)
            # The C parser calls the plain style '', the Python one None.
            quoted = bool(event.style)
            self._place_node(Scalar(event.value, line, column, quoted), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._open(event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._close()

    def _open(self, event: Any) -> None:
        self._refuse_tag(event)
        line, column = self._place(event)
        self._bound(1, line, column)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(is_mapping, line, column, event.anchor))

    def _close(self) -> None:
        opened = self._stack.pop()
        node: Node
        if opened.is_mapping:
            node = Mapping(_entries(opened.nodes), opened.line, opened.column)
        else:
            node = Sequence(tuple(opened.nodes), opened.line, opened.column)
        self._place_node(node, opened.anchor)

    def _alias(self, event: Any) -> None:
        line, column = self._place(event)
        if event.anchor not in self._anchors:
            message = f"`*{event.anchor}` repeats a value that is not finished or not there"
            raise FrontMatterError(message, line, column, "Write the value out")
        size, depth = self._measures[event.anchor]
        self._bound(depth, line, column)
        self._tally(size, line, column)
        self._attach(self._anchors[event.anchor])

    def _place_node(self, node: Node, anchor: str | None) -> None:
        self._tally(1, node.line, node.column)
        if anchor is not None:
            self._anchors[anchor] = node
            self._measures[anchor] = _measure(node)
        self._attach(node)

    def _attach(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].nodes.append(node)
        else:
            self._root = node

    @staticmethod
    def _refuse_control(text: str, line: int, column: int) -> None:
        """Those that stand in the file are gone by now, but an escape can make new ones."""
        if named := control_character(text):
            message = f"an escape stands for the control character {named}"
            raise FrontMatterError(message, line, column, "Delete it")

    def _bound(self, levels: int, line: int, column: int) -> None:
        if len(self._stack) + levels > DEEPEST:
            raise FrontMatterError(f"nested deeper than {DEEPEST} levels", line, column)

    def _tally(self, nodes: int, line: int, column: int) -> None:
        self._count += nodes
        if self._count > _MOST_NODES:
            message = f"more than {_MOST_NODES:,} values, counting what aliases repeat"
            raise FrontMatterError(message, line, column)

    def _place(self, event: Any) -> tuple[int, int]:
        return self._lines.at(event.start_mark), event.start_mark.column + 1

    def _refuse_tag(self, event: Any) -> None:
        tag = event.tag
        if tag in (None, "!") or tag.removeprefix(_STANDARD_TAGS) in _PLAIN_TAGS:
            return
        line, column = self._place(event)
        shown = tag.replace(_STANDARD_TAGS, "!!")
        raise FrontMatterError(f"the tag `{shown}` is not allowed here", line, column, "Remove it")


def _measure(node: Node) -> tuple[int, int]:
    """How many nodes and how many levels a tree has; the builder bounds both."""
    if isinstance(node, Scalar):
        return 1, 0
    keys = 0 if isinstance(node, Sequence) else len(node.entries)
    below = node.items if isinstance(node, Sequence) else [entry.value for entry in node]
    measures = [_measure(each) for each in below]
    size = 1 + keys + sum(size for size, _ in measures)
    return size, 1 + max((depth for _, depth in measures), default=0)


def _entries(nodes: list[Node]) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    merged: dict[str, Entry] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise FrontMatterError(f"a field's name must be text, not {kind_of(key)}", key.line)
        if key.text == "<<" and not key.quoted:
            merged |= {entry.key: entry for entry in _merged(value)}
        elif key.text in entries:
            message = f"`{key.text}` stands twice, first on line {entries[key.text].line}"
            raise FrontMatterError(message, key.line, key.column, "Keep one of them")
        else:
            entries[key.text] = Entry(key.text, value, key.line, key.column)
    return tuple((merged | entries).values())


def _merged(value: Node) -> list[Entry]:
    """The entries that `<<` brings in; of two equal ones the first counts (YAML merge type)."""
    if isinstance(value, Mapping):
        return list(value)
    if isinstance(value, Sequence):
        sources = [list(item) for item in value.items if isinstance(item, Mapping)]
        if len(sources) == len(value.items):
            return [entry for source in reversed(sources) for entry in source]
    raise FrontMatterError("`<<` merges mappings only", value.line, value.column)
