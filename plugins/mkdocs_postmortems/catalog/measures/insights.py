"""What the dashboard tells, as numbers."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_postmortems.catalog.catalog import Catalog
from mkdocs_postmortems.catalog.measures.repeats import Repeat, repeats_in
from mkdocs_postmortems.catalog.measures.statistics import Proportion, Spread, spread_of
from mkdocs_postmortems.catalog.registration import Status
from mkdocs_postmortems.domain import Postmortem, Vocabulary, day_of
from mkdocs_postmortems.domain.generalisation import Gap, gaps_of

LARGE_GAP = 0.1
"""The share of a figure that it may lose on data kept apart before somebody asks why."""
_QUARTERS_UP_TO = dt.timedelta(days=3 * 365)
_LEARNING = frozenset({"succeeded", "failed", "mixed"})

Table = Mapping[str, Mapping[str, int]]
"""Counts by row and by outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """Figures about published experiments.

    An experiment is concluded when its outcome is known and another than pending.

    Attributes:
        learning: Of the concluded, those whose answer can be relied on: succeeded, failed, mixed,
            and inconclusive for another reason than too little data.
        success: Of the concluded, those that succeeded.
        overdue: Of the pending, those whose day has passed.
        old_drafts: How many drafts are older than 90 days.
        by_period: How many experiments each quarter has, or each year where they span more than
            three, by outcome; the oldest first.
        by_stage: How many ended at each stage, by outcome; in the order of the vocabulary.
        causes: How many of the concluded name each cause; the commonest first.
        with_cause: Of the concluded that did not succeed, those that name a cause.
        days_to_stop: Days from start to end, by outcome.
        days_to_publish: Days from the end to the postmortem, by outcome.
        gap: How much of a figure is lost on data kept apart, as a share.
        large_gaps: Of the experiments with both figures, those that lose more than a tenth.
        repeats: Failures that share a cause and a tag, where neither names the other.
        reuse: Of the postmortems with a lesson, those that another one took up.
        late_promises: Of the actions with a day, those past it and not done.
        reversals: Of the concluded, those whose outcome was corrected in the open.
        registered: Of the concluded whose past git knows, those whose criteria are what they were
            before the result.
    """

    learning: Proportion
    success: Proportion
    overdue: Proportion
    old_drafts: int
    by_period: Table
    by_stage: Table
    causes: Mapping[str, int]
    with_cause: Proportion
    days_to_stop: Mapping[str, Spread]
    days_to_publish: Mapping[str, Spread]
    gap: Spread
    large_gaps: Proportion
    repeats: tuple[Repeat, ...]
    reuse: Proportion
    late_promises: Proportion
    reversals: Proportion
    registered: Proportion


def insights_of(catalog: Catalog, statuses: Mapping[str, Status] | None = None) -> Insights:
    """The figures of `catalog`, as of its moment.

    `statuses` tell by id how the criteria of experiments stand to their results.
    """
    published, flight = catalog.published, catalog.in_flight
    experiments = [each for each in published if each.is_experiment]
    concluded = [each for each in experiments if each.has_verdict]
    gaps = [max(gap.share for gap in found) for each in concluded if (found := _gaps(each))]
    promised = [each for postmortem in published for each in postmortem.actions if each.due]
    return Insights(
        learning=_part(concluded, _taught_something),
        success=_part(concluded, _succeeded),
        overdue=Proportion(len(flight.overdue), flight.pending),
        old_drafts=flight.old_drafts,
        by_period=_table(_by_period(experiments)),
        by_stage=_table(_by_stage(concluded, catalog.vocabularies.stage)),
        causes=_causes(concluded),
        with_cause=_part((each for each in concluded if not _succeeded(each)), _has_cause),
        days_to_stop=_spreads(concluded, _days_to_stop, catalog.vocabularies.outcome),
        days_to_publish=_spreads(concluded, _days_to_publish, catalog.vocabularies.outcome),
        gap=spread_of(gaps),
        large_gaps=Proportion(sum(gap > LARGE_GAP for gap in gaps), len(gaps)),
        repeats=repeats_in(published),
        reuse=_part(
            (each for each in published if each.lessons),
            lambda each: bool(catalog.taken_up_by(each)),
        ),
        late_promises=Proportion(len(flight.promises), len(promised)),
        reversals=_part(concluded, _was_reversed),
        registered=_registered(concluded, statuses or {}),
    )


def _part(whole: Iterable[Postmortem], belongs: Callable[[Postmortem], bool]) -> Proportion:
    belonging = [belongs(each) for each in whole]
    return Proportion(sum(belonging), len(belonging))


def _succeeded(postmortem: Postmortem) -> bool:
    return postmortem.outcome == "succeeded"


def _taught_something(postmortem: Postmortem) -> bool:
    if postmortem.outcome == "inconclusive":
        return all(cause.code != "underpowered" for cause in postmortem.causes)
    return postmortem.outcome in _LEARNING


def _has_cause(postmortem: Postmortem) -> bool:
    return bool(postmortem.causes)


def _was_reversed(postmortem: Postmortem) -> bool:
    return any(each.was != each.now for each in postmortem.corrections)


def _registered(concluded: Iterable[Postmortem], statuses: Mapping[str, Status]) -> Proportion:
    told = [statuses.get(each.id, Status.UNKNOWN) for each in concluded]
    return Proportion(told.count(Status.REGISTERED), len(told) - told.count(Status.UNKNOWN))


def _gaps(postmortem: Postmortem) -> tuple[Gap, ...]:
    return gaps_of(postmortem.results)


def _by_period(experiments: Iterable[Postmortem]) -> Iterator[tuple[str, str]]:
    """Period and outcome of each experiment that has a date, the earliest first."""
    dated = sorted((day_of(each.date), each.outcome or "") for each in experiments if each.date)
    if not dated:
        return
    is_short = dated[-1][0] - dated[0][0] < _QUARTERS_UP_TO
    for day, outcome in dated:
        quarter = f" Q{(day.month + 2) // 3}" if is_short else ""
        yield f"{day.year}{quarter}", outcome


def _by_stage(concluded: Iterable[Postmortem], stages: Vocabulary) -> Iterator[tuple[str, str]]:
    told = [(each.stage, each.outcome or "") for each in concluded if each.stage]
    yield from sorted(told, key=lambda each: (stages.position(each[0]), each))


def _table(cells: Iterable[tuple[str, str]]) -> Table:
    table: dict[str, dict[str, int]] = {}
    for row, outcome in cells:
        counts = table.setdefault(row, {})
        counts[outcome] = counts.get(outcome, 0) + 1
    return table


def _causes(concluded: Iterable[Postmortem]) -> Mapping[str, int]:
    counts = Counter(code for each in concluded for code in {cause.code for cause in each.causes})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _days_to_stop(postmortem: Postmortem) -> int | None:
    started, ended = postmortem.started, postmortem.ended
    return (ended - started).days if started and ended and ended >= started else None


def _days_to_publish(postmortem: Postmortem) -> int | None:
    ended, date = postmortem.ended, postmortem.date
    return max((day_of(date) - ended).days, 0) if ended and date else None


def _spreads(
    concluded: Iterable[Postmortem],
    days: Callable[[Postmortem], int | None],
    outcomes: Vocabulary,
) -> Mapping[str, Spread]:
    found: dict[str, list[float]] = {}
    for each in sorted(concluded, key=lambda each: outcomes.position(each.outcome or "")):
        if (value := days(each)) is not None:
            found.setdefault(each.outcome or "", []).append(value)
    return {outcome: spread_of(values) for outcome, values in found.items()}
