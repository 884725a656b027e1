"""The index: postings, words and facets."""

import random

from mkdocs_postmortems.search.documents import FIELDS
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, build_index, facet_term, facet_terms
from mkdocs_postmortems.search.weighing import GREATEST, weigh
from unit.searching import FILLER, document, index_of, post


def index(*documents, concepts=()) -> Index:
    return build_index(documents, Glossary.of(concepts))


def shares(made: Index, term: str) -> dict[str, int]:
    found = made.postings(term)
    assert found is not None, term
    return {
        made.document(number).id: share
        for number, share in zip(found.documents, found.shares, strict=True)
    }


def members(made: Index, name: str, value: str) -> set[str]:
    found = made.postings(facet_term(name, value))
    return {made.document(number).id for number in found.documents} if found else set()


def test_an_empty_corpus_has_an_index():
    made = index()

    assert (made.count, made.postings("leakag"), list(made.words("l"))) == (0, None, [])


def test_a_document_without_text_is_counted_and_found_by_nothing():
    made = index(document("empty"), document("full", body="leakage"))

    assert made.count == 2
    assert shares(made, "leakag").keys() == {"full"}


def test_numbers_are_places_in_the_sequence_and_ascend():
    made = index(*(document(f"d{each}", body="leakage") for each in range(5)))

    found = made.postings("leakag")
    assert found is not None
    assert list(found.documents) == [0, 1, 2, 3, 4]
    assert [made.document(each).id for each in found.documents] == ["d0", "d1", "d2", "d3", "d4"]


def test_every_document_has_one_share_in_a_term():
    draw = random.Random(1)
    vocabulary = [f"word{each}" for each in range(60)]
    documents = [
        document(
            f"d{number}",
            **{name: " ".join(draw.choices(vocabulary, k=draw.randrange(40))) for name in FIELDS},
        )
        for number in range(50)
    ]
    made = index(*documents, document("loud", title="onlyhere " * 500))

    for term, found in made.terms.items():
        assert len(found.documents) == len(found.shares) == len(set(found.documents)), term
        assert list(found.documents) == sorted(found.documents), term
        assert all(1 <= share <= GREATEST for share in found.shares), term


def test_a_share_is_what_the_document_weighs_by_itself():
    documents = [document(f"d{each}", title="Leaks", body=f"leakage bread {each}") for each in "ab"]
    made = index(*documents, concepts=[["leakage", "seepage"]])

    for each in documents:
        weighed = weigh(each, made.glossary)
        for term, share in weighed.shares.items():
            assert shares(made, term)[each.id] == share, term


def test_stop_words_have_no_postings():
    made = index(document("d", body="the leakage of it"))

    assert made.postings("the") is None
    assert [word.word for word in made.vocabulary] == ["leakage"]


def test_words_come_by_prefix_in_order_with_the_documents_that_have_them():
    made = index(
        document("a", title="Leaks", body="leaks leak leakage zebra"),
        document("b", body="Leaks, éclair"),
    )

    found = [(word.word, word.term, word.frequency) for word in made.words("leak")]
    assert found == [("leak", "leak", 1), ("leakage", "leakag", 1), ("leaks", "leak", 2)]
    assert [word.word for word in made.words("e")] == ["eclair"]
    assert list(made.words("leakagex")) == []


def test_a_word_of_the_highest_characters_is_found_by_its_prefix():
    made = index(document("a", body="a𝌆 \U0002f8ff𠀀𠀁"))

    word = made.vocabulary[-1].word
    assert [each.word for each in made.words(word[:1])] == [word]


def test_a_concept_counts_where_one_of_its_forms_stands():
    churn = ["churn", "customers leaving"]
    made = index(
        document("a", body="churn"),
        document("b", title="customers leaving"),
        document("c", body="customers staying"),
        concepts=[churn],
    )

    assert shares(made, "~churn").keys() == {"a", "b"}


def test_facets_have_postings_of_their_own():
    made = index_of(
        [
            post("a", outcome="failed", tags=("Data Quality", "c++"), team="Flow"),
            post("b", outcome="mixed", tags=("data-quality",), authors=({"name": "Zoë"},)),
            post("c", causes=({"code": "split_leakage"},), date="2023-05-01", series=("Q1",)),
        ]
    )

    assert members(made, "outcome", "Failed") == {"a"}
    assert (
        members(made, "tag", "data quality") == members(made, "tag", "data_quality") == {"a", "b"}
    )
    assert members(made, "tag", "c++") == {"a"}
    assert members(made, "tag", "c#") == set()
    assert members(made, "team", "flow") == {"a"}
    assert members(made, "author", "zoe") == {"b"}
    assert members(made, "cause", "split-leakage") == {"c"}
    assert members(made, "year", "2023") == {"c"}
    assert members(made, "series", "q1") == {"c"}
    assert members(made, "outcome", "succeeded") == set()


def test_no_word_can_be_taken_for_a_facet():
    made = index(document("d", body="=outcome:failed ~0"))

    assert made.postings(facet_term("outcome", "failed")) is None
    assert set(made.terms) == {"outcom", "fail", "0"}


def test_a_value_that_is_there_in_two_spellings_counts_a_document_once():
    made = index_of([post("a", tags=("Data Quality", "data-quality"))])

    found = made.postings(facet_term("tag", "data quality"))
    assert found is not None
    assert list(found.documents) == [0]
    assert list(facet_terms(made.document(0))).count("=tag:data-quality") == 1


def test_the_same_documents_make_the_same_index_in_any_order():
    posts = [
        post("a", "Leakage in the split.", date="2024-01-01", tags=("x",)),
        post("b", FILLER, ["Leakage is found by splitting."], date="2024-01-01"),
        post("c", "Nothing", date="2023-01-01"),
    ]
    one, other = index_of(posts), index_of(posts[::-1])

    assert one.terms == other.terms
    assert one.vocabulary == other.vocabulary
    assert one.documents == other.documents


def test_a_new_postmortem_comes_last():
    posts = [post("old", date="2020-01-01"), post("new", date="2024-01-01"), post("undated")]

    assert [each.id for each in index_of(posts).documents] == ["undated", "old", "new"]
