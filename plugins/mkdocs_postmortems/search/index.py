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
from mkdocs_postmortems.search.tokens import STOP_WORDS, fold, tokens

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


@dataclass(frozen=True, slots=True)
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


def facet_term(name: str, value: str) -> str:
    """The term under which the documents with a facet's value are found.

    Case, accents, and whether blanks, hyphens or underscores join the words, do not matter.
    """
    return f"={name}:{'-'.join(part for part in _JOINTS.split(fold(value)) if part)}"


def build_index(documents: Sequence[Document], glossary: Glossary) -> Index:
    """Make the index of `documents`, whose places in the sequence become their numbers."""
    spelt: Counter[tuple[str, str]] = Counter()
    counted = [_counts(document, glossary, spelt) for document in documents]
    lengths = [[sum(counts.values()) for counts in fields] for fields in counted]
    average = _averages(lengths)
    weighted: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, fields in enumerate(counted):
        for term, frequency in _frequencies(fields, lengths[number], average).items():
            weighted[term].append((number, frequency))
    postings = {term: _postings(found, len(documents)) for term, found in sorted(weighted.items())}
    words = [Word(word, term, count) for (word, term), count in sorted(spelt.items())]
    return Index(documents, postings | _facet_postings(documents), words, glossary)


def _counts(
    document: Document, glossary: Glossary, spelt: Counter[tuple[str, str]]
) -> list[Counter[str]]:
    """How often each term occurs in each field; a concept counts where one of its forms occurs.

    The words behind the terms are added to `spelt`, once for each document.
    """
    counted: list[Counter[str]] = []
    written: set[tuple[str, str]] = set()
    for text in document.fields:
        found = tokens(text)
        telling = [token for token in found if token.word not in STOP_WORDS]
        counts = Counter(token.term for token in telling)
        counts.update(glossary.concepts_in([token.term for token in found]))
        counted.append(counts)
        written.update((token.word, token.term) for token in telling)
    spelt.update(written)
    return counted


def _averages(lengths: Iterable[Sequence[int]]) -> list[float]:
    """The average length of each field over the documents in which it is not empty."""
    columns = list(zip(*lengths, strict=True)) or [(0,)] * len(FIELDS)
    return [(sum(column) or 1) / max(sum(1 for each in column if each), 1) for column in columns]


def _frequencies(
    fields: Sequence[Counter[str]], lengths: Sequence[int], average: Sequence[float]
) -> dict[str, float]:
    """Each term's frequency over all fields, weighted, and tempered by the fields' lengths."""
    frequencies: dict[str, float] = defaultdict(float)
    for place, (name, counts) in enumerate(zip(FIELDS, fields, strict=True)):
        tempered = 1 - _LENGTH[name] + _LENGTH[name] * lengths[place] / average[place]
        for term, count in counts.items():
            frequencies[term] += WEIGHTS[name] * count / tempered
    return frequencies


def _postings(found: Sequence[tuple[int, float]], documents: int) -> Postings:
    rarity = math.log(1 + (documents - len(found) + 0.5) / (len(found) + 0.5))
    impacts = (
        round(_SCALE * rarity * frequency * (1 + _SATURATION) / (frequency + _SATURATION))
        for _, frequency in found
    )
    return Postings(
        array("I", (number for number, _ in found)),
        bytes(min(max(impact, 1), _GREATEST) for impact in impacts),
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
