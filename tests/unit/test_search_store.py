"""The index on disk: the same as in memory, and never worse than absent."""

import contextlib
import os
import random
import sqlite3
import threading
from pathlib import Path

import pytest

from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.keeping import Origin, write_store
from mkdocs_postmortems.search.store import Store, StoreError
from unit.searching import index_of, post, similar

UNTIL = "9999-12-31T23:59:59+00:00"
CONCEPTS = [["churn", "attrition", "customers leaving"], ["holdout", "out of sample"]]
VOCABULARY = [
    *("leakage", "leaks", "civil", "churn", "attrition", "customers", "leaving", "sepsis"),
    *("数据泄漏", "café", "the", "out", "of", "sample", "holdout", "quantisation"),
]


def corpus(size: int = 60) -> Index:
    draw = random.Random(3)

    def text(most: int) -> str:
        return " ".join(draw.choices(VOCABULARY, k=draw.randrange(1, most)))

    posts = [
        post(
            f"2024/p{each}",
            f"{text(30)}\n\n## {text(4)}\n\n{text(60)}",
            [text(8)],
            title=text(5),
            date=f"20{10 + each % 14}-01-0{1 + each % 9}",
            outcome=draw.choice(["failed", "mixed", None]),
            tags=tuple(draw.sample(["nlp", "Data Quality", "c++"], 2)),
            causes=({"code": draw.choice(["shift", "selection"])},),
            corrections=({"was": "a"},) if each % 7 == 0 else (),
        )
        for each in range(size)
    ]
    return index_of(posts, *CONCEPTS)


INDEX = corpus()


def origin(stamp: str = "stamp") -> Origin:
    return Origin(stamp, "settings", UNTIL, "head", [("key", "state", "2024-01-01", "read", "")])


@pytest.fixture
def path(tmp_path) -> Path:
    write_store(tmp_path / "cache" / "search.sqlite", INDEX, origin())
    return tmp_path / "cache" / "search.sqlite"


def asked(draw: random.Random) -> str:
    pieces = []
    for _ in range(draw.randrange(1, 5)):
        word = draw.choice(VOCABULARY)
        slipped = word[: draw.randrange(1, len(word) + 1)] + draw.choice(["", "x", word[-1]])
        pieces.append(
            draw.choice(
                [
                    *(word, word, slipped, f"-{word}", f'"{word} {draw.choice(VOCABULARY)}"'),
                    *("outcome:failed", "-tag:nlp", "cause:data.shift", "year:2015", 'tag:"c++"'),
                ]
            )
        )
    return " ".join(pieces) + draw.choice(["", " "])


def test_what_is_on_disk_answers_as_what_is_in_memory(path):
    draw = random.Random(11)
    memory = Engine(INDEX)
    with Store(path) as store:
        disk = Engine(store)
        some = 0
        for _ in range(120):
            text, since = asked(draw), draw.choice(["", "", "2015-01-01"])
            expected: Answer = memory.search(text, 7, since)
            assert disk.search(text, 7, since) == expected, text
            some += bool(expected.hits)
            assert similar(disk, text, 4, "2024/p1") == similar(memory, text, 4, "2024/p1"), text
    assert some > 50


def test_everything_is_kept(path):
    with Store(path) as store:
        assert (store.count, store.stamp, store.settings) == (60, "stamp", "settings")
        assert (store.until, store.head) == (UNTIL, "head")
        assert store.rows("select * from files") == [("key", "state", "2024-01-01", "read", "")]
        assert [store.document(each) for each in range(60)] == list(INDEX.documents)
        assert {term: store.postings(term) for term in INDEX.terms} == INDEX.terms
        assert [word for word in INDEX.vocabulary if word not in store.words(word.word)] == []
        assert store.postings("zzz") is None
        assert list(store.words("")) == list(INDEX.vocabulary)
        for prefix in ("l", "leak", "数", "zzz"):
            assert list(store.words(prefix)) == list(INDEX.words(prefix))
        assert list(store.dates()) == list(INDEX.dates())
        for each in INDEX.documents:
            assert store.named(each.id) == each
        assert store.named("zzz") is None


def test_the_glossary_is_kept(path):
    with Store(path) as store:
        for first, forms in INDEX.glossary.forms.items():
            for after in ("", "zzz", *(form[1] for form, _ in forms if len(form) > 1)):
                kept = store.glossary.starting(first, after)
                assert sorted(kept) == sorted(INDEX.glossary.starting(first, after))
        for concept, forms in INDEX.glossary.concepts.items():
            assert list(store.glossary.forms_of(concept)) == forms
        assert list(store.glossary.starting("zzz", "")) == []


def test_an_empty_index_can_be_kept(tmp_path):
    write_store(tmp_path / "s", index_of([]), origin())

    with Store(tmp_path / "s") as store:
        assert store.count == 0
        assert Engine(store).search("leakage").hits == ()


