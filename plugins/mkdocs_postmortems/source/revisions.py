"""Which contents each file has had, from git's log: renames followed, merges heeded."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdocs_postmortems.source.git import GitError, ask

_COMMIT = "\x01"
_FILES = {"100644", "100755"}
_SHALLOW = "this is a shallow clone; `git fetch --unshallow` brings the rest of its history"


@dataclass(frozen=True, slots=True)
class Revision:
    """A file's content as a commit left it.

    Attributes:
        commit: The commit's name.
        moment: When it was written (aware); a rebase does not change it.
        blob: The name of the content.
    """

    commit: str
    moment: dt.datetime
    blob: str


def read_revisions(folder: Path, today: Collection[str]) -> dict[str, list[Revision]]:
    """The revisions of the files that are `today`, paths relative to `folder`, oldest first.

    A path that was deleted and made again is one file, a path that was moved away and made again
    two; a copy begins anew. What came from outside of `folder` is followed to where it came from.
    Commits on branches stand in the order of their dates, never before their parents; a merge
    counts where it made a content that none of its parents had.

    Git is asked by at most four processes, however many files and commits there are.

    Raises:
        GitError: Git has no answer, or has only a part of the history.
    """
    told = ask(folder, "rev-parse", "--is-shallow-repository", "--show-prefix")
    shallow, _, prefix = told.decode("utf-8", "surrogateescape").partition("\n")
    if shallow != "false":
        raise GitError(_SHALLOW)
    prefix = prefix.rstrip("\n")
    paths = {prefix + path: path for path in today}
    found = _trail(folder, ".").revisions_of(paths.keys())
    arrivals = {revisions[0].commit for revisions in found.values()}
    if origins := _origins(folder, arrivals, prefix):
        specs = (f":(top,literal){origin}" for origin in sorted(origins))
        found = _trail(folder, ".", *specs).revisions_of(paths.keys())
    return {paths[path]: revisions for path, revisions in found.items()}


def _trail(folder: Path, *specs: str) -> "_Trail":
    trail = _Trail()
    for commit in _commits(_log(folder, "--date-order", "-c", "--", *specs)):
        trail.add(commit)
    return trail


def _origins(folder: Path, arrivals: Collection[str], prefix: str) -> set[str]:
    """Where files of these commits came from: folders, or files at the top of the repository."""
    if not prefix or not arrivals:
        return set()
    wanted = "".join(f"{name}\n" for name in arrivals).encode()
    log = _log(folder, "--no-walk=unsorted", "--stdin", "--diff-filter=R", given=wanted)
    moves = (change for commit in _commits(log) for change in commit.changes)
    return {
        each.before.rpartition("/")[0] or each.before
        for each in moves
        if each.after.startswith(prefix) and not each.before.startswith(prefix)
    }


def _log(folder: Path, *arguments: str, given: bytes = b"") -> Iterator[str]:
    """The fields of a log, whatever its user has configured; paths count from the top."""
    log = ask(
        folder,
        "-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "log.follow=false",
        "-c", "diff.relative=false",
        "log", "--raw", "-z", "--no-abbrev", "--no-color", "--find-renames", "-l1000",
        f"--format={_COMMIT}%H %aI", *arguments,
        given=given,
    )  # fmt: skip
    return iter(log.decode("utf-8", "surrogateescape").split("\0"))


@dataclass(frozen=True, slots=True)
class _Change:
    status: str
    before: str
    after: str
    old: str
    new: str
    is_file: bool


@dataclass(slots=True)
class _Commit:
    name: str
    moment: dt.datetime
    changes: list[_Change] = field(default_factory=list)


def _commits(fields: Iterator[str]) -> Iterator[_Commit]:
    """Read `log --raw -z`, newest commit first.

    A commit is its line, and then for each file what became of it and its path, or both paths.
    """
    commit: _Commit | None = None
    for raw in fields:
        text = raw.strip("\n")
        if text.startswith(_COMMIT):
            if commit:
                yield commit
            name, _, moment = text[1:].strip().partition(" ")
            commit = _Commit(name, dt.datetime.fromisoformat(moment))
        elif text.startswith(":") and commit:
            commit.changes.append(_change(text, fields))
    if commit:
        yield commit


def _change(text: str, fields: Iterator[str]) -> _Change:
    """Read one entry: `:` for each parent, modes, contents, status (git-diff's raw format)."""
    parents = len(text) - len(text.lstrip(":"))
    words = text[parents:].split(" ")
    status = words[-1]
    is_rename = parents == 1 and status[0] in "RC"
    before = next(fields, "")
    return _Change(
        status=status[0],
        before=before,
        after=next(fields, "") if is_rename else before,
        old=words[parents + 1],
        new=words[-2],
        is_file=words[parents] in _FILES,
    )


class _Trail:
    """Follows every file back from today.

    A commit of one branch may have touched a path that another branch had renamed; what is then
    found under a path that no longer is goes to the path that it was renamed to.
    """

    def __init__(self) -> None:
        self._found: list[tuple[str, Revision]] = []
        self._today: dict[str, str | None] = {}
        self._moved: dict[str, str] = {}

    def add(self, commit: _Commit) -> None:
        """Take the commit before all those that were added."""
        for change in commit.changes:
            path = self._today.get(change.after, change.after)
            if path is not None and change.status != "D" and change.is_file:
                revision = Revision(commit.name, commit.moment, change.new)
                self._found.append((path, revision))
        self._go_back(commit.changes)

    def _go_back(self, changes: Iterable[_Change]) -> None:
        moves = [each for each in changes if each.status == "R"]
        moves += _exchanged(changes)
        targets = [self._today.get(each.after, each.after) for each in moves]
        for each in moves:
            self._today[each.after] = None
        for each, target in zip(moves, targets, strict=True):
            self._today[each.before] = target
            if target is not None:
                self._moved.setdefault(each.before, target)

    def revisions_of(self, paths: Collection[str]) -> dict[str, list[Revision]]:
        """What was found of these files, oldest first."""
        revisions: dict[str, list[Revision]] = {}
        for found, revision in reversed(self._found):
            path = found if found in paths else self._moved.get(found, "")
            if path in paths:
                revisions.setdefault(path, []).append(revision)
        return revisions


def _exchanged(changes: Iterable[_Change]) -> list[_Change]:
    """Two files that took each other's content in one commit have swapped their names."""
    edits = {(each.old, each.new): each for each in changes if each.status == "M"}
    return [
        replace(each, before=other.after)
        for (old, new), each in edits.items()
        if old != new and (other := edits.get((new, old)))
    ]
