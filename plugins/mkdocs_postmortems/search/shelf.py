"""The terminal's index of a project: taken from the cache where nothing changed, else made anew."""

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mkdocs_postmortems import __version__
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.glossary import GLOSSARY_FILE, site_glossary
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.store import Store, StoreError, write_store

Found = TypeVar("Found")


def ask(opened: Callable[..., Source], question: Callable[[Source], Found]) -> Found:
    """What the index answers to `question`; if it is damaged, what one made `anew` does.

    `opened` opens it, and is given `anew=True` for that.
    """
    with contextlib.suppress(StoreError), contextlib.closing(opened()) as source:
        return question(source)
    with contextlib.closing(opened(anew=True)) as source:
        return question(source)


def open_index(project: Project, now: dt.datetime, *, anew: bool = False) -> Source:
    """The index of what `project` publishes as of `now` (aware).

    The cache is used while every file has the size and time it had, and nothing that lay in the
    future has become due, unless it is asked for `anew`. Where the cache cannot be written, the
    index is made in memory.

    Raises:
        GlossaryError: The project's glossary cannot be read.
    """
    glossary = site_glossary(project.folder / GLOSSARY_FILE)
    path = project.cache / "search.sqlite"
    stamp = _stamp(project)
    try:
        store = Store(path, glossary)
    except StoreError:
        store = None
    is_due = store is None or now.astimezone(dt.UTC).isoformat() >= store.until
    if store and store.stamp == stamp and not is_due and not anew:
        return store
    if store:
        store.close()
    # Reading postmortems is slow to load, and a search of the cache can do without.
    from mkdocs_postmortems.search.gather import read_index  # noqa: PLC0415

    index, until = read_index(project, now, glossary)
    try:
        write_store(path, index, stamp, until)
    except OSError:
        return index
    return index


def _stamp(project: Project) -> str:
    """A digest of everything the index is made from, by names, sizes and times."""
    digest = hashlib.sha256(f"{__version__} {sorted(project.options.items(), key=repr)!r}".encode())
    for path in sorted([*_files(project.folder), _state(project.authors_file)]):
        digest.update(path.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield _state(entry)


def _state(file: "os.DirEntry[str] | Path") -> str:
    """A file's path, size and time; one that cannot be asked has neither."""
    try:
        about = file.stat(follow_symlinks=False)
    except OSError:
        return f"{os.fspath(file)}\n"
    return f"{os.fspath(file)}\0{about.st_size}\0{about.st_mtime_ns}\n"
