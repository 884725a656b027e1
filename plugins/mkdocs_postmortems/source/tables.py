"""Tables in Markdown, told as text: an excerpt of bars and dashes tells nobody anything."""

import re
from collections.abc import Iterator, Sequence

_QUOTE = re.compile(r"[\s>]+")
# A bar in code or behind a backslash parts nothing.
_CELL = re.compile(r"(?:\\.|`[^`]*`|[^|])+")
_RULE = frozenset("|:- \t")


def without_tables(lines: Sequence[str]) -> list[str]:
    """`lines` with each row of a table as text: its cells apart by dots, the rows by semicolons.

    A table is, as in Python-Markdown, a line with bars, a rule of dashes below it, and what follows
    until a blank line.
    """
    return list(_told(lines))


def _told(lines: Sequence[str]) -> Iterator[str]:
    is_inside = False
    for place, line in enumerate(lines):
        below = _bare(lines[place + 1]) if place + 1 < len(lines) else ""
        is_inside = bool(_bare(line)) if is_inside else "|" in line and _is_rule(below)
        if not is_inside:
            yield line
        elif not _is_rule(_bare(line)):
            yield _row(_bare(line), "; " if below else ".")


def _bare(line: str) -> str:
    """A line without the marks of a quotation, in which it may stand."""
    quote = _QUOTE.match(line)
    return line[quote.end() :].rstrip() if quote else line.rstrip()


def _is_rule(line: str) -> bool:
    """Whether it is what stands between the heads of a table and its rows."""
    return "|" in line and "-" in line and _RULE.issuperset(line)


def _row(line: str, end: str) -> str:
    cells = (cell.strip() for cell in _CELL.findall(line))
    told = " · ".join(cell for cell in cells if cell)
    return told + end if told else ""
