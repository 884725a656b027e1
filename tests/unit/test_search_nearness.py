"""Nearness: what a mistyped or half-typed word may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.nearness import completions, corrections, slips
from unit.searching import document

WORDS = st.text(alphabet="abcé猫", max_size=8)


def index(*texts: str) -> Index:
    return build_index(
        [document(f"d{each}", body=text) for each, text in enumerate(texts)], Glossary()
    )


def distance(one: str, other: str) -> int:
    """Optimal string alignment by its definition, over the whole table."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@given(WORDS, WORDS, st.integers(0, 3))
def test_slips_are_the_optimal_string_alignment_distance_up_to_a_limit(one, other, limit):
    assert slips(one, other, limit) == min(distance(one, other), limit + 1)


@given(WORDS, WORDS)
def test_slips_are_the_same_both_ways(one, other):
    assert slips(one, other, 2) == slips(other, one, 2)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("sepsis", "sepsis", 0),
        ("sepsiss", "sepsis", 1),
        ("sepis", "sepsis", 1),
        ("sepsas", "sepsis", 1),
        ("espsis", "sepsis", 1),
        ("leekege", "leakage", 2),
        ("ca", "abc", 3),
    ],
)
def test_a_slip_is_a_letter_too_many_too_few_another_or_two_changed_about(one, other, expected):
    assert slips(one, other, 3) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sepsiss", [("sepsi", 1)]),
        ("spesis", [("sepsi", 1)]),
        ("espsis", [("sepsi", 1)]),
        ("sespis", [("sepsi", 1)]),
        ("sapsas", []),
        ("overfittig", [("overfit", 1)]),
        ("ovrefitting", [("overfit", 1)]),
        ("overfetteng", [("overfit", 2)]),
        ("oferfetteng", []),
        ("xverfitting", []),
        ("quantum", []),
    ],
)
def test_corrections_are_one_slip_away_or_two_in_a_long_word(typed, expected):
    assert corrections(typed, index("sepsis overfitting recall")) == expected


@pytest.mark.parametrize("typed", ["", "x", "cu", "cst", "AUX"])
def test_a_short_word_is_not_corrected(typed):
    assert corrections(typed, index("cat cut cost aux auc")) == []


def test_only_the_nearest_are_taken():
    made = index("modelling modeling modelings")

    assert corrections("modellling", made) == [("model", 1)]
    assert corrections("recal", index("recall decal local")) == [("recal", 1)]


def test_of_equals_the_commonest_come_first_then_by_letter():
    made = index("card", "care cart", "cart", "case")

    assert corrections("carx", made) == [("cart", 1), ("card", 1), ("care", 1)]


def test_there_are_at_most_four_corrections():
    made = index("bard bark barn bars bart")

    assert [term for term, _ in corrections("barx", made)] == ["bard", "bark", "barn", "bar"]


def test_completions_are_the_commonest_words_that_begin_so():
    made = index("leak leakage learn", "leakage learned", "leakage")

    assert completions("lea", made) == ["leakag", "leak", "learn"]
    assert completions("leaka", made) == ["leakag"]
    assert completions("xyz", made) == []


def test_there_are_at_most_eight_completions():
    made = index(" ".join(f"run{each:02}" for each in range(30)))

    assert completions("run", made) == [f"run{each:02}" for each in range(8)]
