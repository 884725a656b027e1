"""Failures that look alike and do not know of each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.slugs import slugify

FAILURES = frozenset({"failed", "invalid"})
"""The outcomes that are walked into twice."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two failures with one cause on one subject.

    Attributes:
        earlier: The one that could have been read.
        later: The one that does not name it.
        cause: The code of the cause that they share.
        tag: The tag that they share, as the later one writes it.
    """

    earlier: Postmortem
    later: Postmortem
    cause: str
    tag: str


def repeats_in(
    published: Iterable[Postmortem], takes_up: Callable[[Postmortem, Postmortem], bool]
) -> tuple[Repeat, ...]:
    """Each failure with the one before it that shares a cause and a tag and that it does not name.

    `published` are newest first, and so is the answer; `takes_up(later, earlier)` says whether one
    names the other. A pair is told once, by the first cause and tag that it shares.
    """
    last: dict[tuple[str, str], Postmortem] = {}
    found: dict[tuple[str, str], Repeat] = {}
    failures = [each for each in published if each.outcome in FAILURES]
    for later in reversed(failures):
        for cause in later.causes:
            for tag in later.tags:
                key = (cause.code, slugify(tag))
                earlier = last.get(key)
                last[key] = later
                if earlier is None or earlier is later or takes_up(later, earlier):
                    continue
                pair = (later.id, earlier.id)
                found.setdefault(pair, Repeat(earlier, later, cause.code, tag))
    return tuple(reversed(found.values()))
