"""Criteria, results and causes: what was promised, what was measured, and why."""

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import Field

from mkdocs_postmortems.domain.record import Record
from mkdocs_postmortems.domain.vocabulary import squeeze

Operator = Literal[">=", ">", "<=", "<", "=="]

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": lambda value, target: math.isclose(value, target, rel_tol=1e-9, abs_tol=1e-12),
}


class Criterion(Record):
    """What would count as success, stated before the result."""

    text: str = Field(default="", description="The criterion in words, where it is not a figure")
    metric: str = Field(default="", description="Name of the measure, as in the results")
    split: str = Field(default="", description="Code of the data it must hold on")
    op: Operator = Field(default=">=", description="How the value must stand to the target")
    target: float | None = Field(default=None, description="The figure to reach")
    kind: Literal["primary", "guardrail"] = Field(
        default="primary", description="What decides, or what must not be harmed"
    )

    @property
    def is_measurable(self) -> bool:
        """Whether a figure can decide it."""
        return bool(self.metric) and self.target is not None


class Result(Record):
    """One measured figure."""

    metric: str = Field(description="Name of the measure")
    split: str = Field(default="", description="Code of the data it was measured on")
    value: float | None = Field(default=None, description="The figure")
    baseline: float | None = Field(default=None, description="The same measure for the baseline")
    ci: tuple[float, float] | None = Field(
        default=None, description="Lower and upper end of its interval"
    )
    n: int | None = Field(default=None, description="How many cases it was measured on")
    higher_is_better: bool | None = Field(default=None, description="Which direction is good")
    run: str = Field(default="", description="The run it comes from, as in `runs`")


class Baseline(Record):
    """What the experiment had to beat."""

    name: str = Field(description="What it is, in words")
    metric: str = Field(default="", description="Name of the measure")
    value: float | None = Field(default=None, description="Its figure")


class Dataset(Record):
    """Data that was used."""

    name: str = Field(description="What it is called")
    version: str = Field(default="", description="Which state of it")
    window: str = Field(default="", description="Which period it covers")


class Cause(Record):
    """A contributing cause: a code, never a person."""

    code: str = Field(description="Code of the vocabulary of causes")
    certainty: Literal["known", "likely"] | None = Field(
        default=None, description="Whether it is known or likely"
    )
    evidence: str = Field(default="", description="What shows it")


class Verdict(StrEnum):
    """Whether a criterion was met."""

    MET = "met"
    NOT_MET = "not met"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A criterion beside the result that decides it; `result` is None where none does."""

    criterion: Criterion
    verdict: Verdict
    result: Result | None = None


def judge(criterion: Criterion, results: Iterable[Result]) -> Judgement:
    """Hold `criterion` against `results`.

    A result decides when its metric is the criterion's, its split too where the criterion names
    one, and it has a value. What was measured on training data decides only where it is named.
    Where several fit, all must meet it, and the first that does not is shown. A criterion in
    words, or without a result that fits, stays open.
    """
    if not criterion.is_measurable:
        return Judgement(criterion, Verdict.OPEN)
    fitting = [result for result in results if _decides(result, criterion)]
    if not fitting:
        return Judgement(criterion, Verdict.OPEN)
    unmet = next((result for result in fitting if not _meets(result, criterion)), None)
    if unmet is not None:
        return Judgement(criterion, Verdict.NOT_MET, unmet)
    return Judgement(criterion, Verdict.MET, fitting[0])


def _decides(result: Result, criterion: Criterion) -> bool:
    if result.value is None or squeeze(result.metric) != squeeze(criterion.metric):
        return False
    return result.split == criterion.split if criterion.split else result.split != "train"


def _meets(result: Result, criterion: Criterion) -> bool:
    if result.value is None or criterion.target is None:
        return False
    return _COMPARISONS[criterion.op](result.value, criterion.target)
