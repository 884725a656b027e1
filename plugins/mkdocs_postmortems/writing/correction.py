"""A verdict, or a figure, that turned out wrong: changed in the open, with the reason."""

import datetime as dt
from dataclasses import dataclass

from mkdocs_postmortems.source import Settings
from mkdocs_postmortems.writing.conclusion import VerdictError, check_readable
from mkdocs_postmortems.writing.subject import Subject, subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was found out.

    Attributes:
        outcome: The code of the outcome since; empty where only figures or the text changed.
        why: What showed it.
        day: When it was found out.
    """

    outcome: str
    why: str
    day: dt.date


def check_concluded(subject: Subject, outcome: str, shown: str) -> None:
    """See that a verdict can be changed to `outcome`; `shown` is how the postmortem is called.

    Raises:
        VerdictError: There is none yet, or none that can be read, or it would be none, or the same.
    """
    was = subject.postmortem.outcome
    if was is None:
        raise VerdictError(f"{shown} has no outcome, so it is an essay. There is none to correct")
    if was == "pending":
        raise VerdictError(
            f"{shown} is pending, so there is no verdict yet. Give one with `postmortems conclude`"
        )
    check_readable(subject, shown)
    if outcome == "pending":
        raise VerdictError(
            "A published verdict does not become pending again. "
            "Take inconclusive or invalid, and register the next try in a file of its own"
        )
    if outcome == was:
        raise VerdictError(
            f"{shown} is {was} already. Leave --outcome out if only figures or the text changed"
        )


def correct(subject: Subject, change: Change, settings: Settings) -> Subject:
    """The postmortem with `change` among its corrections, and with its outcome since.

    Where the outcome stays, the correction has a day and a reason only.

    Raises:
        EditError: The front matter cannot be edited without harm.
    """
    manuscript = subject.manuscript
    verdict: dict[str, str] = {}
    if change.outcome:
        verdict = {"was": subject.postmortem.outcome or "", "now": change.outcome}
        manuscript = manuscript.set("outcome", change.outcome)
    return subject_of(
        manuscript.append("corrections", [{"date": change.day, **verdict, "why": change.why}]),
        settings,
    )
