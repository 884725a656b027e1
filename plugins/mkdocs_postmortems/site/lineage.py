"""What builds on what, as pages and pictures show it."""

import hashlib
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.drawing import extent
from mkdocs_postmortems.catalog.graph import Graph
from mkdocs_postmortems.catalog.pagination import Leaf, paginate
from mkdocs_postmortems.domain import Postmortem, day_of
from mkdocs_postmortems.kept.fingerprint import Plain
from mkdocs_postmortems.site.listings import leaf_path
from mkdocs_postmortems.site.pictures import Picture, pictures_of, word_of
from mkdocs_postmortems.site.views import PostView

_SIZE = 20
_MOST_AROUND = 10
_MOST_NODES = 30
_MOST_EDGES = 60
_MOST_BESIDE = 12
_MOST_TOLD = 200

View = Callable[[Postmortem], PostView]
Line = tuple[Postmortem, ...]
"""Postmortems that hang together, newest first."""


@dataclass(frozen=True, slots=True)
class LineagePage:
    """One page of what hangs together.

    Attributes:
        page: Its path under the site, without suffix.
        front: The path of the first such page.
        leaf: What is on it.
        total: How many lines there are on all.
        title: Its heading.
        template: The template that shows it.
    """

    page: str
    front: str
    leaf: Leaf[Line]
    total: int
    title: str = "Lineage"
    template: str = "lineage"

    def sibling(self, number: int) -> str:
        """The path of such a page with that number."""
        return leaf_path(self.front, number)


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a postmortem, as its page shows it.

    Attributes:
        pictures: It and its nearest, wide and narrow.
        more: How many others are left out of them.
        page: The path of the page that has all.
        anchor: Where on that page.
    """

    pictures: tuple[Picture[PostView], ...]
    more: int
    page: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LineView:
    """What hangs together, as its page shows it.

    Attributes:
        anchor: Its place on the page.
        first: What begins it.
        count: How many postmortems it has.
        years: The first and the last year; empty where none has a date.
        pictures: It, wide and narrow; none where it would not be readable.
        told: Who states what of whom, the newest first.
        relations: How many statements there are.
    """

    anchor: str
    first: PostView
    count: int
    years: tuple[int, ...]
    pictures: tuple[Picture[PostView], ...]
    told: tuple[tuple[PostView, str, PostView], ...]
    relations: int


def lineage_pages(catalog: Catalog, blog: str) -> Iterator[LineagePage]:
    """Every page of lineage, the newest lines first."""
    front = posixpath.join(blog, "lineage")
    for leaf in paginate(catalog.lines, _SIZE):
        yield LineagePage(leaf_path(front, leaf.number), front, leaf, len(catalog.lines))


def line_view(line: Line, catalog: Catalog, view: View) -> LineView:
    """`line` as its page shows it."""
    graph = catalog.graph(line)
    told = list(_told(graph))
    years = [day_of(each.date).year for each in line if each.date]
    return LineView(
        anchor=anchor_of(line),
        first=view(graph.nodes[0]),
        count=len(line),
        years=tuple(dict.fromkeys((min(years), max(years)))) if years else (),
        pictures=pictures_of(graph, view) if is_readable(graph) else (),
        told=tuple((view(who), what, view(whom)) for who, what, whom in told[:_MOST_TOLD]),
        relations=len(told),
    )


def is_readable(graph: Graph) -> bool:
    """Whether a picture of `graph` can be looked over."""
    if len(graph.nodes) > _MOST_NODES or len(graph.edges) > _MOST_EDGES:
        return False
    return extent(graph).nodes <= _MOST_BESIDE


class Lineage:
    """Finds what is around a postmortem."""

    def __init__(self, catalog: Catalog, blog: str) -> None:
        """Look in `catalog`, whose pages stand below `blog`."""
        self._catalog = catalog
        self._blog = blog
        self._places: dict[str, tuple[str, Line]] = {}

    def around(self, postmortem: Postmortem, view: View) -> Around | None:
        """What is around it; None where no relation is stated."""
        graph = self._catalog.neighbourhood(postmortem, _MOST_AROUND)
        if graph is None:
            return None
        return Around(pictures_of(graph, view, postmortem), *self._beyond(postmortem, graph))

    def stands(self, postmortem: Postmortem) -> Plain:
        """What is told of its surroundings, but for how each postmortem of them stands."""
        graph = self._catalog.neighbourhood(postmortem, _MOST_AROUND)
        if graph is None:
            return None
        edges = tuple((each.earlier, each.later, each.said) for each in graph.edges)
        return (tuple(each.id for each in graph.nodes), edges, *self._beyond(postmortem, graph))

    def _beyond(self, postmortem: Postmortem, graph: Graph) -> tuple[int, str, str]:
        """How many more there are than `graph` has, and where: the page, and the place on it."""
        page, line = self._place(postmortem)
        others = {each.id for each in line} | self._catalog.tied(postmortem)
        return len(others - {each.id for each in graph.nodes}), page, anchor_of(line)

    def _place(self, postmortem: Postmortem) -> tuple[str, Line]:
        """The page of lineage that has it, and its line."""
        if not self._places:
            for each in lineage_pages(self._catalog, self._blog):
                for line in each.leaf.items:
                    self._places.update((member.id, (each.page, line)) for member in line)
        return self._places[postmortem.id]


def anchor_of(line: Line) -> str:
    """The place of `line` on its page, which follows from its oldest postmortem."""
    return f"line-{hashlib.sha256(line[-1].id.encode()).hexdigest()[:8]}"


def _told(graph: Graph) -> Iterator[tuple[Postmortem, str, Postmortem]]:
    """What a graph shows in words: who, what, whom. The newest comes first."""
    for edge in sorted(graph.edges, key=lambda each: (-each.later, -each.earlier)):
        later, earlier = graph.nodes[edge.later], graph.nodes[edge.earlier]
        for kind, by_later in edge.said:
            ends = (later, earlier) if by_later else (earlier, later)
            yield ends[0], word_of(kind), ends[1]
