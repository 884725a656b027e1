"""Dates as people write them, read without guessing."""

import datetime as dt
import re
from pathlib import PurePosixPath

from mkdocs_postmortems.domain import Moment

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_CLOCK = (
    r"(?:[T\s,]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + _CLOCK,
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_MONTH_FIRST = re.compile(
    _WEEKDAY
    + r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
    + _CLOCK,
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    _WEEKDAY
    + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+(?P<name>[a-z]{3,9})\.?,?[\s-]+(?P<year>\d{4})"
    + _CLOCK,
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})([/.-])(?P<b>\d{1,2})\2(?P<year>\d{4})")
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})[-_.]?(?P<month>\d{2})[-_.]?(?P<day>\d{2})(?!\d)"
)
_FOLDERS = re.compile(r"(?:^|/)(?P<year>(?:19|20)\d{2})/(?P<month>\d{2})/(?P<day>\d{2})(?:/|$)")


class DateError(ValueError):
    """A date that cannot be read; the message says why, `remedy` what to write."""

    def __init__(self, message: str, remedy: str = "Write it as YYYY-MM-DD") -> None:
        super().__init__(message)
        self.remedy = remedy


def read_moment(text: str) -> Moment:
    """The day, or the moment with its zone, that `text` names.

    Understood are ISO 8601 with its usual liberties (`2021-05-22`, `2021-5-2`, `2021/05/22`,
    `20210522`, `2021-05-22 23:00:00 +0000`, `2021-05-22T23:00:00Z`), and English months
    (`September 28 2023`, `28 Sep 2023`, `Sat, 22 May 2021 23:00:00 +0000`). A time without a zone
    is UTC.

    Raises:
        DateError: It is no date, no such day exists, or it can be read in two ways.
    """
    written = " ".join(text.split())
    if not written:
        raise DateError("no date is given")
    for pattern in (_YEAR_FIRST, _COMPACT, _MONTH_FIRST, _DAY_FIRST):
        if match := pattern.fullmatch(written):
            return _moment(match, written)
    if match := _YEAR_LAST.fullmatch(written):
        return _year_last(match, written)
    raise DateError(f"`{_short(written)}` is not a date")


def date_in_path(path: str) -> dt.date | None:
    """The day in the name of a file, or else of its nearest folder: `2024-03-01-churn.md`."""
    pure = PurePosixPath(path)
    for name in (pure.stem, *(parent.name for parent in pure.parents)):
        for match in _IN_NAME.finditer(name):
            if day := _day_or_none(match):
                return day
    folders = _FOLDERS.search(path)
    return _day_or_none(folders) if folders else None


def without_date(name: str) -> str:
    """`name` without the day in it, if it has one."""
    dated = next((match for match in _IN_NAME.finditer(name) if _day_or_none(match)), None)
    return name[: dated.start()] + " " + name[dated.end() :] if dated else name


def _day_or_none(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _moment(match: re.Match[str], written: str) -> Moment:
    parts = match.groupdict()
    month = parts.get("month") or _month_number(parts.get("name") or "", written)
    try:
        day = dt.date(int(parts["year"] or 0), int(month), int(parts["day"] or 0))
        if not parts.get("hour"):
            return day
        clock = dt.time(
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            int(((parts["fraction"] or "") + "000000")[:6]),
        )
        return dt.datetime.combine(day, clock, _zone(parts["zone"]))
    except ValueError as error:
        raise DateError(f"`{_short(written)}` does not exist ({error})") from None


def _month_number(name: str, written: str) -> int:
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(name.lower()):
            return number
    raise DateError(f"`{_short(written)}` is not a date")


def _zone(text: str | None) -> dt.timezone:
    if text is None or text.upper() in {"Z", "UTC", "GMT"}:
        return dt.UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(-offset if text[0] == "-" else offset)


def _year_last(match: re.Match[str], written: str) -> dt.date:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    readings: list[dt.date] = []
    for day, month in ((first, second), (second, first)):
        try:
            readings.append(dt.date(year, month, day))
        except ValueError:
            continue
    if not readings:
        raise DateError(f"`{_short(written)}` does not exist")
    if len(set(readings)) > 1:
        either = " or ".join(day.isoformat() for day in readings)
        raise DateError(f"`{written}` can be read in two ways", f"Write {either}")
    return readings[0]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
