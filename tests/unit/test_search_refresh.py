"""Refreshing: after any edit the cache answers as an index made from nothing does."""

import contextlib
import datetime as dt
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.domain.extension import read_extension
from mkdocs_postmortems.project import Project, find_project
from mkdocs_postmortems.search import glossary
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.shelf import open_index
from mkdocs_postmortems.search.store import Store
from mkdocs_postmortems.source import Settings, read_directory, read_folder
from unit.making import NOW
from unit.searching import content_of, similar

PATHS = ("quagga.md", "2024/numbat.md", "axolotl.md", "axolotl.markdown", "Saola.md", "saola.md")
"""Two of them have one id, of which the first by name is read, and two differ by case."""
IDS = sorted({str(PurePosixPath(path).with_suffix("")) for path in PATHS})
MKDOCS = {"site_name": "Lab"}
OPTIONS: Sequence[dict[str, Any]] = (
    {},
    {"lessons_headings": ["Morals"]},
    {"vocabulary": {"cause": {"weather": {"label": "Bad weather", "family": "data"}}}},
    {"blog_path": "lab"},
)
SEEDED = (("churn", "attrition"), ("civil war", "civil unrest"))
GLOSSARIES = ("", "- [leakage, seepage]\n", "- [sepsis, blood poisoning]\n- [leakage, drip]\n")
AUTHORS = ("", "authors:\n  ada: {name: Ada}\n", "authors:\n  ada: {name: Ada Example}\n")
DATES = (None, "2024-01-01", "2024-01-01", "2024-06-14", "2024-06-15", "2024-06-20T12:00:00Z")
BODIES = (
    "On leakage.",
    "## Morals\n\n- Sepsis first.",
    "On blood poisoning, and churn.\n\n## Method\n\nLeakage by the civil war.",
    "Civil unrest in war.",
    "数据泄漏 and drip.",
)
QUERIES = ("leakage ", "civil", "seepage ", '"civil war"', "-leakage", "tag:nlp", "sepsiss ", "ada")

seldom = st.integers(0, 5).map(lambda drawn: drawn == 5)
texts = st.fixed_dictionaries(
    {},
    optional={
        "date": st.sampled_from(DATES),
        "tags": st.sampled_from([["nlp"], ["nlp", "Data Quality"]]),
        "outcome": st.sampled_from(["failed", "mixed"]),
        "causes": st.sampled_from([["shift"], ["weather"]]),
        "author": st.just("ada"),
        "lessons": st.just(["Watch for leakage."]),
        "supersedes": st.sampled_from([[each] for each in IDS]),
        "draft": seldom,
        "unlisted": seldom,
    },
)
bodies = st.sampled_from(BODIES)
paths = st.sampled_from(PATHS)


