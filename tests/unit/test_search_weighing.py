"""Weighing: what a document has of a term, and how much a term tells."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.documents import FIELDS, Document
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import build_index
from mkdocs_postmortems.search.weighing import GREATEST, WEIGHTS, rarity, weigh
from unit.in_node import Node
from unit.searching import document

GLOSSARY = Glossary.of([["churn", "attrition", "customers leaving"]])


def shares(**fields: str) -> dict[str, int]:
    return dict(weigh(document("d", **fields), GLOSSARY).shares)


def usual(field: str, *words: str) -> dict[str, str]:
    """A field with `words` in it, as long as such a field usually is."""
    bread = ["bread"] * (round(WEIGHTS[field].length) - len(words))
    return {field: " ".join([*words, *bread])}


# Shares


def test_every_field_has_its_weight():
    assert tuple(WEIGHTS) == FIELDS


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("title", "lessons"),
        ("lessons", "facets"),
        ("facets", "summary"),
        ("facets", "headings"),
        ("summary", "body"),
        ("headings", "body"),
    ],
)
def test_fields_weigh_in_their_order(more, less):
    assert shares(**usual(more, "leakage"))["leakag"] > shares(**usual(less, "leakage"))["leakag"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_word_in_one_more_field_weighs_more(field):
    others = {name: "bread" for name in FIELDS if name != field}
    alone = shares(**(others | {field: "leakage", "body": "leakage"}))["leakag"]
    without = shares(**(others | {field: "bread", "body": "leakage"}))["leakag"]

    assert alone > without if field != "body" else alone == without


@pytest.mark.parametrize("field", FIELDS)
def test_a_word_that_is_said_more_often_weighs_more_but_less_each_time(field):
    once, twice, thrice = (
        shares(**usual(field, *["leakage"] * times))["leakag"] for times in (1, 2, 3)
    )

    assert once < twice < thrice
    assert thrice - twice < twice - once


@pytest.mark.parametrize("field", FIELDS)
def test_a_word_weighs_less_in_a_long_text(field):
    short = shares(**{field: "leakage bread"})["leakag"]
    long = shares(**{field: "leakage " + "bread " * 900})["leakag"]

    assert short > long


def test_no_word_weighs_more_than_the_greatest_or_less_than_one():
    loud = shares(**dict.fromkeys(FIELDS, "leakage " * 3_000))
    quiet = shares(body="leakage " + "bread " * 50_000)

    assert loud["leakag"] == GREATEST == 63
    assert quiet["leakag"] == 1


def test_stop_words_weigh_nothing_and_do_not_make_a_text_long():
    assert shares(body="the leakage of it") == shares(body="leakage")


def test_a_concept_weighs_as_a_word_of_its_own():
    found = shares(title="customers leaving", body="churn")

    assert found.keys() == {"custom", "leav", "churn", "~churn"}
    assert found["~churn"] > found["churn"]


def test_words_are_kept_as_they_were_written_with_their_terms():
    weighed = weigh(document("d", title="Leaks", body="leaks, the Éclairs"), GLOSSARY)

    assert weighed.words == {("leaks", "leak"), ("eclairs", "eclair")}


WORDS = st.lists(
    st.sampled_from(["leakage", "leaks", "churn", "the", "漏れ", "sepsis"]), max_size=30
)
TEXTS = st.fixed_dictionaries({name: WORDS.map(" ".join) for name in FIELDS})


@given(TEXTS)
def test_a_share_is_a_whole_number_from_1_to_63(fields):
    found = shares(**fields)

    assert all(isinstance(share, int) and 1 <= share <= 63 for share in found.values())


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_what_a_document_has_does_not_depend_on_others(fields, others):
    alone = shares(**fields)
    documents: list[Document] = [
        *(document(f"o{each}", **other) for each, other in enumerate(others)),
        document("d", **fields),
    ]
    index = build_index(documents, GLOSSARY)

    last = len(others)
    beside = {
        term: found.shares[-1] for term, found in index.terms.items() if found.documents[-1] == last
    }
    assert beside == alone


# Rarity

COUNTS = [1, 2, 3, 5, 8, 13, 100, 365, 1_000, 4_095, 4_096, 65_535, 100_000, 999_999, 1_000_000]


def formula(having: int, count: int) -> float:
    """BM25's logarithm to base 2, in sixteenths."""
    return 16 * math.log2(1 + (count - having + 0.5) / (having + 0.5))


def grid() -> list[tuple[int, int]]:
    draw = random.Random(8)
    some = [
        (having, count) for count in COUNTS for having in {1, 2, 3, count // 2, count - 1, count}
    ]
    many = [(draw.randint(1, count), count) for count in draw.choices(range(1, 1_000_001), k=4_000)]
    few = [(min(having, count), count) for count in range(1, 60) for having in range(1, count + 1)]
    return [(having, count) for having, count in (*some, *many, *few) if 1 <= having <= count]


def test_rarity_is_the_logarithm_of_bm25_in_sixteenths():
    far = {
        pair: (rarity(*pair), formula(*pair))
        for pair in grid()
        if abs(rarity(*pair) - max(formula(*pair), 1)) > 1.01
    }

    assert far == {}


@pytest.mark.parametrize("count", COUNTS)
def test_the_fewer_have_a_term_the_more_it_tells(count):
    step = max(count // 3_000, 1)
    found = [rarity(having, count) for having in range(1, count + 1, step)]

    assert found == sorted(found, reverse=True)
    assert found[-1] >= 1


@pytest.mark.parametrize("having", [1, 2, 17, 4_000])
def test_the_more_documents_there_are_the_more_a_term_of_few_tells(having):
    found = [rarity(having, count) for count in range(having, 200_000, 97)]

    assert found == sorted(found)


def test_a_term_of_all_documents_tells_a_little():
    assert {rarity(count, count) for count in range(24, 500)} == {1}


def test_the_browser_comes_to_the_same_rarity():
    pairs = grid()
    with Node() as node:
        assert node.run("return given.map((pair) => rarity(...pair));", pairs) == [
            rarity(*pair) for pair in pairs
        ]
