"""How found postmortems look in a terminal, and as JSON."""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import click

from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Answer, Hit
from mkdocs_postmortems.search.excerpt import Excerpt, excerpt

_COLOURS = {
    "pending": "blue",
    "succeeded": "cyan",
    "failed": "magenta",
    "mixed": "bright_magenta",
    "inconclusive": "bright_black",
    "invalid": "yellow",
    "abandoned": "bright_yellow",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WORD = re.compile(r"\s+|\S+")
_LEAST_WIDTH = 40
_MOST_WIDTH = 100

Piece = tuple[str, dict[str, Any]]
"""A text and its style, as `click.style` takes it."""


def show_answer(answer: Answer, project: Project) -> None:
    """Print the hits, each with the lesson or section that matched."""
    for hit in answer.hits:
        _print(_headline(hit.document), indent=0)
        if hit.passage.text:
            _print(_matched(hit, answer), indent=2)
        _print_place(hit.document, project)
        click.echo()
    if not answer.is_counted and answer.hits:
        click.secho(f"{len(answer.hits)} shown, and there are more", dim=True)
    elif answer.total > len(answer.hits):
        click.secho(f"{len(answer.hits)} of {answer.total} shown", dim=True)


def show_list(documents: list[Document], total: int, project: Project) -> None:
    """Print one headline and one path for each of `documents`, which are of `total`."""
    for document in documents:
        _print(_headline(document), indent=0)
        _print_place(document, project)
    if total > len(documents):
        click.secho(f"\n{len(documents)} of {total} shown", dim=True)


def show_notes(notes: Iterable[str]) -> None:
    """Print `notes` on stderr, one a line: what is printed for programs stays as it is."""
    for note in notes:
        click.echo(printable(note), err=True)


def printable(text: str) -> str:
    """`text` without what a terminal takes for a command."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _headline(document: Document) -> list[Piece]:
    outcome = first(document, "outcome")
    pieces: list[Piece] = [(outcome or "essay", {"bold": True, "fg": _COLOURS.get(outcome)})]
    if document.date:
        pieces.append((f"  {document.date}", {"dim": True}))
    pieces.append((f"  {document.title}", {"bold": True}))
    notes = [*document.marks]
    if confidence := first(document, "confidence"):
        notes.append(f"{confidence} confidence")
    if audience := document.facets.get("audience"):
        notes.append(f"for {', '.join(audience)}")
    if notes:
        pieces.append((f"  ({', '.join(notes)})", {"dim": True}))
    return pieces


def _matched(hit: Hit, answer: Answer) -> list[Piece]:
    passage = hit.passage
    lead = {"lesson": "Lesson", "section": passage.heading}.get(passage.kind, "")
    shown = excerpt(passage.text, answer.marked, answer.marked_forms)
    return [*([(f"{lead}  ", {"dim": True})] if lead else []), *_highlighted(shown)]


def _highlighted(shown: Excerpt) -> Iterator[Piece]:
    at = 0
    for start, end in shown.marks:
        yield shown.text[at:start], {}
        yield shown.text[start:end], {"bold": True, "underline": True}
        at = end
    yield shown.text[at:], {}


def _print_place(document: Document, project: Project) -> None:
    """Print the path and the causes on one line: a path that is broken cannot be copied."""
    causes = ", ".join(document.facets.get("cause", ()))
    place = f"{project.folder.name}/{document.id}.md  {causes}".rstrip()
    click.secho(f"  {printable(place)}", dim=True)


def _print(pieces: list[Piece], indent: int) -> None:
    """Print `pieces` in the terminal's width, each line after `indent` blanks.

    What a terminal takes for a command is left out: the name of a file may hold anything.
    """
    width = min(max(_terminal_width(), _LEAST_WIDTH), _MOST_WIDTH) - indent
    lines: list[str] = [""]
    left = width
    for word, style in _breakable(pieces, width):
        columns = _columns(word)
        if columns > left:
            lines.append("")
            left = width
        if left < width or not word.isspace():
            lines[-1] += click.style(word, **style) if style else word
            left -= columns
    click.echo("\n".join(" " * indent + line for line in lines))


def _terminal_width() -> int:
    """The columns of the terminal, or 80; as `shutil` tells them, which is slow to load."""
    if (told := os.environ.get("COLUMNS", "")).isdecimal():
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def _breakable(pieces: list[Piece], width: int) -> Iterator[Piece]:
    """Words, blanks between words, and the letters of words too long for a line."""
    for text, style in pieces:
        for word in _WORD.findall(printable(text)):
            yield from ((each, style) for each in ([word] if _columns(word) <= width else word))


def _columns(text: str) -> int:
    """How many columns a terminal takes for `text`."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def first(document: Document, facet: str) -> str:
    """The first value of a facet; empty where it has none."""
    return next(iter(document.facets.get(facet, ())), "")


def as_json(answer: Answer) -> list[dict[str, Any]]:
    """The hits as plain values, with the fields that assistants and scripts need."""
    return [
        document_json(hit.document)
        | {
            "score": hit.score,
            "matched_words": hit.matched,
            "passage": {
                "kind": hit.passage.kind,
                "heading": hit.passage.heading,
                "anchor": hit.passage.anchor,
                "text": excerpt(hit.passage.text, answer.marked, answer.marked_forms).text,
            },
        }
        for hit in answer.hits
    ]


def document_json(document: Document) -> dict[str, Any]:
    """What a postmortem is, as plain values."""
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date or None,
        "outcome": first(document, "outcome") or None,
        "confidence": first(document, "confidence") or None,
        "causes": list(document.facets.get("cause", ())),
        "tags": list(document.facets.get("tag", ())),
        "superseded": "superseded" in document.marks,
        "corrected": "corrected" in document.marks,
        "lessons": [each.text for each in document.passages if each.kind == "lesson"],
    }


def print_json(value: object) -> None:
    """Print `value` as JSON, for other programs."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
