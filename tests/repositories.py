"""Real git repositories, made in a temporary folder with commits of fixed dates."""

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
_OWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def moment(day: int) -> dt.datetime:
    """Noon of a day of 2024, counted from 1 January."""
    zone = dt.timezone(dt.timedelta(hours=2))
    return dt.datetime(2024, 1, 1, 12, 0, tzinfo=zone) + dt.timedelta(days=day - 1)


class Repository:
    """A repository whose commits are dated by the day of 2024."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: int = 1) -> str:
        when = moment(day).isoformat()
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            check=True,
            capture_output=True,
            env=inherited | _OWN | dates,
            encoding="utf-8",
        )
        return done.stdout

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, day: int, files: dict[str, str] | None = None) -> None:
        """Write these files and commit all that changed."""
        for path, text in (files or {}).items():
            self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", f"Day {day}", day=day)

    def move(self, day: int, before: str, after: str, text: str = "") -> None:
        """Rename a file, and write `text` into it in the same commit where it is given."""
        (self.root / after).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", before, after)
        self.commit(day, {after: text} if text else {})
