"""The index on disk, for the terminal: one SQLite file, kept in step with what is published.

It is a cache: it can be deleted at any time, and a file that is damaged, or of another version, is
taken for one that is not there. `keeping` and `updating` write it.

A document has a slot, which never changes; its number, which other readers of an index know it by,
is its place in the order of time. So a postmortem from the past moves no other one.
"""

import json
import sqlite3
import weakref
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import starmap
from pathlib import Path
from typing import Any, NamedTuple, Self

from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.glossary import Form, Lexicon
from mkdocs_postmortems.search.index import Postings, Word

STORE_VERSION = 5
_MOST_REMEMBERED = 200
_MOST_LISTS = 8


class Cache(NamedTuple):
    """Where the index is kept, and what it has to be made with.

    Attributes:
        path: The file.
        settings: A digest of what every document depends on.
        stamp: A digest of everything, given the commit from which dates were taken.
    """

    path: Path
    settings: str
    stamp: Callable[[str], str]


class StoreError(Exception):
    """The file is no index of this version that can be read."""


class Store:
    """An index on disk: a `Source`. Any method raises `StoreError` where the file is damaged."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises:
            StoreError: There is none, or it cannot be used.
        """
        if not path.is_file():
            raise StoreError(f"there is no index at {path}")
        try:
            # To write, because an update that was killed is undone by who opens the file next.
            address = f"{path.absolute().as_uri()}?mode=rw"
            self._connection = sqlite3.connect(address, uri=True, isolation_level=None)
        except sqlite3.Error as error:
            raise StoreError(f"the index cannot be opened ({error})") from error
        self._documents: dict[int, Document] = {}
        self._terms: dict[str, Postings | None] = {}
        self._words: dict[str, Sequence[Word]] = {}
        # Closed at the latest when nobody holds the store any more.
        self._finalizer = weakref.finalize(self, self._connection.close)
        try:
            # What is read from now on is of one moment, whatever is written meanwhile.
            self.rows("begin")
            self._read_about()
        except StoreError:
            self.close()
            raise

    @cached_property
    def glossary(self) -> Lexicon:
        """The words that mean the same."""
        return KeptGlossary(partial(_rows, self._connection))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._finalizer()

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self._slots)

    def postings(self, term: str) -> Postings | None:
        """The documents that have a term, if there are any."""
        if term not in self._terms:
            if len(self._terms) > _MOST_REMEMBERED:
                self._terms.clear()
            # A search asks for the same few again and again.
            self._terms[term] = self._read_postings(term)
        return self._terms[term]

    def _read_postings(self, term: str) -> Postings | None:
        rows = self.rows("select slots, shares from terms where term = ?", term)
        if not rows:
            return None
        slots, shares = slots_and_shares(rows[0])
        if self._places is None and max(slots, default=0) < self.count:
            return Postings(slots, shares)
        placed = sorted(zip(self._placed(slots), shares, strict=True))
        return Postings(array("I", [each[0] for each in placed]), bytes(each[1] for each in placed))

    def words(self, prefix: str) -> Sequence[Word]:
        """The words that begin with `prefix`, in their order."""
        if prefix not in self._words:
            if len(self._words) > _MOST_LISTS:
                self._words.clear()
            # A word that is corrected asks for the same again, to say what it was taken for.
            self._words[prefix] = self._read_words(prefix)
        return self._words[prefix]

    def _read_words(self, prefix: str) -> Sequence[Word]:
        rows = self.rows(
            "select word, term, frequency from words"
            " where word >= ? and word < ? order by word, term",
            prefix,
            prefix + "\U0010ffff",
        )
        return list(starmap(Word, rows))

    def document(self, number: int) -> Document:
        """The document of that number."""
        if number not in self._documents:
            slot = self._slots[number]
            rows = self.rows("select content from documents where slot = ?", slot)
            # A search asks for the same few again and again, and a list for each once.
            self._documents[number] = document_in(rows)
            if len(self._documents) > _MOST_REMEMBERED:
                return self._documents.pop(number)
        return self._documents[number]

    def named(self, name: str) -> Document | None:
        """The document of that id, if there is one."""
        rows = self.rows("select content from documents where id = ?", name)
        return document_in(rows) if rows else None

    def facet(self, name: str) -> Mapping[str, int]:
        """The values of a facet, as its terms have them, and how many documents have each."""
        begin = f"={name}:"
        rows = self.rows(
            "select term, length(shares) from terms where term >= ? and term < ?",
            begin,
            begin + "\U0010ffff",
        )
        return {term.removeprefix(begin): count for term, count in rows}

    def dates(self) -> Sequence[str]:
        """The day of each document (ISO 8601), by number; empty where it has none."""
        dates = dict(self.rows("select slot, date from documents"))
        try:
            return [dates[slot] for slot in self._slots]
        except KeyError as error:
            raise StoreError("the index is damaged") from error

    def rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        """What a statement finds in the file.

        Raises:
            StoreError: The file cannot be read.
        """
        return _rows(self._connection, statement, *values)

    def _read_about(self) -> None:
        about = dict(self.rows("select key, value from about"))
        if about.get("version") != str(STORE_VERSION):
            raise StoreError("the index is of another version")
        try:
            self.stamp, self.settings = str(about["stamp"]), str(about["settings"])
            self.until, self.head = str(about["until"]), str(about["head"])
            self._slots = numbers_of(about["slots"])
        except KeyError as error:
            raise StoreError("the index is damaged") from error

    @cached_property
    def _places(self) -> dict[int, int] | None:
        """The number of each slot; None where every document has that of its slot."""
        if self._slots == array("I", range(self.count)):
            return None
        return {slot: place for place, slot in enumerate(self._slots)}

    def _placed(self, slots: "array[int]") -> list[int]:
        places = self._places or {}
        try:
            return [places[slot] for slot in slots]
        except KeyError as error:
            raise StoreError("the index is damaged") from error


