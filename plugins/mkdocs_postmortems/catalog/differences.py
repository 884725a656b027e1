"""How the criteria for success differ from what they were."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mkdocs_postmortems.domain import Criterion
from mkdocs_postmortems.domain.vocabulary import squeeze

_ALIKE = 0.6
_EMPHASIS = re.compile(r"[*_`]")


class Aspect(StrEnum):
    """What of a criterion may differ."""

    ADDED = "added"
    REMOVED = "removed"
    METRIC = "metric"
    SPLIT = "split"
    OP = "comparison"
    TARGET = "target"
    KIND = "kind"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one criterion.

    Attributes:
        aspect: What differs.
        before: The criterion as it was registered; None for one that was added.
        after: The criterion as it is; None for one that was removed.
    """

    aspect: Aspect
    before: Criterion | None
    after: Criterion | None


def differences_of(before: Sequence[Criterion], after: Sequence[Criterion]) -> Iterator[Difference]:
    """How `after` differs from `before`, criterion by criterion; their order plays no part.

    Case, blanks and emphasis play no part either.
    """
    old, new = list(before), list(after)
    for alike in _LIKENESS:
        for one in tuple(old):
            other = next((each for each in new if alike(one, each)), None)
            if other is not None:
                old.remove(one)
                new.remove(other)
                yield from _changes(one, other)
    yield from (Difference(Aspect.REMOVED, one, None) for one in old)
    yield from (Difference(Aspect.ADDED, None, one) for one in new)


def _changes(before: Criterion, after: Criterion) -> Iterator[Difference]:
    aspects = {
        Aspect.METRIC: (squeeze(before.metric), squeeze(after.metric)),
        Aspect.SPLIT: (before.split, after.split),
        Aspect.OP: (_op(before), _op(after)),
        Aspect.TARGET: (before.target, after.target),
        Aspect.KIND: (before.kind, after.kind),
        Aspect.WORDING: (_words(before), _words(after)),
    }
    for aspect, (was, now) in aspects.items():
        if was != now:
            yield Difference(aspect, before, after)


def _op(criterion: Criterion) -> str:
    """The comparison, which means nothing without a target."""
    return criterion.op if criterion.target is not None else ""


def _words(criterion: Criterion) -> str:
    return " ".join(_EMPHASIS.sub("", criterion.text).casefold().split()).rstrip(".")


def _is_same(one: Criterion, other: Criterion) -> bool:
    return not any(_changes(one, other))


def _has_same_metric(one: Criterion, other: Criterion) -> bool:
    return bool(one.metric) and squeeze(one.metric) == squeeze(other.metric)


def _has_same_metric_and_split(one: Criterion, other: Criterion) -> bool:
    return _has_same_metric(one, other) and one.split == other.split


def _has_like_words(one: Criterion, other: Criterion) -> bool:
    words, others = _words(one), _words(other)
    if not words or not others:
        return False
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio() >= _ALIKE


def _has_same_bar(one: Criterion, other: Criterion) -> bool:
    """Whether the metric was only given another name, or the figure to another metric."""
    bar = (one.split, one.op, one.target)
    return one.target is not None and bar == (other.split, other.op, other.target)


_LIKENESS = (
    _is_same,
    _has_same_metric_and_split,
    _has_same_metric,
    _has_same_bar,
    _has_like_words,
)
"""By what a criterion is known again, most telling first."""


def worded(difference: Difference, split_label: Callable[[str], str]) -> str:
    """A difference as a reader understands it; `split_label` gives the word for a split."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        either = after or before
        return f"{_whole(either, split_label)}: {difference.aspect}" if either else ""
    was, now = (_told(difference.aspect, each, split_label) for each in (before, after))
    if difference.aspect is Aspect.WORDING:
        return f"{now}, registered {was}"
    return f"{_named(after, split_label)}: {difference.aspect} {now}, registered {was}"


def _told(aspect: Aspect, criterion: Criterion, split_label: Callable[[str], str]) -> str:
    """One aspect of a criterion."""
    return {
        Aspect.METRIC: criterion.metric or "none",
        Aspect.SPLIT: split_label(criterion.split) or "any",
        Aspect.OP: criterion.op,
        Aspect.TARGET: _figure(criterion.target),
        Aspect.KIND: criterion.kind,
        Aspect.WORDING: f"“{criterion.text}”" if criterion.text else "without words",
    }.get(aspect, "")


def _whole(criterion: Criterion, split_label: Callable[[str], str]) -> str:
    if criterion.target is None:
        return _named(criterion, split_label)
    return f"{_named(criterion, split_label)} {criterion.op} {_figure(criterion.target)}"


def _named(criterion: Criterion, split_label: Callable[[str], str]) -> str:
    if not criterion.metric:
        return f"“{criterion.text}”"
    split = split_label(criterion.split)
    return f"{criterion.metric} on {split}" if split else criterion.metric


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.10g}"
