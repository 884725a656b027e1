"""The terminal's index of a project: taken from the cache where nothing changed, else made anew."""

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from mkdocs_postmortems import __version__
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.glossary import GLOSSARY_FILE, SEEDED
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.store import Cache, Store, StoreError

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

    The cache is used as it is while every file has the size and time it had, and nothing that lay
    in the future has become due. Else files that changed are read again, or all, if it is asked for
    `anew` or something changed that all depend on. Where the cache cannot be written, the index is
    made in memory.

    Raises:
        GlossaryError: The project's glossary cannot be read.
        ExtensionError: The project's own codes are not understood.
    """
    path = project.cache / _name(project)
    settings = _settings(project)
    files = "".join(_files(project.folder))
    store = None if anew else _opened(path, settings)
    if store and store.stamp == _stamp(settings, files, project, store.head) and _holds(store, now):
        return store
    # Reading postmortems is slow to load, and a search of the cache can do without.
    from mkdocs_postmortems.search.refresh import refresh  # noqa: PLC0415

    stamp = partial(_stamp, settings, files, project)
    return refresh(project, now, Cache(path, settings, stamp), store)


def _name(project: Project) -> str:
    """The name of the cache, one for each audience: none holds what is for others."""
    if not project.audience:
        return "search.sqlite"
    named = hashlib.sha256(" ".join(project.audience).encode()).hexdigest()
    return f"search-{named[:16]}.sqlite"


def _opened(path: Path, settings: str) -> Store | None:
    """The cache, if there is one that was made with the same settings."""
    try:
        store = Store(path)
    except StoreError:
        return None
    if store.settings == settings:
        return store
    store.close()
    return None


def _holds(store: Store, now: dt.datetime) -> bool:
    """Whether nothing has become due since."""
    return now.astimezone(dt.UTC).isoformat() < store.until


def _settings(project: Project) -> str:
    """A digest of what every document depends on."""
    options = sorted(project.options.items(), key=repr)
    glossary = project.folder / GLOSSARY_FILE
    states = [_state(each) for each in (project.authors_file, glossary, SEEDED)]
    text = f"{__version__} {project.blog} {project.audience} {options!r} {states!r}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _stamp(settings: str, files: str, project: Project, head: str) -> str:
    """A digest of everything the index is made from; of git only where a date was taken from it."""
    text = f"{settings} {_git_state(project.folder) if head else ''}\n{files}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _git_state(folder: Path) -> str:
    """The size and time of git's journal of what was checked out: it grows with every commit.

    Git itself is not asked: it would take longer to start than the search takes.
    """
    for each in (folder, *folder.parents):
        git = each / ".git"
        if git.is_file():
            # A further work tree of a repository: the file tells where its own things are.
            git = each / git.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
        if git.is_dir():
            return _state(git / "logs" / "HEAD")
    return ""


def _files(folder: Path) -> list[str]:
    """The state of every file under `folder`, sorted; what cannot be listed is passed over."""
    found: list[str] = []
    waiting = [os.fspath(folder)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    found.append(_state(entry))
    found.sort()
    return found


def _state(file: "os.DirEntry[str] | Path") -> str:
    """A file's path, size and time; one that cannot be asked has neither."""
    try:
        about = file.stat(follow_symlinks=False)
    except OSError:
        return f"{os.fspath(file)}\n"
    return f"{os.fspath(file)}\0{about.st_size}\0{about.st_mtime_ns}\n"
