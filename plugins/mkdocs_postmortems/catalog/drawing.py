"""Where the parts of a picture of lineage lie: in layers from the past on, lines between them.

The layers, the places that let long lines pass, and the order by the mean of the neighbours'
places follow Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
structures" (IEEE Transactions on Systems, Man, and Cybernetics, 1981).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdocs_postmortems.catalog.graph import Edge, Graph

_SWEEPS = 4
PASSAGE = 14.0
"""How much room a line needs across where it passes a layer."""
_LOWEST = 1
"""How many nodes' breadth a layer may be put below the beginning of the fullest."""
_POINT = 3
"""How many letters the point of an arrow takes."""

_Spot = tuple[int, ...]
"""The place of a node in its graph; or where a line passes a layer: its ends' places, the layer."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a picture is to look, in any unit.

    Attributes:
        is_upright: Whether time goes downwards, and not to the right.
        length: How long a node is in the direction of time.
        breadth: How long a node is across, at least.
        gap: Between two layers, without the room for labels.
        space: Between two of one layer.
        label: What one line's label needs across.
        letter: What a letter of a label needs in the direction of time; 0 where it stands across.
    """

    is_upright: bool
    length: float
    breadth: float
    gap: float
    space: float
    label: float
    letter: float


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node lies: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """How an edge runs.

    Attributes:
        edge: The edge.
        points: From the earlier node to the later, at least two.
        label: The point where its label begins, next to a node.
        label_is_early: Whether that is the earlier node.
    """

    edge: Edge
    points: tuple[tuple[float, float], ...]
    label: tuple[float, float]
    label_is_early: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its size, a box for each node of the graph, in its order, and the lines."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def drawn(graph: Graph, words: Mapping[Edge, str], shape: Shape) -> Drawing:
    """A picture of `graph` whose edges have the labels `words`."""
    return _Plan(graph, words, shape).drawing()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is in a picture: its layers, and the most nodes and passing lines of one."""

    layers: int
    nodes: int
    passing: int


def extent(graph: Graph) -> Extent:
    """How much is in a picture of `graph`."""
    layer = _layers(graph)
    columns = _columns(graph, layer, [_chain(edge, layer) for edge in graph.edges])
    nodes = [sum(len(spot) == 1 for spot in column) for column in columns]
    passing = [len(column) - most for column, most in zip(columns, nodes, strict=True)]
    return Extent(len(columns), max(nodes), max(passing))


class _Plan:
    """A picture on the way, in the direction of time ("along") and across."""

    def __init__(self, graph: Graph, words: Mapping[Edge, str], shape: Shape) -> None:
        self._graph = graph
        self._words = words
        self._shape = shape
        self._layer = _layers(graph)
        self._chains = [_chain(edge, self._layer) for edge in graph.edges]
        self._columns = _columns(graph, self._layer, self._chains)
        self._behind: dict[_Spot, list[_Spot]] = defaultdict(list)
        self._ahead: dict[_Spot, list[_Spot]] = defaultdict(list)
        for chain in self._chains:
            for early, late in pairwise(chain):
                self._ahead[early].append(late)
                self._behind[late].append(early)
        self._sort()
        self._breadth = {spot: self._breadth_of(spot) for each in self._columns for spot in each}
        self._across = self._stacked()
        self._along = self._spread()

    def drawing(self) -> Drawing:
        boxes = [self._box((place,)) for place in range(len(self._graph.nodes))]
        lines = [self._line(*each) for each in zip(self._graph.edges, self._chains, strict=True)]
        length = self._along[-1] + self._shape.length
        tops = (self._across[spot] + self._breadth[spot] for spot in self._breadth)
        width, height = self._turned(length, max(tops))
        return Drawing(width, height, tuple(boxes), tuple(lines))

    def _sort(self) -> None:
        """Put each layer in the order of the mean place of its neighbours, to and fro."""
        for sweep in range(_SWEEPS):
            beside = self._ahead if sweep % 2 else self._behind
            places = {spot: n for column in self._columns for n, spot in enumerate(column)}
            for column in reversed(self._columns) if sweep % 2 else self._columns:
                means = {spot: _mean(spot, beside[spot], places) for spot in column}
                column.sort(key=means.__getitem__)
                places.update((spot, place) for place, spot in enumerate(column))

    def _breadth_of(self, spot: _Spot) -> float:
        """A node is broad enough for a label at each of its lines, where it has labels."""
        if len(spot) > 1:
            return PASSAGE
        place = spot[0]
        sides = (
            (self._ahead[spot], any(e.earlier == place for e in self._early_labels)),
            (self._behind[spot], any(e.later == place for e in self._late_labels)),
        )
        needed = (len(ends) * self._shape.label for ends, has_labels in sides if has_labels)
        return max(self._shape.breadth, *needed, 0)

    @property
    def _early_labels(self) -> list[Edge]:
        return [edge for edge in self._graph.edges if self._is_early(edge)]

    @property
    def _late_labels(self) -> list[Edge]:
        return [edge for edge in self._graph.edges if not self._is_early(edge)]

    def _is_early(self, edge: Edge) -> bool:
        """Labels stand where fewer lines meet, so that they do not lie upon each other."""
        return len(self._ahead[edge.earlier,]) < len(self._behind[edge.later,])

    def _stacked(self) -> dict[_Spot, float]:
        """Where each spot begins across: the middles of layers in a line, but for very full ones.

        Beside one of those, others stay near its beginning, where reading begins.
        """
        space = self._shape.space
        sums = [sum(self._breadth[s] + space for s in each) - space for each in self._columns]
        starts: dict[_Spot, float] = {}
        for column, total in zip(self._columns, sums, strict=True):
            at = min((max(sums) - total) / 2, self._shape.breadth * _LOWEST)
            for spot in column:
                starts[spot] = at
                at += self._breadth[spot] + space
        return starts

    def _spread(self) -> list[float]:
        """Where each layer begins along, with room for the longest label between two."""
        starts = [0.0]
        for number in range(len(self._columns) - 1):
            starts.append(starts[-1] + self._shape.length + self._room(number) + self._shape.gap)
        return starts

    def _room(self, number: int) -> float:
        """What the labels between a layer and the next need."""
        early = (e for e in self._early_labels if self._layer[e.earlier] == number)
        late = (e for e in self._late_labels if self._layer[e.later] == number + 1)
        return max((self._run(each) for each in (*early, *late)), default=0)

    def _run(self, edge: Edge) -> float:
        """How far a line goes straight on beside its label, and the point of its arrow."""
        return (len(self._words[edge]) + _POINT) * self._shape.letter

    def _line(self, edge: Edge, chain: Sequence[_Spot]) -> Line:
        early, late = chain[0], chain[-1]
        length, is_early = self._shape.length, self._is_early(edge)
        start = (self._along[self._layer[edge.earlier]] + length, self._port(early, chain[1], 1))
        end = (self._along[self._layer[edge.later]], self._port(late, chain[-2], 0))
        room = self._run(edge)
        points = [start, (start[0] + room, start[1])] if is_early and room else [start]
        for spot in chain[1:-1]:
            middle = self._across[spot] + PASSAGE / 2
            points += [(self._along[spot[2]], middle), (self._along[spot[2]] + length, middle)]
        points += [(end[0] - room, end[1]), end] if room and not is_early else [end]
        turned = tuple(self._turned(*point) for point in points)
        return Line(edge, turned, turned[0] if is_early else turned[-1], is_early)

    def _port(self, spot: _Spot, beside: _Spot, side: int) -> float:
        """Where across a line leaves a node: its lines share the side, in their ends' order."""
        ends = sorted((self._behind, self._ahead)[side][spot], key=self._across.__getitem__)
        share = self._breadth[spot] / len(ends)
        return self._across[spot] + share * (ends.index(beside) + 0.5)

    def _box(self, spot: _Spot) -> Box:
        x, y = self._turned(self._along[self._layer[spot[0]]], self._across[spot])
        return Box(x, y, *self._turned(self._shape.length, self._breadth[spot]))

    def _turned(self, along: float, across: float) -> tuple[float, float]:
        first, second = (across, along) if self._shape.is_upright else (along, across)
        return round(first, 1), round(second, 1)


