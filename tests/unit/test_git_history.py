"""What git knows: the first and last commit of each file, in real repositories."""

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mkdocs_postmortems.source import read_folder
from mkdocs_postmortems.source.history import Commits, read_history

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


def moment(day: int) -> dt.datetime:
    return dt.datetime(2024, 1, day, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


class Repository:
    """A repository in a temporary folder, whose commits are dated by the day of January 2024."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: int = 1) -> None:
        when = moment(day).isoformat()
        own = {
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
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

    def commit(self, day: int, **files: str) -> None:
        for name, text in files.items():
            self.write(f"{name}.md", text)
        self.git("add", "--all", day=day)
        self.git("commit", "--quiet", "-m", f"Day {day}", day=day)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    return Repository(tmp_path / "repository")


LONG = "# A title\n\nA text that is long enough to be found again after it has moved.\n"


def test_each_file_has_its_first_and_last_commit(repository: Repository):
    repository.commit(1, a="one")
    repository.commit(2, b="one")
    repository.commit(3, a="two")

    assert read_history(repository.root) == {
        "a.md": Commits(moment(1), moment(3)),
        "b.md": Commits(moment(2), moment(2)),
    }


def test_renames_are_followed_more_than_once(repository: Repository):
    repository.commit(1, old=LONG)
    repository.git("mv", "old.md", "newer.md")
    repository.commit(2)
    repository.git("mv", "newer.md", "newest.md")
    repository.commit(3, newest=LONG + "And a word.\n")

    assert read_history(repository.root)["newest.md"] == Commits(moment(1), moment(3))


def test_a_new_file_under_an_old_name_begins_anew(repository: Repository):
    repository.commit(1, name=LONG)
    repository.git("mv", "name.md", "moved.md")
    repository.commit(2)
    repository.commit(3, name="Something else altogether, and short.")

    history = read_history(repository.root)
    assert history["moved.md"] == Commits(moment(1), moment(2))
    assert history["name.md"] == Commits(moment(3), moment(3))


def test_paths_are_those_under_the_folder_whatever_signs_are_in_them(repository: Repository):
    repository.write("postmortems/a b/é ü.md", LONG)
    repository.write("elsewhere.md", "one")
    repository.commit(1)

    assert read_history(repository.root / "postmortems") == {
        "a b/é ü.md": Commits(moment(1), moment(1))
    }


def test_a_folder_that_moved_keeps_its_dates(repository: Repository):
    repository.write("postmortems/2024/churn.md", LONG)
    repository.commit(1)
    repository.git("mv", "postmortems/2024", "postmortems/archive")
    repository.commit(2)

    history = read_history(repository.root / "postmortems")
    assert history["archive/churn.md"] == Commits(moment(1), moment(2))


def test_a_merge_is_no_change(repository: Repository):
    repository.commit(1, a="one")
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(2, b="one")
    repository.git("switch", "--quiet", "main")
    repository.commit(3, c="one")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", day=4)

    assert read_history(repository.root) == {
        "a.md": Commits(moment(1), moment(1)),
        "b.md": Commits(moment(2), moment(2)),
        "c.md": Commits(moment(3), moment(3)),
    }


def test_a_shallow_clone_gives_nothing_for_its_dates_would_be_wrong(
    repository: Repository, tmp_path: Path
):
    repository.commit(1, a="one")
    repository.commit(2, b="one")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(clone))

    assert (clone / "a.md").exists()
    assert read_history(clone) == {}


def test_a_repository_without_commits_gives_nothing(repository: Repository):
    assert read_history(repository.root) == {}


def test_no_repository_and_no_git_give_nothing(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    bare = tmp_path / "bare"
    bare.mkdir()
    assert read_history(bare) == {}

    repository.commit(1, a="one")
    monkeypatch.setenv("PATH", str(bare))
    assert read_history(repository.root) == {}


@pytest.mark.parametrize(("ask_git", "dated"), [(True, moment(1)), (False, None)])
def test_the_folder_takes_dates_from_git_when_it_may_ask(
    repository: Repository,
    ask_git: bool,  # noqa: FBT001
    dated: dt.datetime | None,
):
    repository.commit(1, a=LONG)

    (reading,) = read_folder(repository.root, ask_git=ask_git).readings

    assert reading.postmortem is not None
    assert reading.postmortem.date == dated
    assert reading.postmortem.updated is None


def test_a_file_that_was_changed_later_has_its_date_of_change(repository: Repository):
    repository.commit(1, a=LONG)
    repository.commit(2, a=LONG + "More.\n")

    (reading,) = read_folder(repository.root).readings

    assert reading.postmortem is not None
    assert (reading.postmortem.date, reading.postmortem.updated) == (moment(1), moment(2))
