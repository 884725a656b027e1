"""What is known of each file of a project, so that only files that changed are read again."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_postmortems.catalog import Visibility, newest_first, visibility_of
from mkdocs_postmortems.domain import Moment, Postmortem, instant
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.gather import document_of
from mkdocs_postmortems.source import (
    Commits,
    list_folder,
    read_head,
    read_history,
    read_post,
    read_settings,
)
from mkdocs_postmortems.source.paths import id_at


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was read, as far as others depend on it.

    Attributes:
        path: Its path under the postmortems folder.
        state: Its size and time, when it was read.
        is_read: Whether it is a postmortem that could be read.
        date: When the postmortem is from.
        draft: Whether it is a draft.
        unlisted: Whether it is to be in no list.
        audience: Who may see it; without any, everybody may.
        supersedes: The keys of the ids of those whose place it takes.
        asks_git: Whether nobody wrote its date, so that git is asked.
    """

    path: str
    state: str
    is_read: bool
    date: Moment | None = None
    draft: bool = False
    unlisted: bool = False
    audience: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    asks_git: bool = False

    @property
    def id(self) -> str:
        """The id of its postmortem."""
        return id_at(self.path)


@dataclass(frozen=True, slots=True)
class Known:
    """What an index was made from.

    Attributes:
        entries: Every file, by the key of its path.
        superseded_by: For each document of the index, by id, those that take its place.
        head: The commit from which dates were taken; empty where none was wanted.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    superseded_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    head: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What is different from what was known.

    Attributes:
        entries: Every file, as it is now.
        order: The ids of all that is published, oldest first.
        documents: Those of them that are new or changed.
        until: When more becomes due; aware.
        head: The commit from which dates were taken; empty where none was wanted.
    """

    entries: tuple[Entry, ...]
    order: tuple[str, ...]
    documents: tuple[Document, ...]
    until: dt.datetime
    head: str = ""


_FOR = "for:"

UNBORN = "unborn"
"""Stands for the commit where there is none, which may come and bring dates."""


def gather_news(project: Project, now: dt.datetime, known: Known) -> News:
    """What `project` publishes as of `now` (aware). What cannot be read is left out.

    Raises:
        ExtensionError: The project's own codes are not understood.
    """
    return _Gathering(project, known).news(now)