def _layers(graph: Graph) -> list[int]:
    """The layer of each node: the one after the last of what it follows on in the graph."""
    layer = [0] * len(graph.nodes)
    for edge in sorted(graph.edges, key=lambda each: each.later):
        layer[edge.later] = max(layer[edge.later], layer[edge.earlier] + 1)
    return layer


def _chain(edge: Edge, layer: Sequence[int]) -> list[_Spot]:
    """Where a line goes: from node to node, through the layers between."""
    between = range(layer[edge.earlier] + 1, layer[edge.later])
    return [(edge.earlier,), *((edge.earlier, edge.later, each) for each in between), (edge.later,)]


def _columns(
    graph: Graph, layer: Sequence[int], chains: Sequence[Sequence[_Spot]]
) -> list[list[_Spot]]:
    columns: list[list[_Spot]] = [[] for _ in range(max(layer, default=0) + 1)]
    for place in range(len(graph.nodes)):
        columns[layer[place]].append((place,))
    for chain in chains:
        for spot in chain[1:-1]:
            columns[spot[2]].append(spot)
    return columns


def _mean(spot: _Spot, beside: Sequence[_Spot], places: Mapping[_Spot, int]) -> float:
    """The mean place of the neighbours; its own where it has none on that side."""
    if not beside:
        return places[spot]
    return sum(places[each] for each in beside) / len(beside)
