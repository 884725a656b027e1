"""Keeping the index on disk in step: after any change it is what one made from nothing would be."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.keeping import Origin, write_store
from mkdocs_postmortems.search.store import Store, StoreError
from mkdocs_postmortems.search.updating import Change, update_store
from unit.searching import content_of, document, found

UNTIL = "9999-12-31T23:59:59+00:00"
GLOSSARY = Glossary.of([["churn", "attrition", "customers leaving"], ["leakage", "seepage"]])
WORDS = ("leakage", "seepage", "churn", "customers", "leaving", "漏れ", "the", "sepsis", "Café")


def origin(stamp: str) -> Origin:
    return Origin(stamp, "settings", UNTIL, "head", [("key", stamp, "", "read", "")])


def index(documents: Sequence[Document]) -> Index:
    return build_index(documents, GLOSSARY)


class Kept:
    """An index on disk, and the documents that it should have."""

    def __init__(self, path: Path, documents: Sequence[Document]) -> None:
        self.path = path
        self.documents = list(documents)
        self.version = 0
        write_store(path, index(documents), origin("0"))

    def change(self, order: Sequence[Document], *changed: Document) -> None:
        """From now on there are those of `order`, of which `changed` are not what they were."""
        before, self.version = str(self.version), self.version + 1
        ids = [each.id for each in order]
        update_store(self.path, Change(before, ids, changed, origin(str(self.version))))
        self.documents = list(order)

    def check(self) -> None:
        with Store(self.path) as store:
            assert content_of(store) == content_of(index(self.documents))
            assert (store.stamp, store.settings, store.until) == (
                str(self.version),
                "settings",
                UNTIL,
            )
            assert store.rows("select state from files") == [(str(self.version),)]
            assert [store.named(each.id) for each in self.documents] == self.documents


def some(name: str, text: str, **fields: object) -> Document:
    return replace(document(name, title=text[:12], body=text), **fields)


@pytest.fixture
def kept(tmp_path) -> Kept:
    documents = [
        some("a", "leakage of customers leaving", date="2021-01-01", facets={"tag": ("nlp", "x")}),
        some("b", "seepage and sepsis", date="2022-01-01", facets={"tag": ("nlp",)}),
        some("c", "churn", date="2023-01-01", superseded_by=("b",)),
    ]
    return Kept(tmp_path / "s", documents)


def test_a_new_document_comes_last(kept):
    new = some("d", "leakage again", facets={"tag": ("y",)})
    kept.change([*kept.documents, new], new)

    kept.check()


def test_a_document_from_the_past_takes_its_place_in_time(kept):
    new = some("old", "leakage once", date="1999-01-01")
    kept.change([new, *kept.documents], new)

    kept.check()
    with Store(kept.path) as store:
        assert [store.document(each).id for each in range(4)] == ["old", "a", "b", "c"]
        assert list(store.dates()) == ["1999-01-01", "2021-01-01", "2022-01-01", "2023-01-01"]


def test_a_changed_document_leaves_no_word_behind(kept):
    changed = some("b", "churn", date="2022-01-01", facets={"year": ("2022",)})
    kept.change([kept.documents[0], changed, kept.documents[2]], changed)

    kept.check()


def test_documents_change_places(kept):
    kept.change(kept.documents[::-1])

    kept.check()


def test_a_document_goes_and_another_takes_its_slot(kept):
    kept.change(kept.documents[:2])
    kept.check()
    new = some("z", "seepage")
    kept.change([new, *kept.documents], new)
    kept.check()
    kept.change([])
    kept.check()
    kept.change([new], new)
    kept.check()


def test_a_document_that_is_said_to_have_changed_and_did_not_stays_the_same(kept):
    kept.change(kept.documents, *kept.documents)

    kept.check()


def test_a_document_takes_another_id(kept):
    renamed = replace(kept.documents[1], id="renamed")
    kept.change([kept.documents[0], renamed, kept.documents[2]], renamed)

    kept.check()


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
FACETS = st.dictionaries(
    st.sampled_from(["tag", "outcome"]), st.lists(st.sampled_from("xyz"), max_size=2).map(tuple)
)
DATES = st.sampled_from(["", "2020-01-01", "2024-02-29"])


@given(data=st.data())
def test_after_any_changes_it_is_the_index_of_what_there_is(data, tmp_path_factory):
    def drawn(name: str) -> Document:
        facets, date = data.draw(FACETS), data.draw(DATES)
        return some(name, data.draw(TEXTS), facets=facets, date=date)

    names = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)
    folder = tmp_path_factory.mktemp("kept")
    kept = Kept(folder / "s", [drawn(name) for name in data.draw(names)])
    for _ in range(data.draw(st.integers(1, 4))):
        before = {each.id: each for each in kept.documents}
        order = data.draw(names)
        changed = {
            name: drawn(name) for name in order if name not in before or data.draw(st.booleans())
        }
        kept.change([changed.get(name) or before[name] for name in order], *changed.values())
        kept.check()
    shutil.rmtree(folder)


# What goes wrong


def test_an_index_that_has_changed_meanwhile_is_left_alone(kept):
    before = kept.path.read_bytes()
    kept.version = 7

    with pytest.raises(StoreError, match="meanwhile"):
        kept.change([])
    assert kept.path.read_bytes() == before


def test_an_order_of_what_is_not_there_is_refused(kept):
    before = kept.path.read_bytes()

    with pytest.raises(StoreError, match="damaged"):
        kept.change([*kept.documents, document("nowhere")])
    assert kept.path.read_bytes() == before


def test_an_update_that_fails_in_the_middle_leaves_the_old_index(kept):
    before = kept.path.read_bytes()
    unfit = replace(document("d"), fields=("too few",))

    with pytest.raises(ValueError, match="shorter"):
        kept.change([*kept.documents, unfit], some("b", "new"), unfit)
    assert kept.path.read_bytes() == before
    assert [each.name for each in kept.path.parent.iterdir()] == ["s"]


DYING = """
import os, signal, sys
from pathlib import Path
from mkdocs_postmortems.search import keeping, updating
from unit.searching import document

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

