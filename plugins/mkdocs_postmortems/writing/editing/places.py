"""Where each part of a YAML block stands, by the parser's own marks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK_STYLES = ("|", ">")

Kind = Literal["scalar", "list", "map", "alias"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of the block.

    Attributes:
        kind: What it is.
        start: Where it begins, its anchor or tag included.
        end: Where its content ends: comments and blank lines below it are not part of it.
        text: What a scalar says.
        style: A scalar's quote, `|` or `>`; empty for a plain one.
        is_flow: Whether a collection is in brackets.
        is_marked: Whether it has an anchor or a tag.
        items: The items of a list.
        pairs: The keys and values of a map.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    style: str = ""
    is_flow: bool = False
    is_marked: bool = False
    items: tuple["Place", ...] = ()
    pairs: tuple[tuple["Place", "Place"], ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written."""
        return self.start == self.end

    @property
    def is_block_text(self) -> bool:
        """Whether it is text below `|` or `>`."""
        return self.style in _BLOCK_STYLES


def places_of(block: str) -> Place | None:
    """The places in `block`, which the reader has read already; None where it has only comments.

    Raises:
        yaml.YAMLError: It is not YAML.
    """
    skipped = (yaml.StreamStartEvent, yaml.DocumentStartEvent)
    events = (each for each in yaml.parse(block, Loader=_LOADER) if not isinstance(each, skipped))
    first: Any = next(events)
    return None if isinstance(first, yaml.StreamEndEvent) else _place(first, events, block)


def _place(event: Any, events: Iterator[Any], block: str) -> Place:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.AliasEvent):
        return Place(kind="alias", start=start, end=end)
    is_marked = event.anchor is not None or event.tag is not None
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, block, is_marked=is_marked)
    children: list[Place] = []
    for inner in events:
        if isinstance(inner, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            closing: Any = inner.end_mark
            end = closing.index if event.flow_style else max(_ends(children, end))
            break
        children.append(_place(inner, events, block))
    is_list = isinstance(event, yaml.SequenceStartEvent)
    return Place(
        kind="list" if is_list else "map",
        start=start,
        end=end,
        is_flow=bool(event.flow_style),
        is_marked=is_marked,
        items=tuple(children) if is_list else (),
        pairs=() if is_list else tuple(zip(children[::2], children[1::2], strict=True)),
    )


def _ends(children: list[Place], end: int) -> list[int]:
    return [end, *(each.end for each in children)]


def _scalar(event: Any, block: str, *, is_marked: bool) -> Place:
    start, end = event.start_mark.index, event.end_mark.index
    style = event.style or ""
    written = block[start:end]
    if style in _BLOCK_STYLES and "+" not in written.partition("\n")[0].partition("#")[0]:
        end = start + len(written.rstrip())
    elif not written.strip():
        # The two parsers of PyYAML put an empty value before, or behind, the blanks that follow.
        start = end = len(block[:start].rstrip(" \t"))
    return Place(
        kind="scalar", start=start, end=end, text=event.value, style=style, is_marked=is_marked
    )
