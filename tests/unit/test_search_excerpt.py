"""Excerpts: the part of a text that shows why it was found."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.excerpt import Excerpt, excerpt
from mkdocs_postmortems.search.tokens import composed, tokens

BREAD = "Bread rises slowly in a warm kitchen. "
VOCABULARY = ["leakage", "Leak", "bread", "数据泄漏", "泄漏", "é", "x" * 90, "\n", "—", "the"]


def cut(text: str, query: str, limit: int = 240) -> Excerpt:
    return excerpt(composed(text), frozenset(token.term for token in tokens(query)), limit=limit)


def marked(part: Excerpt) -> list[str]:
    return [part.text[start:end] for start, end in part.marks]


def test_a_short_text_is_whole():
    part = cut("Leaks: a leak, and leakage.", "leak")

    assert part.text == "Leaks: a leak, and leakage."
    assert marked(part) == ["Leaks", "leak"]


def test_without_a_match_the_beginning_is_shown():
    part = cut(BREAD * 20, "leakage")

    assert part.text.startswith("Bread rises")
    assert part.text.endswith(" …")
    assert part.marks == ()
    assert len(part.text) <= 242


def test_nothing_is_an_excerpt_of_nothing():
    assert cut("", "leakage") == Excerpt("", ())


def test_a_match_far_down_is_shown_between_ellipses_cut_at_words():
    text = f"{BREAD * 20}Here the leakage stood. {BREAD * 20}"
    part = cut(text, "leakage")

    assert marked(part) == ["leakage"]
    assert part.text.startswith("… ")
    assert part.text.endswith(" …")
    inner = part.text.removeprefix("… ").removesuffix(" …")
    place = text.index(inner)
    assert text[place - 1] == " " == text[place + len(inner)]
    assert len(inner) <= 300


def test_a_match_at_the_end_is_shown_without_an_ellipsis_behind():
    part = cut(f"{BREAD * 20}The leakage", "leakage")

    assert part.text.endswith("The leakage")
    assert marked(part) == ["leakage"]


def test_the_stretch_with_the_most_different_words_is_chosen():
    text = f"leakage leakage leakage. {BREAD * 20} leakage of the split {BREAD * 20}"
    part = cut(text, "leakage split")

    assert marked(part) == ["leakage", "split"]


def test_of_equal_stretches_the_first_is_chosen():
    part = cut(f"{BREAD * 10}First leakage. {BREAD * 10}Second leakage.", "leakage")

    assert "First leakage" in part.text
    assert "Second" not in part.text


def test_a_text_without_blanks_is_cut_at_its_match():
    part = cut("面包在温暖的厨房里慢慢发酵" * 40 + "数据泄漏毁了它" + "面包" * 200, "泄漏")

    assert marked(part) == ["泄漏"]
    assert part.text.startswith("… ")
    assert part.text.endswith(" …")


def test_an_early_blank_does_not_cut_a_text_without_blanks_short():
    part = cut("面包" * 200 + " 面 " + "发酵" * 20 + "数据泄漏" + "面包" * 200, "泄漏")

    assert marked(part) == ["泄漏"]
    assert len(part.text) > 150


def test_pairs_that_overlap_are_one_mark():
    assert marked(cut("为数据泄漏了", "数据泄漏")) == ["数据泄漏"]


def test_only_what_matched_is_marked_in_a_run():
    assert marked(cut("训练GPT4模型时数据泄漏", "gpt4 泄漏")) == ["GPT4", "泄漏"]


def with_forms(text: str, *forms: str, terms: frozenset[str] = frozenset()) -> Excerpt:
    return excerpt(
        composed(text), terms, [tuple(each.term for each in tokens(form)) for form in forms]
    )


def test_a_form_is_marked_where_all_of_it_stands():
    text = "Customers stayed. Many customers were leaving; customers leave."

    assert marked(with_forms(text, "customers leaving")) == ["customers", "leave"]


def test_a_form_is_marked_beside_the_terms():
    part = with_forms("Churn, or customers leaving us.", "customers leaving", terms={"churn"})

    assert marked(part) == ["Churn", "customers", "leaving"]


def test_a_form_does_not_reach_beyond_the_end():
    assert marked(with_forms("leaving customers", "customers leaving")) == []
    assert marked(with_forms("", "customers leaving")) == []


def test_of_two_forms_that_overlap_all_is_marked():
    part = with_forms("an out of sample test set", "out of sample", "sample test")

    assert marked(part) == ["out", "of", "sample", "test"]


def test_a_stretch_is_chosen_for_the_forms_in_it():
    text = f"Customers. {BREAD * 20}Then customers left, customers leaving fast. {BREAD * 20}"
    part = with_forms(text, "customers leaving")

    assert marked(part) == ["customers", "leaving"]


def test_a_word_longer_than_the_excerpt_is_cut():
    part = cut("x" * 1000, "leakage")

    assert part.text == "x" * 240 + " …"


@pytest.mark.parametrize("limit", [40, 80, 240])
@given(words=st.lists(st.sampled_from(VOCABULARY), max_size=120))
def test_marks_stand_at_matches_ascend_and_do_not_overlap(limit, words):
    text = " ".join(words)
    terms = {"leakag", "leak", "泄漏"}
    part = excerpt(text, frozenset(terms), limit=limit)

    end = 0
    for start, stop in part.marks:
        assert end <= start < stop <= len(part.text)
        end = stop
    for word in marked(part):
        assert {token.term for token in tokens(word)} & terms, word
    assert len(part.text) <= limit + 4
    assert part.text.removeprefix("… ").removesuffix(" …") in text
    if any(token.term in terms for token in tokens(text)):
        assert part.marks


def test_a_text_full_of_matches_takes_time_in_proportion():
    text = "leakage " * 30_000
    begin = time.process_time()
    part = cut(text, "leakage")

    assert len(part.marks) == 30
    assert time.process_time() - begin < 5