updating.note = die
words = " ".join(f"word{each}" for each in range(60_000))
many = [document(f"n{each}", body=words) for each in range(3)]
origin = keeping.Origin("1", "settings", "9999")
ids = [each.id for each in many]
updating.update_store(Path(sys.argv[1]), updating.Change("0", ids, many, origin))
"""


@pytest.fixture
def died(kept) -> Kept:
    """An index whose update was killed after it had begun to write."""
    size = kept.path.stat().st_size
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(kept.path)],
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == -signal.SIGKILL
    assert kept.path.stat().st_size > size + 1_000_000, "the file was written to"
    return kept


def test_an_update_that_is_killed_leaves_the_old_index(died):
    died.check()
    new = some("d", "leakage again")
    died.change([*died.documents, new], new)
    died.check()


def test_an_index_made_anew_after_an_update_was_killed_is_whole(died):
    died.documents = [some("n", "sepsis")]
    write_store(died.path, index(died.documents), origin("0"))

    died.check()
    died.change([some("o", "churn"), *died.documents], some("o", "churn"))
    died.check()
    assert [each.name for each in died.path.parent.iterdir()] == ["s"]


def test_a_reader_keeps_the_index_that_it_opened(kept):
    old = list(kept.documents)
    changed, new = some("b", "churn"), some("d", "churn", date="1999-01-01")
    with Store(kept.path) as store:
        update = threading.Thread(
            target=kept.change, args=([new, changed, kept.documents[0]], changed, new)
        )
        update.start()
        for _ in range(10):
            assert content_of(store) == content_of(index(old))
    update.join()
    kept.check()


def test_a_reader_that_is_forgotten_is_in_nobodys_way(kept):
    found(Engine(Store(kept.path)), "leakage churn ")
    kept.change([])

    kept.check()


@pytest.mark.parametrize(
    "statement",
    [
        "update terms set slots = x'05000000', shares = x'01'",
        "update terms set slots = x'05'",
        "update terms set slots = 'text'",
        "update terms set shares = 5",
        "update terms set shares = 'text'",
        "update terms set shares = x''",
        "update documents set content = '{}'",
        "update documents set content = cast(x'c1' as text)",
        "update documents set id = cast(x'c1' as text) where slot = 1",
        "update documents set id = 'other' where slot = 1",
        "update forms set form = cast(x'c1' as text)",
        "delete from documents",
        "drop table terms",
        "drop table files",
        "delete from about",
    ],
)
def test_a_damaged_index_is_not_updated(kept, statement):
    with contextlib.closing(sqlite3.connect(kept.path)) as connection:
        connection.execute(statement)
        connection.commit()
    before = kept.path.read_bytes()

    with pytest.raises((StoreError, OSError)):
        kept.change(kept.documents[:2], some("a", "leakage"))
    assert kept.path.read_bytes() == before


def test_a_file_that_is_no_index_is_not_updated(tmp_path):
    (tmp_path / "s").write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreError):
        update_store(tmp_path / "s", Change("0", [], [], origin("1")))


def test_a_file_that_is_not_there_is_not_updated(tmp_path):
    with pytest.raises(OSError, match="opened"):
        update_store(tmp_path / "s", Change("0", [], [], origin("1")))
    assert list(tmp_path.iterdir()) == []


# What is gone


def test_nothing_of_a_document_that_is_gone_is_left_in_the_file(tmp_path):
    draw = random.Random(4)
    common = [f"word{each}" for each in range(400)]

    def made(name: str, length: int) -> Document:
        own = [f"secret{name}x{each}" for each in range(length // 8)]
        text = " ".join(draw.sample([*draw.choices(common, k=length), *own], length + len(own)))
        return some(name, text, facets={"tag": (f"secret{name}", "nlp")}, page=f"secret/{name}")

    documents = [made(f"d{each:02}", draw.choice([5, 60, 2_000])) for each in range(60)]
    kept = Kept(tmp_path / "s", documents)
    for _ in range(30):
        gone, changed = draw.sample(kept.documents, 2)
        other = made(changed.id, draw.choice([5, 60, 2_000]))
        left = [other if each is changed else each for each in kept.documents if each is not gone]
        draw.shuffle(left)
        kept.change(left, other)
        data = kept.path.read_bytes()
        assert f"secret{gone.id}".encode() not in data
    kept.check()
