"""Results as pictures: each figure on a strip, to the scale of its metric."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Result
from mkdocs_postmortems.domain.vocabulary import squeeze

_LEFT, _RIGHT = 4.0, 96.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a result's figures lie on its strip, in per cent of the width, rounded to 0.1."""

    value: float
    low: float | None = None
    high: float | None = None
    baseline: float | None = None


def strips_of(results: Iterable[Result]) -> list[Strip | None]:
    """A strip for each result; None where there is nothing to compare its value with.

    All results of one metric share a scale, from the least to the greatest of their figures.
    """
    listed = list(results)
    figures: dict[str, list[float]] = defaultdict(list)
    for result in listed:
        figures[squeeze(result.metric)] += _figures(result)
    return [_strip(result, figures[squeeze(result.metric)]) for result in listed]


def _figures(result: Result) -> list[float]:
    ends = result.ci or ()
    return [each for each in (result.value, result.baseline, *ends) if each is not None]


def _strip(result: Result, figures: list[float]) -> Strip | None:
    low, high = min(figures, default=0.0), max(figures, default=0.0)
    if result.value is None or low == high:
        return None

    def place(figure: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (figure - low) / (high - low), 1)

    return Strip(
        value=place(result.value),
        low=place(result.ci[0]) if result.ci else None,
        high=place(result.ci[1]) if result.ci else None,
        baseline=None if result.baseline is None else place(result.baseline),
    )
