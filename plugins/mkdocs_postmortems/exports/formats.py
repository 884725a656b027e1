"""Tables written as CSV, as JSON Lines and as Parquet."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs_postmortems.exports.tables import Column, Row

Columns = tuple[Column, ...]

# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FormatError(Exception):
    """A format that cannot be written here; the message says what to do."""


def to_csv(columns: Columns, rows: Iterable[Row]) -> bytes:
    """CSV in UTF-8 with a header.

    Lists are joined by `;`, flags are `true` and `false`, what is missing is empty. A text that
    begins as a formula has a `'` before it, so that no spreadsheet runs it.
    """
    written = io.StringIO()
    # Lines end as in RFC 4180; with another end a carriage return in a text would not be quoted.
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    for row in rows:
        writer.writerow(_cell(row[column.name]) for column in columns)
    return _encoded(written.getvalue())


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = ";".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_jsonl(columns: Columns, rows: Iterable[Row]) -> bytes:
    """A JSON object a line, in UTF-8; every column is in each, `null` where it is missing."""
    del columns
    lines = (json.dumps(row, ensure_ascii=False, default=_plain) for row in rows)
    return _encoded("".join(f"{line}\n" for line in lines))


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} is of no kind that a table has")


def _encoded(text: str) -> bytes:
    # What is no text in Unicode, such as half a character in a file's name, no program could read.
    return text.encode("utf-8", "replace")


def to_parquet(columns: Columns, rows: Iterable[Row]) -> bytes:
    """Parquet: days are dates, lists are lists of texts.

    Raises:
        FormatError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
        from pyarrow import parquet  # noqa: PLC0415 - likewise
    except ImportError:
        message = (
            "Parquet needs pyarrow. Install it with `pip install 'mkdocs-postmortems[parquet]'"
        )
        raise FormatError(f"{message}`") from None
    kinds = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
    }
    schema = pa.schema([(column.name, kinds[column.kind]) for column in columns])
    written = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), written)
    return written.getvalue()


FORMATS: dict[str, Callable[[Columns, Iterable[Row]], bytes]] = {
    "csv": to_csv,
    "jsonl": to_jsonl,
    "parquet": to_parquet,
}
"""The formats by their names."""
