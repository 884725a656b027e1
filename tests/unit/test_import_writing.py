"""Carrying a plan out: new files only, whole, and never twice."""

from pathlib import Path

import pytest

from mkdocs_postmortems.importing import State, write_plan
from unit.importing import PNG, one, only, plan, plan_again

FILES = {
    "2024-03-01-a.md": "# A\n\n![p](img/p.png) <img src='img/q.png'>\n",
    "2024-03-02-b.md": "# B\n\n![p](img/p.png)\n",
    "img/p.png": PNG,
    "img/q.png": PNG,
}


def folder_of(tmp_path) -> Path:
    return tmp_path / "lab" / "postmortems"


def contents(tmp_path) -> dict[str, bytes]:
    """Every file in the postmortems folder."""
    folder = folder_of(tmp_path)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_plan_alone_writes_nothing(tmp_path):
    plan(tmp_path, FILES)

    assert contents(tmp_path) == {}
    source = tmp_path / "old"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert files == set(FILES)


def test_what_was_planned_is_written(tmp_path):
    planned = plan(tmp_path, FILES)
    written = write_plan(planned, folder_of(tmp_path))

    assert written.failed == ()
    assert contents(tmp_path) == {
        "2024/2024-03-01-a/index.md": one(planned, "2024-03-01-a.md").data,
        "2024/2024-03-01-a/p.png": PNG,
        "2024/2024-03-01-a/q.png": PNG,
        "2024/2024-03-02-b.md": one(planned, "2024-03-02-b.md").data,
        "2024/2024-03-02-b/p.png": PNG,
    }
    assert sorted(written.made) == sorted(contents(tmp_path))


def test_a_second_import_finds_everything_there_and_writes_nothing(tmp_path):
    write_plan(plan(tmp_path, FILES), folder_of(tmp_path))
    before = contents(tmp_path)
    again = plan_again(tmp_path)

    assert {post.state for post in again.posts} == {State.THERE}
    assert {each.state for post in again.posts for each in post.pictures} == {State.THERE}
    assert write_plan(again, folder_of(tmp_path)).made == ()
    assert contents(tmp_path) == before


def test_a_second_import_adds_what_is_new_in_the_source(tmp_path):
    write_plan(plan(tmp_path, FILES), folder_of(tmp_path))
    again = plan(tmp_path, {"2024-03-03-c.md": "# C\n\nX\n"})

    assert write_plan(again, folder_of(tmp_path)).made == ("2024/2024-03-03-c.md",)


@pytest.mark.parametrize("name", ["2024/2024-03-02-b.md", "2024/2024-03-02-b/p.png"])
def test_what_is_there_stays(tmp_path, name):
    write_plan(plan(tmp_path, FILES), folder_of(tmp_path))
    (folder_of(tmp_path) / name).write_bytes(b"edited since")
    again = plan_again(tmp_path)
    written = write_plan(again, folder_of(tmp_path))

    post = one(again, "2024-03-02-b.md")
    states = {post.target: post.state} | {each.target: each.state for each in post.pictures}
    assert states.pop(name) is State.DIFFERS
    assert set(states.values()) == {State.THERE}
    assert (written.made, written.failed) == ((), ())
    assert contents(tmp_path)[name] == b"edited since"


def test_pictures_of_a_post_that_is_not_written_are_not_either(tmp_path):
    (folder_of(tmp_path) / "2024").mkdir(parents=True)
    (folder_of(tmp_path) / "2024/2024-03-02-b.md").write_text("somebody else's")
    write_plan(plan(tmp_path, FILES), folder_of(tmp_path))

    assert "2024/2024-03-02-b/p.png" not in contents(tmp_path)


def test_a_file_that_comes_meanwhile_stays(tmp_path):
    planned = plan(tmp_path, {"a.md": "# A\n\nX\n"})
    (folder_of(tmp_path) / "a.md").write_text("came meanwhile")
    written = write_plan(planned, folder_of(tmp_path))

    assert written.failed == (("a.md", "a file has come there meanwhile"),)
    assert contents(tmp_path) == {"a.md": b"came meanwhile"}


def test_a_link_does_not_lead_out_of_the_postmortems_folder(tmp_path):
    planned = plan(tmp_path, {"2024-03-01-a.md": "# A\n\nX\n", "b.md": "# B\n\nX\n"})
    (tmp_path / "elsewhere").mkdir()
    (folder_of(tmp_path) / "2024").symlink_to(tmp_path / "elsewhere")
    (folder_of(tmp_path) / "b.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    written = write_plan(planned, folder_of(tmp_path))

    assert [target for target, _ in written.failed] == ["2024/2024-03-01-a.md", "b.md"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert only(plan_again(tmp_path, only=("b.md",))).state is State.DIFFERS


def test_what_cannot_be_written_is_told_and_the_rest_is_written(tmp_path):
    planned = plan(tmp_path, FILES)
    (folder_of(tmp_path) / "2024").mkdir()
    (folder_of(tmp_path) / "2024/2024-03-01-a").write_text("a file where the folder should be")
    written = write_plan(planned, folder_of(tmp_path))

    assert {target for target, _ in written.failed} == {
        "2024/2024-03-01-a/index.md",
        "2024/2024-03-01-a/p.png",
        "2024/2024-03-01-a/q.png",
    }
    assert "2024/2024-03-02-b.md" in contents(tmp_path)


def test_a_picture_that_is_gone_meanwhile_is_told(tmp_path):
    planned = plan(tmp_path, FILES)
    (tmp_path / "old/img/p.png").unlink()
    written = write_plan(planned, folder_of(tmp_path))

    assert [target for target, _ in written.failed] == [
        "2024/2024-03-01-a/p.png",
        "2024/2024-03-02-b/p.png",
    ]
