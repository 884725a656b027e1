"""Text of others, made fit for one line of front matter or one paragraph of Markdown."""

import re
from itertools import takewhile

_ELLIPSIS = "…"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")


def one_line(text: str, most: int = 1_000) -> str:
    """`text` on one line of at most `most` characters, without what cannot be printed."""
    printable = "".join(char if char.isprintable() else " " for char in text[: most * 4])
    line = " ".join(printable.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + _ELLIPSIS


def as_notes(text: str, most: int = 20_000) -> str:
    """Markdown of a note, fit to stand among other sections.

    Its headings become bold lines, since headings of a postmortem have a meaning; comments and
    code blocks that it does not close would swallow what comes after it, so they are closed.
    """
    cut = text if len(text) <= most else text[: most - 1] + _ELLIPSIS
    lines = [_printable(line) for line in cut.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    made: list[str] = []
    fence = ""
    for line in lines:
        fence, shown = _line(line, fence, made)
        made += shown
    if fence:
        made.append(fence)
    return "\n".join(made).strip()


def _line(line: str, fence: str, before: list[str]) -> tuple[str, list[str]]:
    """The fence that is open after `line`, and what stands in its place."""
    opened = _FENCE.fullmatch(line)
    if fence:
        closes = opened and opened[1].startswith(fence) and not opened[2].strip()
        return ("" if closes else fence), [line]
    if opened:
        return opened[1], [line]
    if heading := _ATX.fullmatch(line):
        return "", [_bold(heading[1] or "")]
    if _SETEXT.fullmatch(line):
        return "", _under_text(before)
    return "", [line.replace("<!--", "&lt;!--")]


def _under_text(before: list[str]) -> list[str]:
    """What becomes of a row of `=` or `-`: the paragraph above it was a heading."""
    paragraph = list(takewhile(str.strip, reversed(before)))
    if not paragraph:
        return ["* * *"]
    title = " ".join(line.strip() for line in reversed(paragraph))
    del before[-len(paragraph) :]
    return [_bold(title)]


def _bold(text: str) -> str:
    plain = text.replace("*", "").strip()
    return f"**{plain}**" if plain else ""


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() or char == "\t" else " " for char in line)
