"""What is kept: found again under its key, and never anything else."""

import datetime as dt
import functools
import os
import pickle
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.kept.fingerprint import NoSpellingError, fingerprint, plain
from mkdocs_postmortems.kept.forks import spread
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.kept.pack import Pack, PackWriter
from mkdocs_postmortems.kept.store import Store

KEY, OTHER = b"k" * 16, b"o" * 16


def packs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pack"))


def kept(folder: Path, things: dict[bytes, bytes]) -> None:
    store = Store(folder)
    for key, content in things.items():
        store.put(key, content)
    store.close()


def found(folder: Path, key: bytes) -> bytes | None:
    store = Store(folder)
    try:
        return store.get(key)
    finally:
        store.close()


def test_what_was_put_is_found_by_the_same_store_and_by_the_next(tmp_path):
    store = Store(tmp_path)
    store.put(KEY, b"one")
    assert store.get(KEY) == b"one"
    assert store.get(OTHER) is None
    assert (store.has(KEY), store.has(OTHER)) == (True, False)
    store.close()
    assert found(tmp_path, KEY) == b"one"
    assert found(tmp_path, OTHER) is None


def test_what_is_to_be_forgotten_leaves_nothing_and_what_was_there_before_stays(tmp_path):
    kept(tmp_path, {KEY: b"one"})
    store = Store(tmp_path)
    store.put(OTHER, b"two")
    store.forget()
    store.close()
    assert (found(tmp_path, KEY), found(tmp_path, OTHER)) == (b"one", None)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("room", range(0, 120, 7))
def test_a_full_disk_leaves_no_unfinished_file_and_nothing_wrong(tmp_path, room, monkeypatch):
    left = [room]
    write = os.write

    def full(handle: int, content: bytes) -> int:
        if not left[0]:
            raise OSError(28, "No space left on device")
        written = write(handle, content[: left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr(os, "write", full)
    kept(tmp_path, {KEY: b"one" * 9, OTHER: b"two" * 9})
    monkeypatch.undo()
    assert not list(tmp_path.glob("*.part"))
    assert found(tmp_path, KEY) in {None, b"one" * 9}
    assert found(tmp_path, OTHER) in {None, b"two" * 9}


def test_what_did_not_fit_does_not_spoil_what_does(tmp_path, monkeypatch):
    writer = PackWriter(tmp_path)
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:2]) and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        writer.put(KEY, b"one")
    monkeypatch.undo()
    writer.put(OTHER, b"two")
    path = writer.finish()
    assert path
    assert Pack(path).get(OTHER) == b"two"


def test_an_unchanged_build_writes_nothing_more(tmp_path):
    kept(tmp_path, {KEY: b"one"})
    before = packs(tmp_path)
    assert found(tmp_path, KEY) == b"one"
    assert packs(tmp_path) == before
    assert not list(tmp_path.glob("*.part"))


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.sampled_from(["cut", "flip", "grow"]))
def test_a_file_that_is_cut_or_changed_anywhere_never_gives_another_thing(tmp_path, at, damage):
    folder = tmp_path / uuid4().hex
    things = {bytes([number]) * 16: bytes([number]) * number * 7 for number in range(1, 6)}
    kept(folder, things)
    (path,) = packs(folder)
    whole = path.read_bytes()
    place = at % len(whole)
    if damage == "cut":
        path.write_bytes(whole[:place])
    elif damage == "flip":
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
    else:
        path.write_bytes(whole[:place] + b"x" + whole[place:])
    for key, content in things.items():
        assert found(folder, key) in {None, content}


def test_two_stores_at_once_lose_nothing_and_hinder_nobody(tmp_path):
    one, other = Store(tmp_path), Store(tmp_path)
    one.put(KEY, b"one")
    other.put(KEY, b"one")
    other.put(OTHER, b"two")
    other.close()
    assert one.get(OTHER) is None
    one.close()
    assert (found(tmp_path, KEY), found(tmp_path, OTHER)) == (b"one", b"two")


def test_what_is_of_no_use_any_more_goes_when_it_outweighs_the_rest(tmp_path):
    kept(tmp_path, {bytes([number]) * 16: bytes(200_000) for number in range(20)})
    kept(tmp_path, {KEY: b"one"})
    assert found(tmp_path, KEY) == b"one"
    assert sum(path.stat().st_size for path in packs(tmp_path)) < 1000


