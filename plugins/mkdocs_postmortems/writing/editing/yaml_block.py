"""Edits of a YAML or JSON block, as splices: only what is meant changes, byte for byte.

A round trip through a library was tried first. It moved lists, unwrapped lines, changed blanks in
brackets, dropped `~` and escapes, and gave up on equal keys and tabs, where all that was wanted was
one more line.
"""

import re
from collections.abc import Sequence

from mkdocs_postmortems.source import names
from mkdocs_postmortems.writing.editing.errors import refuse
from mkdocs_postmortems.writing.editing.lists import are_codes, longer
from mkdocs_postmortems.writing.editing.original import Splice
from mkdocs_postmortems.writing.editing.places import Place, places_of
from mkdocs_postmortems.writing.editing.text import end_of_line, indent_at, start_of_line
from mkdocs_postmortems.writing.editing.values import Value, in_block, in_flow, in_json

Path = tuple[str | int, ...]
"""The way to a value: keys of maps and numbers of items."""


class YamlBlock:
    """Front matter between `---`, or the braces of JSON."""

    def __init__(self, text: str) -> None:
        """Take the block's text, which the reader has read already."""
        self._text = text
        self._root = places_of(text)
        self._is_flow = bool(self._root and self._root.is_flow)

    def set(self, key: str, value: Value, after: Sequence[str]) -> list[Splice]:
        """Give `key` a `value` in place of its own, or a line below the first of `after`."""
        found = self._find(key)
        if found is None:
            return [self._added(key, value, after)]
        if found.items or found.pairs:
            refuse(f"`{key}` holds more than one value, and one is to take its place")
        if found.kind in {"list", "map"} and "#" in self._text[found.start : found.end]:
            refuse("a comment stands in the value")
        written = in_json(value) if self._is_flow else in_block(value)
        if found.is_block_text:
            written += self._comment_of_header(found)
        return [self._in_place(found, written)]

    def append(self, key: str, values: Sequence[Value], after: Sequence[str]) -> list[Splice]:
        """Add `values` to the list that `key` holds, in its own style, or to a new one."""
        found = self._find(key)
        if found is None and self._is_flow:
            return [self._added(key, list(values), after)]
        if found is None:
            return [self._added_list(key, values, after)]
        if self._is_flow:
            return self._longer_json(found, values)
        return longer(self._text, self._key(key), found, values)

    def rename(self, key: str, name: str) -> list[Splice]:
        """Write `name` for `key`, in the same quotes."""
        place = self._key(key)
        if place.is_marked or place.is_block_text:
            refuse(f"`{key}` has an anchor or a tag")
        return [Splice(place.start, place.end, f"{place.style}{name}{place.style}")]

    def respell(self, path: Path, text: str) -> list[Splice]:
        """Write `text` for the scalar at `path`, in the same quotes."""
        place, in_brackets = self._at(path)
        if place.kind != "scalar" or place.is_block_text or place.is_marked:
            refuse("the value is an alias, has an anchor or a tag, or is a block of text")
        if place.style == "'":
            written = "'" + text.replace("'", "''") + "'"
        elif place.style == '"' or self._is_flow:
            written = in_json(text)
        else:
            written = in_flow(text) if in_brackets else in_block(text)
        return [self._in_place(place, written)]

    def _find(self, key: str) -> Place | None:
        pairs = self._root.pairs if self._root else ()
        return next((value for each, value in pairs if each.text == key), None)

    def _key(self, key: str) -> Place:
        pairs = self._root.pairs if self._root else ()
        found = next((each for each, _ in pairs if each.text == key), None)
        return found or refuse(f"`{key}` comes from an alias")

    def _at(self, path: Path) -> tuple[Place, bool]:
        """The place at `path`, and whether it is in brackets."""
        place = self._root
        in_brackets = False
        for step in path:
            if place is None or place.kind in {"scalar", "alias"}:
                refuse("the value comes from an alias")
            in_brackets = in_brackets or place.is_flow
            if isinstance(step, int):
                place = place.items[step] if step < len(place.items) else None
            else:
                place = next((value for key, value in place.pairs if key.text == step), None)
        return place or refuse("the value comes from an alias"), in_brackets

    def _in_place(self, place: Place, written: str) -> Splice:
        before = self._text[place.start - 1 : place.start]
        blank = " " if place.is_empty and before not in {"", " ", "\t", "\n"} else ""
        end = place.start + len(self._text[place.start : place.end].rstrip())
        return Splice(place.start, end, blank + written)

    def _comment_of_header(self, place: Place) -> str:
        header = self._text[place.start : place.end].partition("\n")[0]
        found = re.search(r"\s+#.*", header)
        return found[0] if found else ""

    def _added(self, key: str, value: Value, after: Sequence[str]) -> Splice:
        if self._is_flow:
            return self._added_in_braces(key, value)
        at, indent = self._room(after)
        return Splice(at, at, f"{indent}{key}: {in_block(value)}\n")

    def _added_list(self, key: str, values: Sequence[Value], after: Sequence[str]) -> Splice:
        at, indent = self._room(after)
        if are_codes(values):
            return Splice(at, at, f"{indent}{key}: {in_flow(list(values))}\n")
        lines = "".join(f"{indent}  - {in_block(each)}\n" for each in values)
        return Splice(at, at, f"{indent}{key}:\n{lines}")

    def _room(self, after: Sequence[str]) -> tuple[int, str]:
        """Where a line can be added, and what it begins with.

        Only below a field of one line: below a longer one it could part a comment from its list.
        """
        if self._root is None or not self._root.pairs:
            return len(self._text), ""
        indent = indent_at(self._text, self._root.pairs[0][0].start)
        for name in after:
            for key, value in self._root.pairs:
                end = end_of_line(self._text, value.end)
                is_short = start_of_line(self._text, value.end) <= key.start
                if names.canonical(key.text) == name and is_short and not value.is_block_text:
                    return end, indent
        return len(self._text), indent

    def _added_in_braces(self, key: str, value: Value) -> Splice:
        written = f"{in_json(key)}: {in_json(value)}"
        if self._root is None or not self._root.pairs:
            at = self._text.index("{") + 1
            return Splice(at, at, written)
        last, held = self._root.pairs[-1]
        line = self._text[start_of_line(self._text, last.start) : last.start]
        joint = ", " if line.strip() or last.start == self._root.start else f",\n{line}"
        return Splice(held.end, held.end, joint + written)

    def _longer_json(self, found: Place, values: Sequence[Value]) -> list[Splice]:
        written = ", ".join(map(in_json, values))
        held = self._text[found.start : found.end]
        if found.kind == "list" and found.items:
            return [Splice(found.items[-1].end, found.items[-1].end, f", {written}")]
        if found.kind == "list":
            return [Splice(found.start + 1, found.start + 1, written)]
        if held in {"null", "~", ""}:
            return [self._in_place(found, f"[{written}]")]
        return [Splice(found.start, found.end, f"[{held}, {written}]")]