def _rows(
    connection: sqlite3.Connection, statement: str, *values: str | int
) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(statement, values).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise StoreError(f"the index cannot be read ({error})") from error


class KeptGlossary:
    """The glossary of an index on disk: a search needs a few forms of a thousand."""

    def __init__(self, rows: Callable[[str, str], list[tuple[Any, ...]]]) -> None:
        """Prepare to look up; `rows` are what a statement with one value finds."""
        self._rows = rows
        self._starting: dict[str, Sequence[tuple[Form, str]]] = {}

    def starting(self, term: str, after: str) -> Sequence[tuple[Form, str]]:
        """The forms that begin with `term` and go on, if at all, with `after`; with concepts."""
        if term not in self._starting:
            rows = self._rows("select form, concept from forms where first = ?", term)
            self._starting[term] = [(tuple(form.split()), concept) for form, concept in rows]
        return [each for each in self._starting[term] if each[0][1:2] in {(), (after,)}]

    def forms_of(self, concept: str) -> Sequence[Form]:
        """All forms of a concept."""
        rows = self._rows("select form from forms where concept = ?", concept)
        return [tuple(form.split()) for (form,) in rows]


def numbers_of(data: object) -> "array[int]":
    """Numbers as they are kept.

    Raises:
        StoreError: It is none.
    """
    numbers = array("I")
    try:
        numbers.frombytes(data)  # type: ignore[arg-type]  # what is no bytes raises
    except (TypeError, ValueError) as error:
        raise StoreError("the index is damaged") from error
    return numbers


def slots_and_shares(row: Sequence[object]) -> tuple["array[int]", bytes]:
    """The postings of a term as they are kept.

    Raises:
        StoreError: They are none.
    """
    slots, shares = numbers_of(row[0]), row[1]
    if not isinstance(shares, bytes) or len(slots) != len(shares):
        raise StoreError("the index is damaged")
    return slots, shares


def document_in(rows: Sequence[Sequence[Any]]) -> Document:
    """The document whose content is the one value of `rows`.

    Raises:
        StoreError: There is none, or it is not what it should be.
    """
    try:
        return _document(json.loads(rows[0][0]))
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise StoreError("the index is damaged") from error


def _document(content: dict[str, Any]) -> Document:
    return Document(
        id=content["id"],
        title=content["title"],
        date=content["date"],
        facets={name: tuple(values) for name, values in content["facets"].items()},
        marks=tuple(content["marks"]),
        fields=tuple(content["fields"]),
        passages=tuple(Passage(**each) for each in content["passages"]),
        page=content["page"],
        superseded_by=tuple(content["superseded_by"]),
    )
