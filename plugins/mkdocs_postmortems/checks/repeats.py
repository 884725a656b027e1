"""Failures that repeat each other: the same cause, the same tag, and no word of one another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from mkdocs_postmortems.catalog import newest_first
from mkdocs_postmortems.catalog.lineage import RELATIONS
from mkdocs_postmortems.domain import Postmortem, Vocabularies
from mkdocs_postmortems.source.references import beside, references

FEWEST = 3
"""The number of failures from which one speaks of many."""

_FAILURES = frozenset({"failed", "invalid"})


@dataclass(frozen=True, slots=True)
class Repeat:
    """Failures with one cause and one tag that do not link to each other.

    Attributes:
        cause: The label of the cause.
        tag: The tag, as the newest writes it.
        newest: The newest of them.
        others: The others, newest first.
    """

    cause: str
    tag: str
    newest: Postmortem
    others: tuple[Postmortem, ...]


def repeats_of(
    postmortems: Iterable[Postmortem], vocabularies: Vocabularies
) -> Mapping[str, tuple[Repeat, ...]]:
    """The repeats, by the id of their newest; one that is part of another is left out."""
    failures = [each for each in postmortems if each.outcome in _FAILURES]
    linked = _linked(failures)
    groups: dict[tuple[str, str], list[Postmortem]] = defaultdict(list)
    for each in sorted(failures, key=newest_first):
        for tag in {tag.casefold() for tag in each.tags}:
            for cause in each.causes:
                groups[cause.code, tag].append(each)
    found: list[tuple[frozenset[str], Repeat]] = []
    for (code, tag), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        alone = _strangers(members, linked)
        ids = frozenset(each.id for each in alone)
        if len(alone) < FEWEST or any(ids <= told for told, _ in found):
            continue
        label = vocabularies.cause.term(code).label
        found.append((ids, Repeat(label, _as_written(tag, alone[0]), alone[0], tuple(alone[1:]))))
    by_newest: dict[str, tuple[Repeat, ...]] = {}
    for _, repeat in found:
        by_newest[repeat.newest.id] = (*by_newest.get(repeat.newest.id, ()), repeat)
    return by_newest


def _strangers(members: list[Postmortem], linked: Mapping[str, set[str]]) -> list[Postmortem]:
    """Those of `members` that have a link with none of the others."""
    ids = {each.id for each in members}
    return [each for each in members if not (linked[each.id] & ids)]


def _linked(postmortems: Iterable[Postmortem]) -> Mapping[str, set[str]]:
    """For each id the others that it names, that name it, or that share a series with it."""
    linked: dict[str, set[str]] = defaultdict(set)
    series: dict[str, list[str]] = defaultdict(list)
    for each in postmortems:
        in_front = chain.from_iterable(getattr(each, relation) for relation in RELATIONS)
        in_body = (_without_suffix(beside(each, ref.target)) for ref in references(each))
        for other in chain(in_front, in_body):
            if other != each.id:
                linked[each.id].add(other)
                linked[other].add(each.id)
        for name in each.series:
            series[name.casefold()].append(each.id)
    for members in series.values():
        for one in members:
            linked[one].update(other for other in members if other != one)
    return linked


def _without_suffix(path: str) -> str:
    return path.rpartition(".")[0] or path


def _as_written(tag: str, postmortem: Postmortem) -> str:
    return next(each for each in postmortem.tags if each.casefold() == tag)
