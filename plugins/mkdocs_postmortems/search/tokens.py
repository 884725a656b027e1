"""Text to terms: what the index holds and what a query asks for are cut alike.

The rules are simple enough to be written again in another language, and are the same for every
reader of the index: compose (NFC), cut into runs of letters and digits, fold each run (NFKD without
marks, lower case), cut runs of Chinese, Japanese and Korean into pairs, stem English words
(Snowball English, M. F. Porter).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from snowballstemmer.english_stemmer import EnglishStemmer

_RUN = re.compile(r"[^\W_]+")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_ENGLISH = re.compile(r"[a-z]+")
_LONGEST_TERM = 40

_STOP_WORDS_WRITTEN = """
a about after again all also am an and any anybody anyone are as at be because been before being
between both but by can could did do does doing done during each ever every few for from further
get got had has have having he her here him his how i if in into is it its itself just me more
most my no nor not of off on once one only onto or other our out over own same she should so
some somebody someone somewhere such than that the their them then there these they this those
through to too tried try trying under until up upon us use used using very was we were what when
where whether which while who whom why will with within without would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS_WRITTEN.split())
"""English words that say nothing about a subject; asked for only when a query has no other."""


@dataclass(frozen=True, slots=True)
class Token:
    """A term with its place in the composed text.

    Attributes:
        term: What is looked up.
        word: The folded word, before stemming.
        start: Where its word begins.
        end: Where its word ends.
    """

    term: str
    word: str
    start: int
    end: int


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - Snowball's name


# By name, because `snowballstemmer.stemmer` prefers a C module with rules of its own version.
_STEMMER: _Stemmer = EnglishStemmer()


def fold(word: str) -> str:
    """`word` in lower case and without accents."""
    if word.isascii():
        return word.lower()
    bare = (
        char for char in unicodedata.normalize("NFKD", word) if unicodedata.category(char) != "Mn"
    )
    return unicodedata.normalize("NFC", "".join(bare)).lower()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word; words that are not plain English letters are their own."""
    return _STEMMER.stemWord(word) if _ENGLISH.fullmatch(word) else word


STOP_TERMS = frozenset(map(stem, STOP_WORDS))
"""The terms of the stop words, for which other words may stand too."""


def is_half_a_pair(word: str) -> bool:
    """Whether a folded word is one character of Chinese, Japanese or Korean."""
    return len(word) == 1 and _DENSE.fullmatch(word) is not None


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, which must be composed (NFC), stop words included."""
    return [
        Token(term, word, run.start() + first, run.start() + last)
        for run in _RUN.finditer(text)
        for term, word, first, last in _pieces(run[0])
    ]


def terms_and_words(text: str) -> list[tuple[str, str]]:
    """The term and the folded word of each token of `text`, in a fraction of the time."""
    return [piece[:2] for run in _RUN.findall(text) for piece in _pieces(run)]


@lru_cache(maxsize=200_000)
def _pieces(run: str) -> tuple[tuple[str, str, int, int], ...]:
    """Term, folded word, begin and end of each token in a run of letters and digits.

    A run without blanks between words is cut into pairs; letters of other scripts in it stay
    whole. Where folding changed the run's length, each has the place of the whole run.
    """
    word = fold(run)
    pieces: list[tuple[int, int]] = []
    position = 0
    for dense in _DENSE.finditer(word):
        pieces.append((position, dense.start()))
        last = max(dense.end() - 1, dense.start() + 1)
        pieces += [(each, min(each + 2, dense.end())) for each in range(dense.start(), last)]
        position = dense.end()
    pieces.append((position, len(word)))
    is_exact = len(pieces) > 1 and len(word) == len(run)
    cut = ((word[first:last][:_LONGEST_TERM], first, last) for first, last in pieces)
    return tuple(
        (stem(piece), piece, first if is_exact else 0, last if is_exact else len(run))
        for piece, first, last in cut
        if piece
    )


def telling_terms(text: str) -> list[str]:
    """The terms of `text`, composed (NFC), in order, without stop words."""
    return [term for term, word in terms_and_words(text) if word not in STOP_WORDS]


def composed(text: str) -> str:
    """`text` in the form in which tokens are counted."""
    return unicodedata.normalize("NFC", text)
