"""Pictures of lineage: nothing lies upon anything else, and every relation is a line."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.drawing import Box, Drawing, Extent, Shape, drawn, extent
from mkdocs_postmortems.catalog.graph import Graph
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.site.lineage import is_readable
from mkdocs_postmortems.site.pictures import NARROW, WIDE
from unit.lines import collections
from unit.making import NOW, ids, record

SHAPES = pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])


def graph_of(*postmortems: Postmortem) -> Graph:
    return Catalog(postmortems, NOW).graph(postmortems)


def picture(graph: Graph, shape: Shape) -> Drawing:
    return drawn(graph, {edge: ", ".join(edge.kinds) for edge in graph.edges}, shape)


def overlap(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or above)


def is_on_edge(point: tuple[float, float], box: Box, *, is_end: bool, is_upright: bool) -> bool:
    """Whether `point` is on the side of `box` that time leaves by, or that it comes in by."""
    x, y = point
    if is_upright:
        return box.x < x < box.x + box.width and abs(y - box.y - box.height * is_end) < 0.2
    return box.y < y < box.y + box.height and abs(x - box.x - box.width * is_end) < 0.2


def straight_parts(points: tuple[tuple[float, float], ...], *, is_upright: bool) -> list[Box]:
    """The parts of a line that run straight on in the direction of time, as boxes without area."""
    across = 0 if is_upright else 1
    return [
        Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
        for a, b in pairwise(points)
        if a[across] == b[across]
    ]


@SHAPES
@settings(max_examples=30)
@given(collections())
def test_no_two_boxes_overlap_and_all_are_in_the_picture(shape: Shape, listed: list[Postmortem]):
    graph = graph_of(*listed)
    found = picture(graph, shape)

    assert len(found.boxes) == len(graph.nodes)
    assert [pair for pair in combinations(found.boxes, 2) if overlap(*pair)] == []
    for box in found.boxes:
        assert 0 <= box.x <= box.x + box.width <= found.width + 0.2
        assert 0 <= box.y <= box.y + box.height <= found.height + 0.2


@SHAPES
@settings(max_examples=30)
@given(collections())
def test_every_relation_is_a_line_from_box_to_box_that_crosses_no_other(
    shape: Shape, listed: list[Postmortem]
):
    graph = graph_of(*listed)
    found = picture(graph, shape)

    assert [line.edge for line in found.lines] == list(graph.edges)
    for line in found.lines:
        early, late = found.boxes[line.edge.earlier], found.boxes[line.edge.later]
        upright = shape.is_upright
        assert is_on_edge(line.points[0], early, is_end=True, is_upright=upright)
        assert is_on_edge(line.points[-1], late, is_end=False, is_upright=upright)
        assert line.label in line.points
        others = [box for box in found.boxes if box not in (early, late)]
        parts = straight_parts(line.points, is_upright=upright)
        assert [pair for pair in ((p, b) for p in parts for b in others) if overlap(*pair)] == []


@SHAPES
@settings(max_examples=30)
@given(collections(), st.randoms(use_true_random=False))
def test_a_picture_is_the_same_whatever_the_order(shape: Shape, listed: list[Postmortem], random):
    shuffled = list(listed)
    random.shuffle(shuffled)

    assert picture(graph_of(*listed), shape) == picture(graph_of(*shuffled), shape)


@SHAPES
@settings(max_examples=30)
@given(collections())
def test_labels_of_one_side_do_not_lie_upon_each_other(shape: Shape, listed: list[Postmortem]):
    found = picture(graph_of(*listed), shape)
    across = 0 if shape.is_upright else 1
    ends = [line.edge.earlier if line.label_is_early else line.edge.later for line in found.lines]
    sides = [(end, line.label_is_early) for end, line in zip(ends, found.lines, strict=True)]
    placed = [(*side, line.label[across]) for side, line in zip(sides, found.lines, strict=True)]

    for one, other in combinations(placed, 2):
        assert one[:2] != other[:2] or abs(one[2] - other[2]) >= shape.label - 0.2


def test_what_follows_on_lies_to_the_right_or_below():
    graph = graph_of(record("a"), record("b", builds_on=["a"]), record("c", supersedes=["b"]))

    assert ids(graph.nodes) == ["a", "b", "c"]
    a, b, c = picture(graph, WIDE).boxes
    assert a.x + a.width < b.x < b.x + b.width < c.x
    assert a.y == b.y == c.y
    a, b, c = picture(graph, NARROW).boxes
    assert a.y + a.height < b.y < b.y + b.height < c.y
    assert extent(graph) == Extent(layers=3, nodes=1, passing=0)


def test_a_long_line_passes_the_layer_between_beside_its_box():
    graph = graph_of(record("a"), record("b", builds_on=["a"]), record("c", builds_on=["a", "b"]))
    found = picture(graph, WIDE)
    between = found.boxes[1]
    (long,) = [line for line in found.lines if (line.edge.earlier, line.edge.later) == (0, 2)]

    passing = [y for x, y in long.points if between.x <= x <= between.x + between.width]
    assert len(passing) == 2
    assert all(y < between.y or y > between.y + between.height for y in passing)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([[n - 1] if n else [] for n in range(30)], True),
        ([[n - 1] if n else [] for n in range(31)], False),
        ([[], *([0] for _ in range(12))], True),
        ([[], *([0] for _ in range(13))], False),
        ([list(range(n)) for n in range(11)], True),
        ([list(range(n)) for n in range(12)], False),
    ],
    ids=["30 in a row", "31", "12 side by side", "13", "55 lines", "66"],
)
def test_what_nobody_could_look_over_is_not_drawn(names: list[list[int]], *, expected: bool):
    listed = [
        record(f"p{n:02}", builds_on=[f"p{m:02}" for m in named]) for n, named in enumerate(names)
    ]
    assert is_readable(graph_of(*listed)) is expected


def test_beside_a_very_full_layer_others_stay_at_its_beginning():
    fans = [record(f"fan{n:02}", builds_on=["hub"]) for n in range(20)]
    hub, *rest = picture(graph_of(record("hub"), *fans), WIDE).boxes

    assert hub.y == WIDE.breadth
    assert max(each.y for each in rest) > 10 * hub.y
