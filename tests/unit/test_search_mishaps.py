"""What can happen to the cache: damage, a folder that nobody may write to, others at it."""

import contextlib
import dataclasses
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mkdocs_postmortems.project import Project, find_project
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.glossary import SEEDED
from mkdocs_postmortems.search.index import Index, Source
from mkdocs_postmortems.search.shelf import ask, open_index
from mkdocs_postmortems.search.store import Store
from unit.making import NOW
from unit.searching import content_of, found

MKDOCS = "site_name: Lab\nplugins:\n  - postmortems:\n      git_dates: false\n"
QUERIES = ("leakage civil ", "sepsiss ", "leak", '"civil war"', "tag:nlp", "-flu", "attrition ")


class Lab:
    """A project with some postmortems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "postmortems").mkdir(parents=True)
        (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
        for each in range(12):
            self.write(each, f"On leakage and civil war {each}.")
        self.opened()

    def write(self, number: int, text: str) -> None:
        front = f"title: P{number}\ndate: 2024-01-{number + 1:02}\ntags: [nlp]"
        path = self.root / "postmortems" / f"p{number:02}.md"
        # In one step, as others read while this writes.
        new = self.root / "new"
        new.write_text(f"---\n{front}\n---\n\nOn sepsis and churn. {text}\n", "utf-8")
        new.replace(path)

    @property
    def project(self) -> Project:
        return find_project(self.root)

    @property
    def cached(self) -> Path:
        return self.project.cache / "search.sqlite"

    def opened(self) -> None:
        with contextlib.closing(open_index(self.project, NOW)):
            pass

    def ask(self) -> list[list[str]]:
        return ask(partial(open_index, self.project, NOW), answers)

    def expected(self) -> list[list[str]]:
        elsewhere = dataclasses.replace(self.project, root=self.root / "elsewhere")
        with contextlib.closing(open_index(elsewhere, NOW, anew=True)) as anew:
            return answers(anew)

    def damage(self, statement: str) -> None:
        with contextlib.closing(sqlite3.connect(self.cached)) as connection:
            connection.execute(statement)
            connection.commit()


def answers(source: Source) -> list[list[str]]:
    return [found(Engine(source), text) for text in QUERIES]


@pytest.fixture
def lab(tmp_path) -> Lab:
    return Lab(tmp_path)


DAMAGES = [
    "update about set value = x'01' where key = 'slots'",
    "update about set value = 5 where key = 'slots'",
    "update about set value = x'05000000ffffffff' where key = 'slots'",
    "update about set value = '1' where key = 'version'",
    "delete from about where key = 'until'",
    "update terms set slots = x'0102'",
    "update terms set slots = x'ffffffff', shares = x'01'",
    "update terms set shares = 5",
    "update terms set shares = x''",
    "update documents set content = '{}'",
    "update documents set content = cast(x'c1' as text)",
    "update words set word = cast(x'6cc1' as text) where word = 'leakage'",
    "drop table words",
    "drop table documents",
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_answers_all_the_same_and_is_made_anew(lab, damage):
    before = lab.cached.stat().st_ino
    lab.damage(damage)

    assert lab.ask() == lab.expected()
    assert lab.cached.stat().st_ino != before
    assert lab.ask() == lab.expected()
    with contextlib.closing(open_index(lab.project, NOW)) as source:
        assert isinstance(source, Store)


@pytest.mark.parametrize(
    "damage",
    [
        *DAMAGES,
        "update files set state = 5",
        "update files set date = 'some day'",
        "update files set flags = cast(x'c1' as text)",
        "drop table files",
        "update documents set superseded_by = cast(x'c1' as text)",
        "update terms set slots = zeroblob(8), shares = zeroblob(2)",
    ],
)
def test_a_damaged_cache_takes_in_no_change_but_is_made_anew(lab, damage):
    lab.damage(damage)
    lab.write(3, "On influenza and leakage, which is new.")

    assert lab.ask() == lab.expected()
    lab.write(4, "On influenza too.")
    assert lab.ask() == lab.expected()


def test_whatever_bytes_are_wrong_there_is_an_answer(lab):
    data = lab.cached.read_bytes()
    draw = random.Random(3)
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(draw.choice([1, 20, 400, 4_000])):
            damaged[draw.randrange(len(data))] = draw.randrange(256)
        lab.cached.write_bytes(damaged)
        lab.write(0, f"On {draw.randrange(9_999)}.")
        assert len(lab.ask()) == len(QUERIES)


# Others at it

AT_IT = """
import sys
from functools import partial
from pathlib import Path
from mkdocs_postmortems.project import find_project
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.shelf import ask, open_index
from unit.making import NOW

