"""Whatever the front matter, an edit does what is meant and nothing else, or is refused."""

import datetime as dt
import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.source.front_matter import Parts, split
from mkdocs_postmortems.source.text import decode
from mkdocs_postmortems.writing.editing import EditError, Manuscript, Value
from mkdocs_postmortems.writing.editing.values import exact, shape_of, shape_of_value
from unit.manuscripts import blocks, comments_of, files
from unit.test_properties import LINES, TEXTS

NAMES = ("outcome", "Outcome", "causes", "corrections", "criteria", "ended")
TEXT = LINES.filter(lambda text: not comments_of(text))  # it would be counted as a comment
ITEMS = st.one_of(
    TEXT,
    st.fixed_dictionaries({"was": TEXT, "now": TEXT, "why": TEXT, "date": st.dates()}),
)


def opened(data: bytes) -> Manuscript | None:
    try:
        return Manuscript(data, "a.md")
    except EditError:
        return None


def parts_of(data: bytes) -> Parts:
    parts = split(decode(data, "a.md").content, "a.md")
    assert isinstance(parts, Parts)
    return parts


def others(manuscript: Manuscript, key: str) -> list[tuple[str, object]]:
    return [(each.key, exact(each.value)) for each in manuscript.fields if each.key != key]


def assert_only(before: Manuscript, after: Manuscript, key: str, *, new: str = "") -> None:
    """Everything but `key` (now `new`) is the same: fields, comments, body and line ends."""
    old, now = parts_of(before.data), parts_of(after.data)
    assert others(after, new or key) == others(before, key)
    assert comments_of(now.block) == comments_of(old.block)
    assert now.body == old.body
    assert after.data[:3] == before.data[:3] or old.syntax == "none"
    body = len(old.body.encode())
    if before.data.isascii() and b"\r" not in before.data and body:
        assert after.data[-body:] == before.data[-body:]


def field(manuscript: Manuscript, key: str) -> object:
    return next(shape_of(each.value) for each in manuscript.fields if each.key == key)


@settings(max_examples=300)
@given(files(*NAMES), st.sampled_from(["outcome", "ended", "stage"]), st.one_of(TEXT, st.dates()))
@example(b"---\noutcome: |+ # c\n  x\n\nb: 1\n---\n", "outcome", "failed")
@example(b"---\na: {b: }\n---\n", "outcome", "failed")
def test_a_field_is_set_and_all_else_stays(data: bytes, name: str, value: Value):
    before = opened(data)
    if before is None:
        return
    key = entry.key if (entry := before.entry(name)) else name
    try:
        after = before.set(name, value, ("outcome", "title"))
    except EditError:
        return
    assert field(after, key) == shape_of_value(value)
    assert_only(before, after, key)


@settings(max_examples=300)
@given(files(*NAMES), st.sampled_from(["causes", "corrections"]), st.lists(ITEMS, min_size=1))
@example(b"---\ncauses:\n  - why: |+\n      a\n\n\nb: 1\n---\n", "causes", ["x"])
def test_a_list_grows_and_all_else_stays(data: bytes, name: str, values: list[Value]):
    before = opened(data)
    if before is None:
        return
    entry = before.entry(name)
    held = shape_of(entry.value) if entry else None
    try:
        after = before.append(name, values)
    except EditError:
        return
    first = held if isinstance(held, list) else [] if held is None else [held]
    key = entry.key if entry else name
    assert field(after, key) == [*first, *map(shape_of_value, values)]
    assert_only(before, after, key)


@settings(max_examples=150)
@given(files("Success-Criteria"))
def test_a_key_is_renamed_in_its_place(data: bytes):
    before = opened(data)
    if before is None or all(each.key != "Success-Criteria" for each in before.fields):
        return
    try:
        after = before.rename("Success-Criteria", "success_criteria")
    except EditError:
        return
    keys = [
        "success_criteria" if each.key == "Success-Criteria" else each.key for each in before.fields
    ]
    assert [each.key for each in after.fields] == keys
    assert field(after, "success_criteria") == field(before, "Success-Criteria")
    assert_only(before, after, "Success-Criteria", new="success_criteria")


