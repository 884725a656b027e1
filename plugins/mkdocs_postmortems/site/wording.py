"""How values read: dates, numbers, counts. Filters for the templates."""

import datetime as dt

from mkdocs_postmortems.domain import Moment, day_of
from mkdocs_postmortems.domain.moment import MONTHS

_WORDS_PER_MINUTE = 230

RELATION_WORDS = {
    ("builds_on", False): "Builds on",
    ("builds_on", True): "Built on by",
    ("replicates", False): "Replicates",
    ("replicates", True): "Replicated by",
    ("contradicts", False): "Contradicts",
    ("contradicts", True): "Contradicted by",
    ("supersedes", False): "Supersedes",
    ("supersedes", True): "Superseded by",
    ("mentions", False): "Links to",
    ("mentions", True): "Linked from",
}
"""Each relation as a page words it, by its name and whether the other end states it."""


def long_date(moment: Moment) -> str:
    """`22 May 2021`, in the author's own time zone and the same on every machine."""
    day = day_of(moment)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def machine_date(moment: Moment) -> str:
    """ISO 8601, for the `datetime` attribute."""
    return moment.isoformat()


def figure(value: float | None) -> str:
    """A number as people write it: no exponent where a few digits do, thousands grouped."""
    if value is None:
        return "\N{EN DASH}"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 10_000 or abs(value) < 1e-4:
        return f"{value:.4g}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reading_minutes(words: int) -> int:
    """Minutes it takes to read `words` at 230 words a minute (Brysbaert, 2019); at least 1."""
    return max(round(words / _WORDS_PER_MINUTE), 1)


def percent(share: float | None) -> str:
    """A share in whole per cent; "too few" where there is none."""
    return "too few" if share is None else f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def span(started: dt.date | None, ended: dt.date | None) -> str:
    """`1 March 2024 to 3 April 2024`, or the end that is known."""
    if started and ended:
        return f"{long_date(started)} to {long_date(ended)}"
    if started:
        return f"since {long_date(started)}"
    return f"until {long_date(ended)}" if ended else ""


FILTERS = {
    "long_date": long_date,
    "machine_date": machine_date,
    "figure": figure,
    "counted": counted,
    "percent": percent,
}
"""The filters by their name in the templates."""
