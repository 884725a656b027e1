"""What was promised, what was measured, and why: the nested fields, and who decides."""

import pytest

from mkdocs_postmortems.domain import (
    Action,
    Baseline,
    Cause,
    Concern,
    Correction,
    Cost,
    Criterion,
    Dataset,
    Judgement,
    Result,
    Verdict,
    judge,
)
from unit.making import made, read_fields, told


def criteria(written: str) -> tuple[Criterion, ...]:
    return made(read_fields(f"title: T\nsuccess_criteria: {written}")).success_criteria


def test_a_criterion_is_text_or_a_map():
    assert criteria("[People like it, {metric: auc, split: Test, op: '>', target: 80%}]") == (
        Criterion(text="People like it"),
        Criterion(metric="auc", split="test", op=">", target=0.8),
    )


def test_a_single_one_needs_no_list():
    assert criteria("{metric: latency, op: at most, target: 20, kind: guardrail}") == (
        Criterion(metric="latency", op="<=", target=20, kind="guardrail"),
    )


@pytest.mark.parametrize(
    ("written", "op"),
    [
        (">=", ">="),
        ("≥", ">="),
        ("at least", ">="),
        (">", ">"),
        ("More  Than", ">"),
        ("<=", "<="),
        ("at most", "<="),
        ("≤", "<="),
        ("<", "<"),
        ("below", "<"),
        ("=", "=="),
        ("equals", "=="),
    ],
)
def test_comparisons_in_signs_and_words(written: str, op: str):
    assert criteria(f"[{{metric: auc, op: '{written}', target: 1}}]")[0].op == op


def test_what_is_no_comparison_no_kind_and_no_metric_is_told():
    reading = read_fields(
        """
        title: T
        success_criteria:
          - {metric: auc, op: about, target: 1}
          - {metric: auc, kind: secondary}
          - {target: 1}
          - {metric: auc, split: tset}
        """
    )

    assert len(made(reading).success_criteria) == 3
    assert told(reading) == [
        (
            "churn.md:4: success_criteria.op: `about` is no comparison; `>=` was taken. "
            'Write one of ">=", ">", "<=", "<", "==".'
        ),
        (
            "churn.md:5: success_criteria.kind: `secondary` is not known; `primary` was taken. "
            "Write `primary` or `guardrail`."
        ),
        "churn.md:6: success_criteria: an item has no `metric` and was left out.",
        (
            "churn.md:7: success_criteria.split: `tset` is not known. Did you mean `test`? "
            "It is one of train, validation, test, out_of_time, external, shadow, online, "
            "production."
        ),
    ]


def test_results_are_read_whole():
    (result,) = made(
        read_fields(
            """
            title: T
            results:
              - metric: auc
                split: out-of-time
                value: 0.71
                baseline: 0.70
                ci: [0.75, 0.68]
                n: 12_000
                higher_is_better: yes
                run: mlflow:1
            """
        )
    ).results

    assert result == Result(
        metric="auc",
        split="out_of_time",
        value=0.71,
        baseline=0.70,
        ci=(0.68, 0.75),
        n=12_000,
        higher_is_better=True,
        run="mlflow:1",
    )


@pytest.mark.parametrize(
    ("item", "field", "message"),
    [
        ("{metric: auc, ci: 0.7}", "results.ci", "an interval is two numbers in brackets"),
        ("{metric: auc, ci: [1, 2, 3]}", "results.ci", "an interval is two numbers in brackets"),
        ("{metric: auc, ci: [low, 1]}", "results.ci", "`low` is not a number"),
        ("{metric: auc, n: many}", "results.n", "`many` is not a number"),
        (
            "{metric: auc, higher_is_better: maybe}",
            "results.higher_is_better",
            "`maybe` is neither true nor false",
        ),
        ("{value: 1}", "results", "an item has no `metric` and was left out"),
        ("auc is fine", "results", "wants a map for each figure"),
    ],
)
def test_a_figure_that_cannot_be_read_is_told_and_none_is_made_up(
    item: str, field: str, message: str
):
    reading = read_fields(f"title: T\nresults:\n  - {item}")

    assert [(p.line, p.field, p.message) for p in reading.problems if p.field != "date"] == [
        (4, field, message)
    ]
    for result in made(reading).results:
        assert result == Result(metric="auc")


@pytest.mark.parametrize(
    ("written", "causes"),
    [
        ("labels", (Cause(code="labels"),)),
        (
            "[data.labels, Split Leakage, labels]",
            (Cause(code="labels"), Cause(code="split_leakage")),
        ),
        (
            "[{code: validity/overfit, certainty: Likely, evidence: the *gap*}]",
            (Cause(code="overfit", certainty="likely", evidence="the *gap*"),),
        ),
    ],
)
def test_causes_are_codes_or_maps_each_once(written: str, causes: tuple[Cause, ...]):
    assert made(read_fields(f"title: T\ncauses: {written}")).causes == causes


