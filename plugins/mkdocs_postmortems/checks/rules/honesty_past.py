"""The honesty family, on what git knows: what was promised before the result, and what became."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from mkdocs_postmortems.catalog.differences import Aspect, Difference, worded
from mkdocs_postmortems.catalog.registration import Registration, Status, registration_of
from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules.evidence import (
    GOLDACRE,
    ICMJE,
    KERR,
    NOSEK,
    ROSENTHAL,
    example,
)
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import NOT_READABLE, Correction, is_verdict
from mkdocs_postmortems.domain.vocabulary import squeeze
from mkdocs_postmortems.source.versions import Version

_DRAFTING = dt.timedelta(days=1)
"""How long a verdict may be mended before others count on it."""


def _criteria_changed(subject: Subject) -> Iterable[Remark]:
    found = registration_of(subject.postmortem, subject.versions)
    told = [each for each in found.differences if not _is_of_switch(each, found)]
    if found.status is not Status.CHANGED or not told:
        return
    differences = "; ".join(worded(each, _split_label(subject)) for each in told)
    yield Remark(
        message=f"the criteria are not those from before the result: {differences}{_since(found)}",
        remedy=""
        if found.is_open
        else "Restore what was registered, or say why it changed under `corrections`",
        line=_criteria_line(subject),
        level=Level.INFO if found.is_open else None,
    )


def _switched(subject: Subject) -> Iterable[Remark]:
    found = registration_of(subject.postmortem, subject.versions)
    gone, come = found.switched
    if not gone:
        return
    yield Remark(
        message=f"`{'`, `'.join(come)}` decides, and before the result "
        f"`{'`, `'.join(gone)}` did{_since(found)}",
        remedy="" if found.is_open else "Report both, and say why under `corrections`",
        line=_criteria_line(subject),
        level=Level.INFO if found.is_open else None,
    )


def _results_first(subject: Subject) -> Iterable[Remark]:
    found = registration_of(subject.postmortem, subject.versions)
    if found.status is Status.RESULTS_FIRST:
        yield Remark(
            message="git has no criteria from before the result",
            remedy="Say in the text that they were written down after it; next time, commit them "
            "with `outcome: pending`",
            line=_criteria_line(subject),
        )


def _outcome_changed(subject: Subject) -> Iterable[Remark]:
    postmortem, versions = subject.postmortem, subject.versions or ()
    if postmortem.outcome == NOT_READABLE.code:
        return
    before = _earlier_verdict(versions, postmortem.outcome, subject.collection.now)
    if before is None or _is_corrected(postmortem.corrections, before):
        return
    day = before.moment.date().isoformat()
    yield Remark(
        message=f"the outcome was `{before.outcome}` on {day} and is `{postmortem.outcome}`, "
        "and no correction says why",
        remedy=f"Write `corrections: [{{date: …, was: {before.outcome}, "
        f"now: {postmortem.outcome}, why: …}}]`",
        line=postmortem.line_of("outcome"),
    )


def _outcome_removed(subject: Subject) -> Iterable[Remark]:
    """An essay that was an experiment for more than a day, and no correction says why."""
    postmortem, versions = subject.postmortem, subject.versions or ()
    if postmortem.is_experiment or not versions:
        return
    before = _last_experiment(versions, subject.collection.now)
    if before is None or _is_corrected(postmortem.corrections, before):
        return
    day = before.moment.date().isoformat()
    was = f"`{before.outcome}`" if before.outcome != NOT_READABLE.code else "one"
    yield Remark(
        message=f"the outcome was {was} on {day}, and there is none now, so this is no longer "
        "among the experiments",
        remedy="Write it again, `abandoned` if it ended before an answer, or say under "
        "`corrections` why it is no experiment",
        line=1,
    )


def _last_experiment(versions: Sequence[Version], now: dt.datetime) -> Version | None:
    """The last version with an outcome, where there was one for more than a day."""
    ends = [each.moment for each in versions[1:]] + [now]
    since: dt.datetime | None = None
    found: Version | None = None
    for version, end in zip(versions, ends, strict=True):
        since = (since or version.moment) if version.outcome else None
        if since and end - since > _DRAFTING:
            found = version
    return found


def _earlier_verdict(
    versions: Sequence[Version], today: str | None, now: dt.datetime
) -> Version | None:
    """The last version with another verdict that stood for more than a day.

    None where the first verdict was today's: one that was taken back was a slip.
    """
    concluded = [each for each in versions if is_verdict(each.outcome)]
    if not concluded or concluded[0].outcome == today:
        return None
    ends = [each.moment for each in versions[1:]] + [now]
    since: dt.datetime | None = None
    found: Version | None = None
    for version, end in zip(versions, ends, strict=True):
        if not is_verdict(version.outcome) or version.outcome == today:
            since = None
            continue
        since = since or version.moment
        if end - since > _DRAFTING:
            found = version
    return found


def _is_corrected(corrections: Sequence[Correction], before: Version) -> bool:
    return len(corrections) > before.corrections


def _is_of_switch(difference: Difference, found: Registration) -> bool:
    """Whether the rule on switched metrics tells of it already."""
    switched = {squeeze(each) for metrics in found.switched for each in metrics}
    either = difference.after or difference.before
    is_whole = difference.aspect in {Aspect.ADDED, Aspect.REMOVED, Aspect.METRIC, Aspect.KIND}
    return is_whole and either is not None and squeeze(either.metric) in switched


def _since(found: Registration) -> str:
    if found.moment is None:
        return ""
    said = ", as a correction says" if found.is_open else ""
    return f" (registered on {found.moment.isoformat()[:10]}{said})"


def _split_label(subject: Subject) -> Callable[[str], str]:
    split = subject.collection.catalog.vocabularies.split
    return lambda code: split.term(code).label.lower() if code else ""


def _criteria_line(subject: Subject) -> int:
    line_of = subject.postmortem.line_of
    return line_of("success_criteria") or line_of("outcome")


_MEASURED = "results:\n  - {metric: recall, split: test, value: 0.81}\n"
_LOWERED = (
    "outcome: succeeded\nsuccess_criteria:\n  # Until the result came, the target was 0.85.\n"
    f"  - {{metric: recall, split: test, target: 0.8}}\n{_MEASURED}"
)
_KEPT = (
    "outcome: failed\nsuccess_criteria:\n"
    f"  - {{metric: recall, split: test, target: 0.85}}\n{_MEASURED}"
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="HON101",
        name="criteria-changed",
        level=Level.WARNING,
        reason="A target that moves once the figure is known can be met by any figure. There are "
        "good reasons to move one; readers want to know them. With a correction it is told as "
        "information.",
        bad=example(_LOWERED),
        good=example(_KEPT),
        source=NOSEK,
        look=_criteria_changed,
        past=True,
    ),
    Rule(
        id="HON102",
        name="results-first",
        level=Level.INFO,
        reason="Criteria that are written when the result is known describe it. That is worth "
        "reading, and it is another thing than a prediction that came true.",
        bad=example(f"# The criteria came in a commit after the result.\n{_KEPT}"),
        good=example(f"# The criteria were committed while the outcome was pending.\n{_KEPT}"),
        source=KERR,
        look=_results_first,
        past=True,
    ),
    Rule(
        id="HON103",
        name="primary-metric-switched",
        level=Level.WARNING,
        reason="Among many metrics one looks good by chance. What was to decide should be "
        "reported, whatever it says, and another beside it.",
        bad=example(_KEPT.replace("metric: recall", "metric: auc", 1)),
        good=example(_KEPT),
        source=GOLDACRE,
        look=_switched,
        past=True,
    ),
    Rule(
        id="HON104",
        name="outcome-changed",
        level=Level.WARNING,
        reason="Others may have acted on the verdict that stood here. A correction tells them that "
        "it changed, and why. A verdict that stood for less than a day does not count.",
        bad=example(f"# On 1 May this file said `outcome: failed`.\noutcome: mixed\n{_MEASURED}"),
        good=example(
            "outcome: mixed\ncorrections:\n  - {date: 2024-05-08, was: failed, now: mixed, "
            f"why: One shop had been left out.}}\n{_MEASURED}"
        ),
        source=ICMJE,
        look=_outcome_changed,
        around=True,
        past=True,
    ),
    Rule(
        id="HON105",
        name="outcome-removed",
        level=Level.WARNING,
        reason="A page without an outcome is an essay, which no list of experiments and no figure "
        "has. What was registered, or failed, would be gone from them without a word. An outcome "
        "that stood for less than a day does not count.",
        bad=example("# On 1 May this file said `outcome: pending`.\nteam: Growth\n"),
        good=example("outcome: abandoned\ncauses: [priorities]\n"),
        source=ROSENTHAL,
        look=_outcome_removed,
        around=True,
        past=True,
        essays=True,
    ),
)
