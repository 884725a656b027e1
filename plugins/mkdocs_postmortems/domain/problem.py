"""What is wrong with an input: a value that is collected and reported, never raised."""

from dataclasses import dataclass
from enum import IntEnum

from mkdocs_postmortems.domain.form import Form


class Severity(IntEnum):
    """How far a problem reaches."""

    NOTE = 1
    """Worth knowing; even a strict build goes on."""
    WARNING = 2
    """Something was dropped or replaced; the postmortem is published. A strict build fails."""
    ERROR = 3
    """The postmortem is left out. A strict build fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding in one file.

    Attributes:
        path: The file, relative to the postmortems folder, with `/`.
        message: What is wrong, as a sentence without a full stop.
        remedy: What to write instead, as a sentence without a full stop; may be empty.
        line: The line in the file, from 1; 0 where no line is to blame.
        column: The column in the line, from 1; 0 where it is not known.
        field: The front matter field; empty where it is not about one.
        severity: How far it reaches.
        rule: The rule of form that it is held to; None where it is about the site's settings.
        is_unread: Whether the disk kept the file from being read, so that a build cannot know
            what it leaves out.
    """

    path: str
    message: str
    remedy: str = ""
    line: int = 0
    column: int = 0
    field: str = ""
    severity: Severity = Severity.WARNING
    rule: Form | None = None
    is_unread: bool = False

    def __str__(self) -> str:
        """`path:line: field: message. Remedy.`, on one line and safe for a terminal."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        subject = f"{self.field}: " if self.field else ""
        told = " ".join(stopped(each) for each in (self.message, self.remedy) if each)
        return printable(f"{place}: {subject}{told}")


def stopped(text: str) -> str:
    """`text` with the full stop or question mark that ends it as a sentence."""
    if text.endswith((".", "?", "!", "…")):
        return text
    is_question = text.startswith("Did you mean") and "?" not in text
    return f"{text}?" if is_question else f"{text}."


def printable(text: str, limit: int = 600) -> str:
    """`text` on one line of at most `limit` characters, without what could steer a terminal."""
    folded = "".join(char if char.isprintable() else " " for char in text)
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"


def in_order(problems: list[Problem]) -> list[Problem]:
    """Problems by file, line and field, so that every build tells them alike."""
    return sorted(problems, key=lambda p: (p.path, p.line, p.column, p.field, p.message))
