"""Lineage as pictures: what is drawn, with words that fit into its boxes."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from mkdocs_postmortems.catalog.drawing import PASSAGE, Box, Drawing, Line, Shape, drawn, extent
from mkdocs_postmortems.catalog.graph import Edge, Graph
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.site.wording import RELATION_WORDS

P = TypeVar("P")

# In twentieths of the page's unit of size, so that 20 are one `rem`.
WIDE = Shape(is_upright=False, length=180, breadth=88, gap=34, space=18, label=17, letter=6)
DENSE = replace(WIDE, length=132, breadth=104, gap=20, letter=5.7)
NARROW = Shape(is_upright=True, length=104, breadth=156, gap=48, space=12, label=76, letter=0)
_FEW, _LONG, _MANY = 2, 250, 3
"""How many layers leave room for long nodes, how long those are, and how many layers fit at all."""
_BROAD = 300
"""How broad nodes are where no two are side by side."""
_LETTERS = 13.2
"""How high the letters of a title are."""
_PADDING, _HEAD, _ROW = 26, 36, 17
"""What a node needs beside its title and above it, and for each row of it."""
_SLENDER = frozenset("fijlrtI.,:;'|!()[]- ")
_STOUT = frozenset("mwMW%@&")


@dataclass(frozen=True, slots=True)
class Node(Generic[P]):
    """One postmortem in a picture.

    Attributes:
        post: The postmortem as templates show it.
        box: Where it lies.
        rows: Its title, cut into what fits; it may end with an ellipsis.
        is_here: Whether it is the one that the picture is about.
    """

    post: P
    box: Box
    rows: tuple[str, ...]
    is_here: bool


@dataclass(frozen=True, slots=True)
class Picture(Generic[P]):
    """A drawing with its words.

    Attributes:
        shape: `wide` where time goes to the right, `narrow` where it goes downwards.
        drawing: Where everything lies.
        nodes: The postmortems, from the past on.
        lines: The lines between them, each with its label.
    """

    shape: str
    drawing: Drawing
    nodes: tuple[Node[P], ...]
    lines: tuple[tuple[Line, str], ...]


def pictures_of(
    graph: Graph, view: Callable[[Postmortem], P], here: Postmortem | None = None
) -> tuple[Picture[P], ...]:
    """A graph as a wide picture, from left to right, and a narrow one, from top to bottom."""
    words = {edge: ", ".join(word_of(kind) for kind in edge.kinds) for edge in graph.edges}
    return tuple(_picture(graph, words, shape, view, here) for shape in _shapes(graph))


def _shapes(graph: Graph) -> tuple[Shape, Shape]:
    """`WIDE` and `NARROW`, with larger nodes where there is room for them."""
    there = extent(graph)
    wide = DENSE if there.layers > _MANY else WIDE
    long = _LONG if there.layers <= _FEW else wide.length
    left = _BROAD - there.passing * (PASSAGE + NARROW.space)
    broad = max(left, NARROW.breadth) if there.nodes == 1 else NARROW.breadth
    return replace(wide, length=long), replace(NARROW, breadth=broad)


def word_of(kind: str) -> str:
    """A relation in words, from the side of the one that states it."""
    return RELATION_WORDS[kind, False].lower()


def _picture(
    graph: Graph,
    words: dict[Edge, str],
    shape: Shape,
    view: Callable[[Postmortem], P],
    here: Postmortem | None,
) -> Picture[P]:
    drawing = drawn(graph, words, shape)
    width, height = shape.length, shape.breadth
    if shape.is_upright:
        width, height = height, width
    room, most = (width - _PADDING) / _LETTERS, int((height - _HEAD) / _ROW)
    nodes = tuple(
        Node(view(each), box, rows_of(each.title, room, most), each is here)
        for each, box in zip(graph.nodes, drawing.boxes, strict=True)
    )
    lines = tuple((line, words[line.edge]) for line in drawing.lines)
    return Picture("narrow" if shape.is_upright else "wide", drawing, nodes, lines)


def rows_of(text: str, room: float, most: int) -> tuple[str, ...]:
    """`text` in at most `most` rows, each about `room` times as wide as its letters are high.

    A word that is too long for a row is cut; what does not fit at all ends with an ellipsis.
    """
    rows, rest = [""], text.split()[::-1]
    while rest and len(rows) <= most:
        word = rest.pop()
        longer = f"{rows[-1]} {word}".lstrip()
        if _width(longer) <= room:
            rows[-1] = longer
        elif rows[-1]:
            rows.append("")
            rest.append(word)
        else:
            rows[-1] = _head(word, room)
            rest.append(word[len(rows[-1]) :])
    if len(rows) <= most:
        return tuple(row for row in rows if row)
    cut = _head(f"{rows[most - 1]} {rows[most]}", room - 1)
    return (*rows[: most - 1], f"{cut.rpartition(' ')[0] or cut}…")


def _head(word: str, room: float) -> str:
    """The longest beginning of `word` that fits, one character at least."""
    end = 1
    while end < len(word) and _width(word[: end + 1]) <= room:
        end += 1
    return word[:end]


def _width(text: str) -> float:
    """About how wide `text` is, in heights of its letters."""
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1
    if letter in _SLENDER:
        return 0.36
    if letter in _STOUT:
        return 0.95
    return 0.7 if letter.isupper() else 0.61