class _Gathering:
    """One reading of a project's files."""

    def __init__(self, project: Project, known: Known) -> None:
        self._project = project
        self._known = known
        self._settings, _ = read_settings(
            project.options, project.authors_file, project.authors_file.name
        )
        self._postmortems: dict[str, Postmortem] = {}
        self._head = ""

    def news(self, now: dt.datetime) -> News:
        entries = [self._entry(path) for path in list_folder(self._project.folder).posts]
        if self._project.options.get("git_dates") is not False:
            entries = self._dated_by_git(entries)
        read = [each for each in entries if each.is_read]
        listed = [each for each in read if self._visibility(each, now) is Visibility.PUBLISHED]
        listed.sort(key=newest_first)
        after = _superseded(listed)
        listed.reverse()
        changed = [each for each in listed if self._is_new(each, after)]
        made = {each.id: self._document(each, after, now) for each in changed}
        coming = [
            _due(each.date)
            for each in read
            if each.date and self._visibility(each, now) is Visibility.SCHEDULED
        ]
        return News(
            entries=tuple(entries),
            order=tuple(each.id for each in listed if made.get(each.id, True)),
            documents=tuple(each for each in made.values() if each),
            until=min(coming, default=dt.datetime.max.replace(tzinfo=dt.UTC)),
            head=self._head,
        )

    def _visibility(self, each: Entry | Postmortem, now: dt.datetime) -> Visibility:
        return visibility_of(each, now, self._project.audience)

    def _entry(self, path: str) -> Entry:
        known = self._known.entries.get(key_of(path))
        state = self._state(path)
        if known and known.state == state:
            return replace(known, path=path)
        return self._read(path, state)

    def _read(self, path: str, state: str) -> Entry:
        postmortem = read_post(self._project.folder, path, self._settings).postmortem
        if postmortem is None:
            return Entry(path, state, is_read=False)
        self._postmortems[path] = postmortem
        return Entry(
            path=path,
            state=state,
            is_read=True,
            date=postmortem.date,
            draft=postmortem.draft,
            unlisted=postmortem.unlisted,
            audience=postmortem.audience,
            supersedes=tuple(key_of(each) for each in postmortem.supersedes),
            asks_git=postmortem.date is None,
        )

    def _dated_by_git(self, entries: list[Entry]) -> list[Entry]:
        """`entries` with git's dates where nobody wrote one. Git's log is read once, if at all."""
        asking = [each for each in entries if each.asks_git]
        if not asking:
            return entries
        self._head = read_head(self._project.folder) or UNBORN
        is_new = any(each.path in self._postmortems for each in asking)
        if self._head == self._known.head and not is_new:
            return entries
        history = read_history(self._project.folder)
        return [
            self._dated(each, history.get(each.path) or Commits()) if each.asks_git else each
            for each in entries
        ]

    def _dated(self, entry: Entry, commits: Commits) -> Entry:
        if entry.date == commits.first:
            return entry
        reading = read_post(self._project.folder, entry.path, self._settings, commits)
        if reading.postmortem is None:
            return replace(entry, is_read=False)
        self._postmortems[entry.path] = reading.postmortem
        return replace(entry, date=reading.postmortem.date)

    def _state(self, path: str) -> str:
        try:
            about = (self._project.folder / path).lstat()
        except OSError:
            return ""
        return f"{about.st_size} {about.st_mtime_ns}"

    def _is_new(self, entry: Entry, after: Mapping[str, tuple[str, ...]]) -> bool:
        if entry.path in self._postmortems:
            return True
        return self._known.superseded_by.get(entry.id) != after.get(key_of(entry.id), ())

    def _document(
        self, entry: Entry, after: Mapping[str, tuple[str, ...]], now: dt.datetime
    ) -> Document | None:
        """The document of a file that was read now, or else is read again.

        None where it has changed meanwhile and is no longer there for everybody.
        """
        postmortem = self._postmortems.get(entry.path)
        if postmortem is None:
            first = entry.date if isinstance(entry.date, dt.datetime) else None
            commits = Commits(first=first) if entry.asks_git else None
            postmortem = read_post(
                self._project.folder, entry.path, self._settings, commits
            ).postmortem
        if postmortem is None or self._visibility(postmortem, now) is not Visibility.PUBLISHED:
            return None
        superseded_by = after.get(key_of(entry.id), ())
        return document_of(
            postmortem, self._settings.vocabularies, self._project.blog, superseded_by
        )


def _superseded(published: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """For the key of each id those of `published` that take its place."""
    after: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in published:
        for target in entry.supersedes:
            if target != key_of(entry.id):
                after[target] += (entry.id,)
    return after


def _due(moment: Moment) -> dt.datetime:
    """When `moment` has come, in UTC; a day comes 14 hours before it has come there."""
    at = dt.datetime.fromtimestamp(instant(moment), dt.UTC)
    return at if isinstance(moment, dt.datetime) else at - dt.timedelta(hours=14)


def key_of(name: str) -> str:
    """What stands for a path or an id in what is kept, so that no name of a hidden file is."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def as_row(entry: Entry) -> tuple[str, str, str, str, str]:
    """`entry` as five texts: the key of its path, state, date, flags and what it supersedes."""
    flags = (
        ("read", entry.is_read),
        ("draft", entry.draft),
        ("unlisted", entry.unlisted),
        ("git", entry.asks_git),
    )
    date = entry.date.isoformat() if entry.date else ""
    named = (f"{_FOR}{each}" for each in entry.audience)
    held = " ".join([*(name for name, holds in flags if holds), *named])
    return key_of(entry.path), entry.state, date, held, "\n".join(entry.supersedes)


def kept_entries(rows: Iterable[Sequence[str]]) -> Mapping[str, Entry]:
    """Entries from the texts that `as_row` makes of them, by key; they do not know their path."""
    return {key: _entry_of(*rest) for key, *rest in rows}


def _entry_of(state: str, date: str, flags: str, supersedes: str) -> Entry:
    held = flags.split()
    return Entry(
        path="",
        state=state,
        is_read="read" in held,
        date=_moment(date),
        draft="draft" in held,
        unlisted="unlisted" in held,
        audience=tuple(each.removeprefix(_FOR) for each in held if each.startswith(_FOR)),
        supersedes=tuple(supersedes.split("\n")) if supersedes else (),
        asks_git="git" in held,
    )


def _moment(text: str) -> Moment | None:
    if not text:
        return None
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
