"""Writes the index on disk: whole at first, and then only what a change touches."""

import contextlib
import json
import os
import sqlite3
import tempfile
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.index import Index, facet_terms
from mkdocs_postmortems.search.store import (
    STORE_VERSION,
    KeptGlossary,
    StoreError,
    document_in,
    numbers_of,
)
from mkdocs_postmortems.search.weighing import weigh

_SCHEMA = """
create table about (key text primary key, value not null) without rowid;
create table terms (term text primary key, slots blob not null, shares blob not null)
  without rowid;
create table words (word text not null, term text not null, frequency integer not null,
  primary key (word, term)) without rowid;
create table documents (slot integer primary key, id text not null unique, date text not null,
  superseded_by text not null, content text not null);
create table forms (first text not null, form text not null, concept text not null);
create index forms_by_first on forms (first);
create index forms_by_concept on forms (concept);
create table files (key text primary key, state text not null, date text not null,
  flags text not null, supersedes text not null) without rowid;
"""
_SECONDS_TO_WAIT = 5.0

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Origin:
    """What an index was made from.

    Attributes:
        stamp: A digest of everything.
        settings: A digest of what changes every document when it changes.
        until: When it has to be looked at anew (ISO 8601, UTC).
        head: The commit from which dates were taken; empty where none was.
        files: Every file, a row of five texts each.
    """

    stamp: str
    settings: str
    until: str
    head: str = ""
    files: Sequence[Row] = field(default=())


def write_store(path: Path, index: Index, origin: Origin) -> None:
    """Write `index` to `path`, in one step: a reader finds the old file or the new one, whole.

    Raises:
        OSError: The folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path) as temporary:
        connection = sqlite3.connect(temporary)
        try:
            connection.execute("pragma journal_mode = off")
            connection.execute("pragma synchronous = off")
            connection.executescript(_SCHEMA)
            _fill(connection, index)
            _note(connection, origin, array("I", range(index.count)))
            connection.commit()
        except sqlite3.Error as error:
            raise OSError(f"the index cannot be written to {path} ({error})") from error
        finally:
            connection.close()
        temporary.replace(path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, index: Index) -> None:
    connection.executemany(
        "insert into terms values (?, ?, ?)",
        (
            (term, each.documents.tobytes(), bytes(each.shares))
            for term, each in index.terms.items()
        ),
    )
    connection.executemany(
        "insert into words values (?, ?, ?)",
        ((word.word, word.term, word.frequency) for word in index.vocabulary),
    )
    connection.executemany(
        "insert into forms values (?, ?, ?)",
        (
            (form[0], " ".join(form), concept)
            for concept, forms in index.glossary.concepts.items()
            for form in forms
        ),
    )
    for slot, document in enumerate(index.documents):
        _put(connection, slot, document)


def _put(connection: sqlite3.Connection, slot: int, document: Document) -> None:
    connection.execute(
        "insert or replace into documents values (?, ?, ?, ?, ?)",
        (
            slot,
            document.id,
            document.date,
            "\n".join(document.superseded_by),
            json.dumps(asdict(document), ensure_ascii=False),
        ),
    )


def _note(connection: sqlite3.Connection, origin: Origin, slots: "array[int]") -> None:
    about = {
        "version": str(STORE_VERSION),
        "stamp": origin.stamp,
        "settings": origin.settings,
        "until": origin.until,
        "head": origin.head,
        "slots": slots.tobytes(),
    }
    connection.executemany("insert or replace into about values (?, ?)", about.items())
    connection.execute("delete from files")
    connection.executemany("insert into files values (?, ?, ?, ?, ?)", origin.files)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of an index.

    Attributes:
        before: The stamp that it is expected to have.
        order: The ids of all documents there are from now on, oldest first.
        documents: Those of them that are new or not what they were.
        origin: What it is made from then.
    """

    before: str
    order: Sequence[str]
    documents: Sequence[Document]
    origin: Origin


def update_store(path: Path, change: Change) -> None:
    """Make `change` in the index at `path`. Readers find the old index or the new one, whole.

    Raises:
        StoreError: It is damaged, or no longer the one that was expected.
        OSError: It cannot be written.
    """
    with _transaction(path) as connection:
        found = connection.execute("select value from about where key = 'stamp'").fetchone()
        if found != (change.before,):
            raise StoreError("the index has changed meanwhile")
        _Update(connection).make(change)