def test_many_small_files_become_one(tmp_path):
    for number in range(40):
        store = Store(tmp_path)
        for before in range(number):
            assert store.get(bytes([before]) * 16) == b"x"
        store.put(bytes([number]) * 16, b"x")
        store.close()
    assert len(packs(tmp_path)) < 30
    assert found(tmp_path, bytes(16)) == b"x"


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "taken").write_text("a file")
    store = Store(tmp_path / "taken")
    store.put(KEY, b"one")
    assert store.get(KEY) == b"one"
    store.close()
    assert (tmp_path / "taken").read_text() == "a file"


def test_a_disk_that_is_full_costs_what_was_to_be_kept_and_no_more(tmp_path, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    store = Store(tmp_path)
    monkeypatch.setattr("mkdocs_postmortems.kept.pack.os.write", full)
    store.put(KEY, b"one")
    assert store.get(KEY) is None
    store.close()
    assert packs(tmp_path) == []


def test_the_folder_is_no_repositorys(tmp_path):
    Store(tmp_path / "kept").close()
    assert (tmp_path / "kept" / ".gitignore").read_text() == "*\n"


def test_a_writer_that_gives_up_leaves_nothing(tmp_path):
    writer = PackWriter(tmp_path)
    writer.put(KEY, b"one")
    writer.give_up()
    assert list(tmp_path.iterdir()) == []
    assert PackWriter(tmp_path).finish() is None


def test_a_pack_stays_readable_when_another_build_takes_its_name_away(tmp_path):
    kept(tmp_path, {KEY: b"one"})
    pack = Pack(packs(tmp_path)[0])
    pack.path.unlink()
    assert pack.get(KEY) == b"one"
    pack.close()


def test_a_record_is_recalled_and_made_only_once(tmp_path):
    made = []
    problem = Problem(path="a.md", message="wrong", line=3)

    def make() -> list[Problem]:
        made.append(1)
        return [problem]

    for _ in range(2):
        store = Store(tmp_path)
        memory = Memory(store)
        assert memory.recall(memory.key("a", 1), make) == [problem]
        store.close()
    assert made == [1]
    assert FORGETFUL.recall(FORGETFUL.key("a", 1), make) == [problem]
    assert made == [1, 1]


class Harmful:
    """What would run a program when it is read back."""

    def __reduce__(self):
        return (Path.touch, (Path("harm"),))


@pytest.mark.parametrize("planted", [pickle.dumps(Harmful()), b"", b"\x80\x05.", b"no pickle"])
def test_what_somebody_planted_is_not_run_but_made_anew(tmp_path, monkeypatch, planted):
    monkeypatch.chdir(tmp_path)
    store = Store(tmp_path / "kept")
    store.put(KEY, planted)
    assert Memory(store).recall(KEY, lambda: "right") == "right"
    store.close()
    assert not (tmp_path / "harm").exists()


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.binary()
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
def test_different_values_have_different_digests(one, other):
    assert (fingerprint(one) == fingerprint(other)) == (repr(one) == repr(other))


def test_values_are_not_run_together():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint(("a",), "b") != fingerprint(("a", "b"))
    assert fingerprint(plain([1, 2])) != fingerprint(plain({1: 2}))
    assert fingerprint(plain({"a": 1})) != fingerprint(plain([("a", 1)]))


def test_order_counts_where_it_has_a_meaning_only():
    assert plain({"b", "a"}) == plain({"a", "b"})
    assert plain({"a": 1, "b": 2}) != plain({"b": 2, "a": 1})


def test_settings_of_every_usual_kind_have_a_spelling():
    day = dt.date(2026, 1, 2)
    spelt = plain([day, Path("a/b"), functools.partial(sorted, reverse=True), Problem, {1: None}])
    assert spelt == plain(
        [day, Path("a/b"), functools.partial(sorted, reverse=True), Problem, {1: None}]
    )


@pytest.mark.parametrize("value", [object(), lambda: 1, iter(())])
def test_what_cannot_be_told_apart_has_none(value):
    with pytest.raises(NoSpellingError):
        plain([value])


def test_work_is_shared_by_processes_and_what_fails_is_left_out():
    def work(share: list[int]) -> int:
        if 3 in share:
            raise ValueError
        return sum(share)

    assert list(spread(list(range(8)), work, 2)) == [0 + 2 + 4 + 6]
