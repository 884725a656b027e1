"""How postmortems refer to each other: what one builds on, and what came after it."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mkdocs_postmortems.domain import Form, Postmortem, Problem

RELATIONS = ("builds_on", "replicates", "contradicts", "supersedes")
"""The relations that a postmortem states, in the order in which they are shown."""
TO_THE_PAST = ("builds_on", "replicates", "supersedes")
"""Those whose other end was there before. Two postmortems may well contradict each other."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two published postmortems, seen from one of them.

    Attributes:
        relation: The name of the relation.
        other: The postmortem at the other end.
        is_inbound: Whether the other one states it.
    """

    relation: str
    other: Postmortem
    is_inbound: bool


def links_of(published: Iterable[Postmortem]) -> dict[str, tuple[Link, ...]]:
    """The links of each published postmortem, by id: its own first, then those that name it.

    Ends that are not published are left out, so that nothing hidden is named.
    """
    listed = list(published)
    by_id = {postmortem.id: postmortem for postmortem in listed}
    outbound: dict[str, list[Link]] = defaultdict(list)
    inbound: dict[str, list[Link]] = defaultdict(list)
    for relation in RELATIONS:
        for postmortem in listed:
            for target in references(postmortem, relation):
                other = by_id.get(target)
                if other is None or other is postmortem:
                    continue
                outbound[postmortem.id].append(Link(relation, other, is_inbound=False))
                inbound[other.id].append(Link(relation, postmortem, is_inbound=True))
    return {each: tuple(outbound[each] + inbound[each]) for each in by_id}


def references(postmortem: Postmortem, relation: str) -> tuple[str, ...]:
    """The ids that `postmortem` names in `relation`."""
    named: tuple[str, ...] = getattr(postmortem, relation)
    return named


def problems_of(postmortems: Iterable[Postmortem], unread: Mapping[str, str]) -> list[Problem]:
    """References that lead nowhere or to oneself, and cycles of what follows on what.

    `unread` has the ids of files that could not be read, with their paths.
    """
    listed = sorted(postmortems, key=lambda postmortem: postmortem.id)
    by_id = {postmortem.id: postmortem for postmortem in listed}
    problems: list[Problem] = []
    for postmortem in listed:
        for relation in RELATIONS:
            for target in references(postmortem, relation):
                if target == postmortem.id:
                    message = "names this postmortem itself"
                    problems.append(_problem(postmortem, relation, message, rule=Form.CIRCLE))
                elif target in unread:
                    message = f"`{target}` could not be read"
                    problems.append(_problem(postmortem, relation, message))
                elif target not in by_id:
                    problems.append(_dangling(postmortem, relation, target, list(by_id)))
    return problems + _cycles(listed, by_id)


def _problem(
    postmortem: Postmortem,
    relation: str,
    message: str,
    remedy: str = "",
    rule: Form = Form.UNKNOWN_POSTMORTEM,
) -> Problem:
    return Problem(
        path=postmortem.source,
        line=postmortem.line_of(relation),
        field=relation,
        message=message,
        remedy=remedy,
        rule=rule,
    )


def _dangling(postmortem: Postmortem, relation: str, target: str, known: list[str]) -> Problem:
    beside = postmortem.id.rpartition("/")[0] + f"/{target}"
    ends = [each for each in known if each == beside or each.endswith(f"/{target}")]
    ends.sort(key=lambda each: each != beside)
    near = ends[:1] or difflib.get_close_matches(target, known, n=1, cutoff=0.7)
    remedy = f"Did you mean `{near[0]}`" if near else "Write the other file's path without `.md`"
    return _problem(postmortem, relation, f"there is no postmortem `{target}`", remedy)


def _cycles(listed: list[Postmortem], by_id: Mapping[str, Postmortem]) -> list[Problem]:
    """One problem for each cycle of one relation to the past, told at its first member by id."""
    problems: list[Problem] = []
    for relation in TO_THE_PAST:
        named = {each.id: references(each, relation) for each in listed}
        done: set[str] = set()
        for start in named:
            for cycle in _cycles_from(start, named, done):
                begin = cycle.index(min(cycle))
                ids = [*cycle[begin:], *cycle[: begin + 1]]
                message = f"goes round in a circle: {' → '.join(ids)}"
                problems.append(_problem(by_id[ids[0]], relation, message, rule=Form.CIRCLE))
    return problems


def _cycles_from(
    start: str, named: Mapping[str, tuple[str, ...]], done: set[str]
) -> list[list[str]]:
    """Depth first without recursion: a chain may be thousands long."""
    if start in done:
        return []
    found: list[list[str]] = []
    path: list[str] = [start]
    on_path = {start: 0}
    branches = [iter(named[start])]
    while branches:
        target = next(branches[-1], None)
        if target is None:
            branches.pop()
            done.add(finished := path.pop())
            del on_path[finished]
        elif target in on_path and len(path) - on_path[target] > 1:
            found.append(path[on_path[target] :])
        elif target in named and target not in done and target not in on_path:
            on_path[target] = len(path)
            path.append(target)
            branches.append(iter(named[target]))
    return found
