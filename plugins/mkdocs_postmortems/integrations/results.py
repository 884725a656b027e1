"""Metrics of a run as results of a postmortem."""

from collections.abc import Mapping

from mkdocs_postmortems.domain import Result, Vocabulary
from mkdocs_postmortems.integrations.metric_names import read_metric
from mkdocs_postmortems.integrations.run import finite_or_none
from mkdocs_postmortems.integrations.text import one_line

_MOST = 60
_MOST_NAMED = 8
_LONGEST_NAME = 120
_SYSTEM = "system/"
"""What MLflow logs of the machine: memory, processors, network."""


def results_of(
    metrics: Mapping[str, float], splits: Vocabulary, cases: Mapping[str, int] | None = None
) -> tuple[tuple[Result, ...], tuple[str, ...]]:
    """The results by measure, then split, and what their reader should be told.

    Args:
        metrics: The last value of each metric by its name.
        splits: The codes of data, in their order.
        cases: How many cases a split has, by its code, where that is known.

    A figure that is infinite or not a number is left out. Where two names tell the same measure
    and split, the one that comes first is read, and the other keeps its name.
    """
    figures = {
        name: finite_or_none(value)
        for name, value in sorted(metrics.items())
        if not name.startswith(_SYSTEM) and one_line(name)
    }
    read: dict[tuple[str, str], Result] = {}
    for name, value in figures.items():
        if value is not None:
            result = _result(name, value, splits, cases or {}, read)
            read[result.metric, result.split] = result
    ordered = sorted(read.values(), key=lambda each: _place(each, splits))
    # Of too many, those that tell what they were measured on stay.
    kept = set(map(id, sorted(ordered, key=lambda each: not each.split)[:_MOST]))
    results = tuple(each for each in ordered if id(each) in kept)
    return results, tuple(_hints(figures, results, len(ordered)))


def _result(
    name: str,
    value: float,
    splits: Vocabulary,
    cases: Mapping[str, int],
    taken: Mapping[tuple[str, str], Result],
) -> Result:
    metric, split = read_metric(one_line(name, _LONGEST_NAME), splits)
    if (metric, split) in taken:
        metric = one_line(name, _LONGEST_NAME)
    return Result(metric=metric, split=split, value=value, n=cases.get(split))


def _place(result: Result, splits: Vocabulary) -> tuple[str, int]:
    return result.metric, splits.position(result.split)


def _hints(
    figures: Mapping[str, float | None], results: tuple[Result, ...], measured: int
) -> list[str]:
    hints = []
    if endless := [name for name, value in figures.items() if value is None]:
        hints.append(f"Left out, because it is no finite number: {named(endless)}.")
    if measured > len(results):
        hints.append(f"Of {measured} figures {len(results)} were taken.")
    if unsplit := [result.metric for result in results if not result.split]:
        told = named(unsplit)
        hints.append(f"What it was measured on is not told by the name: {told}. Add a `split`.")
    return hints


def named(names: list[str]) -> str:
    """Names in a sentence, the first few of them."""
    shown = ", ".join(f"`{one_line(name, _LONGEST_NAME)}`" for name in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
