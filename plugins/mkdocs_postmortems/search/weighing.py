"""How much a document has of each term: one small number, from the document alone.

The share of a term is its part of BM25F over weighted fields (Robertson, Zaragoza and Taylor, CIKM
2004): it grows with each occurrence, ever more slowly, and less in a long text. What counts as long
is fixed and not the average of the collection. So a share never changes while its document does
not, a new postmortem changes nothing but its own entries, and the scores of two collections can be
compared. How rare a term is comes in when a search is made: see `rarity`.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from mkdocs_postmortems.search.documents import FIELDS, Document
from mkdocs_postmortems.search.glossary import Lexicon, find
from mkdocs_postmortems.search.tokens import STOP_WORDS, terms_and_words

GREATEST = 63
"""The greatest share."""


class Field(NamedTuple):
    """How a field of a document counts.

    Attributes:
        weight: What an occurrence in it is worth.
        temper: How much its length matters, 0 to 1.
        length: How many terms it usually has, in write-ups people publish.
    """

    weight: float
    temper: float
    length: float


WEIGHTS: Mapping[str, Field] = {
    "title": Field(5.0, 0.4, 9),
    "lessons": Field(4.0, 0.5, 30),
    "facets": Field(2.5, 0.2, 14),
    "summary": Field(2.0, 0.4, 20),
    "headings": Field(2.0, 0.4, 6),
    "body": Field(1.0, 0.6, 280),
}
_SATURATION = 1.6
_PER_OCTAVE = 16


class Weighed(NamedTuple):
    """What the index holds of one document.

    Attributes:
        shares: The share of each of its terms and concepts, 1 to `GREATEST`.
        words: Each word as it is written in it, folded, with its term.
    """

    shares: Mapping[str, int]
    words: frozenset[tuple[str, str]]


def weigh(document: Document, lexicon: Lexicon) -> Weighed:
    """The shares of the terms in `document`, and its words. Stop words have none."""
    found: dict[str, float] = defaultdict(float)
    written: set[tuple[str, str]] = set()
    for name, text in zip(FIELDS, document.fields, strict=True):
        pairs = terms_and_words(text)
        telling = [(word, term) for term, word in pairs if word not in STOP_WORDS]
        counts = Counter(term for _, term in telling)
        counts.update(each.concept for each in find(lexicon, [term for term, _ in pairs]))
        worth = _worth(WEIGHTS[name], counts.total())
        for term, count in counts.items():
            found[term] += count * worth
        written.update(telling)
    return Weighed({term: _share(amount) for term, amount in found.items()}, frozenset(written))


def _worth(field: Field, length: int) -> float:
    """What one occurrence counts in a field of `length` terms."""
    return field.weight / (1 - field.temper + field.temper * length / field.length)


def _share(amount: float) -> int:
    return max(round(GREATEST * amount / (amount + _SATURATION)), 1)


def rarity(having: int, count: int) -> int:
    """How much a term tells when `having` of `count` documents have it, in 1/16 of a bit, from 1.

    It is the logarithm of BM25, `1 + (count - having + 0.5) / (having + 0.5)`, to base 2, in whole
    numbers only: every reader of the index comes to the same.
    """
    ratio = ((2 * count + 2) << _PER_OCTAVE) // (2 * having + 1)
    octaves = ratio.bit_length() - 1
    mantissa = ratio >> (octaves - _PER_OCTAVE) if octaves >= _PER_OCTAVE else 1 << _PER_OCTAVE
    bits = max(octaves - _PER_OCTAVE, 0)
    for _ in range(4):
        mantissa = mantissa * mantissa >> _PER_OCTAVE
        bits = bits * 2 + (mantissa >> _PER_OCTAVE > 1)
        mantissa >>= mantissa >> _PER_OCTAVE > 1
    return max(bits, 1)
