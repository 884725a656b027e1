"""Passages: how close the words of a search stand, and which passage answers it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.documents import Passage
from mkdocs_postmortems.search.glossary import Form
from mkdocs_postmortems.search.passages import (
    CLOSEST,
    Group,
    best_passage,
    closeness,
    occurs,
    terms_of,
)
from mkdocs_postmortems.search.tokens import STOP_WORDS, terms_and_words
from unit.in_node import Node

BREAD = "bread " * 11


def group(word: str, *terms: str, forms: tuple[Form, ...] = ()) -> Group:
    return Group(word, dict.fromkeys(terms or (word,), 16), forms)


def section(text: str, heading: str = "", kind: str = "section") -> Passage:
    return Passage(kind, "", heading, text)


CIVIL, WAR, FLU = group("civil"), group("war"), group("flu")

# How close


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("civil", 0),
        ("civil civil civil", 0),
        ("civil war", 12),
        ("war civil", 12),
        (f"civil {'bread ' * 10} war", 12),
        (f"civil {'bread ' * 11} war", 0),
        (f"civil {'bread ' * 11} war war civil", 12),
        (f"civil {'of the ' * 30} war", 12),
    ],
)
def test_two_words_are_close_within_twelve_telling_words(text, expected):
    assert closeness([section(text)], [CIVIL, WAR]) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("civil war flu", 12), ("civil flu", 6), ("flu", 0), ("civil war", 6)]
)
def test_the_more_of_the_words_stand_together_the_closer(text, expected):
    assert closeness([section(text)], [CIVIL, WAR, FLU]) == expected


def test_the_closest_passage_counts():
    passages = [
        section("civil"),
        section(f"civil {BREAD} war"),
        section("war", "Civil"),
        section(""),
    ]

    assert closeness(passages, [CIVIL, WAR]) == CLOSEST


def test_words_do_not_stand_together_across_passages():
    assert closeness([section("civil"), section("war")], [CIVIL, WAR]) == 0


def test_a_heading_stands_together_with_its_text():
    assert closeness([section("the war", "Civil")], [CIVIL, WAR]) == CLOSEST


def test_any_term_of_a_group_stands_for_it():
    either = group("warr", "war", "ward")

    assert closeness([section("civil wards")], [CIVIL, either]) == CLOSEST


def test_two_groups_that_one_word_stands_for_are_close():
    assert closeness([section("wars")], [WAR, group("wars", "war", "battl")]) == CLOSEST


@pytest.mark.parametrize(
    ("text", "term"), [("aed", "a"), ("dying", "die"), ("lying", "lie"), ("skies", "sky")]
)
def test_words_whose_beginning_changes_when_they_are_stemmed_are_not_overlooked(text, term):
    assert closeness([section(f"civil {text}")], [CIVIL, group(term)]) == CLOSEST


def test_no_passages_are_not_close():
    assert closeness([], [CIVIL, WAR]) == 0


def closest(text: str, terms: list[str]) -> int:
    """Closeness by its definition: every window of twelve telling words is looked at."""
    telling = [term for term, word in terms_and_words(text) if word not in STOP_WORDS]
    windows = [set(telling[start : start + 12]) for start in range(len(telling))]
    most = max((sum(term in window for term in terms) for window in windows), default=0)
    return 12 * (most - 1) // (len(terms) - 1) if most > 1 else 0


@given(
    st.lists(st.sampled_from(["civil", "war", "flu", "bread", "the", "leaks"]), max_size=60),
    st.sampled_from([["civil", "war"], ["civil", "war", "flu"], ["leak", "flu", "war", "civil"]]),
)
def test_closeness_is_what_the_best_window_has(words, terms):
    text = " ".join(words)

    assert closeness([section(text)], [group(term) for term in terms]) == closest(text, terms)


# Which passage

LESSON = section("Look for leakage.", kind="lesson")
OPENING = section("On leakage.", "A title", kind="opening")
METHOD = section("Leakage by war.", "Method")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["leakag"], LESSON),
        (["leakag", "war"], METHOD),
        (["war"], METHOD),
        (["method"], METHOD),
        (["titl"], OPENING),
        (["titl", "leakag"], OPENING),
        (["nowher"], OPENING),
        ([], OPENING),
    ],
)
def test_the_passage_with_the_most_words_answers_a_lesson_before_others(words, expected):
    groups = [group(word) for word in words]

    assert best_passage([LESSON, OPENING, METHOD], groups) == expected
    assert best_passage([METHOD, OPENING, LESSON], groups) == expected


def test_of_equal_passages_the_first_answers():
    first, second = section("leakage", "One"), section("leakage", "Two")

    assert best_passage([first, second], [group("leakag")]) == first
    assert best_passage([second, first], [group("leakag")]) == second


def test_a_form_answers_where_all_of_it_stands():
    churn = group("churn", "churn", "~churn", forms=(("custom", "leav"),))
    passages = [section("Customers. They leave.", "One"), section("Customers leaving.", "Two")]

    assert best_passage(passages, [churn]).heading == "Two"


def test_a_form_with_stop_words_answers():
    holdout = group("holdout", forms=(("out", "of", "sampl"),))

    assert best_passage([section("Sample."), section("Out of sample.")], [holdout]).text[0] == "O"


def test_without_passages_the_top_answers():
    assert best_passage([], [WAR]) == Passage("opening", "", "", "")


# Phrases


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("wall clock", "the wall clock", True),
        ("wall clock", "wall a wall clock", True),
        ("wall clock", "clock wall", False),
        ("wall clock", "wall the clock", False),
        ("wall clock", "wall", False),
        ("wall clock", "", False),
        ("a a b", "a a a b", True),
        ("a b a c", "a b a b a c", True),
    ],
)
def test_a_phrase_occurs_where_it_stands_as_it_is(phrase, text, expected):
    assert occurs(phrase.split(), text.split()) is expected
    assert occurs(tuple(phrase.split()), text.split()) is expected


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4),
    st.lists(st.sampled_from("abc"), max_size=14),
)
def test_a_phrase_occurs_if_any_run_of_the_terms_is_it(phrase, terms):
    runs = [terms[start : start + len(phrase)] for start in range(len(terms))]

    assert occurs(phrase, terms) == (phrase in runs)


def test_the_terms_of_a_passage_have_its_heading_first_and_all_stop_words():
    assert terms_of(section("Of the leaks", "Walls")) == ["wall", "of", "the", "leak"]


def test_the_browser_finds_the_same_close_and_best():
    draw = random.Random(6)
    vocabulary = [
        "civil",
        "war",
        "flu",
        "leakage",
        "leaks",
        "the",
        "of",
        "dying",
        "AED",
        "漏れ",
        "x",
    ]
    cases = []
    for _ in range(150):
        passages = [
            section(
                " ".join(draw.choices(vocabulary, k=draw.randrange(40))),
                draw.choice(vocabulary),
                kind,
            )
            for kind in draw.choices(["lesson", "section", "opening"], k=draw.randrange(5))
        ]
        terms = draw.sample(["civil", "war", "flu", "leakag", "leak", "die", "a", "漏れ"], 3)
        forms: tuple[Form, ...] = (("leak", "the"), ("war", "of", "flu"))
        groups = [*(group(term) for term in terms[:2]), group("y", terms[2], forms=forms)]
        cases.append((passages, groups))
    code = """
      const stops = new Set(given.stops);
      return given.cases.map(([passages, asked]) => {
        const groups = asked.map(([terms, forms]) => ({ terms: new Map(terms), forms }));
        const begun = begunBy(groups);
        const { text } = bestPassage(passages, groups, begun);
        return [closeness(passages, groups, begun, stops), text];
      });
    """
    given_ = {
        "stops": sorted(STOP_WORDS),
        "cases": [
            [
                [
                    {"kind": each.kind, "heading": each.heading, "text": each.text}
                    for each in passages
                ],
                [[list(each.terms.items()), each.forms] for each in groups],
            ]
            for passages, groups in cases
        ],
    }
    with Node() as node:
        assert node.run(code, given_) == [
            [closeness(passages, groups), best_passage(passages, groups).text]
            for passages, groups in cases
        ]
