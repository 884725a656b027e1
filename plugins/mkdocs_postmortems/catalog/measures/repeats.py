"""Failures that share a cause and a tag, and do not know of each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from mkdocs_postmortems.catalog.citations import linked_ids
from mkdocs_postmortems.catalog.lineage import RELATIONS
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.slugs import slugify

FEWEST = 3
"""The number of failures from which one speaks of a group."""

_FAILURES = frozenset({"failed", "invalid"})

Known = Mapping[str, set[str]]
"""For each id the others that it names, that name it, or that share a series with it."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two failures with one cause on one subject.

    Attributes:
        earlier: The one that could have been read.
        later: The one that came after it.
        cause: The code of the cause that they share.
        tag: The tag that they share, as the later one writes it.
    """

    earlier: Postmortem
    later: Postmortem
    cause: str
    tag: str


@dataclass(frozen=True, slots=True)
class Group:
    """Failures with one cause on one subject, none of which knows of another.

    Attributes:
        members: The failures, newest first.
        cause: The code of the cause that they share.
        tag: The tag that they share, as the newest writes it.
    """

    members: tuple[Postmortem, ...]
    cause: str
    tag: str


def repeats_in(postmortems: Iterable[Postmortem]) -> tuple[Repeat, ...]:
    """Each failure with the one just before it, unless they know of each other.

    `postmortems` are newest first, and so is the answer. A pair is told once, by the first cause
    and tag that it shares.
    """
    failures = _failures_in(postmortems)
    known = _known_to(failures)
    last: dict[tuple[str, str], Postmortem] = {}
    found: dict[tuple[str, str], Repeat] = {}
    for later in reversed(failures):
        for key, tag in _subjects(later).items():
            earlier = last.get(key)
            last[key] = later
            if earlier is not None and earlier.id not in known[later.id]:
                found.setdefault((later.id, earlier.id), Repeat(earlier, later, key[0], tag))
    return tuple(reversed(found.values()))


def groups_in(postmortems: Iterable[Postmortem]) -> tuple[Group, ...]:
    """The groups of failures, the largest first; one that is part of another is left out.

    `postmortems` are newest first.
    """
    failures = _failures_in(postmortems)
    known = _known_to(failures)
    alike: dict[tuple[str, str], list[Postmortem]] = defaultdict(list)
    for each in failures:
        for key in _subjects(each):
            alike[key].append(each)
    found: list[tuple[frozenset[str], Group]] = []
    for key, all_alike in sorted(alike.items(), key=lambda item: (-len(item[1]), item[0])):
        members = _strangers(all_alike, known)
        ids = frozenset(each.id for each in members)
        if len(members) >= FEWEST and not any(ids <= told for told, _ in found):
            found.append((ids, Group(members, key[0], _subjects(members[0])[key])))
    return tuple(group for _, group in found)


def _failures_in(postmortems: Iterable[Postmortem]) -> list[Postmortem]:
    return [each for each in postmortems if each.outcome in _FAILURES]


def _subjects(failure: Postmortem) -> dict[tuple[str, str], str]:
    """Each cause with each tag, by code and slug: the tag as it is written."""
    found: dict[tuple[str, str], str] = {}
    for cause in failure.causes:
        for tag in failure.tags:
            found.setdefault((cause.code, slugify(tag)), tag)
    return found


def _strangers(members: Iterable[Postmortem], known: Known) -> tuple[Postmortem, ...]:
    """Those of `members` that know of none of the others."""
    listed = list(members)
    ids = {each.id for each in listed}
    return tuple(each for each in listed if not known[each.id] & ids)


def _known_to(failures: Iterable[Postmortem]) -> Known:
    known: dict[str, set[str]] = defaultdict(set)
    series: dict[str, list[str]] = defaultdict(list)
    for each in failures:
        for other in _named_by(each) - {each.id}:
            known[each.id].add(other)
            known[other].add(each.id)
        for name in each.series:
            series[slugify(name)].append(each.id)
    for members in series.values():
        for one in members:
            known[one].update(other for other in members if other != one)
    return known


def _named_by(postmortem: Postmortem) -> set[str]:
    stated = (getattr(postmortem, relation) for relation in RELATIONS)
    return linked_ids(postmortem).union(chain.from_iterable(stated))
