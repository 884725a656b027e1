"""What the honesty family finds in one file, and what it lets be."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.checks.finding import Finding, Level
from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.rules.evidence import is_of_quality
from mkdocs_postmortems.checks.rules.gap import large_gaps
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.checks.subject import Collection, Subject
from mkdocs_postmortems.domain import Criterion, Result, Vocabularies
from mkdocs_postmortems.domain.generalisation import Gap
from mkdocs_postmortems.source.versions import Version
from unit.checking import NOW, in_example
from unit.making import record

HONESTY = [rule for rule in RULES if rule.id.startswith("HON")]

PRIMARY = "success_criteria:\n  - {metric: recall, split: test, target: 0.85}\n"
GUARDRAIL = "  - {metric: latency, split: online, op: '<=', target: 40, kind: guardrail}\n"
BOTH = PRIMARY + GUARDRAIL
MISSED = "results:\n  - {metric: recall, split: test, value: 0.81}\n"
REACHED = MISSED.replace("0.81", "0.87")
SLOW = "  - {metric: latency, split: online, value: 55}\n"
FAST = SLOW.replace("55", "33")


@pytest.fixture
def found(tmp_path):
    """The findings of one rule in a file with these fields."""

    def look(rule: str, fields: str, body: str = "What came of it.") -> list[Finding]:
        text = f"---\ntitle: Calls\ndate: 2024-05-01\n{fields}---\n\n{body}\n"
        return in_example(tmp_path, text, Checks(select=(rule,)))

    return look


# -- criteria against outcome


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        (f"outcome: succeeded\n{BOTH}{MISSED}{FAST}", Level.ERROR),
        (f"outcome: succeeded\n{BOTH}{REACHED}{SLOW}", Level.WARNING),
        (f"outcome: succeeded\n{BOTH}{REACHED}{FAST}", None),
        (f"outcome: succeeded\n{PRIMARY}", None),
        (f"outcome: mixed\n{BOTH}{MISSED}{FAST}", None),
    ],
    ids=["primary missed", "guardrail harmed", "all met", "nothing measured", "mixed"],
)
def test_a_success_with_a_criterion_that_is_not_met(found, fields: str, level: Level | None):
    assert [each.level for each in found("HON211", fields)] == ([level] if level else [])


def test_the_finding_names_the_criterion_the_figure_and_its_line(found):
    (one,) = found("HON211", f"outcome: succeeded\n{BOTH}{MISSED}{FAST}")
    assert one.line == 6
    assert one.message == "`succeeded`, and `recall >= 0.85` on test is not met: 0.81 on test"


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        (f"outcome: failed\n{BOTH}{REACHED}{FAST}", 1),
        (f"outcome: failed\n{BOTH}{REACHED}", 0),
        (f"outcome: failed\n{BOTH}{REACHED}{SLOW}", 0),
        (f"outcome: failed\nsuccess_criteria:\n{GUARDRAIL}results:\n{FAST}", 0),
        (f"outcome: invalid\n{BOTH}{REACHED}{FAST}", 0),
        (f"outcome: failed\n{PRIMARY}  - Support likes it\n{REACHED}", 0),
    ],
    ids=["all met", "one open", "one harmed", "guardrails only", "invalid", "words are open"],
)
def test_a_failure_whose_criteria_are_all_met(found, fields: str, count: int):
    assert len(found("HON212", fields)) == count
    assert len(found("HON213", fields.replace("failed", "mixed"))) == count


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (f"outcome: failed\n{PRIMARY}{MISSED.replace('test', 'validation')}", "on validation"),
        (f"outcome: failed\n{PRIMARY}{MISSED.replace('split: test, ', '')}", "names no split"),
        (f"outcome: failed\n{PRIMARY}", "no figure is given"),
        (f"outcome: failed\n{PRIMARY}{MISSED}", None),
        (f"outcome: pending\n{PRIMARY}", None),
        (f"outcome: abandoned\n{PRIMARY}", None),
        (f"outcome: inconclusive\n{PRIMARY}", None),
    ],
)
def test_a_criterion_that_no_figure_decides(found, fields: str, says: str | None):
    told = [each.message for each in found("HON204", fields)]
    assert len(told) == (1 if says else 0)
    assert all(says in each for each in told)


def test_another_metric_is_told_once_and_not_as_open_too(found):
    fields = f"outcome: failed\n{PRIMARY}{MISSED.replace('recall', 'auc')}"
    (one,) = found("HON205", fields)
    assert one.message == "success was to be told by `recall`, and the results have `auc`"
    assert found("HON204", fields) == []


@pytest.mark.parametrize(
    "fields",
    [
        f"outcome: failed\n{PRIMARY}{MISSED.replace('metric: recall', 'metric: Recall at 5')}",
        f"outcome: failed\n{PRIMARY}{MISSED}  - {{metric: auc, value: 0.9}}\n",
        f"outcome: failed\n{PRIMARY}  - Support likes it\n{MISSED.replace('recall', 'auc')}",
        f"outcome: failed\n{PRIMARY}results: [{{metric: auc}}]\n",
    ],
    ids=["one name holds the other", "reported beside it", "words decide too", "no figure"],
)
def test_what_may_be_the_same_metric_is_no_other(found, fields: str):
    assert found("HON205", fields) == []


@pytest.mark.parametrize(
    ("outcome", "level"),
    [
        ("pending", Level.WARNING),
        ("failed", Level.INFO),
        ("abandoned", None),
        ("invalid", None),
        ("inconclusive", None),
    ],
)
def test_criteria_are_asked_for_before_and_missed_after(found, outcome: str, level: Level | None):
    told = found("HON201", f"outcome: {outcome}\n")
    assert [each.level for each in told] == ([level] if level else [])


def test_a_target_is_asked_for_unless_words_say_it(found):
    worded = "success_criteria: [{metric: recall, text: As good as last year}]\n"
    assert found("HON202", f"outcome: pending\n{worded}") == []
    (one,) = found("HON202", f"outcome: pending\n{PRIMARY}  - {{metric: auc}}\n")
    assert one.line == 7


def test_criteria_in_words_are_answered_by_any_figure(found):
    words = "success_criteria: [Recall is good enough]\n"
    assert len(found("HON203", f"outcome: failed\n{words}")) == 1
    assert found("HON203", f"outcome: failed\n{words}{MISSED}") == []
    assert found("HON203", f"outcome: failed\n{PRIMARY}  - More\n") == []


def test_a_long_criterion_is_shortened(found):
    (one,) = found("HON203", f"outcome: failed\nsuccess_criteria: {'long ' * 40}\n")
    assert "…”" in one.message
    assert len(one.message) < 100


# -- figures


@pytest.mark.parametrize(
    "more",
    [
        "baseline: last year's list\n",
        "results: [{metric: recall, value: 0.8, baseline: 0.7}]\n",
        "results: [{metric: recall_lift, value: 0.02}]\n",
        "results: [{metric: Improvement over Cinematch (%), value: 10}]\n",
        "results: [{metric: p95_latency_ms, value: 20}]\n",
    ],
    ids=["named", "at the figure", "lift", "improvement", "a cost"],
)
def test_a_figure_that_is_compared_needs_no_baseline(found, more: str):
    figures = "" if "results" in more else MISSED
    assert found("HON301", f"outcome: failed\n{figures}{more}") == []


@pytest.mark.parametrize("text", ["Worse than the old list.", "The baseline was naïve."])
def test_a_comparison_in_the_text_will_do(found, text: str):
    assert found("HON301", f"outcome: failed\n{MISSED}", text) == []
    assert len(found("HON301", f"outcome: failed\n{MISSED}")) == 1


@pytest.mark.parametrize("outcome", ["pending", "abandoned", "invalid"])
def test_what_was_not_concluded_from_figures_needs_no_baseline_and_no_interval(found, outcome: str):
    assert found("HON3", f"outcome: {outcome}\n{MISSED}") == []


IN_SAMPLE = "results: [{metric: auc, split: validation, value: 0.9, n: 9}]\n"


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        (f"outcome: succeeded\ndecision: ship\n{IN_SAMPLE}", Level.ERROR),
        ("outcome: succeeded\ndecision: ship\n", Level.WARNING),
        (f"outcome: succeeded\ndecision: iterate\n{IN_SAMPLE}", Level.WARNING),
        (f"outcome: mixed\ndecision: ship\n{IN_SAMPLE}", Level.WARNING),
        ("outcome: succeeded\nresults: [{metric: auc, value: 0.9}]\n", Level.WARNING),
        (f"outcome: failed\n{IN_SAMPLE}", None),
        ("outcome: succeeded\ndecision: ship\nresults: [{metric: f1, value: 1}]\n", Level.WARNING),
        ("outcome: mixed\n", None),
        (f"outcome: succeeded\ndecision: ship\n{REACHED}", None),
        ("outcome: succeeded\ndecision: ship\nresults: [{metric: seconds, value: 9}]\n", None),
    ],
)  # fmt: skip
def test_a_success_needs_a_figure_from_held_out_data(found, fields: str, level: Level | None):
    told = found("HON302", fields)
    assert [each.level for each in told] == ([level] if level else [])


def test_where_a_cost_was_to_decide_a_missing_figure_is_no_error(found):
    cost = "success_criteria: [{metric: seconds_to_target, op: '<', target: 147}]\n"
    (one,) = found("HON302", f"outcome: succeeded\ndecision: ship\n{cost}{IN_SAMPLE}")
    assert one.level is Level.WARNING


def test_the_finding_says_where_the_figures_are_from(found):
    told = found("HON302", f"outcome: succeeded\ndecision: ship\n{IN_SAMPLE}")
    assert [each.message for each in told] == [
        "`succeeded` and `ship`, and every figure is from validation data"
    ]


@pytest.mark.parametrize(
    ("figures", "count"),
    [
        (
            "[{metric: auc, split: test, value: 0.9}, {metric: auc, split: train, value: 1, n: 9}]",
            1,
        ),
        ("[{metric: auc, split: test, value: 0.9, n: 9}, {metric: f1, split: test, value: 1}]", 0),
        ("[{metric: auc, split: validation, value: 0.9, ci: [0.8, 1]}]", 0),
        ("[{metric: auc, split: test}]", 0),
        ("[{metric: latency_ms, split: online, value: 9}]", 0),
    ],
)
def test_a_figure_that_decides_says_how_certain_it_is(found, figures: str, count: int):
    assert len(found("HON304", f"outcome: failed\nresults: {figures}\n")) == count


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        (None, ["no figure stands"]),
        ("[{metric: auc, split: validation, value: 0.9, n: 9}]", ["held-out", "one figure only"]),
        (
            "[{metric: auc, split: test, value: 0.9}, {metric: f1, value: 1}]",
            ["no figure says how certain"],
        ),
        ("[{metric: auc, split: test, value: 0.9, ci: [0.8, 1]}]", []),
        ("[{metric: auc, split: test, value: 0.9, n: 9}, {metric: f1, value: 1}]", []),
    ],
)
def test_high_confidence_is_shown(found, figures: str | None, says: list[str]):
    fields = f"outcome: failed\nconfidence: high\n{f'results: {figures}' if figures else ''}\n"
    told = found("HON305", fields)
    assert len(told) == (1 if says else 0)
    assert all(each in told[0].message for each in says)
    assert found("HON305", fields.replace("high", "medium")) == []


def test_confidence_without_figures_is_only_asked_about(found):
    assert [each.level for each in found("HON305", "outcome: failed\nconfidence: high\n")] == [
        Level.INFO
    ]


def test_a_replication_is_more_than_one_figure(found):
    fields = (
        "outcome: failed\nconfidence: high\nreplicates: [2024/2024-01-10-churn]\n"
        "results: [{metric: auc, split: test, value: 0.9, n: 9}]\n"
    )
    assert found("HON305", fields) == []


def test_a_leak_is_no_success(found):
    leak = "causes: [{code: split_leakage, evidence: Users on both sides}]\n"
    assert len(found("HON306", f"outcome: succeeded\n{leak}")) == 1
    assert found("HON306", f"outcome: invalid\n{leak}") == []
    assert found("HON306", "outcome: succeeded\ncauses: [shift]\n") == []


def test_an_essay_is_asked_nothing(found):
    assert found("HON", f"confidence: high\n{BOTH}{MISSED}") == []


@pytest.mark.parametrize(
    "metric",
    [
        "latency_ms",
        "tokens_trained_billions",
        "TFLOPs per GPU",
        "Cost (USD)",
        "seconds",
        "Speedup",
        "tok/sec",
    ],
)
def test_what_it_takes_is_no_quality(metric: str):
    assert not is_of_quality(metric)


@pytest.mark.parametrize("metric", ["auc", "timeliness", "items_found", "Adams accuracy", "recall"])
def test_how_good_it_is_is_quality(metric: str):
    assert is_of_quality(metric)


# -- whatever is written

NAMES = st.sampled_from(["auc", "recall", "RMSE", "latency_ms", "x", "", "“q” `b`", "a\\nb", "é"])
SPLITS = st.sampled_from(["train", "validation", "test", "online", "", "out_of_time"])
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 1))
RESULTS = st.builds(
    Result,
    metric=NAMES,
    split=SPLITS,
    value=NUMBERS,
    baseline=NUMBERS,
    ci=st.sampled_from([None, (0.1, 0.2), (-1e300, 1e300)]),
    n=st.sampled_from([None, 0, 9]),
    higher_is_better=st.sampled_from([None, True, False]),
)
CRITERIA = st.builds(
    Criterion,
    text=st.sampled_from(["", "Good enough", "long " * 40]),
    metric=NAMES,
    split=SPLITS,
    op=st.sampled_from([">=", "<", "=="]),
    target=NUMBERS,
    kind=st.sampled_from(["primary", "guardrail"]),
)
VERDICTS = st.fixed_dictionaries({
    "outcome": st.sampled_from([*Vocabularies().outcome.codes, "retired"]),
    "decision": st.sampled_from([None, "ship", "revisit"]),
    "confidence": st.sampled_from([None, "high"]),
    "results": st.lists(RESULTS, max_size=4).map(tuple),
    "success_criteria": st.lists(CRITERIA, max_size=3).map(tuple),
})  # fmt: skip


@given(today=VERDICTS, before=st.lists(VERDICTS, max_size=3))
def test_no_rule_raises_and_each_finding_is_a_sentence_with_a_line(
    today: dict[str, Any], before: list[dict[str, Any]]
):
    postmortem = record("a", **today)
    versions = tuple(
        Version(
            commit=f"c{number}",
            moment=NOW + dt.timedelta(days=3 * number),
            outcome=each["outcome"],
            success_criteria=each["success_criteria"],
            results=each["results"],
            corrections=0,
        )
        for number, each in enumerate(before)
    )
    later = NOW + dt.timedelta(days=99)
    around = Collection(Catalog([postmortem], later), {}, frozenset(), later)
    subject = Subject(
        postmortem=postmortem, text="", body_line=1, versions=versions, collection=around
    )
    told = [remark for rule in HONESTY for remark in rule.look(subject)]
    assert all(each.message and not each.message.endswith(".") for each in told)
    assert all(each.line >= 0 for each in told)


# -- the gap


def result(split: str, value: float, metric: str = "auc", **more: object) -> Result:
    return Result(metric=metric, split=split, value=value, **more)


def gaps(*results: Result, criteria: tuple[Criterion, ...] = ()) -> list[Gap]:
    return list(large_gaps(results, criteria))


def test_a_fall_of_more_than_a_tenth_is_a_gap():
    (gap,) = gaps(result("validation", 0.9), result("test", 0.8))
    assert (gap.before.split, gap.after.split, round(gap.share, 3)) == (
        "validation",
        "test",
        0.111,
    )
    assert gaps(result("validation", 0.9), result("test", 0.81)) == []
    assert gaps(result("validation", 0.8), result("test", 0.9)) == []


def test_the_worst_of_other_data_is_told_and_validation_goes_before_training():
    (gap,) = gaps(
        result("train", 1.0), result("validation", 0.9), result("test", 0.8), result("online", 0.6)
    )
    assert (gap.before.split, gap.after.split) == ("validation", "online")
    (gap,) = gaps(result("train", 1.0), result("test", 0.8))
    assert gap.before.split == "train"


def test_where_lower_is_better_a_rise_is_a_gap():
    def pair(**more: object) -> tuple[Result, Result]:
        return result("validation", 10, "weird", **more), result("test", 12, "weird", **more)

    assert gaps(*pair()) == []
    assert len(gaps(*pair(higher_is_better=False))) == 1
    assert gaps(*pair(higher_is_better=True)) == []
    below = Criterion(metric="Weird", op="<=", target=11)
    assert len(gaps(*pair(), criteria=(below,))) == 1
    assert len(gaps(result("validation", 10, "RMSE"), result("test", 12, "RMSE"))) == 1


def test_a_name_that_means_both_directions_tells_none():
    assert (
        gaps(result("validation", 0.2, "accuracy_loss"), result("test", 0.4, "accuracy_loss")) == []
    )


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (result("validation", 0.01), result("test", 0.001)),
        (result("validation", 0.05), result("test", 0.042)),
        (result("validation", 0.0), result("test", -0.5)),
        (result("validation", 0.9), result("test", 89)),
        (result("validation", 90), result("test", 0.89)),
        (result("validation", 0.9, ci=(0.8, 1)), result("test", 0.7, ci=(0.6, 0.81))),
        (result("validation", 0.9, ci=(0.8, 1)), result("test", 0.7, ci=(0.6, 0.8))),
        (result("validation", 0.9), result("", 0.7)),
        (result("validation", 0.9), result("test", 0.7, "recall")),
    ],
    ids=[
        "near 0",
        "small",
        "from 0",
        "percent",
        "fraction",
        "overlap",
        "touch",
        "no split",
        "other metric",
    ],
)
def test_what_is_no_gap(inside: Result, outside: Result):
    assert gaps(inside, outside) == []


def test_a_figure_that_fell_below_zero_is_a_gap():
    (gap,) = gaps(result("validation", 0.3, "r2"), result("test", -0.1, "r2"))
    assert gap.share > 1


def test_several_figures_on_one_split_belong_to_models_that_nobody_can_tell_apart():
    assert gaps(result("validation", 0.9), result("validation", 0.7), result("test", 0.7)) == []


def test_a_percentage_is_held_against_its_fraction():
    (gap,) = gaps(result("validation", 0.9), result("test", 70))
    assert (gap.before.value, gap.after.value) == (0.9, 0.7)
    (gap,) = gaps(result("train", 100), result("test", 0.8))
    assert (gap.before.value, gap.after.value) == (1, 0.8)


@pytest.mark.parametrize(
    ("causes", "count"), [("[overfit]", 0), ("[shift]", 0), ("[skew]", 0), ("[no_user]", 1)]
)
def test_a_cause_that_may_explain_it_answers_the_question(found, causes: str, count: int):
    figures = "[{metric: auc, split: train, value: 0.9}, {metric: auc, split: test, value: 0.6}]"
    told = found("HON303", f"outcome: failed\ncauses: {causes}\nresults: {figures}\n")
    assert len(told) == count


def test_the_gap_is_told_with_both_figures(found):
    figures = "\n  - {metric: auc, split: train, value: 0.9}\n  - {metric: auc, split: out_of_time, value: 0.6}"  # noqa: E501
    (one,) = found("HON303", f"outcome: failed\nresults:{figures}\n")
    assert one.line == 6
    assert one.message == (
        "`auc` is 0.9 on train and 0.6 on out of time, 33% worse, and no cause says why"
    )