@contextlib.contextmanager
def _transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose changes are kept all together, or none of them."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=_SECONDS_TO_WAIT,
            isolation_level=None,
        )
    except sqlite3.Error as error:
        raise OSError(f"the index cannot be opened ({error})") from error
    try:
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")
    except sqlite3.OperationalError as error:
        raise OSError(f"the index cannot be written ({error})") from error
    except sqlite3.Error as error:
        raise StoreError(f"the index cannot be read ({error})") from error
    finally:
        connection.close()


class _Update:
    """The changes of one transaction, gathered by term, so that each is written once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._glossary = KeptGlossary(
            lambda statement, value: list(connection.execute(statement, (value,)))
        )
        self._gone: dict[str, set[int]] = defaultdict(set)
        self._come: dict[str, dict[int, int]] = defaultdict(dict)
        self._words: Counter[tuple[str, str]] = Counter()

    def make(self, change: Change) -> None:
        slots = dict(self._connection.execute("select id, slot from documents").fetchall())
        gone = slots.keys() - set(change.order)
        for name in gone | (slots.keys() & {each.id for each in change.documents}):
            self._take_out(slots[name])
        for name in gone:
            self._connection.execute("delete from documents where slot = ?", (slots.pop(name),))
        free = max(slots.values(), default=-1) + 1
        for document in change.documents:
            slot = slots.setdefault(document.id, free)
            free = max(free, slot + 1)
            self._put_in(slot, document)
        self._write_terms()
        self._write_words()
        try:
            order = array("I", [slots[name] for name in change.order])
        except KeyError as error:
            raise StoreError("the index is damaged") from error
        _note(self._connection, change.origin, order)

    def _take_out(self, slot: int) -> None:
        rows = self._connection.execute("select content from documents where slot = ?", (slot,))
        document = document_in(rows.fetchall())
        weighed = weigh(document, self._glossary)
        for term in (*weighed.shares, *facet_terms(document)):
            self._gone[term].add(slot)
        self._words.subtract(weighed.words)

    def _put_in(self, slot: int, document: Document) -> None:
        weighed = weigh(document, self._glossary)
        for term, share in weighed.shares.items():
            self._come[term][slot] = share
        for term in facet_terms(document):
            self._come[term][slot] = 1
        self._words.update(weighed.words)
        _put(self._connection, slot, document)

    def _write_terms(self) -> None:
        for term in sorted(self._gone.keys() | self._come.keys()):
            slots, shares = self._postings(term)
            for slot in self._gone[term] - self._come[term].keys():
                place = _place(slots, slot)
                del slots[place], shares[place]
            for slot, share in self._come[term].items():
                place = bisect_left(slots, slot)
                if place < len(slots) and slots[place] == slot:
                    shares[place] = share
                else:
                    slots.insert(place, slot)
                    shares.insert(place, share)
            self._write_term(term, slots, shares)

    def _postings(self, term: str) -> tuple["array[int]", bytearray]:
        query = "select slots, shares from terms where term = ?"
        row = self._connection.execute(query, (term,)).fetchone()
        return (numbers_of(row[0]), bytearray(row[1])) if row else (array("I"), bytearray())

    def _write_term(self, term: str, slots: "array[int]", shares: bytearray) -> None:
        if slots:
            row = (term, slots.tobytes(), bytes(shares))
            self._connection.execute("insert or replace into terms values (?, ?, ?)", row)
        else:
            self._connection.execute("delete from terms where term = ?", (term,))

    def _write_words(self) -> None:
        changes = [(word, term, count) for (word, term), count in self._words.items() if count]
        self._connection.executemany(
            "insert into words values (?, ?, ?)"
            " on conflict do update set frequency = frequency + excluded.frequency",
            changes,
        )
        self._connection.executemany(
            "delete from words where word = ? and term = ? and frequency <= 0",
            (change[:2] for change in changes),
        )


def _place(slots: "array[int]", slot: int) -> int:
    place = bisect_left(slots, slot)
    if place == len(slots) or slots[place] != slot:
        raise StoreError("the index is damaged")
    return place