class Editing(RuleBasedStateMachine):
    """A project that somebody edits, and what its cache says after each edit."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.now = NOW
        self.clock = itertools.count(1_700_000_000_000_000_000)
        self.serial = itertools.count()
        self.posts: dict[str, tuple[str, dict[str, Any], str]] = {}
        self.is_other = True
        self.patch = pytest.MonkeyPatch()
        # The glossary that comes with the package takes longer to read than all the rest.
        self.patch.setattr(glossary, "seeded", lambda: SEEDED)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.root)

    # What somebody does

    @initialize(data=st.data())
    def begin(self, data) -> None:
        self.write("mkdocs.yml", self.config({}))
        self.write("postmortems/data.csv", "a,b")
        for path in data.draw(st.lists(paths, min_size=3, unique=True)):
            self.add(path, data.draw(texts), data.draw(bodies))

    @rule(path=paths, fields=texts, body=bodies)
    def add(self, path, fields, body) -> None:
        # A word that no other text has, by which a trace of it can be told.
        self.put(path, (f"quokka{next(self.serial):03}x", fields, body))

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), fields=texts)
    def change(self, data, fields) -> None:
        self.amend(data, lambda before: before | fields)

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), body=bodies)
    def rewrite(self, data, body) -> None:
        path = data.draw(st.sampled_from(sorted(self.posts)))
        self.put(path, (*self.posts[path][:2], body))

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), flag=st.sampled_from(["draft", "unlisted"]))
    def hide_or_show(self, data, flag) -> None:
        self.amend(data, lambda fields: fields | {flag: not fields.get(flag)})

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), name=st.sampled_from(IDS))
    def supersede(self, data, name) -> None:
        self.amend(data, lambda fields: fields | {"supersedes": [name]})

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), days=st.sampled_from([0.4, 1, 5]), is_exact=st.booleans())
    def schedule(self, data, days, is_exact) -> None:
        due = self.now + dt.timedelta(days=days)
        moment = due.isoformat() if is_exact else due.date().isoformat()
        self.amend(data, lambda fields: {**fields, "date": moment, "draft": False})

    def amend(self, data, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        path = data.draw(st.sampled_from(sorted(self.posts)))
        word, fields, body = self.posts[path]
        self.put(path, (word, changed(fields), body))

    @precondition(lambda self: self.posts)
    @rule(data=st.data())
    def delete(self, data) -> None:
        path = data.draw(st.sampled_from(sorted(self.posts)))
        del self.posts[path]
        (self.root / "postmortems" / path).unlink()

    @precondition(lambda self: self.posts)
    @rule(data=st.data(), path=paths)
    def rename(self, data, path) -> None:
        before = data.draw(st.sampled_from(sorted(self.posts)))
        self.posts[path] = self.posts.pop(before)
        (self.root / "postmortems" / path).parent.mkdir(exist_ok=True)
        (self.root / "postmortems" / before).rename(self.root / "postmortems" / path)

    @rule(path=paths)
    def spoil(self, path) -> None:
        self.posts[path] = ("", {}, "")
        self.write(f"postmortems/{path}", "---\ntitle: [\n---\n\nOn leakage.\n")

    @rule(days=st.sampled_from([0.5, 6, 40]))
    def wait(self, days) -> None:
        self.now += dt.timedelta(days=days)

    @rule(days=st.sampled_from([2, 3000]))
    def wait_longer(self, days) -> None:
        self.now += dt.timedelta(days=days)

    @rule(options=st.sampled_from(OPTIONS))
    def configure(self, options) -> None:
        self.is_other = True
        self.write("mkdocs.yml", self.config(options))

    @rule(text=st.sampled_from(GLOSSARIES))
    def tell_what_means_the_same(self, text) -> None:
        self.is_other = True
        self.write("postmortems/_glossary.yml", text)

    @rule(text=st.sampled_from(AUTHORS))
    def tell_who_they_are(self, text) -> None:
        self.is_other = True
        self.write("postmortems/.authors.yml", text)

    def config(self, options: dict[str, Any]) -> str:
        plugins = [{"postmortems": {"git_dates": False, **options}}]
        return yaml.safe_dump({**MKDOCS, "plugins": plugins})

    def put(self, path: str, post: tuple[str, dict[str, Any], str]) -> None:
        self.posts[path] = post
        word, fields, body = post
        front = yaml.safe_dump({"title": f"The {word}", **fields})
        self.write(f"postmortems/{path}", f"---\n{front}---\n\n{body} {word}\n")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        # The clock of a file system is coarser than a test is fast.
        os.utime(target, ns=(next(self.clock),) * 2)

    # What the cache says

    @property
    def project(self) -> Project:
        return find_project(self.root)

    @property
    def cached(self) -> Path:
        return self.project.cache / "search.sqlite"

    @invariant()
    def the_cache_answers_as_an_index_made_from_nothing(self) -> None:
        was = self.cached.stat().st_ino if self.cached.exists() else None
        with contextlib.closing(open_index(self.project, self.now)) as source:
            given = replies(source)
        with contextlib.closing(open_index(self.project, self.now)) as source:
            assert isinstance(source, Store)
            content = content_of(source)
            assert replies(source) == given
        elsewhere = replace(self.project, root=self.root / "elsewhere")
        anew = open_index(elsewhere, self.now, anew=True)
        assert content == content_of(anew)
        assert given == replies(anew)
        assert content["documents"] == self.published()
        self.check_that_it_was_changed_in_place(was)
        self.check_that_nothing_hidden_is_in_it(content["documents"])

    def published(self) -> list[Document]:
        """What the site makes of the same files."""
        options = self.project.options
        vocabularies = Vocabularies().extended(read_extension(options.get("vocabulary") or {}))
        file = self.project.authors_file
        authors, _ = read_directory(file.read_bytes() if file.exists() else b"", file.name)
        headings = tuple(options.get("lessons_headings") or ())
        reading = Settings(vocabularies, authors, headings)
        found = read_folder(self.project.folder, reading, ask_git=False)
        posts = [each.postmortem for each in found.readings if each.postmortem]
        return documents_of(Catalog(posts, self.now, vocabularies), self.project.blog)

    def check_that_it_was_changed_in_place(self, was: int | None) -> None:
        if not self.is_other:
            assert self.cached.stat().st_ino == was, "the cache was made anew for a small edit"
        self.is_other = False

    def check_that_nothing_hidden_is_in_it(self, documents: Sequence[Document]) -> None:
        data = self.cached.read_bytes()
        shown = "\n".join(str(each) for each in documents)
        words = (word for word, *_ in self.posts.values() if word)
        for name in [*words, *(PurePosixPath(each).name for each in IDS)]:
            assert name in shown or name.encode() not in data, f"a trace of {name} is left"
        there = {path.name for path in self.cached.parent.iterdir()}
        assert there <= {"configuration.json", "search.sqlite"}


def replies(source: Source) -> list[Answer | list[Document]]:
    engine = Engine(source)
    asked = [engine.search(text, 4, since) for text in QUERIES for since in ("", "2024-06-15")]
    return [*asked, similar(engine, "leakage by civil war"), engine.narrowed("-tag:nlp")]


TestEditing = Editing.TestCase
# Ten steps are short enough to read, and shortening them takes minutes.
TestEditing.settings = settings(
    max_examples=40, stateful_step_count=10, deadline=None, phases=[Phase.generate]
)
