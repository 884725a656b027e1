"""The index: for each term the documents that have it, each with one number for how much.

The number, an impact, is the term's whole share of a document's score, BM25F over weighted fields
(Robertson, Zaragoza and Taylor, CIKM 2004), rounded to 1 to 255 when the index is made. So a search
adds up small whole numbers, and every reader of the index comes to the same sum.
"""

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mkdocs_postmortems.search.documents import FIELDS, Document
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.tokens import STOP_WORDS, fold, terms_and_words

WEIGHTS = {
    "title": 5.0,
    "lessons": 4.0,
    "facets": 2.5,
    "summary": 2.0,
    "headings": 2.0,
    "body": 1.0,
}
_LENGTH = {
    "title": 0.4,
    "lessons": 0.5,
    "facets": 0.2,
    "summary": 0.4,
    "headings": 0.4,
    "body": 0.6,
}
_JOINTS = re.compile(r"[\s_-]+")
_SATURATION = 1.6
_SCALE = 24.0
_GREATEST = 255


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that have a term.

    Attributes:
        documents: Their numbers, ascending.
        impacts: How much each has of it, 1 to 255.
    """

    documents: "array[int]"
    impacts: bytes


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """A word as it was written somewhere, folded, with its term and in how many documents it is."""

    word: str
    term: str
    frequency: int


class Source(Protocol):
    """Where an engine finds what it needs of an index, in memory or on disk."""

    @property
    def count(self) -> int:
        """How many documents there are."""

    @property
    def glossary(self) -> Glossary:
        """The words that mean the same."""

    def postings(self, term: str) -> Postings | None:
        """The documents that have a term, if there are any."""

    def words(self, prefix: str) -> Sequence[Word]:
        """The words that begin with `prefix`, in their order."""

    def document(self, number: int) -> Document:
        """The document of that number."""

    def named(self, name: str) -> Document | None:
        """The document of that id, if there is one."""

    def close(self) -> None:
        """Let go of what it holds."""


class Index:
    """An index in memory: a `Source`."""

    def __init__(
        self,
        documents: Sequence[Document],
        postings: Mapping[str, Postings],
        words: Sequence[Word],
        glossary: Glossary,
    ) -> None:
        """Hold what `build_index` made; `words` are in their order."""
        self.documents = documents
        self.terms = postings
        self.vocabulary = words
        self.glossary = glossary
        self._spelt = [word.word for word in words]

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self.documents)

    def postings(self, term: str) -> Postings | None:
        """The documents that have a term, if there are any."""
        return self.terms.get(term)

    def words(self, prefix: str) -> Sequence[Word]:
        """The words that begin with `prefix`, in their order."""
        start = bisect_left(self._spelt, prefix)
        end = bisect_left(self._spelt, prefix + "\U0010ffff")
        return self.vocabulary[start:end]

    def document(self, number: int) -> Document:
        """The document of that number."""
        return self.documents[number]

    def named(self, name: str) -> Document | None:
        """The document of that id, if there is one."""
        return next((each for each in self.documents if each.id == name), None)

    def close(self) -> None:
        """Do nothing: it holds nothing but memory."""


def facet_term(name: str, value: str) -> str:
    """The term under which the documents with a facet's value are found.

    Case, accents, and whether blanks, hyphens or underscores join the words, do not matter.
    """
    return f"={name}:{'-'.join(part for part in _JOINTS.split(fold(value)) if part)}"


def build_index(documents: Sequence[Document], glossary: Glossary) -> Index:
    """Make the index of `documents`, whose places in the sequence become their numbers."""
    spelt: Counter[tuple[str, str]] = Counter()
    fields = [_Field(name) for name in FIELDS]
    for number, document in enumerate(documents):
        written: set[tuple[str, str]] = set()
        for field, text in zip(fields, document.fields, strict=True):
            found = terms_and_words(text)
            telling = [each for each in found if each[1] not in STOP_WORDS]
            counts = Counter(term for term, _ in telling)
            counts.update(glossary.concepts_in([term for term, _ in found]))
            field.add(number, counts)
            written.update(telling)
        spelt.update(written)
    for field in fields:
        field.weigh()
    terms = sorted(set[str]().union(*(field.terms for field in fields)))
    postings = {term: _postings(term, fields, len(documents)) for term in terms}
    words = sorted(Word(word, term, count) for (term, word), count in spelt.items())
    return Index(documents, postings | _facet_postings(documents), words, glossary)


class _Field:
    """One field of all documents: how often which term occurs where, in arrays to stay small.

    Attributes:
        terms: For each term the documents' numbers and its counts in them.
        shares: For each document what one occurrence is worth, tempered by the field's length.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lengths = array("I")
        self.terms: dict[str, tuple[array[int], array[int]]] = {}
        self.shares: list[float] = []

    def add(self, number: int, counts: Counter[str]) -> None:
        """Take in the next document's counts; a concept counts where one of its forms occurs."""
        self._lengths.append(counts.total())
        for term, count in counts.items():
            if term not in self.terms:
                self.terms[term] = (array("I"), array("I"))
            numbers, times = self.terms[term]
            numbers.append(number)
            times.append(count)

    def weigh(self) -> None:
        """Find the shares, when all documents are in."""
        filled = sum(1 for length in self._lengths if length) or 1
        average = (sum(self._lengths) or 1) / filled
        weight, temper = WEIGHTS[self._name], _LENGTH[self._name]
        self.shares = [
            weight / (1 - temper + temper * length / average) for length in self._lengths
        ]


def _postings(term: str, fields: Sequence[_Field], documents: int) -> Postings:
    frequencies: dict[int, float] = defaultdict(float)
    for field in fields:
        if term in field.terms:
            for number, count in zip(*field.terms[term], strict=True):
                frequencies[number] += count * field.shares[number]
    rarity = math.log(1 + (documents - len(frequencies) + 0.5) / (len(frequencies) + 0.5))
    scale = _SCALE * rarity * (1 + _SATURATION)
    numbers = sorted(frequencies)
    impacts = (
        round(scale * frequencies[number] / (frequencies[number] + _SATURATION))
        for number in numbers
    )
    return Postings(
        array("I", numbers), bytes(min(max(impact, 1), _GREATEST) for impact in impacts)
    )


def _facet_postings(documents: Iterable[Document]) -> dict[str, Postings]:
    members: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for name, values in document.facets.items():
            for term in {facet_term(name, value) for value in values}:
                members[term].append(number)
    return {
        term: Postings(array("I", numbers), b"\x01" * len(numbers))
        for term, numbers in sorted(members.items())
    }