@settings(max_examples=150)
@given(files("outcome", "stage"), st.sampled_from(["outcome", "stage"]), TEXT)
def test_a_text_is_respelt_in_its_quotes(data: bytes, key: str, text: str):
    before = opened(data)
    if before is None or all(each.key != key for each in before.fields):
        return
    try:
        after = before.respell((key,), text)
    except EditError:
        return
    assert field(after, key) == text
    assert_only(before, after, key)


@given(files(), TEXTS)
def test_what_is_added_to_the_body_stands_below_it(data: bytes, text: str):
    before = opened(data)
    if before is None or not text.strip():
        return
    after = before.add_to_body(text)
    assert after.data.startswith(before.data)
    assert [exact(each.value) for each in after.fields] == [
        exact(each.value) for each in before.fields
    ]


EASY = ("plain", "'quoted'", "", "~", "text # note", '"a"', "'it''s' # x", "first\n  second")


@given(blocks("title"), st.sampled_from(EASY), st.sampled_from(["\n", "\r\n"]))
def test_what_is_simple_is_never_refused(block: str, value: str, line_end: str):
    text = f"---\n{block}outcome: {value}\n---\n\nBody.\n".replace("\n", line_end)
    before = opened(text.encode())
    if before is None:
        return
    after = before.set("outcome", "failed").set("ended", dt.date(2025, 1, 2), ("outcome",))
    after = after.append("corrections", [{"why": "It was: wrong", "date": dt.date(2025, 1, 2)}])
    after = after.append("causes", ["shift"]).append("causes", ["labels"])
    assert [after.entry(name) is None for name in ("outcome", "ended", "corrections")] == [
        False
    ] * 3
    assert field(after, "causes") == ["shift", "labels"]
    assert after.data.count(b"\r\n") == after.data.count(b"\n") * (line_end == "\r\n")


TOML = st.lists(
    st.sampled_from(
        ["title = 'T' # t", "# a comment", "", "tags = ['a', # one\n  'b']", "x.y = 1", "n = 1_000",
         "d = 2021-05-22", 's = """\nlong\n"""', "outcome = 'pending' # p", "causes = []",
         "causes = ['labels', # one\n]", "causes = [\n  'labels' # within\n]", "causes = 'cost'",
         "corrections = []"]
    ),
    max_size=6,
    unique_by=lambda line: line[:6],
)  # fmt: skip
TABLES = st.lists(
    st.sampled_from(
        ["[extra]\na = 1 # e", "[[corrections]]\nwas = 'a'", "[taxonomies]\ntags=['q']"]
    ),
    max_size=3,
    unique=True,
)


def untouched(manuscript: Manuscript) -> dict[str, object]:
    edited = {"outcome", "corrections", "causes"}
    return {each.key: exact(each.value) for each in manuscript.fields if each.key not in edited}


@settings(max_examples=150)
@given(TOML, TABLES, LINES, st.sampled_from(["\n", "\r\n"]))
def test_toml_is_edited_likewise(lines: list[str], tables: list[str], text: str, line_end: str):
    block = "\n".join([*lines, *tables]) + "\n"
    before = opened(f"+++\n{block}+++\nBody.\n".replace("\n", line_end).encode())
    if before is None:
        return
    item = {"was": "a", "why": text}
    held = field(before, "causes") if before.entry("causes") else []
    causes = [*(held if isinstance(held, list) else [held]), "shift"]
    try:
        after = (
            before.set("outcome", text).append("corrections", [item]).append("causes", ["shift"])
        )
    except EditError:
        pytest.fail(block)
    assert sorted(comments_of(parts_of(after.data).block)) == sorted(comments_of(block))
    read = tomllib.loads(parts_of(after.data).block)
    assert (read["outcome"], read["corrections"][-1], read["causes"]) == (text, item, causes)
    assert untouched(after) == untouched(before)
    assert parts_of(after.data).body == "Body.\n"
