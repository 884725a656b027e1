"""Real and hostile files, edited: each edit reads back as meant, and nothing else has changed."""

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_postmortems.source import Settings, list_folder, read
from mkdocs_postmortems.writing.conclusion import Conclusion, conclude
from mkdocs_postmortems.writing.correction import Change, correct
from mkdocs_postmortems.writing.editing import EditError, Manuscript
from mkdocs_postmortems.writing.mending import fix_folder
from mkdocs_postmortems.writing.subject import Subject, subject_of
from mkdocs_postmortems.writing.templates import Templates

pytestmark = pytest.mark.corpus

DAY = dt.date(2025, 1, 2)
RESULT = Conclusion(
    outcome="failed", ended=DAY, causes=("shift", "labels"), lessons=("Score: on the newest.",)
)
WHY = "The test set held: customers, [all] of them"
SIZE = 300_000
"""Larger files say nothing of edits, and the benchmarks have them."""


@pytest.fixture(scope="module")
def hostile(corpus, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, str(corpus / "make_hostile.py"), str(out)]
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads((out / "manifest.json").read_text("utf-8"))
    return out / "cases"


def subjects(folder: Path) -> list[Subject]:
    """Every file under `folder` that makes a postmortem."""
    found: list[Subject] = []
    for file in sorted(folder.rglob("*.md")):
        if file.is_symlink() or not file.is_file() or file.stat().st_size > SIZE:
            continue
        path = file.relative_to(folder).as_posix()
        if read(file.read_bytes(), path).postmortem:
            found.append(subject_of(Manuscript(file.read_bytes(), path), Settings()))
    return found


def through(subject: Subject, sections: object) -> None:
    """Register, conclude and correct a file, and see that it says so, and the rest as before."""
    settings = Settings()
    pending = subject_of(subject.manuscript.set("outcome", "pending"), settings)
    failed = conclude(pending, RESULT, sections, settings)
    told = failed.postmortem
    assert (told.outcome, told.ended) == ("failed", DAY)
    assert {cause.code for cause in told.causes} >= {"shift", "labels"}
    assert failed.manuscript.body.startswith(subject.manuscript.body)
    invalid = correct(failed, Change(outcome="invalid", why=WHY, day=DAY), settings).postmortem
    correction = invalid.corrections[-1]
    assert (correction.date, correction.was, correction.now, correction.why) == (
        *(DAY, "failed", "invalid"),
        WHY,
    )
    same = {"title", "authors", "date", "tags", "hypothesis", "success_criteria", "due", "extra"}
    assert invalid.model_dump(include=same) == subject.postmortem.model_dump(include=same)


def refused(folder: Path) -> list[str]:
    sections = Templates(None).sections("failed")
    refusals: list[str] = []
    for subject in subjects(folder):
        try:
            through(subject, sections)
        except EditError as error:
            refusals.append(str(error))
    return refusals


def test_every_real_write_up_can_be_concluded_and_corrected(corpus):
    assert len(subjects(corpus / "dev")) > 100
    assert refused(corpus / "dev") == []


def test_of_the_hostile_ones_only_a_block_without_end_is_refused(hostile):
    assert len(subjects(hostile)) > 60
    (only,) = refused(hostile)
    assert re.match(r"130-md-unclosed-fence/a.md:\d+: a block of code .*never closed", only)


@pytest.mark.parametrize(("which", "least"), [("dev", 7), ("hostile", 2)])
def test_mending_them_twice_is_mending_them_once(corpus, hostile, tmp_path, which, least):
    source = corpus / "dev" if which == "dev" else hostile
    posts = []
    for path in list_folder(source).posts:
        data = (source / path).read_bytes()
        if len(data) <= SIZE:
            posts.append(path)
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    once = fix_folder(tmp_path, posts, posts, Settings())
    assert len([each for each in once if each.after != each.before]) >= least
    for each in once:
        if each.before:
            assert Manuscript(each.after, each.path).body == Manuscript(each.before, each.path).body
            (tmp_path / each.path).write_bytes(each.after)
    again = fix_folder(tmp_path, posts, posts, Settings())
    assert [each.path for each in again if each.after != each.before] == []
