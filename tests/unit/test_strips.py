"""Results as pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Result
from mkdocs_postmortems.site.strips import Strip, strips_of

FIGURES = st.floats(-1e6, 1e6, allow_nan=False)


def result(metric: str = "AUC", **fields: object) -> Result:
    return Result.model_validate({"metric": metric, **fields})


def test_no_results_have_no_strips():
    assert strips_of([]) == []


def test_a_value_and_its_baseline_lie_at_the_ends():
    (strip,) = strips_of([result(value=0.8, baseline=0.6)])

    assert strip == Strip(value=96.0, baseline=4.0)


def test_an_interval_lies_around_its_value():
    (strip,) = strips_of([result(value=0.5, ci=(0.0, 1.0))])

    assert strip == Strip(value=50.0, low=4.0, high=96.0)


def test_negative_figures_and_zero_have_their_places():
    (strip,) = strips_of([result(value=0.0, baseline=-1.0, ci=(-1.0, 3.0))])

    assert strip == Strip(value=27.0, low=4.0, high=96.0, baseline=4.0)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 0.8},
        {"value": 0.8, "baseline": 0.8},
        {"value": 0.8, "ci": (0.8, 0.8)},
        {"baseline": 0.8},
        {"value": None, "baseline": 0.8, "ci": (0.1, 0.9)},
    ],
)
def test_without_anything_to_compare_there_is_no_picture(fields):
    assert strips_of([result(**fields)]) == [None]


def test_results_of_one_metric_share_a_scale_however_it_is_spelt():
    strips = strips_of(
        [
            result("F1 score", value=0.2),
            result("AUC", value=7.0, baseline=5.0),
            result("f1-score", value=0.4),
            result("F1_Score", value=0.6, baseline=0.2),
        ]
    )

    assert strips == [
        Strip(value=4.0),
        Strip(value=96.0, baseline=4.0),
        Strip(value=50.0),
        Strip(value=96.0, baseline=4.0),
    ]


def test_a_result_without_value_still_widens_the_scale():
    strips = strips_of([result(value=0.5), result(baseline=1.0), result(value=0.0)])

    assert strips == [Strip(value=50.0), None, Strip(value=4.0)]


@given(st.lists(st.tuples(FIGURES, st.none() | FIGURES), min_size=1, max_size=8))
def test_all_figures_lie_inside_and_in_their_order(figures):
    results = [result(value=value, baseline=baseline) for value, baseline in figures]
    strips = strips_of(results)

    assert len(strips) == len(results)
    shown = [(r.value, s.value) for r, s in zip(results, strips, strict=True) if s]
    shown += [(r.baseline, s.baseline) for r, s in zip(results, strips, strict=True) if s]
    pairs = sorted(pair for pair in shown if pair[0] is not None and pair[1] is not None)
    places = [place for _, place in pairs]
    assert places == sorted(places)
    if pairs:
        assert (places[0], places[-1]) == (4.0, 96.0)
        assert {round(place, 1) for place in places} == set(places)
