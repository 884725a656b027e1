"""The honesty family, on figures: compared with what, on which data, and how certain."""

import re
from collections.abc import Iterable, Iterator

from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules.evidence import (
    BOUTHILLIER,
    DACREMA,
    KAPOOR,
    MEASURED,
    RECHT,
    REPRODUCED,
    example,
    is_of_quality,
    is_out_of_sample,
    line_within,
    measured,
    on,
)
from mkdocs_postmortems.checks.rules.gap import large_gaps
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import Result

_CLAIMS = frozenset({"succeeded", "mixed"})
_LEAKAGE = frozenset({"split_leakage", "feature_leakage", "temporal_leakage"})
_EXPLAINING = frozenset({"data", "validity", "ops"})
# A difference is a comparison already, and a text may name what its front matter does not.
_DIFFERENCE = re.compile(
    r"lift|delta|diff|gain|change|improve|reduc|increas|effect|ratio|relative|odds|\bvs\b|regret|"
    r"speed-?up|saved",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"base ?-?line|control (?:group|arm)|treatment|status quo|incumbent|na[iï]ve|"
    r"compared (?:to|with)|against|versus|\bvs\b|better than|worse than|outperform|beats?\b|"
    r"than the (?:old|current|previous|existing)|no (?:improvement|benefit|better)|slightly worse",
    re.IGNORECASE,
)


