"""Tokens: words in any form, any script, with their places."""

import subprocess
import sys
import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.tokens import (
    STOP_WORDS,
    beginnings,
    composed,
    fold,
    is_half_a_pair,
    stem,
    telling_terms,
    terms_and_words,
    terms_begun,
    tokens,
)


def words(text: str) -> list[str]:
    return [token.word for token in tokens(composed(text))]


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(composed(text))]


def pieces(text: str) -> list[str]:
    """What the offsets of the tokens point at."""
    return [text[token.start : token.end] for token in tokens(text)]


@pytest.mark.parametrize(
    "text", ["Café crème", "Łódź naïve", "Việt Nam", "ガラス", "한국어", "Ångström"]
)
def test_composed_and_decomposed_text_have_the_same_tokens(text):
    apart = unicodedata.normalize("NFD", text)

    assert apart != unicodedata.normalize("NFC", text)
    assert tokens(composed(apart)) == tokens(composed(text))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café", "cafe"),
        ("ÜBERFIT", "uberfit"),
        ("İstanbul", "istanbul"),
        ("naïve", "naive"),
        ("ﬁt", "fit"),
        ("ＡＢＣ", "abc"),
        ("Straße", "straße"),
        ("ΔΣ", "δς"),
    ],
)
def test_case_accents_and_wide_letters_fold(written, folded):
    assert words(written) == [folded]


def test_punctuation_blanks_and_underscores_part_words():
    assert words("train_test-split, k-fold;x\ty\n(z)") == [
        *("train", "test", "split", "k", "fold", "x", "y", "z")
    ]


def test_numbers_and_mixed_codes_stay_whole():
    assert terms("bf16 int8 2024 A100 x2") == ["bf16", "int8", "2024", "a100", "x2"]


def test_forms_of_an_english_word_share_a_stem():
    assert len({*terms("predict predicts predicted predicting prediction predictions")}) == 1


def test_a_word_with_other_than_english_letters_is_its_own_term():
    assert terms("Straßen modèles") == ["straßen", "model"]
    assert stem("straßen") == "straßen"


def test_a_token_keeps_the_unstemmed_word():
    (token,) = tokens("Predicting")

    assert (token.term, token.word) == ("predict", "predicting")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数据泄漏", ["数据", "据泄", "泄漏"]),
        ("猫", ["猫"]),
        ("データ", ["テー", "ータ"]),
        ("한국어", ["한국", "국어"]),
    ],
)
def test_runs_without_blanks_are_cut_into_pairs(text, expected):
    assert terms(text) == expected


def test_scripts_in_one_run_are_parted():
    assert terms("用GPT4训练models") == ["用", "gpt4", "训练", "model"]


def test_pairs_point_at_their_own_two_characters():
    assert pieces("为 GPT4训练模型。") == ["为", "GPT4", "训练", "练模", "模型"]


def test_where_folding_changes_the_length_a_pair_points_at_its_run():
    text = "ﾃﾞｰﾀ"

    assert pieces(text) == [text] * len(tokens(text))
    assert terms(text) == terms("データ")


def test_a_long_run_without_blanks_is_cut_into_pairs_to_its_end():
    run = "".join(chr(0x4E00 + each) for each in range(200))

    assert len(terms(run)) == 199
    assert terms(run)[-1] == run[-2:]


def test_only_the_beginning_of_an_endless_word_counts():
    (token,) = tokens("x7" * 100)

    assert token.word == "x7" * 20
    assert (token.start, token.end) == (0, 200)


def test_offsets_point_at_the_word():
    assert pieces("A leak, ÉTÉ — x²!") == ["A", "leak", "ÉTÉ", "x²"]


@given(st.text(max_size=60))
def test_offsets_ascend_and_the_text_there_folds_to_the_word(text):
    text = composed(text)
    end = 0
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.end >= end
        end = token.end
        assert token.word in fold(text[token.start : token.end])
        assert 1 <= len(token.word) <= 40


@given(st.text(max_size=60))
def test_what_was_composed_once_is_composed(text):
    assert composed(composed(text)) == composed(text)
    assert tokens(composed(unicodedata.normalize("NFD", text))) == tokens(composed(text))


def test_stop_words_are_left_out_of_telling_terms_and_nothing_else_is():
    assert telling_terms("Has anyone tried the leakage of it?") == ["leakag"]
    assert telling_terms("not a thing") == ["thing"]


def test_stop_words_are_written_as_words_are_folded():
    assert all(fold(word) == word and words(word) == [word] for word in STOP_WORDS)


@pytest.mark.parametrize(
    ("word", "half"), [("猫", True), ("가", True), ("a", False), ("猫が", False), ("", False)]
)
def test_one_character_of_a_dense_script_is_half_a_pair(word, half):
    assert is_half_a_pair(word) is half


@pytest.mark.parametrize("text", ["", " \n\t", "—…!?", "___", "\u0301", "🙂"])
def test_text_without_letters_has_no_tokens(text):
    assert tokens(text) == []


ENDINGS = [
    *("", "s", "es", "ed", "eds", "ing", "ings", "ingly", "edly", "ly", "ies", "ied", "y", "yed"),
    *("ness", "ful", "ation", "ational", "izer", "eed"),
]


def test_no_word_begins_otherwise_than_its_term_lets_expect():
    letters = "abdegilnosty"
    starts = {"".join(some) for size in (1, 2, 3) for some in product(letters, repeat=size)}
    words = {start + ending for start in starts for ending in ENDINGS}

    assert [word for word in words if word[:2] not in beginnings([stem(word)])] == []


@given(
    st.lists(st.sampled_from(["dying", "AED", "leaks", "the", "skies", "漏れ", "é", "x1"])),
    st.sets(st.sampled_from(["die", "a", "leak", "sky", "漏れ", "e", "x1"])),
)
def test_only_words_that_may_be_looked_for_are_stemmed_and_all_of_them(words, looked_for):
    text = composed(" ".join(words))
    found = terms_begun(text, beginnings(looked_for))
    whole = [term for term, _ in terms_and_words(text)]

    assert [term in looked_for for term in found] == [term in looked_for for term in whole]


def test_the_stemmer_is_loaded_without_the_other_languages_which_can_be_loaded_after_it():
    code = """
import sys
from mkdocs_postmortems.search.tokens import stem
assert stem("predicting") == "predict"
assert "snowballstemmer.german_stemmer" not in sys.modules
import snowballstemmer
assert snowballstemmer.stemmer("german").stemWord("katzen") == "katz"
from snowballstemmer.english_stemmer import EnglishStemmer
assert EnglishStemmer().stemWord("predicting") == "predict"
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8"
    )

    assert (ended.returncode, ended.stderr) == (0, "")
