"""One tracked run, and what is asked of the place that holds it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

_LARGEST = 1.797e308
"""MLflow's SQL stores keep infinity as the largest number there is."""


@dataclass(frozen=True, slots=True)
class Input:
    """A data set that a run read.

    Attributes:
        name: What it is called.
        digest: A fingerprint of its content.
        context: What it was used for, such as `training`; empty if that is not told.
        rows: How many rows it has, where that is told.
    """

    name: str
    digest: str = ""
    context: str = ""
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A run that fits what was asked for.

    Attributes:
        id: Its id.
        name: Its name; not unique.
        experiment: The name of its experiment.
        status: `FINISHED`, `FAILED`, `KILLED`, `RUNNING` or `SCHEDULED`.
        started: Milliseconds since 1970 in UTC, where that is told.
        deleted: Whether somebody deleted it; such runs are kept for a while.
    """

    id: str
    name: str = ""
    experiment: str = ""
    status: str = ""
    started: int | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run.

    Attributes:
        id: Its id.
        name: Its name.
        experiment: The name of its experiment.
        experiment_id: The id of its experiment.
        status: `FINISHED`, `FAILED`, `KILLED`, `RUNNING` or `SCHEDULED`.
        started: Milliseconds since 1970 in UTC, where that is told.
        ended: The same for its end.
        artifacts: The address of what it left behind.
        metrics: The last value of each metric; it may be infinite or not a number.
        params: Its settings as text.
        tags: Its tags, those of MLflow itself among them.
        inputs: The data that it read.
    """

    id: str
    name: str = ""
    experiment: str = ""
    experiment_id: str = ""
    status: str = ""
    started: int | None = None
    ended: int | None = None
    artifacts: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One metric over the runs of an experiment that are not deleted.

    Attributes:
        values: The last value by the run's id, where the run has it.
        runs: How many runs there are, with it or without.
        metrics: The names of all metrics of these runs.
        is_whole: Whether all runs were looked at.
    """

    values: Mapping[str, float]
    runs: int
    metrics: frozenset[str]
    is_whole: bool = True


class Store(Protocol):
    """Where runs are kept. Every method raises `TrackerError` where it cannot be read."""

    @property
    def name(self) -> str:
        """How it is called in messages."""
        ...

    @property
    def address(self) -> str:
        """Where its pages are in a browser; empty where it has none."""
        ...

    def find(self, text: str) -> list[Found]:
        """The runs whose id begins with `text`, or whose name it is; deleted ones too."""
        ...

    def read(self, run_id: str) -> Run:
        """The run of that id."""
        ...

    def children(self, run_id: str) -> int:
        """How many runs, not deleted, have that one for a parent."""
        ...

    def scores(self, experiment: str, metric: str) -> Scores:
        """One metric over the runs of the experiment of that name or id."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def finite_or_none(value: float) -> float | None:
    """`value`, unless it is infinite or not a number, whichever way the store keeps that."""
    return value if abs(value) < _LARGEST else None


def day_at(milliseconds: int | None, zone: dt.tzinfo | None = None) -> dt.date | None:
    """The day of a moment, in `zone` or the writer's own; None where no calendar has it."""
    if milliseconds is None or milliseconds <= 0:
        return None
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC)
        return moment.astimezone(zone).date()
    except (OverflowError, ValueError, OSError):
        return None
