"""Changes the index on disk in place: only what a change touches is written."""

import contextlib
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.editing import Edits
from mkdocs_postmortems.search.keeping import Origin, note, put
from mkdocs_postmortems.search.store import (
    KeptGlossary,
    StoreError,
    document_in,
    slots_and_shares,
)
from mkdocs_postmortems.search.weighing import weigh

_SECONDS_TO_WAIT = 5.0


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
    with _connected(path) as connection:
        connection.execute("begin immediate")
        found = connection.execute("select value from about where key = 'stamp'").fetchone()
        if found != (change.before,):
            raise StoreError("the index has changed meanwhile")
        is_less = _Update(connection).make(change)
        connection.execute("commit")
        if is_less:
            # Else what is gone can stay in the file, though nobody finds it: a draft's title, say.
            connection.execute("vacuum")


@contextlib.contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection; what was not committed when it is closed was never there."""
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
        connection.execute("pragma secure_delete = on")
        yield connection
    except sqlite3.OperationalError as error:
        raise OSError(f"the index cannot be written ({error})") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
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
        self._edits = Edits()

    def make(self, change: Change) -> bool:
        """Write `change`; whether a document is gone."""
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
        note(self._connection, change.origin, order)
        return bool(gone)

    def _take_out(self, slot: int) -> None:
        rows = self._connection.execute("select content from documents where slot = ?", (slot,))
        document = document_in(rows.fetchall())
        self._edits.take_out(slot, document, weigh(document, self._glossary))

    def _put_in(self, slot: int, document: Document) -> None:
        self._edits.put_in(slot, document, weigh(document, self._glossary))
        put(self._connection, slot, document)

    def _write_terms(self) -> None:
        for term in self._edits.terms:
            slots, shares = self._postings(term)
            try:
                self._edits.apply(term, slots, shares)
            except KeyError as error:
                raise StoreError("the index is damaged") from error
            self._write_term(term, slots, shares)

    def _postings(self, term: str) -> tuple["array[int]", bytearray]:
        query = "select slots, shares from terms where term = ?"
        row = self._connection.execute(query, (term,)).fetchone()
        slots, shares = slots_and_shares(row) if row else (array("I"), b"")
        return slots, bytearray(shares)

    def _write_term(self, term: str, slots: "array[int]", shares: bytearray) -> None:
        if slots:
            row = (term, slots.tobytes(), bytes(shares))
            self._connection.execute("insert or replace into terms values (?, ?, ?)", row)
        else:
            self._connection.execute("delete from terms where term = ?", (term,))

    def _write_words(self) -> None:
        changes = [
            (word, term, count) for (word, term), count in self._edits.words.items() if count
        ]
        self._connection.executemany(
            "insert into words values (?, ?, ?)"
            " on conflict do update set frequency = frequency + excluded.frequency",
            changes,
        )
        self._connection.executemany(
            "delete from words where word = ? and term = ? and frequency <= 0",
            (change[:2] for change in changes),
        )
