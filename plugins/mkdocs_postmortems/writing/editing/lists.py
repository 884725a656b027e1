"""Lists made longer in the style they have: in brackets, one item a line, or not a list yet."""

import re
from collections.abc import Sequence

from mkdocs_postmortems.writing.editing.errors import refuse
from mkdocs_postmortems.writing.editing.original import Splice
from mkdocs_postmortems.writing.editing.places import Place
from mkdocs_postmortems.writing.editing.text import end_of_line, indent_at, start_of_line
from mkdocs_postmortems.writing.editing.values import Value, in_block, in_flow

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_FIRST_DASH = re.compile(r"^ *(-)(?=\s)", re.MULTILINE)


def longer(text: str, key: Place, found: Place, values: Sequence[Value]) -> list[Splice]:
    """Add `values` to what `found`, the value of `key` in the block `text`, holds.

    What is one value becomes the first item of a list.

    Raises:
        InTheWay: Something else would change.
    """
    if found.kind == "alias":
        refuse("its list is an alias of another one")
    if found.kind == "list" and found.items:
        return [_after_last(text, found, values)]
    indent = indent_at(text, key.start) + "  "
    held = text[found.start : found.end]
    is_nothing = not held.strip("[] ") or (found.kind == "scalar" and held in _NOTHING)
    if are_codes(values) and (is_nothing or _CODE.fullmatch(held)):
        written = in_flow(list(values) if is_nothing else [held, *values])
        blank = " " if found.is_empty and text[found.start - 1 : found.start] != " " else ""
        return [Splice(found.start, found.end, blank + written)]
    below = _below(text, found.end, indent, values)
    if is_nothing and "\n" not in held:
        emptied = _without(text, found)
        return [below] if emptied is None else [emptied, below]
    if found.kind == "map" and not found.is_flow:
        return [*_indented(text, found), below]
    return [*_as_item(text, found, indent), below]


def are_codes(values: Sequence[Value]) -> bool:
    """Whether `values` are words such as codes, which are written in brackets on one line."""
    return all(isinstance(each, str) and _CODE.fullmatch(each) for each in values)


def _after_last(text: str, found: Place, values: Sequence[Value]) -> Splice:
    last = found.items[-1]
    if found.is_flow:
        return Splice(last.end, last.end, "".join(f", {in_flow(each)}" for each in values))
    dash = _FIRST_DASH.search(text, start_of_line(text, found.start))
    indent = indent_at(text, dash.start(1)) if dash else refuse("a list is not where it should be")
    return _below(text, last.end, indent, values)


def _below(text: str, place: int, indent: str, values: Sequence[Value]) -> Splice:
    at = end_of_line(text, place)
    return Splice(at, at, "".join(f"{indent}- {in_block(each)}\n" for each in values))


def _without(text: str, found: Place) -> Splice | None:
    """What takes a `~` or `[]` away, and the blanks before it."""
    if found.is_empty:
        return None
    return Splice(len(text[: found.start].rstrip(" \t")), found.end, "")


def _as_item(text: str, found: Place, indent: str) -> list[Splice]:
    """What makes one value, which stands behind its key, an item below it."""
    before = len(text[: found.start].rstrip(" \t"))
    held = text[found.start : found.end]
    if found.kind != "scalar" or "\n" not in held:
        return [Splice(before, found.start, f"\n{indent}- ")]
    if found.is_block_text and "#" in held.partition("\n")[0]:
        refuse("a comment stands in the value")
    return [Splice(before, found.end, f"\n{indent}- {in_block(found.text)}")]


def _indented(text: str, found: Place) -> list[Splice]:
    """What makes a map, whose keys stand one a line, an item of a list."""
    first = start_of_line(text, found.pairs[0][0].start)
    splices: list[Splice] = []
    at = first
    while at < found.end:
        end = end_of_line(text, at + 1)
        if text[at:end].strip():
            margin = len(indent_at(text, at + len(text[at:end]) - 1))
            splices.append(Splice(at + margin, at + margin, "- " if at == first else "  "))
        at = end
    return splices
