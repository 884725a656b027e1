import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_postmortems.publishing.comparing import Changes, compare
from mkdocs_postmortems.publishing.errors import PublishingError
from mkdocs_postmortems.publishing.exchanging import exchange
from mkdocs_postmortems.publishing.locking import BusyError, Lock
from mkdocs_postmortems.publishing.placing import place
from mkdocs_postmortems.publishing.workspace import Workspace

WAYS = [exchange, lambda *_: False]


def nothing(_step):
    pass


def holding(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text)
    return folder


def shown(folder: Path) -> str:
    return (folder / "index.html").read_text()


@pytest.fixture
def target(tmp_path) -> Path:
    return holding(tmp_path / "site", "old")


@pytest.fixture
def publish(target):
    """Place a new site where `target` is, and answer what the workspace was."""

    def run(exchanged=exchange, at=nothing, to=target):
        with Workspace(to) as workspace:
            holding(workspace.fresh, "new")
            place(workspace, at, exchanged)
        return workspace

    return run


def failing_at(monkeypatch, *numbers):
    """Let those calls of `Path.rename` fail, counted from the next."""
    real, calls = Path.rename, []

    def rename(self, goal):
        calls.append(goal)
        if len(calls) in numbers:
            raise OSError(28, "No space left on device")
        return real(self, goal)

    monkeypatch.setattr(Path, "rename", rename)


def test_new_changed_and_gone_files_are_told_apart(tmp_path, target):
    fresh = holding(tmp_path / "fresh", "new")
    (fresh / "a.html").touch()
    (target / "b.html").touch()
    (target / ".git").touch()
    assert compare(target, fresh) == Changes(("a.html",), ("index.html",), ("b.html",))


def test_equal_folders_have_no_changes(target):
    assert compare(target, target) == Changes((), (), ())


def test_all_is_new_where_there_was_no_site(tmp_path, target):
    assert compare(tmp_path / "none", target).new == ("index.html",)


@pytest.mark.parametrize("exchanged", WAYS)
def test_the_new_site_is_in_place_and_nothing_else_is_left(publish, target, tmp_path, exchanged):
    publish(exchanged)
    assert shown(target) == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can exchange")
def test_two_folders_are_exchanged_in_one_step(tmp_path, target):
    other = holding(tmp_path / "other", "new")
    assert exchange(other, target)
    assert (shown(target), shown(other)) == ("new", "old")


def test_an_exchange_of_what_is_not_there_is_told(tmp_path, target):
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "none", target) or (tmp_path / "none").stat()


def test_a_first_site_needs_no_other(publish, tmp_path):
    publish(to=tmp_path / "new" / "site")
    assert shown(tmp_path / "new" / "site") == "new"


@pytest.mark.parametrize("exchanged", WAYS)
def test_what_begins_with_a_dot_stays(publish, target, exchanged):
    (target / ".git" / "objects").mkdir(parents=True)
    (target / ".git" / "objects" / "a").write_text("a")
    (target / ".htaccess").symlink_to("nowhere")
    (target / "gone.html").touch()
    target.chmod(0o2750)
    publish(exchanged)
    assert (target / ".git" / "objects" / "a").read_text() == "a"
    assert (target / ".htaccess").readlink() == Path("nowhere")
    assert not (target / "gone.html").exists()
    assert target.stat().st_mode & 0o7777 == 0o2750


@pytest.mark.parametrize("number", [1, 2])
def test_the_old_site_is_up_after_a_rename_that_failed(publish, target, monkeypatch, number):
    failing_at(monkeypatch, number)
    with pytest.raises(PublishingError, match="the disk is full"):
        publish(WAYS[1])
    assert shown(target) == "old"


def test_an_old_site_that_cannot_be_put_back_is_named_and_kept(
    publish, target, monkeypatch, tmp_path
):
    failing_at(monkeypatch, 2, 3, 4)
    with pytest.raises(PublishingError, match=r"up is whole in .*old, and cannot be put back"):
        publish(WAYS[1])
    assert shown(tmp_path / ".site.postmortems" / "old") == "old"


def test_a_site_that_was_set_aside_is_put_back_by_the_next_build(target, tmp_path):
    left = tmp_path / ".site.postmortems"
    left.mkdir()
    target.rename(left / "old")
    holding(left / "fresh", "half")
    with Workspace(target) as workspace:
        assert workspace.recovered
        assert shown(target) == "old"
        assert not list(workspace.fresh.iterdir())


def test_leftovers_of_a_killed_build_are_cleared_and_the_site_is_not(target, tmp_path):
    for name in ("old", "gone", "fresh", "told"):
        holding(tmp_path / ".site.postmortems" / name, "left")
    (tmp_path / ".site.postmortems" / "lock").write_text("process 1")
    with Workspace(target) as workspace:
        assert not workspace.recovered
        assert not workspace.old.exists()
    assert shown(target) == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_of_others_is_left_alone(target, tmp_path):
    letter = tmp_path / ".site.postmortems" / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("mine")
    with pytest.raises(PublishingError, match=r"files of others, such as letter\.txt"):
        Workspace(target).__enter__()
    assert letter.read_text() == "mine"


def test_a_link_in_the_place_of_the_workspace_is_refused(target, tmp_path):
    (tmp_path / ".site.postmortems").symlink_to(target)
    with pytest.raises(PublishingError, match="is a link"):
        Workspace(target).__enter__()
    assert shown(target) == "old"


def test_a_second_build_is_told_who_has_the_first(target):
    with (
        Workspace(target),
        pytest.raises(PublishingError, match=rf"another build .* \(process {os.getpid()} on"),
    ):
        Workspace(target).__enter__()
    assert shown(target) == "old"


def test_a_lock_ends_with_its_process(tmp_path):
    path = tmp_path / "lock"
    code = (
        "import sys; from pathlib import Path\n"
        "from mkdocs_postmortems.publishing.locking import Lock\n"
        "lock = Lock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=f"process {holder.pid} on"):
            Lock(path)
        holder.kill()
    with Lock(path):
        assert f"process {os.getpid()} on" in path.read_text()
    assert not path.exists()


def test_a_lock_is_not_taken_on_a_file_whose_name_another_has(tmp_path, monkeypatch):
    path = tmp_path / "lock"
    real, handles = os.open, []

    def opened(name, *args):
        handles.append(real(name, *args))
        if len(handles) == 1:  # its holder deletes it at this moment
            path.unlink()
        return handles[-1]

    monkeypatch.setattr(os, "open", opened)
    with Lock(path) as lock:
        assert len(handles) == 2
        assert os.path.samestat(os.fstat(lock.handle), path.stat())