def test_a_cause_that_is_not_known_is_told():
    reading = read_fields(
        "title: T\ncauses:\n  - lables\n  - {evidence: x}\n  - {code: cost, certainty: surely}"
    )

    assert made(reading).causes == (Cause(code="cost"),)
    first, second, third = told(reading)
    assert first.startswith("churn.md:4: causes: `lables` is not known. Did you mean `labels`?")
    assert second == "churn.md:5: causes: an item has no `code` and was left out."
    assert third == (
        "churn.md:6: causes.certainty: `surely` is not known. Write `known` or `likely`."
    )


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("baseline", "A rule of thumb", Baseline(name="A rule of thumb")),
        ("baseline", "{metric: auc, value: 0.7}", Baseline(name="auc", metric="auc", value=0.7)),
        ("cost", "two weeks of one person", Cost(basis="two weeks of one person")),
        (
            "cost",
            "{planned: 5, spent: 8, unit: days, basis: a guess}",
            Cost(planned=5, spent=8, unit="days", basis="a guess"),
        ),
        (
            "data",
            "[clicks, {name: orders, version: 3, window: 2023}]",
            (Dataset(name="clicks"), Dataset(name="orders", version="3", window="2023")),
        ),
        (
            "actions",
            "[Ask first, {text: Log it, owner: Ada, due: 2024-01-01, done: yes, ref: X-1}]",
            (
                Action(text="Ask first"),
                Action.model_validate(
                    {
                        "text": "Log it",
                        "owner": "Ada",
                        "due": "2024-01-01",
                        "done": True,
                        "ref": "X-1",
                    }
                ),
            ),
        ),
        (
            "concerns",
            "[Too few, {text: Leaky, raised: in May, answered: no}]",
            (Concern(text="Too few"), Concern(text="Leaky", raised="in May", answered="no")),
        ),
        (
            "corrections",
            "[It was wrong, {date: 2024-01-01, was: SUCCEEDED, now: Invalid, why: a leak}]",
            (
                Correction(why="It was wrong"),
                Correction.model_validate(
                    {"date": "2024-01-01", "was": "succeeded", "now": "invalid", "why": "a leak"}
                ),
            ),
        ),
    ],
)
def test_the_other_nested_fields_are_texts_or_maps(field: str, written: str, value: object):
    reading = read_fields(f"title: T\n{field}: {written}")

    assert getattr(made(reading), field) == value
    assert told(reading) == []


@pytest.mark.parametrize("field", ["data", "actions", "concerns"])
def test_an_item_without_its_words_is_left_out_and_told(field: str):
    reading = read_fields(f"title: T\n{field}:\n  - {{version: 1}}")

    wanted = "name" if field == "data" else "text"
    assert getattr(made(reading), field) == ()
    assert told(reading) == [f"churn.md:4: {field}: an item has no `{wanted}` and was left out."]


AUC = Criterion(metric="AUC", target=0.8)


@pytest.mark.parametrize(
    ("op", "value", "met"),
    [
        (">=", 0.8, True),
        (">=", 0.79, False),
        (">", 0.8, False),
        (">", 0.81, True),
        ("<=", 0.8, True),
        ("<=", 0.81, False),
        ("<", 0.8, False),
        ("<", 0.79, True),
        ("==", 0.1 + 0.7, True),
        ("==", 0.81, False),
    ],
)
def test_a_result_meets_a_criterion_or_does_not(op: str, value: float, met: bool):  # noqa: FBT001
    criterion = AUC.model_copy(update={"op": op})
    result = Result(metric="auc", value=value)

    judgement = judge(criterion, [result])

    assert judgement.verdict is (Verdict.MET if met else Verdict.NOT_MET)
    assert judgement.result is result


@pytest.mark.parametrize(
    ("criterion", "result"),
    [
        (Criterion(text="People like it"), Result(metric="people like it", value=1)),
        (Criterion(metric="auc"), Result(metric="auc", value=1)),
        (AUC, Result(metric="f1", value=1)),
        (AUC, Result(metric="auc")),
        (AUC.model_copy(update={"split": "test"}), Result(metric="auc", split="train", value=1)),
        (AUC.model_copy(update={"split": "test"}), Result(metric="auc", value=1)),
    ],
    ids=["in words", "no target", "other metric", "no value", "other split", "no split"],
)
def test_a_criterion_stays_open_until_a_result_fits(criterion: Criterion, result: Result):
    judgement = judge(criterion, [result])

    assert (judgement.verdict, judgement.result) == (Verdict.OPEN, None)


def test_of_several_results_all_must_meet_it_and_the_first_that_fails_is_shown():
    good = Result(metric="auc", split="validation", value=0.9)
    bad = Result(metric="a-u-c", split="test", value=0.7)
    worse = Result(metric="auc", split="online", value=0.6)

    assert judge(AUC, [good, bad, worse]).result is bad
    assert judge(AUC, [good, bad]).verdict is Verdict.NOT_MET
    assert judge(AUC, [good]) == Judgement(AUC, Verdict.MET, good)
    assert judge(AUC.model_copy(update={"split": "validation"}), [good, bad]).verdict is Verdict.MET


def test_training_data_decides_only_where_it_is_named() -> None:
    trained = Result(metric="auc", split="train", value=0.99)
    anywhere = Criterion(metric="auc", target=0.75)
    assert judge(anywhere, [trained]).verdict is Verdict.OPEN
    assert judge(anywhere, [trained, Result(metric="auc", value=0.6)]).verdict is Verdict.NOT_MET
    named = Criterion(metric="auc", split="train", target=0.75)
    assert judge(named, [trained]).verdict is Verdict.MET
