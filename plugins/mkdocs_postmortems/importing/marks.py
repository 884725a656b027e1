"""What other tools would have run or drawn, and here stands as text: it is told, never changed."""

import re
from collections import defaultdict
from collections.abc import Iterator

from mkdocs_postmortems.importing.plan import Note
from mkdocs_postmortems.source.outline import outline

_CHUNK = re.compile(r" {0,3}(?:`{3,}|~{3,})[ \t]*\{(?P<name>[A-Za-z][\w-]*)[^\n]*\}")
_IN_PROSE = (
    ("shortcode `{}`", re.compile(r"\{\{[<%]\s*(?!/)(?P<name>[\w./-]+)")),
    ("Liquid tag `{}`", re.compile(r"(?<!\{)\{%-?\s*(?!end)(?P<name>\w+)")),
    ("expression `{}`", re.compile(r"\{\{(?![<%{])-?\s*(?P<name>[^{}|\n]{1,60}?)\s*-?(?:\||\}\})")),
    ("fenced div `{}`", re.compile(r"^\s{0,3}:{3,}[ \t]*\{?[ \t]*(?P<name>[.#\w-]+)")),
    ("inline code that was run, `{}`", re.compile(r"`\{?(?P<name>r|python)\}?[ \t]+[^`\n]+`")),
    ("kramdown tag `{}`", re.compile(r"\{:{1,2}(?P<name>toc|comment|nomarkdown|options)\b")),
    ("wiki link `{}`", re.compile(r"\[\[(?P<name>[^\[\]\n]{1,80})\]\](?![(\[])")),
    ("snippet `{}`", re.compile(r"^\s*-{1,}8<-{1,}\s*[\"']?(?P<name>[^\"'\n]{1,80})")),
)
_MOST_LINES = 5


def marks_in(body: str, first_line: int) -> list[Note]:
    """The marks of other tools in `body`, each kind once.

    `body` has LF at the end of its lines, and begins on `first_line` of its file; with 0, its lines
    are not those of a file, and not named.
    """
    lines: dict[str, list[int]] = defaultdict(list)

    def note(label: str, number: int) -> None:
        lines[label].append(number + first_line - 1 if first_line else 0)

    for number, text in enumerate(body.split("\n"), start=1):
        if chunk := _CHUNK.match(text):
            note(f"chunk `{{{chunk['name']}}}` as code that is not run", number)
    for label, number in _prose_marks(body):
        note(label, number)
    return [_note(label, found) for label, found in lines.items()]


def _prose_marks(body: str) -> Iterator[tuple[str, int]]:
    for line in outline(body):
        for label, pattern in _IN_PROSE:
            for match in pattern.finditer(line.text):
                yield label.format(match["name"].strip()), line.number


def _note(label: str, lines: list[int]) -> Note:
    return Note("kept", times(label, lines), lines[0])


def times(label: str, lines: list[int]) -> str:
    """`label` with the lines where it is, of which the first few are named; 0 is no line."""
    if not lines[0]:
        return f"{label} ({len(lines)} times)" if len(lines) > 1 else label
    named = ", ".join(map(str, lines[:_MOST_LINES]))
    more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
    return f"{label} (line{'s' if len(lines) > 1 else ''} {named}{more})"
