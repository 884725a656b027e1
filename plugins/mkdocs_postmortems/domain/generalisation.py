"""How far a figure falls from the data it was tuned on to data that were kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain.evidence import Result
from mkdocs_postmortems.domain.vocabulary import squeeze

TUNED_ON = ("validation", "train")
"""Splits on which a model is made and chosen, the telling one first."""
KEPT_APART = ("test", "out_of_time", "external", "shadow", "online", "production")
"""Splits that had no say in that, the nearest to the training data first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One metric on data that were tuned on and on data that were not.

    Attributes:
        before: The figure on validation data, or on training data where there is no other.
        after: The figure on the data kept apart, the worst of them where there are several.
        share: How much worse it became, as a share of the first; below 0 where it became better.
    """

    before: Result
    after: Result
    share: float


def gaps_of(results: Iterable[Result]) -> tuple[Gap, ...]:
    """The gap of each metric that was measured on both kinds of data, in the order of the metrics.

    Higher is taken for better unless a result says that it is not. A metric that is nought on the
    data it was tuned on has none.
    """
    by_metric: dict[str, list[Result]] = {}
    for result in results:
        if result.value is not None:
            by_metric.setdefault(squeeze(result.metric), []).append(result)
    return tuple(gap for group in by_metric.values() if (gap := _gap(group)))


def _gap(group: list[Result]) -> Gap | None:
    before = _first(group, TUNED_ON)
    after = [each for each in group if each.split in KEPT_APART]
    if before is None or not after or not before.value:
        return None
    sign = -1.0 if any(each.higher_is_better is False for each in group) else 1.0
    gaps = [Gap(before, each, _share(before, each, sign)) for each in after]
    return max(gaps, key=lambda gap: gap.share)


def _share(before: Result, after: Result, sign: float) -> float:
    start, end = before.value or 0.0, after.value or 0.0
    return sign * (start - end) / abs(start)


def _first(group: list[Result], splits: tuple[str, ...]) -> Result | None:
    found = (each for split in splits for each in group if each.split == split)
    return next(found, None)
