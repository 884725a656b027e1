"""A file replaced by its next version."""

import os
from pathlib import Path

import pytest

from mkdocs_postmortems.saving import write_new
from mkdocs_postmortems.writing.saving import SavingError, replace_file


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"before")
    return path


def test_it_has_the_new_bytes_and_its_old_mode_and_nothing_is_left_beside_it(file):
    file.chmod(0o640)
    replace_file(file, b"before", b"after\r\n")
    assert file.read_bytes() == b"after\r\n"
    assert file.stat().st_mode & 0o7777 == 0o640
    assert [each.name for each in file.parent.iterdir()] == ["a.md"]


@pytest.mark.parametrize("reason", ["link", "read-only", "changed meanwhile", "cannot be written"])
def test_it_stays_as_it_was_where_that_cannot_be(file, reason):
    if reason == "link":
        (file.parent / "real.md").write_bytes(b"before")
        file.unlink()
        file.symlink_to("real.md")
    elif reason == "read-only":
        file.chmod(0o444)
    elif reason == "changed meanwhile":
        file.write_bytes(b"somebody else's")
    else:
        file.unlink()
    there = file.read_bytes() if file.exists() else None
    with pytest.raises(SavingError, match=reason):
        replace_file(file, b"before", b"after")
    assert (file.read_bytes() if file.exists() else None) == there


def test_a_new_file_is_made_whole_with_the_rights_that_the_umask_leaves(tmp_path):
    before = os.umask(0o027)
    try:
        write_new(tmp_path / "b.md", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "b.md").read_bytes() == b"new"
    assert (tmp_path / "b.md").stat().st_mode & 0o7777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["b.md"]


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_takes_no_others_place(file, has_links, monkeypatch):
    def none(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not has_links:
        monkeypatch.setattr(os, "link", none)
        write_new(file.parent / "b.md", b"new")
        assert (file.parent / "b.md").read_bytes() == b"new"
    with pytest.raises(FileExistsError):
        write_new(file, b"new")
    assert file.read_bytes() == b"before"
    assert not list(file.parent.glob(".*"))


def test_a_write_that_breaks_off_leaves_nothing(file, monkeypatch):
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(SavingError, match="No space left"):
        replace_file(file, b"before", b"after")
    with pytest.raises(OSError, match="No space left"):
        write_new(file.parent / "b.md", b"new")
    assert file.read_bytes() == b"before"
    assert [each.name for each in file.parent.iterdir()] == ["a.md"]
