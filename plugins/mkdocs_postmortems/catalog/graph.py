"""Lineage as graphs: what is around one postmortem, and what hangs together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, zip_longest

from mkdocs_postmortems.catalog.citations import MENTIONS
from mkdocs_postmortems.catalog.lineage import RELATIONS, TO_THE_PAST, Link
from mkdocs_postmortems.catalog.visibility import newest_first
from mkdocs_postmortems.domain import Postmortem

_ORDER = (*RELATIONS, MENTIONS)

Links = Callable[[Postmortem], Iterable[Link]]


@dataclass(frozen=True, slots=True)
class Edge:
    """What two postmortems of a graph have to do with each other.

    Attributes:
        earlier: The place among the nodes of the one on the side of the past.
        later: The place of the other.
        said: Each relation that one of them states, and whether that is the later one.
    """

    earlier: int
    later: int
    said: tuple[tuple[str, bool], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The relations, each once."""
        return tuple(dict.fromkeys(kind for kind, _ in self.said))

    @property
    def leads_back(self) -> bool:
        """Whether the later one names the earlier."""
        return any(by_later for _, by_later in self.said)

    @property
    def leads_on(self) -> bool:
        """Whether the earlier one names the later."""
        return not all(by_later for _, by_later in self.said)


@dataclass(frozen=True, slots=True)
class Graph:
    """Some postmortems and all that they have to do with each other.

    Attributes:
        nodes: The postmortems, what each follows on before it.
        edges: One for each two that are related, by their places.
    """

    nodes: tuple[Postmortem, ...]
    edges: tuple[Edge, ...]


def graph_of(members: Iterable[Postmortem], links: Links) -> Graph:
    """The graph of `members`, the same for any order of them."""
    aged = sorted({each.id: each for each in members}.values(), key=newest_first, reverse=True)
    stated = _stated(aged, links)
    nodes = _from_the_past(aged, stated)
    places = {each.id: place for place, each in enumerate(nodes)}
    pairs: dict[tuple[int, int], set[tuple[str, bool]]] = {}
    for kind, source, target in stated:
        earlier, later = sorted((places[source], places[target]))
        pairs.setdefault((earlier, later), set()).add((kind, places[source] == later))
    edges = (_edge(*pair, said) for pair, said in sorted(pairs.items()))
    return Graph(tuple(nodes), tuple(edges))


def around(subject: Postmortem, links: Links, most: int) -> Graph:
    """The graph of `subject` and its nearest, of `most` nodes.

    Of each relation, to and fro, one is taken by turns; mentions come after all that is stated.
    """
    kinds: dict[tuple[str, bool], list[Postmortem]] = {}
    for link in links(subject):
        kinds.setdefault((link.relation, link.is_inbound), []).append(link.other)
    stated = [others for (relation, _), others in kinds.items() if relation != MENTIONS]
    mentions = [others for (relation, _), others in kinds.items() if relation == MENTIONS]
    turns = chain(zip_longest(*stated), zip_longest(*mentions))
    chosen = {each.id: each for each in (subject, *chain.from_iterable(turns)) if each}
    return graph_of(list(chosen.values())[:most], links)


def groups_of(published: Iterable[Postmortem], links: Links) -> Iterator[tuple[Postmortem, ...]]:
    """What hangs together by stated relations: each group in the order of `published`."""
    listed = list(published)
    places = {each.id: place for place, each in enumerate(listed)}
    seen: set[str] = set()
    for each in listed:
        if each.id in seen or not any(True for _ in links(each)):
            continue
        found, waiting = {each.id}, [each]
        while waiting:
            others = {link.other.id: link.other for link in links(waiting.pop())}
            waiting += [other for other in others.values() if other.id not in found]
            found |= others.keys()
        seen |= found
        yield tuple(listed[place] for place in sorted(places[member] for member in found))


def _stated(members: Sequence[Postmortem], links: Links) -> list[tuple[str, str, str]]:
    """Relation, source and target of what `members` say of each other."""
    known = {each.id for each in members}
    return [
        (link.relation, each.id, link.other.id)
        for each in members
        for link in links(each)
        if not link.is_inbound and link.other.id in known
    ]


def _from_the_past(
    aged: Sequence[Postmortem], stated: Iterable[tuple[str, str, str]]
) -> list[Postmortem]:
    """`aged`, oldest first, but for what follows on one of them; in circles age alone decides."""
    before: dict[str, set[str]] = {each.id: set() for each in aged}
    after: dict[str, set[str]] = {each.id: set() for each in aged}
    for kind, source, target in stated:
        if kind in TO_THE_PAST:
            before[source].add(target)
            after[target].add(source)
    age = {each.id: place for place, each in enumerate(aged)}
    free = [place for place, each in enumerate(aged) if not before[each.id]]
    waiting = dict.fromkeys(age)
    ordered: list[Postmortem] = []
    while waiting:
        postmortem = aged[heappop(free) if free else age[next(iter(waiting))]]
        del waiting[postmortem.id]
        ordered.append(postmortem)
        for follower in after[postmortem.id]:
            before[follower].discard(postmortem.id)
            if follower in waiting and not before[follower]:
                heappush(free, age[follower])
    return ordered


def _edge(earlier: int, later: int, said: set[tuple[str, bool]]) -> Edge:
    ordered = sorted(said, key=lambda each: (_ORDER.index(each[0]), not each[1]))
    return Edge(earlier, later, tuple(ordered))
