"""Values of others, which may be anything, as what they should be."""

import json
import math
from typing import Any


def as_text(value: object) -> str:
    """`value` as text; empty for none."""
    return "" if value is None else str(value)


def as_whole(value: object) -> int | None:
    """`value` as a whole number; None where it is none."""
    try:
        return int(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None


def as_number(value: object) -> float:
    """`value` as a number; not a number (NaN) where it is none."""
    try:
        return float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        return math.nan


def as_json(text: str | bytes) -> Any:
    """What `text` says as JSON.

    Raises:
        ValueError: It is not JSON, or nested deeper than can be read.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def rows_of(profile: str) -> int | None:
    """How many rows a data set's profile tells, as MLflow writes it for tables."""
    try:
        told = as_json(profile)
    except ValueError:
        return None
    rows = as_whole(told.get("num_rows")) if isinstance(told, dict) else None
    return rows if rows and rows > 0 else None