def test_there_is_none(tmp_path):
    with pytest.raises(StoreError, match="no index"):
        Store(tmp_path / "none")


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", b"not a database at all", b"\0" * 10_000]
)
def test_a_file_that_is_no_index_is_refused(tmp_path, content):
    (tmp_path / "s").write_bytes(content)

    with pytest.raises(StoreError):
        Store(tmp_path / "s")


@pytest.mark.parametrize(
    ("key", "value"),
    [("version", "0"), ("version", "99"), ("slots", "many"), ("slots", b"123"), ("slots", 60)],
)
def test_another_version_and_damaged_slots_are_refused(path, key, value):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("update about set value = ? where key = ?", (value, key))
        connection.commit()

    with pytest.raises(StoreError):
        Store(path)


@pytest.mark.parametrize("key", ["version", "stamp", "settings", "until", "head", "slots"])
def test_an_index_that_does_not_say_what_it_is_is_refused(path, key):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("delete from about where key = ?", (key,))
        connection.commit()

    with pytest.raises(StoreError):
        Store(path)


def test_a_file_that_may_not_be_opened_is_refused(path, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(StoreError, match="unable to open"):
        Store(path)


def ask_everything(path: Path) -> None:
    with Store(path) as store:
        engine = Engine(store)
        for text in ("leakage civil ", "sepsiss ", "quanti", '"out of sample"', "outcome:failed"):
            engine.search(text)
        similar(engine, "leakage sepsis")


def test_a_truncated_file_is_refused_or_raises_what_is_told(path):
    data = path.read_bytes()
    refused = 0
    lengths = [*range(0, len(data), max(len(data) // 60, 1)), len(data) - 1]
    for length in lengths:
        path.write_bytes(data[:length])
        try:
            ask_everything(path)
        except StoreError:
            refused += 1
    assert refused == len(lengths)


def test_a_damaged_file_raises_nothing_but_what_is_told(path):
    data = path.read_bytes()
    draw = random.Random(5)
    refused = 0
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(draw.choice([1, 20, 400])):
            damaged[draw.randrange(len(data))] = draw.randrange(256)
        path.write_bytes(damaged)
        try:
            ask_everything(path)
        except StoreError:
            refused += 1
    assert refused > 10


@pytest.mark.parametrize(
    "statement",
    [
        "update terms set slots = x'010203'",
        "update terms set slots = 'text'",
        "update terms set slots = 5",
        "update terms set shares = x'01'",
        "update terms set shares = 5",
        "update terms set slots = zeroblob(4), shares = zeroblob(2)",
        "update documents set content = '{}'",
        "update documents set content = '[1]'",
        "update documents set content = 'nonsense'",
        """update documents set content = '{"id": 1}'""",
        "delete from documents",
        "drop table words",
        "drop table terms",
        "drop table forms",
        "update terms set slots = x'ffffffff', shares = x'01'",
        "update terms set slots = x'ffffffff00000000', shares = x'0101'",
        "update about set value = x'ffffffff' where key = 'slots'",
        "update about set value = x'0000000000000010' where key = 'slots'",
    ],
)
def test_wrong_content_raises_what_is_told(path, statement):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(StoreError):
        ask_everything(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "cache").write_text("a file, not a folder")

    with pytest.raises(OSError, match="cache"):
        write_store(tmp_path / "cache" / "search.sqlite", INDEX, origin())


def test_a_full_disk_is_told_and_leaves_the_old_file(path, monkeypatch):
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("mkdocs_postmortems.search.keeping._fill", full)
    with pytest.raises(OSError, match="disk is full"):
        write_store(path, INDEX, origin("new"))
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_writing_leaves_nothing_beside(path):
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_a_killed_writer_left_is_removed_once_it_is_old(path):
    old, new = path.with_name(f"{path.name}old.part"), path.with_name(f"{path.name}new.part")
    for each in (old, new):
        each.write_bytes(b"half written")
    os.utime(old, (1, 1))
    write_store(path, INDEX, origin())

    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, new.name]


def test_a_reader_keeps_what_it_opened_while_another_writes(path):
    with Store(path) as store:
        write_store(path, index_of([]), origin("new"))
        assert store.document(59) == INDEX.document(59)
    with Store(path) as store:
        assert (store.stamp, store.count) == ("new", 0)


def test_two_writers_leave_one_whole_index(path):
    small = corpus(5)
    errors: list[Exception] = []

    def write(stamp: str) -> None:
        try:
            for _ in range(8):
                write_store(path, small, origin(stamp))
                with Store(path) as store:
                    assert store.document(4) == small.document(4)
        except Exception as error:  # noqa: BLE001 - shown below
            errors.append(error)

    writers = [threading.Thread(target=write, args=(stamp,)) for stamp in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert errors == []
    with Store(path) as store:
        assert store.stamp in {"one", "two"}
        assert store.count == 5
    assert [each.name for each in path.parent.iterdir()] == [path.name]
