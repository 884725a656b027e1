"""Text to terms: what the index holds and what a query asks for are cut alike.

The rules are simple enough to be written again in another language, and are the same for every
reader of the index: compose (NFC), cut into runs of letters and digits, fold each run (NFKD without
marks, lower case), cut runs of Chinese, Japanese and Korean into pairs, stem English words
(Snowball English, M. F. Porter).
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import NamedTuple

from mkdocs_postmortems.search.stemming import english_stemmer

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


class Token(NamedTuple):
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


_STEMMER = english_stemmer()


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


@cache
def stop_terms() -> frozenset[str]:
    """The terms of the stop words, for which other words may stand too."""
    return frozenset(map(stem, STOP_WORDS))


def is_half_a_pair(word: str) -> bool:
    """Whether a folded word is one character of Chinese, Japanese or Korean."""
    return len(word) == 1 and _DENSE.fullmatch(word) is not None


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, which must be composed (NFC), stop words included."""
    return [
        Token(stem(word), word, run.start() + first, run.start() + last)
        for run in _RUN.finditer(text)
        for word, first, last in _pieces(run[0])
    ]


def words_in(text: str) -> list[str]:
    """The folded word of each token of `text`."""
    return [piece[0] for run in _RUN.findall(text) for piece in _pieces(run)]


def terms_and_words(text: str) -> list[tuple[str, str]]:
    """The term and the folded word of each token of `text`, in a fraction of the time."""
    return [(stem(word), word) for word in words_in(text)]


def beginnings(terms: Iterable[str]) -> frozenset[str]:
    """The first letters of all words that may have one of `terms`: two, or as many as there are.

    Stemming changes no more of them than `y` after the first one, as in *dying*, and where it
    leaves one letter, as of *AED*.
    """
    return frozenset(
        each
        for term in terms
        for each in (
            *(term[:2], f"{term[:1]}y"),
            *((f"{term}e", f"{term}i") if len(term) == 1 else ()),
        )
    )


def terms_begun(text: str, begun: AbstractSet[str]) -> list[str]:
    """The terms of `text`, where words that do not begin as those looked for are left as they are.

    Only the others have to be stemmed, which takes long.
    """
    return [stem(word) if word[:2] in begun else word for word in words_in(text)]


@lru_cache(maxsize=200_000)
def _pieces(run: str) -> tuple[tuple[str, int, int], ...]:
    """Folded word, begin and end of each token in a run of letters and digits.

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
    return tuple(
        (word[first:last][:_LONGEST_TERM], *((first, last) if is_exact else (0, len(run))))
        for first, last in pieces
        if first < last
    )


def telling_terms(text: str) -> list[str]:
    """The terms of `text`, composed (NFC), in order, without stop words."""
    return [term for term, word in terms_and_words(text) if word not in STOP_WORDS]


def composed(text: str) -> str:
    """`text` in the form in which tokens are counted."""
    return unicodedata.normalize("NFC", text)
