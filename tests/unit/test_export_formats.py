"""Tables as CSV, JSON Lines and Parquet: what is read back is what was written."""

import csv
import datetime as dt
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.exports.formats import FormatError, to_csv, to_jsonl, to_parquet
from mkdocs_postmortems.exports.tables import TABLES, Column

COLUMNS = (
    Column("text", "text"),
    Column("texts", "texts"),
    Column("integer", "integer"),
    Column("number", "number"),
    Column("flag", "flag"),
    Column("day", "day"),
)
FULL = {
    "text": 'said "no", then\nleft',
    "texts": ["a", "b, c"],
    "integer": 3,
    "number": -0.5,
    "flag": False,
    "day": dt.date(2024, 5, 1),
}
EMPTY = {name: [] if name == "texts" else None for name in FULL}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_csv_joins_lists_and_leaves_empty_what_is_missing():
    full, empty = read_csv(to_csv(COLUMNS, [FULL, EMPTY]))
    assert full == {
        "text": 'said "no", then\nleft',
        "texts": "a;b, c",
        "integer": "3",
        "number": "-0.5",
        "flag": "false",
        "day": "2024-05-01",
    }
    assert set(empty.values()) == {""}


@pytest.mark.parametrize("beginning", FORMULA)
def test_no_cell_of_csv_begins_as_a_formula(beginning):
    row = EMPTY | {"text": f"{beginning}cmd|' /C calc'!A0", "texts": [f"{beginning}1", "b"]}
    (line,) = read_csv(to_csv(COLUMNS, [row]))
    assert line["text"] == f"'{beginning}cmd|' /C calc'!A0"
    assert line["texts"] == f"'{beginning}1;b"


@given(TEXTS)
def test_any_text_is_read_back_from_csv_or_has_a_quote_before_it(text):
    (line,) = read_csv(to_csv(COLUMNS, [EMPTY | {"text": text}]))
    assert line["text"] == (f"'{text}" if text.startswith(FORMULA) else text)


@given(TEXTS, st.lists(TEXTS))
def test_any_row_is_read_back_from_json_lines(text, texts):
    row = FULL | {"text": text, "texts": texts}
    written = to_jsonl(COLUMNS, [row, EMPTY]).decode("utf-8")
    first, second, rest = written.split("\n")
    assert json.loads(first) == row | {"day": "2024-05-01"}
    assert json.loads(second) == EMPTY
    assert rest == ""


def test_half_a_character_ends_no_export():
    assert to_csv(COLUMNS, [EMPTY | {"text": "a\ud800b"}]).count(b"a?b") == 1


def test_parquet_keeps_days_lists_and_numbers():
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(to_parquet(COLUMNS, [FULL, EMPTY])))
    assert table.to_pylist() == [FULL, EMPTY]
    assert {field.name: str(field.type) for field in table.schema} == {
        "text": "string",
        "texts": "list<element: string>",
        "integer": "int64",
        "number": "double",
        "flag": "bool",
        "day": "date32[day]",
    }


def test_without_pyarrow_parquet_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormatError, match=r"pip install 'mkdocs-postmortems\[parquet\]'"):
        to_parquet(COLUMNS, [])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_no_column_twice(name):
    names = [column.name for column in TABLES[name].columns]
    assert len(names) == len(set(names))
