"""The figures of the dashboard, against cases counted by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.measures import Proportion, Spread, insights_of
from mkdocs_postmortems.catalog.measures.statistics import spread_of
from mkdocs_postmortems.catalog.registration import Status
from mkdocs_postmortems.domain import Result
from mkdocs_postmortems.domain.generalisation import gaps_of
from unit.making import NOW, record


def insights(*postmortems):
    return insights_of(Catalog(postmortems, NOW))


# -- proportions and spreads


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_newcombes(count, n, low, high):
    assert Proportion(count, n).interval == pytest.approx((low, high), abs=5e-5)


def test_below_five_cases_no_share_is_told():
    assert Proportion(4, 4).share is None
    assert Proportion(4, 4).interval is None
    assert Proportion(5, 5).share == 1.0
    assert spread_of([1, 2, 3, 4]) == Spread(4)


@given(st.integers(5, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_nought_and_one(case):
    proportion = Proportion(*case)
    low, high = proportion.interval
    assert 0 <= low <= proportion.share <= high <= 1
    assert low < high


def test_quartiles_of_five():
    assert spread_of([40, 10, 20, 50, 30]) == Spread(5, 20, 30, 40)


# -- the gap


def result(split, value, metric="auc", **fields):
    return Result(metric=metric, split=split, value=value, **fields)


def test_a_gap_is_the_share_that_the_worst_figure_kept_apart_loses():
    (gap,) = gaps_of([result("validation", 0.8), result("test", 0.78), result("online", 0.6)])
    assert gap.after.split == "online"
    assert gap.share == pytest.approx(0.25)


def test_where_lower_is_better_a_rise_is_the_loss():
    (gap,) = gaps_of([result("train", 2.0, higher_is_better=False), result("test", 3.0)])
    assert gap.share == pytest.approx(0.5)


def test_validation_comes_before_training_data_and_metrics_are_not_mixed():
    found = gaps_of(
        [
            result("train", 1.0),
            result("validation", 0.5),
            result("test", 0.5),
            result("test", 1, "f1"),
        ]
    )
    assert [(gap.before.split, gap.share) for gap in found] == [("validation", 0.0)]


def test_each_metric_has_its_own_gap_in_the_order_of_the_metrics():
    found = gaps_of(
        [
            result("validation", 0.8),
            result("validation", 0.5, "f1"),
            result("test", 0.4),
            result("test", 0.4, "F1"),
        ]
    )
    assert [(gap.before.metric, gap.share) for gap in found] == [
        ("auc", pytest.approx(0.5)),
        ("f1", pytest.approx(0.2)),
    ]


@pytest.mark.parametrize("value", [0, 0.0, None])
def test_there_is_no_gap_from_nought_or_nothing(value):
    assert gaps_of([result("validation", value), result("test", 0.5)]) == ()


def test_a_negative_metric_loses_what_it_falls():
    (gap,) = gaps_of([result("validation", -1.0, "r2"), result("test", -1.5, "R2")])
    assert gap.share == pytest.approx(0.5)


# -- the collection

OUTCOMES = ("succeeded", "failed", "mixed", "inconclusive", "invalid", "abandoned", "pending")


def test_learning_and_success_count_the_concluded_only():
    posts = [record(each, outcome=each) for each in OUTCOMES]
    posts += [
        record("weak", outcome="inconclusive", causes=[{"code": "underpowered"}]),
        record("essay"),
        record("hidden", outcome="succeeded", draft=True),
    ]
    found = insights(*posts)
    assert found.learning == Proportion(4, 7)
    assert found.success == Proportion(1, 7)
    assert found.with_cause == Proportion(1, 6)


def test_experiments_are_counted_by_quarter_and_over_many_years_by_year():
    late = [
        record("a", outcome="failed", date="2024-03-31"),
        record("b", outcome="failed", date="2024-04-01"),
    ]
    assert insights(*late).by_period == {"2024 Q1": {"failed": 1}, "2024 Q2": {"failed": 1}}
    early = record("c", outcome="mixed", date="2020-01-01")
    assert insights(*late, early).by_period == {"2020": {"mixed": 1}, "2024": {"failed": 2}}


def test_stages_are_in_the_order_of_the_work():
    found = insights(
        record("a", outcome="failed", stage="production"),
        record("b", outcome="mixed", stage="idea"),
        record("c", outcome="failed", stage="idea"),
        record("d", outcome="pending", stage="idea"),
        record("e", outcome="failed", stage="data_analysis"),
    )
    assert list(found.by_stage.items()) == [
        ("idea", {"failed": 1, "mixed": 1}),
        ("data_analysis", {"failed": 1}),
        ("production", {"failed": 1}),
    ]


def test_a_cause_counts_once_an_experiment():
    twice = [{"code": "shift"}, {"code": "shift"}, {"code": "cost"}]
    found = insights(record("a", outcome="failed", causes=twice), record("b", causes=twice))
    assert found.causes == {"cost": 1, "shift": 1}


def test_days_are_counted_by_outcome_and_impossible_ones_left_out():
    posts = [
        record(f"p{day}", outcome="failed", started="2024-01-01", ended=f"2024-01-{day:02}",
               date=f"2024-01-{day + 2:02}")
        for day in (1, 3, 5, 7, 9)
    ]  # fmt: skip
    wrong = record("w", outcome="failed", started="2024-02-01", ended="2024-01-01")
    found = insights(*posts, wrong)
    assert found.days_to_stop == {"failed": Spread(5, 2, 4, 6)}
    assert found.days_to_publish == {"failed": Spread(5, 2, 2, 2)}


def test_days_stand_in_the_order_of_the_outcomes_and_none_is_below_nought():
    days = {"started": "2024-01-01", "ended": "2024-01-05", "date": "2024-01-03"}
    posts = [record(each, outcome=each, **days) for each in ("abandoned", "succeeded", "failed")]
    posts.append(record("same", outcome="mixed", started="2024-01-01", ended="2024-01-01"))
    found = insights(*posts)
    assert list(found.days_to_stop) == ["succeeded", "failed", "mixed", "abandoned"]
    assert [found.days_to_stop[each].n for each in ("failed", "mixed")] == [1, 1]
    assert list(found.days_to_publish) == ["succeeded", "failed", "abandoned"]


def test_overdue_is_a_share_of_the_pending_and_old_drafts_are_counted():
    found = insights(
        record("late", outcome="pending", due="2024-06-14"),
        record("today", outcome="pending", due="2024-06-15"),
        record("open", outcome="pending"),
        record("done", outcome="failed", due="2024-01-01"),
        record("draft", draft=True, date="2024-01-01"),
        record("new draft", draft=True, date="2024-06-01"),
    )
    assert found.overdue == Proportion(1, 3)
    assert found.old_drafts == 1


def test_gaps_above_a_tenth_are_large():
    def measured(name, after):
        return record(
            name, outcome="failed", results=[result("validation", 1.0), result("test", after)]
        )

    found = insights(*(measured(f"p{at}", 1 - at / 100) for at in (0, 5, 10, 20, 30)))
    assert found.large_gaps == Proportion(2, 5)
    assert math.isclose(found.gap.median, 0.1)


def test_a_gap_of_a_tenth_is_not_large():
    fell = record("a", outcome="failed", results=[result("validation", 10), result("test", 9)])
    assert insights(fell).large_gaps == Proportion(0, 1)


def test_repeats_are_the_nearest_earlier_failure_that_is_not_named():
    shared = {"outcome": "failed", "causes": [{"code": "shift"}], "tags": ["Churn"]}
    found = insights(
        record("a", date="2024-01-01", **shared),
        record("b", date="2024-01-02", **(shared | {"tags": ["churn"], "outcome": "invalid"})),
        record("c", date="2024-01-03", builds_on=["b"], **shared),
        record("d", date="2024-01-04", body="As in [c](c.md).", **shared),
        record("e", date="2024-01-05", **shared),
        record("other tag", date="2024-01-06", **(shared | {"tags": ["fraud"]})),
        record("worked", date="2024-01-07", **(shared | {"outcome": "succeeded"})),
    )
    pairs = [(each.later.id, each.earlier.id) for each in found.repeats]
    assert pairs == [("e", "d"), ("b", "a")]
    assert [(each.cause, each.tag) for each in found.repeats] == [
        ("shift", "Churn"),
        ("shift", "churn"),
    ]


def test_failures_of_one_series_and_those_named_by_the_earlier_one_are_no_repeats():
    shared = {"outcome": "failed", "causes": [{"code": "shift"}], "tags": ["Churn"]}
    found = insights(
        record("a", date="2024-01-01", series=["Churn"], **shared),
        record("b", date="2024-01-02", series=["churn"], body="Now see [c](c.md).", **shared),
        record("c", date="2024-01-03", **shared),
    )
    assert found.repeats == ()


def test_reuse_promises_and_reversals():
    found = insights(
        record("a", outcome="failed", lessons=[{"text": "T", "anchor": "t"}],
               actions=[{"text": "x", "due": "2024-01-01"}, {"text": "y", "due": "2025-01-01"}]),
        record("b", outcome="failed", lessons=[{"text": "T", "anchor": "t"}], builds_on=["a"],
               corrections=[{"was": "succeeded", "now": "failed"}]),
        record("c", outcome="failed", corrections=[{"was": "failed", "now": "failed"}]),
    )  # fmt: skip
    assert found.reuse == Proportion(1, 2)
    assert found.late_promises == Proportion(1, 2)
    assert found.reversals == Proportion(1, 3)


def test_registered_is_a_share_of_those_of_which_git_can_tell():
    posts = [record(each, outcome="failed") for each in ("a", "b", "c", "d", "e")]
    statuses = {"a": Status.REGISTERED, "b": Status.CHANGED, "c": Status.RESULTS_FIRST}
    statuses |= {"d": Status.UNKNOWN, "f": Status.REGISTERED}
    found = insights_of(Catalog(posts, NOW), statuses)
    assert found.registered == Proportion(1, 3)
