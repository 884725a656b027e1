"""Refreshing with git: dates that nobody wrote are those of the commits, however they change."""

import contextlib
import os
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_postmortems.project import find_project
from mkdocs_postmortems.search import ledger
from mkdocs_postmortems.search.shelf import open_index
from unit.making import NOW
from unit.searching import content_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


class Lab:
    """A project in a repository, and the dates that its cache says."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 0
        self.clock = 1_700_000_000
        self.write("mkdocs.yml", "site_name: Lab\nplugins: [postmortems]\n")
        self.write("postmortems/a.md", "# A\n\nOn leakage.\n")
        self.write("postmortems/dated.md", "---\ndate: 2024-01-20\n---\n\nOn leakage.\n")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        self.touch(target)

    def touch(self, target: Path) -> None:
        # The clock of a file system is coarser than a test is fast.
        self.clock += 1
        os.utime(target, (self.clock, self.clock))

    def git(self, *arguments: str) -> None:
        own = {
            "GIT_AUTHOR_DATE": f"2024-01-{self.day:02}T12:00:00+00:00",
            "GIT_COMMITTER_DATE": f"2024-01-{self.day:02}T12:00:00+00:00",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.root,
            check=True,
            capture_output=True,
            env=os.environ | own,
        )
        journal = self.root / ".git" / "logs" / "HEAD"
        if journal.exists():
            self.touch(journal)

    def commit(self, *how: str) -> None:
        """Commit all there is, on the next day of January 2024."""
        self.day += 1
        self.git("add", "--all", "postmortems")
        self.git("commit", "--quiet", "--allow-empty", "--message", f"Day {self.day}", *how)

    def dates(self) -> dict[str, str]:
        """The dates in the cache, which must be as one that is made from nothing."""
        project = find_project(self.root)
        with contextlib.closing(open_index(project, NOW)) as source:
            content = content_of(source)
        elsewhere = replace(project, root=self.root / "elsewhere")
        with contextlib.closing(open_index(elsewhere, NOW, anew=True)) as anew:
            assert content == content_of(anew)
        return {each.id: each.date for each in content["documents"]}


@pytest.fixture
def lab(tmp_path, monkeypatch) -> Lab:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    # A repository above the folder of the tests is none of theirs.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    made = Lab(tmp_path)
    made.dates()
    made.git("init", "--quiet", "--initial-branch=main")
    return made


def test_the_first_commit_brings_a_date(lab):
    assert lab.dates() == {"a": "", "dated": "2024-01-20"}
    lab.commit()

    assert lab.dates() == {"a": "2024-01-01", "dated": "2024-01-20"}


def test_a_later_commit_of_the_same_file_changes_nothing(lab):
    lab.commit()
    lab.dates()
    lab.write("postmortems/a.md", "# A\n\nOn leakage, again.\n")
    assert lab.dates()["a"] == "2024-01-01"
    lab.commit()

    assert lab.dates()["a"] == "2024-01-01"


def test_a_new_file_is_dated_once_it_is_committed(lab):
    lab.commit()
    lab.dates()
    lab.write("postmortems/b.md", "# B\n")
    assert lab.dates()["b"] == ""
    lab.commit()

    assert lab.dates() == {"a": "2024-01-01", "b": "2024-01-02", "dated": "2024-01-20"}


def test_a_commit_that_is_made_again_dates_again(lab):
    lab.commit()
    assert lab.dates()["a"] == "2024-01-01"
    lab.day += 1
    lab.git("commit", "--quiet", "--amend", "--no-edit", "--date=2024-01-09T12:00:00+00:00")

    assert lab.dates()["a"] == "2024-01-09"


def test_a_renamed_file_keeps_its_date_once_the_rename_is_committed(lab):
    lab.commit()
    lab.dates()
    lab.git("mv", "postmortems/a.md", "postmortems/z.md")
    assert lab.dates()["z"] == ""
    lab.commit()

    assert lab.dates()["z"] == "2024-01-01"


def test_without_the_repository_there_are_no_dates_any_more(lab):
    lab.commit()
    assert lab.dates()["a"] == "2024-01-01"
    shutil.rmtree(lab.root / ".git")

    assert lab.dates()["a"] == ""


def test_a_work_tree_of_its_own_is_watched_too(lab, tmp_path):
    lab.commit()
    lab.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "other")
    tree = Lab(tmp_path / "tree")
    tree.day = 1
    assert tree.dates()["a"] == "2024-01-01"
    tree.write("postmortems/b.md", "# B\n")
    assert tree.dates()["b"] == ""
    tree.commit()

    assert tree.dates()["b"] == "2024-01-02"


def test_git_is_not_asked_while_nothing_changed(lab, monkeypatch):
    lab.commit()
    lab.dates()

    def refuse(*_: object) -> None:
        raise AssertionError("git was asked")

    monkeypatch.setattr(ledger, "read_head", refuse)
    monkeypatch.setattr(ledger, "read_history", refuse)
    with contextlib.closing(open_index(find_project(lab.root), NOW)) as source:
        assert source.count == 2


def test_where_all_dates_are_written_a_commit_is_no_change(lab, monkeypatch):
    (lab.root / "postmortems/a.md").unlink()
    lab.dates()
    lab.commit()

    def refuse(*_: object) -> None:
        raise AssertionError("it was looked at anew")

    monkeypatch.setattr("mkdocs_postmortems.search.refresh.gather_news", refuse)
    with contextlib.closing(open_index(find_project(lab.root), NOW)) as source:
        assert source.count == 1


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_and_commits_the_cache_is_as_one_made_from_nothing(lab, seed):
    draw = random.Random(seed)
    names = [f"postmortems/{name}.md" for name in "abcd"]
    for _ in range(10):
        there = [name for name in names if (lab.root / name).exists()]
        name = draw.choice(names)
        date = draw.choice(["", "", "date: 2024-01-15", "draft: true"])
        kind = draw.choice(["write", "write", "commit", "commit", "delete", "move", "amend"])
        if kind == "write":
            lab.write(name, f"---\ntitle: T{draw.randrange(9)}\n{date}\n---\n\nOn leakage.\n")
        elif kind == "commit":
            lab.commit()
        elif kind == "delete" and there:
            (lab.root / draw.choice(there)).unlink()
        elif kind == "move" and there:
            (lab.root / draw.choice(there)).rename(lab.root / name)
        elif kind == "amend" and lab.day:
            lab.commit("--amend", f"--date=2024-02-{draw.randrange(10, 28)}T12:00:00+00:00")
        lab.dates()
