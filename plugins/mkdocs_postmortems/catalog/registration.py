"""Whether what would count as success was fixed before the result, as far as git can tell.

A plan that is written down before the data is seen tells prediction from postdiction (Nosek et al.,
"The preregistration revolution", PNAS 2018, doi:10.1073/pnas.1708274114).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from mkdocs_postmortems.catalog.differences import Difference, differences_of
from mkdocs_postmortems.domain import Criterion, Moment, Postmortem, is_verdict
from mkdocs_postmortems.domain.vocabulary import squeeze
from mkdocs_postmortems.source.versions import Version

_PENDING = "pending"


class Status(StrEnum):
    """How the criteria stand to the result."""

    REGISTERED = "registered"
    """They are those of the last commit before the result."""
    CHANGED = "changed"
    """They are others."""
    RESULTS_FIRST = "results first"
    """There were none before the result."""
    UNKNOWN = "unknown"
    """Git cannot tell: the result was there from the first commit on, or git knows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How the criteria of a postmortem stand to its result.

    Attributes:
        status: The answer.
        moment: When the registered criteria took their form; None where none were registered.
        commit: The commit that gave them this form; empty where none were registered.
        differences: How today's differ from them.
        switched: Metrics that decided and do so no more, and metrics that decide now and did not;
            both are empty unless there are some of either.
        is_open: Whether a correction was added since the criteria changed.
    """

    status: Status
    moment: Moment | None = None
    commit: str = ""
    differences: tuple[Difference, ...] = ()
    switched: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    is_open: bool = False


def registration_of(postmortem: Postmortem, versions: Sequence[Version] | None) -> Registration:
    """Hold today's criteria against those of the last commit before the first result.

    A figure is a result, and so is an outcome other than pending. Criteria that were changed before
    the result count as they were last. `versions` are the postmortem's, oldest first; what is in
    the working tree only is today's.
    """
    known = list(versions or ())
    count = next((i for i, each in enumerate(known) if _has_result(each)), len(known))
    before, later = known[:count], known[count:]
    if not before or not before[-1].success_criteria:
        return Registration(status=_without_plan(postmortem, before, later))
    plan, today = before[-1], postmortem.success_criteria
    differences = tuple(differences_of(plan.success_criteria, today))
    if differences and not later and not _has_result(postmortem):
        return Registration(status=Status.UNKNOWN)  # a plan that is being changed
    first = _first_alike(before)
    return Registration(
        status=Status.CHANGED if differences else Status.REGISTERED,
        moment=first.moment,
        commit=first.commit,
        differences=differences,
        switched=_switched(plan.success_criteria, today),
        is_open=bool(differences) and _is_open(postmortem, plan, later),
    )


def _without_plan(
    postmortem: Postmortem, before: Sequence[Version], later: Sequence[Version]
) -> Status:
    """The answer where no commit before the result has criteria.

    The result came first where the experiment was registered without criteria, or criteria came in
    a commit of their own after it. Where all came at once, it may have been written in one go.
    """
    if not postmortem.success_criteria or not (later or _has_result(postmortem)):
        return Status.UNKNOWN
    was_registered = any(each.outcome == _PENDING for each in before)
    came_later = bool(later) and not later[0].success_criteria
    return Status.RESULTS_FIRST if was_registered or came_later else Status.UNKNOWN


def _has_result(said: Version | Postmortem) -> bool:
    measured = any(result.value is not None for result in said.results)
    return measured or is_verdict(said.outcome)


def _first_alike(before: Sequence[Version]) -> Version:
    """The first of the last versions that have the same criteria."""
    first = before[-1]
    for each in reversed(before):
        if any(differences_of(each.success_criteria, first.success_criteria)):
            break
        first = each
    return first


def _is_open(postmortem: Postmortem, plan: Version, later: Sequence[Version]) -> bool:
    """Whether there are more corrections now than just before the criteria became today's."""
    corrections = plan.corrections
    for earlier, version in pairwise((plan, *later)):
        if any(differences_of(earlier.success_criteria, version.success_criteria)):
            corrections = earlier.corrections
    last = later[-1] if later else plan
    if any(differences_of(last.success_criteria, postmortem.success_criteria)):
        corrections = last.corrections
    return len(postmortem.corrections) > corrections


def _switched(
    before: Iterable[Criterion], after: Iterable[Criterion]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = _deciding(before), _deciding(after)
    gone = tuple(name for key, name in old.items() if key not in new)
    come = tuple(name for key, name in new.items() if key not in old)
    return (gone, come) if gone and come else ((), ())


def _deciding(criteria: Iterable[Criterion]) -> dict[str, str]:
    """The metrics of primary criteria, by their squeezed spelling."""
    named = (each.metric for each in criteria if each.kind == "primary" and each.metric)
    return {squeeze(name): name for name in named}
