"""Which run is meant: by its id, the beginning of it, or its name; or the best of an experiment."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Vocabulary
from mkdocs_postmortems.integrations.errors import TrackerError, nearest
from mkdocs_postmortems.integrations.metric_names import read_metric
from mkdocs_postmortems.integrations.results import named
from mkdocs_postmortems.integrations.run import Found, Store, day_at, finite_or_none
from mkdocs_postmortems.integrations.text import one_line

_SHORTEST_BEGINNING = 4
_MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best run of an experiment, and among how many it was chosen.

    Attributes:
        run_id: The run.
        experiment: What was asked for.
        metric: The metric that ranked the runs.
        highest: Whether the highest value was looked for.
        compared: How many runs have a finite value of it.
        equals: How many of these share the best value.
        is_whole: Whether all runs were looked at.
    """

    run_id: str
    experiment: str
    metric: str
    highest: bool
    compared: int
    equals: int = 1
    is_whole: bool = True

    @property
    def number(self) -> str:
        """How many runs were compared, in words."""
        return f"{self.compared}" if self.is_whole else f"at least {self.compared}"

    @property
    def sentence(self) -> str:
        """What a reader of the figures needs to know; empty where there was no choice."""
        if self.compared < 2:
            return ""
        ranked = "highest" if self.highest else "lowest"
        return (
            f"This run has the {ranked} `{one_line(self.metric)}` of {self.number} runs in the"
            f" experiment `{one_line(self.experiment)}`."
        )

    def hint(self, splits: Vocabulary) -> str:
        """What its writer should know about the choice; empty where there was none."""
        if self.compared < 2:
            return ""
        _, split = read_metric(self.metric, splits)
        told = f"Best of {self.number} by `{one_line(self.metric)}`: expect optimism."
        if split in {"train", "validation"}:
            return f"{told} Report a figure on data that took no part in the choice."
        return f"{told} A choice was made on this data; confirm the figure on other data."


def resolve(text: str, store: Store) -> str:
    """The id of the one run that `text` means.

    Raises:
        TrackerError: No run fits, several do, or the one that does was deleted.
    """
    found = _fitting(text, store.find(text) if text else [])
    alive = [each for each in found if not each.deleted]
    if len(alive) == 1:
        return alive[0].id
    if alive:
        listed = [_listed(each) for each in alive[:_MOST_LISTED]]
        more = [f"and {len(alive) - _MOST_LISTED} more"] if len(alive) > _MOST_LISTED else []
        message = f"`{text}` is {len(alive)} runs in {store.name}; give the id of one"
        raise TrackerError(message, *listed, *more)
    if found:
        message = f"run `{found[0].id}` was deleted in {store.name}"
        raise TrackerError(
            f"{message}. `mlflow runs restore --run-id {found[0].id}` brings it back"
        )
    remedy = "Give its id, the first four letters of it or more, or its name"
    raise TrackerError(f"there is no run `{text}` in {store.name}. {remedy}")


def best_run(experiment: str, metric: str, store: Store, *, highest: bool) -> Chosen:
    """The run of an experiment with the best last value of a metric.

    Raises:
        TrackerError: There is no such experiment, or none of its runs has the metric.
    """
    scores = store.scores(experiment, metric)
    finite = {
        run: value for run, value in scores.values.items() if finite_or_none(value) is not None
    }
    if not finite:
        raise _unmeasured(experiment, metric, scores.metrics, scores.runs)
    best = max(finite.values()) if highest else min(finite.values())
    equals = sorted(run for run, value in finite.items() if value == best)
    return Chosen(
        run_id=equals[0],
        experiment=experiment,
        metric=metric,
        highest=highest,
        compared=len(finite),
        equals=len(equals),
        is_whole=scores.is_whole,
    )


def _unmeasured(experiment: str, metric: str, metrics: Iterable[str], runs: int) -> TrackerError:
    names = sorted(metrics)
    if metric in names:
        return TrackerError(f"no run of `{experiment}` has a finite `{metric}`")
    message = f"none of the {runs} runs of `{experiment}` has the metric `{metric}`"
    if near := nearest(metric, names):
        return TrackerError(f"{message}. Was `{near}` meant?")
    return TrackerError(f"{message}. They have {named(names)}" if names else message)


def _fitting(text: str, found: list[Found]) -> list[Found]:
    """Those with that id, else with that name, else whose id begins so."""
    if exact := [each for each in found if each.id == text]:
        return exact
    if called := [each for each in found if each.name == text]:
        return called
    if len(text) < _SHORTEST_BEGINNING:
        return []
    return [each for each in found if each.id.startswith(text)]


def _listed(run: Found) -> str:
    day = day_at(run.started, dt.UTC)
    about = (run.id, day.isoformat() if day else "", run.status, run.experiment, run.name)
    return ", ".join(one_line(each, 80) for each in about if each)
