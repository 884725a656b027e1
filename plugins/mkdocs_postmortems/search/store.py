"""The index on disk, for the terminal: one SQLite file, made anew when a postmortem changed.

It is a cache: it can be deleted at any time, and a file that is damaged, or of another version, is
taken for one that is not there.
"""

import contextlib
import json
import os
import sqlite3
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, Postings, Word

_VERSION = 2
_SCHEMA = """
create table about (key text primary key, value text not null) without rowid;
create table terms (term text primary key, documents blob not null, impacts blob not null)
  without rowid;
create table words (word text not null, term text not null, frequency integer not null,
  primary key (word, term)) without rowid;
create table documents (number integer primary key, id text not null, content text not null);
create index ids on documents (id);
"""


class StoreError(Exception):
    """The file is no index of this version that can be read."""


class Store:
    """An index on disk: a `Source`. Any method raises `StoreError` where the file is damaged."""

    def __init__(self, path: Path, glossary: Glossary) -> None:
        """Open the file at `path`.

        Raises:
            StoreError: There is none, or it cannot be used.
        """
        self.glossary = glossary
        if not path.is_file():
            raise StoreError(f"there is no index at {path}")
        try:
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise StoreError(f"the index cannot be opened ({error})") from error
        # Closed at the latest when nobody holds the store any more.
        self._finalizer = weakref.finalize(self, self._connection.close)
        try:
            self._refuse_other_versions()
            self.stamp = self._about("stamp")
            self.until = self._about("until")
            self.count = int(self._about("count"))
        except (StoreError, ValueError) as error:
            self.close()
            raise StoreError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._finalizer()

    def postings(self, term: str) -> Postings | None:
        """The documents that have a term, if there are any."""
        rows = self._rows("select documents, impacts from terms where term = ?", term)
        if not rows:
            return None
        numbers, impacts = rows[0]
        documents = array("I")
        try:
            documents.frombytes(numbers)
            is_whole = len(documents) == len(impacts)
        except (TypeError, ValueError) as error:
            raise StoreError("the index is damaged") from error
        if not is_whole or (documents and documents[-1] >= self.count):
            raise StoreError("the index is damaged")
        return Postings(documents, impacts)

    def words(self, prefix: str) -> Sequence[Word]:
        """The words that begin with `prefix`, in their order."""
        rows = self._rows(
            "select word, term, frequency from words"
            " where word >= ? and word < ? order by word, term",
            prefix,
            prefix + "\U0010ffff",
        )
        return [Word(*row) for row in rows]

    def document(self, number: int) -> Document:
        """The document of that number."""
        return _read(self._rows("select content from documents where number = ?", number))

    def named(self, name: str) -> Document | None:
        """The document of that id, if there is one."""
        rows = self._rows("select content from documents where id = ?", name)
        return _read(rows) if rows else None

    def _refuse_other_versions(self) -> None:
        if self._about("version") != str(_VERSION):
            raise StoreError("the index is of another version")

    def _about(self, key: str) -> str:
        rows = self._rows("select value from about where key = ?", key)
        if not rows:
            raise StoreError("the index is damaged")
        return str(rows[0][0])

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the index cannot be read ({error})") from error


def write_store(path: Path, index: Index, stamp: str, until: str) -> None:
    """Write `index` to `path`, in one step: a reader finds the old file or the new one, whole.

    `stamp` names what it was made from, and `until` (ISO 8601, UTC) when it has to be made anew.

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
            _fill(connection, index, {"stamp": stamp, "until": until})
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


def _fill(connection: sqlite3.Connection, index: Index, origin: dict[str, str]) -> None:
    about = {"version": str(_VERSION), "count": str(index.count), **origin}
    connection.executemany("insert into about values (?, ?)", about.items())
    connection.executemany(
        "insert into terms values (?, ?, ?)",
        ((term, each.documents.tobytes(), each.impacts) for term, each in index.terms.items()),
    )
    connection.executemany(
        "insert into words values (?, ?, ?)",
        ((word.word, word.term, word.frequency) for word in index.vocabulary),
    )
    connection.executemany(
        "insert into documents values (?, ?, ?)",
        (
            (number, document.id, json.dumps(asdict(document), ensure_ascii=False))
            for number, document in enumerate(index.documents)
        ),
    )


def _read(rows: Sequence[Sequence[Any]]) -> Document:
    try:
        return _document(json.loads(rows[0][0]))
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise StoreError("the index is damaged") from error


def _document(content: dict[str, Any]) -> Document:
    passages = (Passage(**{**each, "terms": tuple(each["terms"])}) for each in content["passages"])
    return Document(
        id=content["id"],
        title=content["title"],
        date=content["date"],
        facets={name: tuple(values) for name, values in content["facets"].items()},
        marks=tuple(content["marks"]),
        fields=tuple(content["fields"]),
        passages=tuple(passages),
        page=content["page"],
        superseded_by=tuple(content["superseded_by"]),
    )
