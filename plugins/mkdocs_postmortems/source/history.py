"""What git knows of the files: when each came and when it last changed. Asked once for all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.source.git import GitError, ask

_COMMIT = "\x01"


@dataclass(frozen=True, slots=True)
class Commits:
    """The moments of a file's first and last commit; None where git does not know them."""

    first: dt.datetime | None = None
    last: dt.datetime | None = None

    @property
    def changed(self) -> dt.datetime | None:
        """The last commit, where it is another than the first: a file that only came is not new."""
        return self.last if self.last != self.first else None


def read_history(folder: Path) -> dict[str, Commits]:
    """The commits of every file under `folder`, by path relative to it; renames are followed.

    Empty where there is no git, no repository, or a shallow clone, whose dates would be those of
    the clone.
    """
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    log = _git(
        folder,
        "-c", "core.quotePath=false",
        "log", "--no-merges", "--relative", "--find-renames", "--name-status", "-z",
        f"--format={_COMMIT}%aI", "--", ".",
    )  # fmt: skip
    return _commits(log.split("\0"))


def read_head(folder: Path) -> str:
    """The name of the commit that is checked out in `folder`; empty where there is none."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "HEAD").strip()


def has_changes(folder: Path) -> bool:
    """Whether files under `folder` differ from the commit that is checked out, or are new."""
    return bool(_git(folder, "status", "--porcelain", "--", ".").strip())


def _git(folder: Path, *arguments: str) -> str:
    try:
        return ask(folder, *arguments).decode("utf-8", "replace")
    except GitError:
        return ""


def _commits(fields: Iterable[str]) -> dict[str, Commits]:
    """Read `log -z --name-status`, newest commit first: a moment, then status and path or paths."""
    commits: dict[str, Commits] = {}
    today: dict[str, str] = {}
    moment: dt.datetime | None = None
    waiting = iter(fields)
    for raw in waiting:
        field = raw.strip("\n")
        if field.startswith(_COMMIT):
            moment = dt.datetime.fromisoformat(field[1:].strip())
        elif field[:1] in {"R", "C"} and field[1:].isdigit():
            before, after = next(waiting, ""), next(waiting, "")
            _note(commits, today.get(after, after), moment)
            if field[0] == "R":
                today[before] = today.get(after, after)
        elif len(field) == 1 and field.isalpha():
            path = next(waiting, "")
            _note(commits, today.get(path, path), moment)
            if field == "A":
                today.pop(path, None)
    return commits


def _note(commits: dict[str, Commits], path: str, moment: dt.datetime | None) -> None:
    last = commits[path].last if path in commits else moment
    commits[path] = Commits(first=moment, last=last)
