"""The shelf: the cache is taken while nothing changed, and what changed is read, nothing else."""

import contextlib
import datetime as dt
import os
from pathlib import Path

import pytest

from mkdocs_postmortems.project import Project, find_project
from mkdocs_postmortems.search import ledger
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.glossary import GlossaryError
from mkdocs_postmortems.search.index import Index, Source
from mkdocs_postmortems.search.shelf import open_index
from mkdocs_postmortems.search.store import Store, StoreError
from unit.making import NOW
from unit.searching import found

MKDOCS = "site_name: Lab\nplugins:\n  - postmortems:\n      git_dates: false\n"


class Shelf:
    """A project, and which of its files were read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reads: list[str] = []
        self.now = NOW
        self.write("mkdocs.yml", MKDOCS)
        self.write("postmortems/a.md", "# A\n\nOn leakage.\n")
        self.write("postmortems/2024/b.md", "---\ntitle: B\nauthor: ada\n---\n\nOn sepsis.\n")
        self.write("postmortems/.authors.yml", "authors:\n  ada: {name: Ada}\n")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    @property
    def project(self) -> Project:
        return find_project(self.root)

    @property
    def cached(self) -> Path:
        return self.project.cache / "search.sqlite"

    def open(self, **how: bool) -> Source:
        return open_index(self.project, self.now, **how)

    def asked(self, text: str) -> list[str]:
        with contextlib.closing(self.open()) as source:
            return found(Engine(source), text)

    def read(self) -> list[str]:
        """The files that were read since this was asked last."""
        reads, self.reads = sorted(self.reads), []
        return reads


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Shelf:
    made = Shelf(tmp_path)
    read_post = ledger.read_post

    def counted(folder: Path, path: str, *rest: object) -> object:
        made.reads.append(path)
        return read_post(folder, path, *rest)

    monkeypatch.setattr(ledger, "read_post", counted)
    return made


ALL = ["2024/b.md", "a.md"]


def test_the_postmortems_are_read_once(shelf):
    assert shelf.asked("leakage ") == ["a"]
    assert shelf.read() == ALL
    assert shelf.asked("leakage ") == ["a"]
    assert shelf.asked("sepsis ") == ["2024/b"]
    assert shelf.read() == []
    assert isinstance(shelf.open(), Store)


def change_text(shelf: Shelf) -> None:
    shelf.write("postmortems/a.md", "# A\n\nOn leakage and more.\n")


def change_time(shelf: Shelf) -> None:
    os.utime(shelf.root / "postmortems/a.md", ns=(1, 1))


def add_file(shelf: Shelf) -> None:
    shelf.write("postmortems/2025/c.md", "# C\n")


def add_what_is_no_postmortem(shelf: Shelf) -> None:
    shelf.write("postmortems/2025/data.csv", "a,b\n")


def delete_file(shelf: Shelf) -> None:
    (shelf.root / "postmortems/2024/b.md").unlink()


def rename_file(shelf: Shelf) -> None:
    (shelf.root / "postmortems/a.md").rename(shelf.root / "postmortems/z.md")


def rename_folder(shelf: Shelf) -> None:
    (shelf.root / "postmortems/2024").rename(shelf.root / "postmortems/2023")


def change_options(shelf: Shelf) -> None:
    shelf.write("mkdocs.yml", f"{MKDOCS}      lessons_headings: [Morals]\n")


def add_glossary(shelf: Shelf) -> None:
    shelf.write("postmortems/_glossary.yml", "- [leakage, seepage]\n")


def change_authors(shelf: Shelf) -> None:
    shelf.write("postmortems/.authors.yml", "authors:\n  ada: {name: Ada Example}\n")


def break_cache(shelf: Shelf) -> None:
    shelf.cached.write_bytes(shelf.cached.read_bytes()[:500])


def delete_cache(shelf: Shelf) -> None:
    shelf.cached.unlink()


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (change_text, ["a.md"]),
        (change_time, ["a.md"]),
        (add_file, ["2025/c.md"]),
        (add_what_is_no_postmortem, []),
        (delete_file, []),
        (rename_file, ["z.md"]),
        (rename_folder, ["2023/b.md"]),
        (change_options, ALL),
        (add_glossary, ALL),
        (change_authors, ALL),
        (break_cache, ALL),
        (delete_cache, ALL),
    ],
)
def test_after_a_change_what_changed_is_read_once(shelf, change, read):
    shelf.open()
    shelf.read()
    change(shelf)
    shelf.open()
    assert shelf.read() == read
    shelf.open()
    assert shelf.read() == []
    assert isinstance(shelf.open(), Store)


def test_what_a_change_takes_the_place_of_is_read_too(shelf):
    shelf.open()
    shelf.read()
    shelf.write("postmortems/c.md", "---\ntitle: C\nsupersedes: 2024/b\n---\n\nOn sepsis.\n")
    shelf.open()
    assert shelf.read() == ["2024/b.md", "c.md"]
    (shelf.root / "postmortems/c.md").unlink()
    shelf.open()
    assert shelf.read() == ["2024/b.md"]


def test_where_very_much_changed_all_is_read(shelf):
    for each in range(30):
        shelf.write(f"postmortems/x{each:02}.md", f"# X{each}\n")
    shelf.open()
    shelf.read()
    for each in range(21):
        shelf.write(f"postmortems/x{each:02}.md", f"# X{each}\n\nOn leakage.\n")

    assert len(shelf.asked("leakage ")) == 22
    assert set(shelf.read()) == {*ALL, *(f"x{each:02}.md" for each in range(30))}


def test_a_draft_is_read_again_only_when_it_changes(shelf):
    shelf.write("postmortems/draft.md", "---\ndraft: true\n---\n\nOn walruses.\n")
    shelf.open()
    assert "draft.md" in shelf.read()
    change_text(shelf)
    shelf.open()
    assert shelf.read() == ["a.md"]
    shelf.write("postmortems/draft.md", "On walruses.\n")
    assert shelf.asked("walruses ") == ["draft"]
    assert shelf.read() == ["draft.md"]


def test_what_changed_is_found(shelf):
    assert shelf.asked("seepage ") == []
    add_glossary(shelf)
    assert shelf.asked("seepage ") == ["a"]
    rename_file(shelf)
    assert shelf.asked("leakage ") == ["z"]
    change_authors(shelf)
    assert shelf.asked("author:ada-example") == ["2024/b"]
    delete_file(shelf)
    assert shelf.asked("sepsis ") == []


def test_authors_outside_the_folder_are_watched_too(shelf):
    shelf.write("mkdocs.yml", f"{MKDOCS}      authors_file: ../people.yml\n")
    shelf.write("people.yml", "authors:\n  ada: {name: Ada}\n")
    assert shelf.asked("author:ada") == ["2024/b"]
    shelf.write("people.yml", "authors:\n  ada: {name: Grace}\n")

    assert shelf.asked("author:grace") == ["2024/b"]


def test_another_version_of_the_tool_reads_anew(shelf, monkeypatch):
    shelf.open()
    shelf.read()
    monkeypatch.setattr("mkdocs_postmortems.search.shelf.__version__", "99")
    shelf.open()

    assert shelf.read() == ALL


def test_the_order_of_the_options_is_no_change(shelf):
    shelf.write("mkdocs.yml", f"{MKDOCS}      blog_title: Lab\n")
    shelf.open()
    shelf.read()
    shelf.write("mkdocs.yml", MKDOCS.replace("git_dates", "blog_title: Lab\n      git_dates"))
    shelf.open()

    assert shelf.read() == []


def test_asked_for_anew_they_are_read(shelf):
    shelf.open()
    shelf.read()
    shelf.open(anew=True)

    assert shelf.read() == ALL


def test_a_scheduled_postmortem_is_found_when_it_is_due(shelf):
    shelf.write("postmortems/soon.md", "---\ndate: 2024-06-20T12:00:00Z\n---\n\nOn walruses.\n")
    shelf.write("postmortems/later.md", "---\ndate: 2024-07-20\n---\n\nOn walruses.\n")

    def at(moment: str) -> list[str]:
        shelf.now = dt.datetime.fromisoformat(moment)
        return shelf.asked("walruses ")

    assert at("2024-06-20T11:59:59+00:00") == []
    assert at("2024-06-20T11:59:59.999999+00:00") == []
    assert at("2024-06-20T13:59:59+02:00") == []
    assert shelf.read() == [*ALL, "later.md", "soon.md"]
    assert at("2024-06-20T12:00:00+00:00") == ["soon"]
    assert at("2024-06-20T07:30:00-05:00") == ["soon"]
    assert at("2024-07-19T09:59:59+00:00") == ["soon"]
    assert shelf.read() == ["soon.md"]
    assert at("2024-07-19T10:00:00+00:00") == ["later", "soon"]
    assert at("2030-01-01T00:00:00+00:00") == ["later", "soon"]
    assert shelf.read() == ["later.md"]


def test_when_time_goes_back_what_was_due_is_hidden_once_a_file_changes(shelf):
    shelf.write("postmortems/soon.md", "---\ndate: 2024-06-20T12:00:00Z\n---\n\nOn walruses.\n")
    shelf.now = dt.datetime.fromisoformat("2024-06-21T00:00:00+00:00")
    assert shelf.asked("walruses ") == ["soon"]
    shelf.now = NOW
    change_text(shelf)

    assert shelf.asked("walruses ") == []


def test_a_moment_in_another_zone_is_the_same_moment(shelf):
    shelf.write("postmortems/soon.md", "---\ndate: 2024-06-20T12:00:00Z\n---\n\nOn walruses.\n")
    shelf.open()
    shelf.now = dt.datetime.fromisoformat("2024-06-20T05:00:00-08:00")

    assert shelf.asked("walruses ") == ["soon"]


def test_where_the_cache_cannot_be_written_the_index_is_in_memory(shelf):
    shelf.write(".cache", "a file where the folder should be")

    assert isinstance(shelf.open(), Index)
    assert shelf.asked("leakage ") == ["a"]
    assert shelf.read() == sorted([*ALL, *ALL])


def test_a_cache_that_turns_out_damaged_raises_what_is_told(shelf):
    for each in range(40):
        shelf.write(f"postmortems/x{each}.md", f"# X\n\n{'leakage and more words ' * 200}{each}\n")
    shelf.open()
    data = shelf.cached.read_bytes()
    shelf.cached.write_bytes(data[: len(data) // 8] + b"\xff" * (len(data) - len(data) // 8))

    with pytest.raises(StoreError):
        found(Engine(Store(shelf.cached)), "zzz leakage ")


def test_a_broken_glossary_is_one_error(shelf):
    shelf.write("postmortems/_glossary.yml", "- [leakage\n")

    with pytest.raises(GlossaryError):
        shelf.open()


def test_a_folder_that_cannot_be_read_is_passed_over(shelf, monkeypatch):
    scandir = os.scandir

    def refuse(path: str | os.PathLike[str]) -> object:
        if os.fspath(path).endswith("2024"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert shelf.asked("leakage ") == ["a"]
    assert shelf.asked("sepsis ") == []
    assert shelf.read() == ["a.md"]


def test_links_are_not_followed(shelf, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("# Secret\n\nOn walruses.\n")
    (shelf.root / "postmortems/link").symlink_to(outside)
    (shelf.root / "postmortems/gone.md").symlink_to(outside / "gone.md")

    assert shelf.asked("walruses ") == []
    assert shelf.asked("leakage ") == ["a"]
    assert shelf.read() == ALL


@pytest.mark.parametrize(
    "options",
    ["lessons_headings: 5", "lessons_headings: text", "1: 2", "authors_file: [a]", "git_dates: x"],
)
def test_odd_options_are_no_reason_to_fail(shelf, options):
    shelf.write("mkdocs.yml", f"{MKDOCS}      {options}\n")

    assert shelf.asked("leakage ") == ["a"]


def test_a_file_that_cannot_be_read_is_left_out(shelf):
    (shelf.root / "postmortems/bad.md").write_bytes(b"---\ntitle: [\n---\nOn leakage.\n")
    (shelf.root / "postmortems/latin.md").write_bytes(b"# Caf\xe9\n\nOn leakage.\n")

    assert shelf.asked("leakage ") == ["a"]