def _no_baseline(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    results = [each for each in measured(postmortem.results) if is_of_quality(each.metric)]
    if postmortem.outcome not in MEASURED or not results or postmortem.baseline:
        return
    if any(_is_compared(each) for each in results) or _COMPARED.search(subject.postmortem.body):
        return
    yield Remark(
        message="the figures are compared with nothing",
        remedy="Write `baseline:`, the simplest thing that somebody would do instead, or "
        "`baseline:` at each result",
        line=postmortem.line_of("results"),
    )


def _is_compared(result: Result) -> bool:
    return result.baseline is not None or bool(_DIFFERENCE.search(result.metric))


def _no_held_out(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    figures = measured(postmortem.results)
    results = [each for each in figures if is_of_quality(each.metric)]
    if postmortem.outcome not in _CLAIMS or any(is_out_of_sample(each) for each in results):
        return
    if not results and (figures or postmortem.outcome != "succeeded"):
        return
    ships = postmortem.outcome == "succeeded" and postmortem.decision == "ship"
    yield Remark(
        message=f"`{postmortem.outcome}`{' and `ship`' if ships else ''}, and {_where(results)}",
        remedy="Give a figure with `split: test`, `out_of_time`, `external`, `shadow`, `online` "
        "or `production`",
        line=postmortem.line_of("results") or postmortem.line_of("outcome"),
        level=Level.ERROR if ships and _is_certain(results, subject) else None,
    )


def _is_certain(results: list[Result], subject: Subject) -> bool:
    """Whether it is told where the figures are from, and no cost decides.

    A text may have figures that its front matter does not. Where a cost decides, quality is a
    condition and not the claim.
    """
    if not any(each.split for each in results):
        return False
    return not any(
        each.kind == "primary" and each.metric and not is_of_quality(each.metric)
        for each in subject.postmortem.success_criteria
    )


def _where(results: list[Result]) -> str:
    if not results:
        return "no figure stands under `results`"
    splits = dict.fromkeys(each.split for each in results if each.split)
    if not splits:
        return "no figure says on which data it was measured"
    return f"every figure is from {' or '.join(splits)} data"


def _gap(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    vocabulary = subject.collection.catalog.vocabularies.cause
    if any(vocabulary.term(each.code).family in _EXPLAINING for each in postmortem.causes):
        return
    for gap in large_gaps(postmortem.results, postmortem.success_criteria):
        yield Remark(
            message=f"`{gap.before.metric}` is {_told(gap.before, subject)} and "
            f"{_told(gap.after, subject)}, {gap.share:.0%} worse, and no cause says why",
            remedy="Write the likely cause, such as `overfit`, `shift` or `selection`",
            line=line_within(subject, "results", gap.before.metric),
        )


def _told(result: Result, subject: Subject) -> str:
    return f"{result.value:.4g}{on(result.split, subject)}"


def _no_uncertainty(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    deciding = list(_deciding(subject))
    if postmortem.outcome not in MEASURED or not deciding:
        return
    if any(each.ci is not None or each.n is not None for each in deciding):
        return
    yield Remark(
        message="no figure that decides says how certain it is",
        remedy="Add `ci: [low, high]`, or `n` for the number of cases, seeds or users",
        line=line_within(subject, "results", deciding[0].metric),
    )


def _deciding(subject: Subject) -> Iterator[Result]:
    """The figures that a verdict rests on: of quality, on held-out data where there are some."""
    results = [each for each in measured(subject.postmortem.results) if is_of_quality(each.metric)]
    outside = [each for each in results if is_out_of_sample(each)]
    yield from outside or results


def _confidence(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.confidence != "high" or postmortem.outcome not in MEASURED:
        return
    missing = list(_missing(subject))
    if not missing:
        return
    yield Remark(
        message=f"confidence is `high`, and {', '.join(missing)}",
        remedy="Add what shows it, or write `confidence: medium`",
        line=postmortem.line_of("confidence"),
        level=None if measured(postmortem.results) else Level.INFO,
    )


def _missing(subject: Subject) -> Iterator[str]:
    """What the vocabulary asks of high confidence: independent data, repeated, uncertainty."""
    postmortem = subject.postmortem
    results = measured(postmortem.results)
    if not results:
        yield "no figure stands under `results`"
        return
    if not any(is_out_of_sample(each) for each in results):
        yield "no figure is from held-out data"
    if all(each.ci is None and each.n is None for each in results):
        yield "no figure says how certain it is"
    if len(results) == 1 and not postmortem.replicates and results[0].ci is None:
        yield "there is one figure only"


def _leaked_success(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    for cause in postmortem.causes:
        if postmortem.outcome == "succeeded" and cause.code in _LEAKAGE:
            yield Remark(
                message=f"`succeeded` with the cause `{cause.code}`, and a leak makes a result "
                "that cannot be trusted",
                remedy="Write `invalid`, or leave the cause out where it was mended before the "
                "figures were taken",
                line=line_within(subject, "causes", cause.code),
            )


_BASELINE = "baseline: {name: Last year's list, metric: recall, value: 0.79}\n"
_CERTAINTY = ", ci: [0.84, 0.9], n: 900"
_TEST = "results:\n  - {metric: recall, split: test, value: 0.87, ci: [0.84, 0.9], n: 900}\n"
_CHOSEN = "results:\n  - {metric: recall, split: validation, value: 0.87, n: 900}\n"
_BOTH = "results:\n  - {metric: recall, split: validation, value: 0.87, n: 900}\n" + _TEST.replace(
    "results:\n", ""
).replace("0.87, ci: [0.84, 0.9]", "0.71, ci: [0.68, 0.74]")

RULES: tuple[Rule, ...] = (
    Rule(
        id="HON301",
        name="no-baseline",
        level=Level.WARNING,
        reason="A figure means something beside what the simplest method reaches, or what is in "
        "use. Many published gains vanish beside a baseline that was tuned as well.",
        bad=example(f"outcome: succeeded\n{_TEST}"),
        good=example(f"outcome: succeeded\n{_BASELINE}{_TEST}"),
        source=DACREMA,
        look=_no_baseline,
    ),
    Rule(
        id="HON302",
        name="no-held-out-figure",
        level=Level.WARNING,
        reason="On the data that a model was fitted to, or that a choice was made on, it looks "
        "better than it is. It is an error where it is to be shipped and every figure is from such "
        "data, unless a cost was to decide.",
        bad=example(f"outcome: succeeded\ndecision: ship\n{_BASELINE}{_CHOSEN}"),
        good=example(f"outcome: succeeded\ndecision: ship\n{_BASELINE}{_TEST}"),
        source=KAPOOR,
        look=_no_held_out,
    ),
    Rule(
        id="HON303",
        name="generalisation-gap",
        level=Level.WARNING,
        reason="A fall of more than a tenth from the data that choices were made on to other data "
        "has a cause, and it is a lesson. The largest difference is asked about once per metric.",
        bad=example(f"outcome: failed\n{_BASELINE}{_BOTH}"),
        good=example(f"outcome: failed\ncauses: [overfit]\n{_BASELINE}{_BOTH}"),
        source=RECHT,
        look=_gap,
    ),
    Rule(
        id="HON304",
        name="no-uncertainty",
        level=Level.WARNING,
        reason="Seeds, samples and tuning alone move a figure by as much as many improvements do. "
        "Without an interval or a number of cases nobody can tell one from the other.",
        bad=example(f"outcome: failed\n{_BASELINE}{_TEST.replace(_CERTAINTY, '')}"),
        good=example(f"outcome: failed\n{_BASELINE}{_TEST}"),
        source=BOUTHILLIER,
        look=_no_uncertainty,
    ),
    Rule(
        id="HON305",
        name="confidence-not-shown",
        level=Level.WARNING,
        reason="`high` means: repeated on independent data, with uncertainty stated. Others build "
        "on what is called certain without trying it again.",
        bad=example(f"outcome: succeeded\nconfidence: high\n{_BASELINE}{_CHOSEN}"),
        good=example(f"outcome: succeeded\nconfidence: high\n{_BASELINE}{_TEST}"),
        source=REPRODUCED,
        look=_confidence,
    ),
    Rule(
        id="HON306",
        name="success-with-a-leak",
        level=Level.WARNING,
        reason="Where the answer leaked into the features or the split, the figure says nothing of "
        "new data. `invalid` is the word for it, and no shame.",
        bad=example(f"outcome: succeeded\ncauses: [feature_leakage]\n{_BASELINE}{_TEST}"),
        good=example(f"outcome: invalid\ncauses: [feature_leakage]\n{_BASELINE}{_TEST}"),
        source=KAPOOR,
        look=_leaked_success,
    ),
)
