"""The postmortems folder: what is a postmortem, what stands beside it, what is left alone."""

import os
import sys
from pathlib import Path

import pytest

from mkdocs_postmortems.domain import Severity
from mkdocs_postmortems.source import Folder, read_folder
from mkdocs_postmortems.source.folder import read_post
from mkdocs_postmortems.source.paths import MARKDOWN_SUFFIXES


def write(root: Path, *paths: str, text: str = "# T\n\nText.\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def look(root: Path) -> Folder:
    return read_folder(root, ask_git=False)


def paths(folder: Folder) -> list[str]:
    return [each.path for each in folder.readings]


def test_markdown_files_are_postmortems_at_any_depth_in_the_order_of_paths(tmp_path: Path):
    write(tmp_path, "b.md", "a/z.md", "a/deep/er/x.md", "a.md", "B.MD")

    folder = look(tmp_path)

    assert paths(folder) == ["B.MD", "a.md", "a/deep/er/x.md", "a/z.md", "b.md"]
    assert [each.postmortem.id for each in folder.readings if each.postmortem] == [
        "B",
        "a",
        "a/deep/er/x",
        "a/z",
        "b",
    ]


@pytest.mark.parametrize("suffix", sorted(MARKDOWN_SUFFIXES))
def test_every_suffix_of_markdown_counts(tmp_path: Path, suffix: str):
    write(tmp_path, f"a{suffix}", f"b{suffix.upper()}")

    assert paths(look(tmp_path)) == [f"a{suffix}", f"b{suffix.upper()}"]


def test_other_files_are_beside_them(tmp_path: Path):
    write(tmp_path, "a.md", "x.png", "a/data.csv", "a/notes.txt")

    assert look(tmp_path).assets == {"x.png", "a/data.csv", "a/notes.txt"}


def test_what_begins_with_a_dot_or_underscore_or_ends_as_a_backup_is_left_alone(tmp_path: Path):
    write(tmp_path, ".hidden.md", "_draft.md", ".git/a.md", "_old/b.md", "a.md~", "kept.md")

    folder = look(tmp_path)

    assert paths(folder) == ["kept.md"]
    assert folder.assets == frozenset()
    assert folder.problems == ()


@pytest.mark.parametrize("name", ["index.md", "README.md", "readme.md"])
def test_the_text_at_the_top_is_the_index_pages_own(tmp_path: Path, name: str):
    write(tmp_path, name, "a.md", "case/index.md")

    folder = look(tmp_path)

    assert folder.intro is not None
    assert folder.intro.path == name
    assert paths(folder) == ["a.md", "case/index.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_followed_nowhere(tmp_path: Path):
    outside = tmp_path / "outside"
    write(outside, "secret.md")
    root = tmp_path / "postmortems"
    write(root, "a.md")
    (root / "file.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside)

    folder = look(root)

    assert paths(folder) == ["a.md"]
    assert [str(each) for each in folder.problems] == [
        (
            "file.md: this is a link, and links are not followed out of caution. "
            "Put the file itself here."
        ),
        (
            "folder: this is a link, and links are not followed out of caution. "
            "Put the file itself here."
        ),
    ]


def test_two_files_that_differ_in_suffix_only_cannot_share_an_id(tmp_path: Path):
    """Else a draft would be as visible as its namesake."""
    write(tmp_path, "a.markdown")
    write(tmp_path, "a.md", text="---\ndraft: true\n---\n# Secret\n\nText.\n")

    folder = look(tmp_path)

    assert paths(folder) == ["a.markdown"]
    (problem,) = folder.problems
    assert problem.severity is Severity.ERROR
    assert str(problem) == (
        "a.md: `a.markdown` has the same id, so this file is left out. "
        "Give one of the two another name."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="such a name cannot be made elsewhere")
def test_a_name_that_is_no_text_is_left_out_and_told(tmp_path: Path):
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("# T\n\nText.\n", encoding="utf-8")

    folder = look(tmp_path)

    assert folder.readings == ()
    (problem,) = folder.problems
    assert (problem.severity, problem.remedy) == (Severity.ERROR, "Rename it")


def test_a_file_too_large_to_be_a_page_is_left_out(tmp_path: Path):
    (tmp_path / "a.md").write_bytes(b"x" * 5_000_001)

    (reading,) = look(tmp_path).readings

    assert reading.postmortem is None
    assert [str(each) for each in reading.problems] == [
        (
            "a.md: this file has 5,000,001 bytes, and 5,000,000 is the most a page can have. "
            "Move data and pictures out of the text."
        )
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    folder = look(tmp_path / "nowhere")

    assert folder.readings == ()
    assert [str(each) for each in folder.problems] == [
        ".: cannot be read (No such file or directory)."
    ]


def test_one_that_cannot_be_read_does_not_keep_the_others(tmp_path: Path):
    write(tmp_path, "a.md", "c.md")
    (tmp_path / "b.md").write_bytes(b"\xff")

    folder = look(tmp_path)

    assert paths(folder) == ["a.md", "b.md", "c.md"]
    assert [each.postmortem is not None for each in folder.readings] == [True, False, True]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_is_left_alone_and_told_and_nothing_waits_for_it(tmp_path: Path):
    write(tmp_path, "ok.md")
    for name in ("pipe.md", "picture.svg"):
        os.mkfifo(tmp_path / name)
    folder = look(tmp_path)
    assert paths(folder) == ["ok.md"]
    assert folder.assets == frozenset()
    assert [(each.path, each.message) for each in folder.problems] == [
        (name, "this is a pipe or a device, and is left alone")
        for name in ("picture.svg", "pipe.md")
    ]


def test_a_file_that_became_something_else_since_it_was_listed_is_left_out(tmp_path: Path):
    (tmp_path / "a.md").mkdir()

    reading = read_post(tmp_path, "a.md")

    assert reading.postmortem is None
    assert [each.severity for each in reading.problems] == [Severity.ERROR]
