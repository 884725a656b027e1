"""Queries: words, phrases, fields, what is not wanted, and what is half typed."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_postmortems.search.query import FILTERS, Query, parse, without_filters

SYNTAX = st.text(alphabet='ab é猫:-" \t\u00a0outcmeg', max_size=40)


def words(query: Query) -> list[str]:
    return [token.word for token in query.words]


def test_words_are_taken_in_their_order_without_stop_words():
    query = parse("has anyone tried Boosting the trees")

    assert words(query) == ["boosting", "trees"]
    assert [token.word for token in query.typed] == [
        *("has", "anyone", "tried", "boosting", "the", "trees")
    ]


@pytest.mark.parametrize("text", ["", "   ", "-", '"', '""', "—", "-\u00a0", "\u00a0", '-""'])
def test_nothing_is_a_search_for_nothing(text):
    assert parse(text) == Query()


def test_with_nothing_else_stop_words_are_asked_for():
    query = parse("what is it")

    assert words(query) == ["what", "is", "it"]
    assert query.is_open


@pytest.mark.parametrize("text", ["the outcome:failed", "-leaks the", "the -outcome:failed who"])
def test_stop_words_beside_a_filter_are_not_asked_for(text):
    query = parse(text)

    assert (words(query), query.is_common) == ([], True)


def test_stop_words_in_a_phrase_are_asked_for_beside_a_filter_too():
    assert words(parse('"to be" outcome:failed')) == ["to", "be"]
    assert words(parse("the", is_narrowed=True)) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a outcome:failed b", "a  b"),
        ('-Tag:"x y" a', " a"),
        ("note:this a", "note:this a"),
        ('"a tag:x" b', '"a tag:x" b'),
    ],
)
def test_a_search_without_its_filters(text, left):
    assert without_filters(text) == left


def test_a_phrase_is_both_words_and_a_run_with_its_stop_words():
    query = parse('speed "out of the sample" now')

    assert query.phrases == (("out", "of", "the", "sampl"),)
    assert words(query) == ["speed", "sample", "now"]


def test_a_half_typed_phrase_is_a_phrase():
    assert parse('speed "wall clo').phrases == (("wall", "clo"),)


def test_a_phrase_of_one_word_is_a_word():
    query = parse('"leakage"')

    assert (words(query), query.phrases) == (["leakage"], ())


def test_several_phrases():
    assert parse('"wall clock" "civil war"').phrases == (("wall", "clock"), ("civil", "war"))


@pytest.mark.parametrize("text", ["war -leaks", "-leaks war", "war --leaks", 'war -"leaks"'])
def test_a_word_after_a_hyphen_is_not_wanted(text):
    query = parse(text)

    assert (words(query), query.excluded) == (["war"], ("leak",))


def test_a_hyphen_inside_a_word_only_joins():
    query = parse("state-of-the-art k-fold")

    assert query.excluded == ()
    assert words(query) == ["state", "art", "k", "fold"]


def test_a_phrase_after_a_hyphen_is_not_wanted_as_it_stands():
    query = parse('war -"label leakage"')

    assert query.unphrased == (("label", "leakag"),)
    assert (words(query), query.excluded, query.phrases) == (["war"], (), ())


def test_all_parts_of_an_unwanted_compound_are_unwanted():
    assert parse("-pre-training").excluded == ("pre", "train")


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_is_known_in_any_case(name):
    query = parse(f'{name}:one {name.upper()}:"two words" -{name}:three')

    assert query.filters == ((name, "one"), (name, "two words"))
    assert query.unfiltered == ((name, "three"),)
    assert words(query) == []


def test_a_value_ends_at_a_blank_or_its_quote():
    query = parse('tag:"data quality"leakage team:a/b.c war')

    assert query.filters == (("tag", "data quality"), ("team", "a/b.c"))
    assert words(query) == ["leakage", "war"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mlflow:run42", ["mlflow", "run42"]),
        ("https://example.org", ["https", "example", "org"]),
        ('title:"wall clock"', ["title", "wall", "clock"]),
        ("outcome:", ["outcome"]),
        (":failed", ["failed"]),
    ],
)
def test_what_names_no_field_is_text(text, expected):
    query = parse(text)

    assert (words(query), query.filters) == (expected, ())


def test_an_unknown_field_after_a_hyphen_is_unwanted_text():
    assert parse("-mlflow:run42").excluded == ("mlflow", "run42")


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("leak", True),
        ("civil leak", True),
        ("leak ", False),
        ('"leak', False),
        ('"civil war"', False),
        ("leak -war", False),
        ("leak tag:a", False),
        ("tag:a leak", True),
        ("leak the", False),
        ("-leak", False),
        ("leak —", False),
        ("", False),
    ],
)
def test_the_last_word_may_grow_while_nothing_stands_after_it(text, is_open):
    assert parse(text).is_open is is_open


def test_the_form_of_accents_does_not_matter():
    assert parse(unicodedata.normalize("NFD", 'café "à la" tag:é')) == parse('café "à la" tag:é')


def test_an_endless_search_is_cut():
    assert len(parse("ab " * 100_000).words) == 333


@given(st.one_of(st.text(max_size=80), SYNTAX))
@example('a:"')
@example('-"-"-')
@example("outcome:-:")
@example("\ud800 tag:\udcff")
@example("-m at")
def test_any_text_is_a_search(text):
    query = parse(text)

    assert {token.word for token in query.words} <= {token.word for token in query.typed}
    assert all(len(phrase) > 1 for phrase in (*query.phrases, *query.unphrased))
    assert all(name in FILTERS for name, _ in (*query.filters, *query.unfiltered))
    assert not query.is_open or query.words


@given(SYNTAX)
def test_a_blank_behind_closes_the_last_word_and_changes_nothing_else(text):
    open_, closed = parse(text), parse(f"{text} ")

    assert not closed.is_open
    if text.count('"') % 2 == 0:
        assert words(open_) == words(closed)
        assert (open_.filters, open_.excluded) == (closed.filters, closed.excluded)
