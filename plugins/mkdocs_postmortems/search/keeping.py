"""Writes the index on disk, whole; `updating` writes what a change touches."""

import contextlib
import json
import os
import sqlite3
import tempfile
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.store import STORE_VERSION

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

_SECONDS_TO_WRITE = 3600

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Origin:
    """What an index was made from.

    Attributes:
        stamp: A digest of everything.
        settings: A digest of what changes every document when it changes.
        until: When it has to be looked at anew (ISO 8601, UTC).
        head: The commit from which dates were taken; empty where none was wanted.
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
            note(connection, origin, array("I", range(index.count)))
            connection.commit()
        except sqlite3.Error as error:
            raise OSError(f"the index cannot be written to {path} ({error})") from error
        finally:
            connection.close()
        # The journal of an update that was killed would be played back into the new file.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        temporary.replace(path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    for left in path.parent.glob(f"{path.name}*.part"):
        # What was killed while it wrote left this behind, unless it is still at it.
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _SECONDS_TO_WRITE:
                left.unlink()
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
        put(connection, slot, document)


def put(connection: sqlite3.Connection, slot: int, document: Document) -> None:
    """Write `document`, in place of what has its slot."""
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


def note(connection: sqlite3.Connection, origin: Origin, slots: "array[int]") -> None:
    """Write what the index is made from, and the slots of its documents, oldest first."""
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
