"""Saved searches: how they are written, and what they find."""

import pytest

from mkdocs_postmortems.domain.saved_search import (
    SavedSearch,
    SavedSearchError,
    read_saved_searches,
)
from mkdocs_postmortems.search.saved import matching, unheard
from unit.searching import index_of, post

# -- how they are written


def test_a_search_with_its_title():
    value = [{"title": " In  production", "query": "leakage\nstage:production "}]

    (search,) = read_saved_searches(value)
    assert search == SavedSearch("In production", "leakage stage:production")
    assert search.slug == "in-production"


@pytest.mark.parametrize("title", [{}, {"title": None}])
def test_a_search_without_a_title_is_called_by_its_query(title):
    (search,) = read_saved_searches([{"query": 'outcome:failed tag:"credit scoring"', **title}])

    assert search.title == 'outcome:failed tag:"credit scoring"'
    assert search.slug == "outcome-failed-tag-credit-scoring"


def test_none_are_none():
    assert read_saved_searches([]) == ()


WRITE = "Write `- query: leakage stage:production`"
BAD = [
    ("leakage", f"wants a list of searches. {WRITE}"),
    ({"query": "leakage"}, f"wants a list of searches. {WRITE}"),
    (["leakage"], f"entry 1 wants a map, and is `leakage`. {WRITE}"),
    ([{"query": "a"}, None], f"entry 2 wants a map, and is `None`. {WRITE}"),
    ([{}], f"entry 1 has no `query`. {WRITE}"),
    ([{"title": "Leakage"}], f"entry 1 has no `query`. {WRITE}"),
    ([{"querry": "a"}], "entry 1 has `querry`, and may have `title` and `query`"),
    (
        [{"query": 2024}],
        'entry 1: `query` wants text, and has `2024`. Write it in quotes, as `query: "…"`',
    ),
    (
        [{"query": "a", "title": ["b"]}],
        "entry 1: `title` wants text, and has `['b']`. Write it in quotes, as `title: \"…\"`",
    ),
    ([{"query": " "}], f"entry 1: `query` is empty. {WRITE}"),
    (
        [{"query": "a"}, {"query": "b"}, {"query": "c", "title": "A!"}],
        "entries 1 and 3 would have one address, `a`. Give one of them another `title`",
    ),
]


@pytest.mark.parametrize(("value", "said"), BAD, ids=[str(value) for value, _ in BAD])
def test_a_wrong_entry_is_named_with_what_to_write(value, said):
    with pytest.raises(SavedSearchError) as error:
        read_saved_searches(value)
    assert str(error.value) == said


# -- what they find

INDEX = index_of(
    [
        post("leak", "The leakage was found late.", outcome="failed", stage="production"),
        post("leaked", "It had leaked before launch.", outcome="succeeded", stage="modelling"),
        post("churn", "Attrition fell after launch.", tags=["Credit scoring"], outcome="failed"),
        post("leaving", "Customers leaving were counted.", outcome="failed"),
        post("nutrition", "Nutrition labels were read.", causes=[{"code": "overfit"}]),
        post("tokyo", "東京都の水道"),
    ],
    ("churn", "attrition", "customers leaving"),
)


def found(query: str) -> set[str]:
    return {document.id for document in matching(INDEX, query)}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("stage:production", {"leak"}),
        ("outcome:failed", {"leak", "churn", "leaving"}),
        ("outcome:failed outcome:succeeded", {"leak", "leaked", "churn", "leaving"}),
        ("outcome:failed -stage:production", {"churn", "leaving"}),
        ('tag:"credit scoring" outcome:failed', {"churn"}),
        ("cause:validity.overfit", {"nutrition"}),
        ("outcome:abandoned", set()),
        ("outcome:failed -leakage", {"churn", "leaving"}),
    ],
)
def test_filters_alone_find_all_that_have_them(query, ids):
    assert found(query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("launch", {"leaked", "churn"}),
        ("launch leaked", {"leaked"}),
        ("launch attrition", {"churn"}),
        ("launch leaked attrition", set()),
        ("the launch has leaked", {"leaked"}),
        ("launch outcome:failed", {"churn"}),
        ('"before launch"', {"leaked"}),
        ('"launch before"', set()),
    ],
)
def test_every_word_has_to_be_there(query, ids):
    assert found(query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("leaking", {"leaked"}),
        ("LAUNCHES", {"leaked", "churn"}),
        ("churn", {"churn", "leaving"}),
        ("customers leaving", {"churn", "leaving"}),
        ("customers leaving counted", {"leaving"}),
        ("水", {"tokyo"}),
        ("京都", {"tokyo"}),
    ],
)
def test_a_word_is_there_in_any_form_and_by_its_synonyms(query, ids):
    assert found(query) == ids


@pytest.mark.parametrize(
    "query", ["leakege", "launch leakege", "nutritoin", "laun", "launch zzz", "zzz", "launchpad"]
)
def test_a_word_that_nobody_wrote_finds_nothing_even_if_others_are_near(query):
    assert found(query) == set()


def test_a_synonym_is_not_joined_by_what_is_spelt_like_it():
    """No postmortem says `attrition`, and `nutrition` is two slips away."""
    index = index_of(
        [post("churn", "Churn fell."), post("nutrition", "Nutrition labels.")],
        ("churn", "attrition"),
    )
    assert {each.id for each in matching(index, "attrition")} == {"churn"}


@pytest.mark.parametrize("query", ["", "!!!", "-", '""'])
def test_a_search_for_nothing_finds_nothing(query):
    assert found(query) == set()


def test_nothing_is_found_where_nothing_is_published():
    assert matching(index_of([]), "launch") == ()
    assert matching(index_of([]), "outcome:failed") == ()


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("launch outcome:failed", ()),
        ("launch leakege leakege", ("leakege",)),
        ("outcome:abandoned tag:x -tag:y", ("outcome:abandoned", "tag:x")),
        ("cause:validity.overfit tag:credit-scoring", ()),
        ('team:"Data Science"', ("team:Data Science",)),
        ("customers leaving", ()),
    ],
)
def test_what_no_postmortem_has_is_known(query, terms):
    assert unheard(INDEX, query) == terms
