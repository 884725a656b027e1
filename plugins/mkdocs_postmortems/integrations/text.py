"""Text of others, made fit for one line of front matter or one paragraph of Markdown."""

import re
from itertools import dropwhile, takewhile

_ELLIPSIS = "…"
_FENCE = re.compile(r" {0,3}(`{3,}(?!.*`)|~{3,})(.*)")
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
    notes = _Notes()
    for line in lines:
        notes.take(line)
    return notes.text()


class _Notes:
    """The lines of a note that were taken so far, as they are to stand."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._fence = ""  # the one that is open
        self._prose = 0  # the line on which what is no code began

    def text(self) -> str:
        closing = [self._fence] if self._fence else []
        return "\n".join(dropwhile(_is_blank, [*self._made, *closing])).rstrip()

    def take(self, line: str) -> None:
        opened = None if self._fence else _FENCE.fullmatch(line)
        if self._fence or opened:
            self._take_code(line, opened[1] if opened else "")
        elif heading := _ATX.fullmatch(line):
            self._made.append(_bold(heading[1] or ""))
        elif _SETEXT.fullmatch(line):
            self._take_underline()
        else:
            self._made.append(line.replace("<!--", "&lt;!--"))

    def _take_code(self, line: str, opening: str) -> None:
        marks = line.strip()
        closes = not opening and marks.startswith(self._fence) and not marks.strip(self._fence[0])
        # Renderers differ on one that is indented: at the margin it closes for all of them.
        self._made.append(marks if closes else line)
        self._fence = "" if closes else opening or self._fence
        self._prose = len(self._made)

    def _take_underline(self) -> None:
        """A row of `=` or `-`: the paragraph above it was a heading."""
        paragraph = list(takewhile(str.strip, reversed(self._made[self._prose :])))
        if not paragraph:
            self._made.append("* * *")
            return
        del self._made[-len(paragraph) :]
        self._made.append(_bold(" ".join(line.strip() for line in reversed(paragraph))))


def _is_blank(line: str) -> bool:
    return not line.strip()


def _bold(text: str) -> str:
    plain = text.replace("*", "").strip()
    return f"**{plain}**" if plain else ""


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() or char == "\t" else " " for char in line)
