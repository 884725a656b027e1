"""The blocks of a body that its meaning is read from: headings, lists and paragraphs.

Lines are looked at once, code blocks and comments are passed over, and nothing is rendered: on
thousands of postmortems a Markdown parser would cost more than everything else together.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_COMMENT = re.compile(r"[ \t]*<!--(?:(?!-->).)*-->[ \t]*")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}(?!.*`)|~{3,})")
_MAY_OPEN = frozenset("`~")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?)|)[ \t]*$")
_ATX_CLOSE = re.compile(r"[ \t]+#+$")
_HEADING_ATTRIBUTES = re.compile(r"[ \t]*\{:?[^{}]*\}$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NOT_SETEXT_TEXT = re.compile(r"\s*$|\s*(?:[-*+>|#]|\d+[.)])(?:\s|$)| {4}|\t|.*\|")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body that is not code or comment.

    Attributes:
        number: Its line in the body, from 1.
        text: As written.
        level: 1 to 6 for a heading, else 0.
        heading: The heading's text, as Markdown.
    """

    number: int
    text: str
    level: int = 0
    heading: str = ""


def outline(body: str) -> list[Line]:
    """The lines of `body` outside fenced code and comments, headings recognised."""
    return list(_outline(body))


@lru_cache(maxsize=4)  # what looks at a body is called one after the other
def _outline(body: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    for number, text in _prose(body):
        if (setext := _setext_level(lines, number, text)) is not None:
            above = lines.pop()
            lines.append(Line(above.number, above.text, setext, above.text.strip()))
        elif "#" in text and (atx := _ATX.match(text)):
            lines.append(Line(number, text, len(atx[1]), _heading_text(atx[2] or "")))
        else:
            lines.append(Line(number, text))
    return tuple(lines)


def _heading_text(text: str) -> str:
    closed = _ATX_CLOSE.sub("", text.rstrip())
    closed = "" if set(closed) == {"#"} else closed
    return _HEADING_ATTRIBUTES.sub("", closed).strip()


def _setext_level(lines: list[Line], number: int, text: str) -> int | None:
    """The level that an underline gives to the line above it; None where it is no underline."""
    underline = _SETEXT.match(text) if text.lstrip()[:1] in {"=", "-"} else None
    if not underline or not lines or lines[-1].number != number - 1 or lines[-1].level:
        return None
    if _NOT_SETEXT_TEXT.match(lines[-1].text):
        return None
    if len(lines) > 1 and lines[-2].number == number - 2 and lines[-2].text.strip():
        return None
    return 1 if underline[1][0] == "=" else 2


def _prose(body: str) -> list[tuple[int, str]]:
    prose: list[tuple[int, str]] = []
    fence = ""
    in_comment = False
    for number, text in enumerate(body.split("\n"), start=1):
        if fence:
            if text.strip().startswith(fence) and not text.strip().strip(fence[0]):
                fence = ""
        elif in_comment:
            in_comment = "-->" not in text
        elif text.lstrip()[:1] in _MAY_OPEN and (opened := _FENCE.match(text)):
            fence = opened["fence"]
        elif "<!--" in text and text.lstrip().startswith("<!--") and "-->" not in text:
            in_comment = True
        elif not _COMMENT.fullmatch(text):
            prose.append((number, text))
    return prose
