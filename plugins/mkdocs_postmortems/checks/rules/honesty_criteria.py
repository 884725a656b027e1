"""The honesty family, on criteria: that there are some, and that they agree with the outcome."""

from collections.abc import Iterable

from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules.evidence import (
    GOLDACRE,
    JUDGED,
    KERR,
    KOHAVI,
    LIPTON,
    NOSEK,
    PENDING,
    example,
    figure,
    line_within,
    measured,
    on,
    said,
)
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import Criterion, Judgement, Verdict, judge
from mkdocs_postmortems.domain.vocabulary import squeeze


def _judgements(subject: Subject) -> list[Judgement]:
    postmortem = subject.postmortem
    return [judge(each, postmortem.results) for each in postmortem.success_criteria]


def _no_criteria(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.success_criteria or postmortem.outcome not in JUDGED | {PENDING}:
        return
    is_pending = postmortem.outcome == PENDING
    yield Remark(
        message="nothing says what would count as success",
        remedy="Write `success_criteria:` before there is a result"
        if is_pending
        else "Write what was to be reached under `success_criteria`, and in the text that it was "
        "written down afterwards",
        line=postmortem.line_of("outcome"),
        level=None if is_pending else Level.INFO,
    )


def _no_target(subject: Subject) -> Iterable[Remark]:
    for each in subject.postmortem.success_criteria:
        if each.metric and each.target is None and not each.text:
            yield Remark(
                message=f"`{each.metric}` has no target, so no figure can meet it",
                remedy='Write `op: ">="` and `target:` with the figure to reach',
                line=_line(each, subject),
            )


def _unanswered_words(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    criteria = postmortem.success_criteria
    if postmortem.outcome not in JUDGED or not criteria or measured(postmortem.results):
        return
    if all(not each.metric for each in criteria):
        yield Remark(
            message=f"no result answers {said(criteria[0], subject)}",
            remedy="Give the figure under `results`, and the criterion a `metric` and a `target`",
            line=postmortem.line_of("success_criteria"),
        )


def _open(subject: Subject) -> Iterable[Remark]:
    if subject.postmortem.outcome not in JUDGED or _is_other_metric(subject):
        return
    for each in _judgements(subject):
        if each.verdict is Verdict.OPEN and each.criterion.is_measurable:
            yield Remark(
                message=f"{said(each.criterion, subject)} is neither met nor missed: "
                f"{_what_is_missing(each.criterion, subject)}",
                remedy="Add the figure under `results`, or say that it was not measured",
                line=_line(each.criterion, subject),
            )


def _what_is_missing(criterion: Criterion, subject: Subject) -> str:
    alike = [
        each
        for each in measured(subject.postmortem.results)
        if squeeze(each.metric) == squeeze(criterion.metric)
    ]
    splits = [on(each.split, subject) for each in alike if each.split]
    if splits:
        return f"it was measured{' and'.join(dict.fromkeys(splits))}"
    if alike:
        return "its figure names no split"
    return "no figure is given"


def _other_metric(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.outcome not in JUDGED or not _is_other_metric(subject):
        return
    reported = dict.fromkeys(f"`{each.metric}`" for each in measured(postmortem.results))
    criteria = postmortem.success_criteria
    promised = dict.fromkeys(f"`{each.metric}`" for each in criteria if each.kind == "primary")
    yield Remark(
        message=f"success was to be told by {', '.join(promised)}, and the results have "
        f"{', '.join(list(reported)[:4])}",
        remedy="Report what was to decide too, or call it by the same name in both",
        line=postmortem.line_of("results"),
    )


def _is_other_metric(subject: Subject) -> bool:
    """Whether figures are reported, and none is of a metric that was to decide.

    Names of which one holds the other, as `recall` and `recall at 5`, may be one metric.
    """
    reported = {squeeze(each.metric) for each in measured(subject.postmortem.results)}
    primary = [each for each in subject.postmortem.success_criteria if each.kind == "primary"]
    promised = {squeeze(each.metric) for each in primary}
    if not reported or not primary or not all(each.is_measurable for each in primary):
        return False
    return not any(one in other or other in one for one in reported for other in promised)


def _succeeded_unmet(subject: Subject) -> Iterable[Remark]:
    if subject.postmortem.outcome != "succeeded":
        return
    for each in _judgements(subject):
        if each.verdict is Verdict.NOT_MET and each.result:
            is_primary = each.criterion.kind == "primary"
            yield Remark(
                message=f"`succeeded`, and {said(each.criterion, subject)} is not met: "
                f"{figure(each.result.value)}{on(each.result.split, subject)}",
                remedy="Write `mixed` or `failed`, or mend the figure or its split"
                if is_primary
                else "Write `mixed`, which is the word for a guardrail that was harmed",
                line=_line(each.criterion, subject),
                level=None if is_primary else Level.WARNING,
            )


def _all_met(subject: Subject) -> bool:
    verdicts = [each.verdict for each in _judgements(subject)]
    has_primary = any(each.kind == "primary" for each in subject.postmortem.success_criteria)
    return has_primary and all(each is Verdict.MET for each in verdicts)


def _failed_met(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.outcome == "failed" and _all_met(subject):
        yield Remark(
            message="`failed`, and every criterion is met",
            remedy="Add the criterion that it failed, or write `invalid` where the figures "
            "cannot be trusted",
            line=postmortem.line_of("outcome"),
        )


def _mixed_met(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.outcome == "mixed" and _all_met(subject):
        yield Remark(
            message="`mixed`, and every criterion is met",
            remedy="Add the criterion or the guardrail that was not, or write `succeeded`",
            line=postmortem.line_of("outcome"),
        )


def _line(criterion: Criterion, subject: Subject) -> int:
    return line_within(subject, "success_criteria", criterion.metric or criterion.text[:30])


_CRITERIA = "success_criteria:\n  - {metric: recall, split: test, op: '>=', target: 0.85}\n"
_MISSED = "results:\n  - {metric: recall, split: test, value: 0.81}\n"
_REACHED = _MISSED.replace("0.81", "0.87")

RULES: tuple[Rule, ...] = (
    Rule(
        id="HON201",
        name="no-criteria",
        level=Level.WARNING,
        reason="Whoever looks at a result first finds a reading under which it is one. What would "
        "count as success is fixed while nobody knows it.",
        bad=example("outcome: pending\nhypothesis: Calls tell of churn.\n"),
        good=example(f"outcome: pending\nhypothesis: Calls tell of churn.\n{_CRITERIA}"),
        source=NOSEK,
        look=_no_criteria,
    ),
    Rule(
        id="HON202",
        name="criterion-without-target",
        level=Level.WARNING,
        reason="A metric alone says what is looked at, and not what would be enough.",
        bad=example("outcome: pending\nsuccess_criteria:\n  - {metric: recall, split: test}\n"),
        good=example(f"outcome: pending\n{_CRITERIA}"),
        source=KERR,
        look=_no_target,
    ),
    Rule(
        id="HON203",
        name="unanswered-criteria",
        level=Level.INFO,
        reason="Criteria in words cannot be held against figures, so the page shows them as open. "
        "A reader has to find the answer in the text.",
        bad=example("outcome: failed\nsuccess_criteria: [Recall is good enough for support.]\n"),
        good=example(f"outcome: failed\n{_CRITERIA}{_MISSED}"),
        source=LIPTON,
        look=_unanswered_words,
    ),
    Rule(
        id="HON204",
        name="open-criterion",
        level=Level.INFO,
        reason="What was promised and then not measured is the most common way in which a result "
        "comes out better than it was.",
        bad=example(f"outcome: failed\n{_CRITERIA}{_MISSED.replace('test', 'validation')}"),
        good=example(f"outcome: failed\n{_CRITERIA}{_MISSED}"),
        source=GOLDACRE,
        look=_open,
    ),
    Rule(
        id="HON205",
        name="other-metric-reported",
        level=Level.WARNING,
        reason="Among many metrics one looks good by chance. What was to decide should be "
        "reported, whatever it says, and another beside it.",
        bad=example(f"outcome: failed\n{_CRITERIA}{_MISSED.replace('recall', 'auc')}"),
        good=example(f"outcome: failed\n{_CRITERIA}{_MISSED}"),
        source=GOLDACRE,
        look=_other_metric,
    ),
    Rule(
        id="HON211",
        name="succeeded-with-unmet-criterion",
        level=Level.ERROR,
        reason="`succeeded` means that the criteria stated beforehand were met. Readers, and every "
        "figure about success, rely on it.",
        bad=example(f"outcome: succeeded\n{_CRITERIA}{_MISSED}"),
        good=example(f"outcome: succeeded\n{_CRITERIA}{_REACHED}"),
        source=KOHAVI,
        look=_succeeded_unmet,
    ),
    Rule(
        id="HON212",
        name="failed-with-all-met",
        level=Level.WARNING,
        reason="Something spoke against it that the criteria do not name. It is the thing that the "
        "next team wants to know.",
        bad=example(f"outcome: failed\n{_CRITERIA}{_REACHED}"),
        good=example(f"outcome: failed\n{_CRITERIA}{_MISSED}"),
        source=KOHAVI,
        look=_failed_met,
    ),
    Rule(
        id="HON213",
        name="mixed-with-all-met",
        level=Level.INFO,
        reason="`mixed` means that a criterion or a guardrail was not met, and none here was not.",
        bad=example(f"outcome: mixed\n{_CRITERIA}{_REACHED}"),
        good=example(f"outcome: mixed\n{_CRITERIA}{_MISSED}"),
        source=KOHAVI,
        look=_mixed_met,
    ),
)
