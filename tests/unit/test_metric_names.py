"""What a metric was measured on, from its name."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Term
from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations.metric_names import read_metric, split_named

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "begin-from-a-run.md"
WORDS = st.sampled_from(
    ["val", "test", "train", "oot", "out", "of", "time", "0", "auc", "Loss", "f1", "", "holdout"]
)
NAMES = st.lists(st.tuples(WORDS, st.sampled_from("/_-. :")), max_size=8).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@pytest.mark.parametrize(
    ("name", "metric", "split"),
    [
        ("val_auc", "auc", "validation"),
        ("test/auc", "auc", "test"),
        ("auc_test", "auc", "test"),
        ("eval_loss", "loss", "validation"),
        ("oot_auc", "auc", "out_of_time"),
        ("out_of_time_auc", "auc", "out_of_time"),
        ("gini-out-of-time", "gini", "out_of_time"),
        ("train_loss", "loss", "train"),
        ("training_accuracy_score", "accuracy_score", "train"),
        ("Validation Recall@10", "Recall@10", "validation"),
        ("test.f1.macro", "f1.macro", "test"),
        ("hold_out_mae", "mae", "test"),
        ("test/test_auc", "auc", "test"),
        ("fold_0/val_auc", "fold_0/auc", "validation"),
        ("metrics/val/auc", "metrics/auc", "validation"),
        ("external_auc", "auc", "external"),
        ("prod_ctr", "ctr", "production"),
    ],
)
def test_a_prefix_or_suffix_tells_the_split(name, metric, split):
    assert read_metric(name, SPLITS) == (metric, split)


@pytest.mark.parametrize(
    "name",
    [
        "auc",
        "latest_auc",
        "contest_score",
        "invalid_rate",
        "test",
        "train_test_gap",
        "val_minus_test",
        "auc_val_test",
        "validation_0-logloss",
        "valid_1-auc",
        "train_runtime",
        "eval_samples_per_second",
        "test_size",
        "median_test_case_age_days",
        "",
        "/",
    ],
)
def test_a_name_that_tells_no_split_or_two_is_left_whole(name):
    assert read_metric(name, SPLITS) == (name, "")


def test_a_split_of_the_site_is_known_by_its_code():
    splits = SPLITS.extended([Term("dark_traffic", "Dark traffic")])

    assert read_metric("dark_traffic_auc", splits) == ("auc", "dark_traffic")


def test_what_data_was_used_for_tells_its_split():
    named = [split_named(text, SPLITS) for text in ("training", "eval", "testing", "whatever", "")]

    assert named == ["train", "validation", "test", "", ""]


@given(st.one_of(st.text(), NAMES))
def test_any_name_is_read_without_an_error_and_keeps_a_measure(name):
    metric, split = read_metric(name, SPLITS)

    assert split in {"", *SPLITS.codes}
    assert (metric == name) if not split else (0 < len(metric) < len(name))


@given(NAMES)
def test_what_is_left_of_a_name_stands_in_it_in_the_same_order(name):
    metric, _ = read_metric(name, SPLITS)
    rest = iter(name)

    assert all(char in rest for char in metric)


def test_the_guide_names_the_words_of_each_split():
    rows = re.findall(r"^\| (`.*?) \| (.*?) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    told = [
        (word, split)
        for splits, words in rows
        for split in re.findall(r"`(\w+)`", splits)
        for word in (re.findall(r"`(\w+)`", words) or [split])
        if split in SPLITS.codes
    ]

    assert {split for _, split in told} == set(SPLITS.codes)
    assert [read_metric(f"{word}_auc", SPLITS) for word, _ in told] == [
        ("auc", split) for _, split in told
    ]
