"""The index: for each term the documents that have it, each with one number for how much.

The number, a share, is the term's part of a document's score, whole and small (see `weighing`). A
search multiplies it by how rare the term is and adds up, in whole numbers only, so that every
reader of the index comes to the same sum.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.glossary import Glossary, Lexicon
from mkdocs_postmortems.search.tokens import fold
from mkdocs_postmortems.search.weighing import Weighed, weigh

_JOINTS = re.compile(r'[\s_"-]+')


class Postings(NamedTuple):
    """The documents that have a term.

    Attributes:
        documents: Their numbers, ascending.
        shares: How much each has of it, 1 to `weighing.GREATEST`.
    """

    documents: "array[int]"
    shares: bytes | bytearray


class Word(NamedTuple):
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
    def glossary(self) -> Lexicon:
        """The words that mean the same."""

    def postings(self, term: str) -> Postings | None:
        """The documents that have a term, if there are any."""

    def words(self, prefix: str) -> Sequence[Word]:
        """The words that begin with `prefix`, in their order."""

    def document(self, number: int) -> Document:
        """The document of that number."""

    def named(self, name: str) -> Document | None:
        """The document of that id, if there is one."""

    def facet(self, name: str) -> Mapping[str, int]:
        """The values of a facet, as its terms have them, and how many documents have each."""

    def dates(self) -> Sequence[str]:
        """The day of each document (ISO 8601), by number; empty where it has none."""

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

    def facet(self, name: str) -> Mapping[str, int]:
        """The values of a facet, as its terms have them, and how many documents have each."""
        begin = f"={name}:"
        return {
            term.removeprefix(begin): len(found.documents)
            for term, found in self.terms.items()
            if term.startswith(begin)
        }

    def dates(self) -> Sequence[str]:
        """The day of each document (ISO 8601), by number; empty where it has none."""
        return [each.date for each in self.documents]

    def close(self) -> None:
        """Do nothing: it holds nothing but memory."""


def facet_term(name: str, value: str) -> str:
    """The term under which the documents with a facet's value are found.

    Case, accents, and whether blanks, hyphens or underscores join the words, do not matter; nor do
    quotation marks, which a filter cannot have in its value.
    """
    return f"={name}:{'-'.join(part for part in _JOINTS.split(fold(value)) if part)}"


def filter_term(name: str, value: str) -> str:
    """The term that `name:value` in a search asks for; a cause may be written with its family."""
    return facet_term(name, value.rpartition(".")[2] if name == "cause" else value)


def facet_terms(document: Document) -> Iterator[str]:
    """The terms under which `document` is found by its facets, each once."""
    terms = (
        facet_term(name, value) for name, values in document.facets.items() for value in values
    )
    return iter(dict.fromkeys(terms))


def build_index(documents: Sequence[Document], glossary: Glossary) -> Index:
    """Make the index of `documents`, whose places in the sequence become their numbers."""
    return index_of(documents, (weigh(each, glossary) for each in documents), glossary)


def index_of(
    documents: Sequence[Document], weighed: Iterable[Weighed], glossary: Glossary
) -> Index:
    """The index of `documents`, each of which is `weighed` already."""
    postings: dict[str, Postings] = {}
    spelt: Counter[tuple[str, str]] = Counter()
    for number, (document, found) in enumerate(zip(documents, weighed, strict=True)):
        spelt.update(found.words)
        for term, share in (*found.shares.items(), *((each, 1) for each in facet_terms(document))):
            if term not in postings:
                postings[term] = Postings(array("I"), bytearray())
            postings[term].documents.append(number)
            postings[term].shares.append(share)  # type: ignore[union-attr]  # still growing
    words = sorted(Word(word, term, count) for (word, term), count in spelt.items())
    return Index(documents, dict(sorted(postings.items())), words, glossary)