project = find_project(Path(sys.argv[1]))
opened = partial(open_index, project, NOW)
for _ in range(25):
    answer = ask(opened, lambda source: Engine(source).search("sepsis ", 99))
    assert answer.total == len({hit.document.id for hit in answer.hits}) == 12, answer.total
"""


def environment() -> dict[str, str]:
    paths = [str(Path(__file__).parents[1]), *sys.path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def test_processes_that_update_at_once_leave_a_whole_right_index(lab):
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", AT_IT, str(lab.root)], env=environment())

    others = [start() for _ in range(3)]
    draw = random.Random(5)
    while any(other.poll() is None for other in others):
        lab.write(draw.randrange(12), f"On influenza {draw.randrange(10_000)}.")
        assert len(lab.ask()[1]) == 12
    assert [other.returncode for other in others] == [0, 0, 0]
    lab.write(0, "The last word.")
    assert lab.ask() == lab.expected()
    with contextlib.closing(open_index(lab.project, NOW)) as source:
        elsewhere = dataclasses.replace(lab.project, root=lab.root / "elsewhere")
        with contextlib.closing(open_index(elsewhere, NOW, anew=True)) as anew:
            assert content_of(source) == content_of(anew)
    names = {path.name for path in lab.cached.parent.iterdir()}
    assert names == {"configuration.json", "search.sqlite"}


# A folder that nobody may write to

on_posix = pytest.mark.skipif(os.name != "posix", reason="rights are another matter there")


@pytest.fixture
def everywhere() -> Iterator[Lab]:
    """A project that everybody may look at."""
    root = Path(tempfile.mkdtemp())
    made = Lab(root / "lab")
    yield made
    shutil.rmtree(root)


@contextlib.contextmanager
def nobody_may_write(lab: Lab) -> Iterator[None]:
    """Nobody may write to the project, and we are not root, who may do anything."""
    subprocess.run(["chmod", "-R", "a+rX,a-w", str(lab.root.parent)], check=True)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(65534)
        if not os.access(SEEDED, os.R_OK, effective_ids=True):
            pytest.skip("the checkout cannot be read by others than root")
        with pytest.raises(PermissionError):
            (lab.cached.parent / "new").touch()
        yield
    finally:
        if is_root:
            os.seteuid(0)
        subprocess.run(["chmod", "-R", "u+w", str(lab.root.parent)], check=True)


@on_posix
def test_a_cache_that_may_only_be_read_answers(everywhere):
    expected = everywhere.expected()
    with nobody_may_write(everywhere):
        assert everywhere.ask() == expected
        with contextlib.closing(open_index(everywhere.project, NOW)) as source:
            assert isinstance(source, Store)


@on_posix
def test_after_a_change_a_cache_that_may_only_be_read_is_left_as_it_is(everywhere):
    before = everywhere.cached.read_bytes()
    everywhere.write(3, "On influenza and leakage, which is new.")
    expected = everywhere.expected()
    with nobody_may_write(everywhere):
        assert everywhere.ask() == expected
        with contextlib.closing(open_index(everywhere.project, NOW)) as source:
            assert isinstance(source, Index)
    assert everywhere.cached.read_bytes() == before
