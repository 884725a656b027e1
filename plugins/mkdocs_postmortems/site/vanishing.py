"""Addresses that the last build had and this one lacks: where the page went, and what to write."""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_postmortems.catalog.addresses import AddressError, checked, folded
from mkdocs_postmortems.domain import Form, Postmortem, Problem, Severity
from mkdocs_postmortems.writing.yaml_line import dumped

_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Trace:
    """What is kept of a page: enough to know it again under another name, and none of its text.

    Attributes:
        source: Its file, relative to the postmortems folder.
        title: A digest of its title.
        body: A digest of its body; empty where it has none.
    """

    source: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What came of comparing two builds.

    Attributes:
        traces: What the next build is to be compared with, by the path of each page's file.
        problems: Addresses that lead nowhere now.
    """

    traces: dict[str, Trace]
    problems: tuple[Problem, ...]


def compare(
    last: Mapping[str, Trace],
    now: Mapping[str, Postmortem],
    is_there: Callable[[str], bool],
    sources: Container[str],
) -> Outlook:
    """Hold the pages of the `last` build against those of `now`, by the paths of their files.

    `is_there` says whether the site has a file at a path, whoever made it, and `sources` are all
    files of the postmortems folder. What has moved is kept until something leads there from its
    old address, and what is held back until it is deleted; what is gone is told once. Addresses
    that `aliases` cannot hold are not kept, nor told once they are among them: that is told there.
    """
    traces = {place: _trace_of(each) for place, each in now.items() if _can_be_kept(place)}
    places = {each.source: place for place, each in now.items()}
    newcomers = _Newcomers(now.values(), {each.source for each in last.values()})
    moved: dict[str, list[str]] = defaultdict(list)
    gone: list[Problem] = []
    for place in sorted(place for place in last if place not in now and not is_there(place)):
        trace = last[place]
        found = places.get(trace.source) or places.get(newcomers.like(trace))
        if found is None:
            gone.append(_gone(place, trace))
            traces |= {place: trace} if trace.source in sources else {}
        elif folded(found) != folded(place):
            if _alias(place) not in now[found].aliases:
                moved[found].append(place)
            traces[place] = _trace_of(now[found])
    warnings = [_moved(now[found], olds) for found, olds in sorted(moved.items())]
    return Outlook(traces, (*_first(warnings), *_first(gone)))


class _Newcomers:
    """The postmortems that the last build did not know, one of which a lost one may be."""

    def __init__(self, now: Iterable[Postmortem], known: Container[str]) -> None:
        self._by_body: dict[str, list[str]] = defaultdict(list)
        self._by_title: dict[str, list[str]] = defaultdict(list)
        for trace in (_trace_of(each) for each in now if each.source not in known):
            self._by_title[trace.title].append(trace.source)
            if trace.body:
                self._by_body[trace.body].append(trace.source)

    def like(self, trace: Trace) -> str:
        """The file of the only one with its body, or else with its title; empty without one."""
        for found in (self._by_body.get(trace.body, ()), self._by_title.get(trace.title, ())):
            if len(found) == 1:
                return found[0]
        return ""


def _trace_of(postmortem: Postmortem) -> Trace:
    return Trace(postmortem.source, _digest(postmortem.title), _digest(postmortem.body))


def _digest(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).strip().encode("utf-8", "surrogateescape")
    return hashlib.sha256(plain).hexdigest() if plain else ""


def _alias(place: str) -> str:
    """The address of the file at `place`, as `aliases` takes it."""
    path = "/" + place.removesuffix("index.html")
    return path.replace("%", "%25").replace("#", "%23")


def _can_be_kept(place: str) -> bool:
    try:
        checked(_alias(place))
    except AddressError:
        return False
    return True


def _moved(postmortem: Postmortem, places: Sequence[str]) -> Problem:
    olds = [_alias(place) for place in places]
    one = f"`{olds[0]}` was its address in the last build, and leads"
    told = one if len(olds) == 1 else f"its addresses in earlier builds, {_listed(olds)}, lead"
    return Problem(
        path=postmortem.source,
        line=postmortem.line_of("aliases"),
        field="aliases",
        message=f"{told} nowhere now",
        remedy=f"Write `aliases: {dumped([*postmortem.aliases, *olds], flow=True)}`",
        rule=Form.ADDRESS,
    )


def _listed(addresses: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in addresses)


def _gone(place: str, trace: Trace) -> Problem:
    alias = _alias(place)
    return Problem(
        path=trace.source,
        message=f"it was at `{alias}` in the last build, and is gone or held back",
        remedy=f"If it has moved, write `aliases: {dumped([alias], flow=True)}` into it",
        severity=Severity.NOTE,
    )


def _first(problems: Sequence[Problem]) -> list[Problem]:
    """The first of `problems`, and how many more there are: a setting may move all pages."""
    if len(problems) <= _MOST_TOLD:
        return list(problems)
    first = problems[0]
    more = len(problems) - _MOST_TOLD
    rest = f"the same is true of {more:,} more, as after a change of `blog_path`"
    return [*problems[:_MOST_TOLD], Problem(path="", message=rest, severity=first.severity)]
