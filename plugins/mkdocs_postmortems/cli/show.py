"""How found postmortems look in a terminal, and as JSON."""

import json
import re
import sys
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Answer, Hit
from mkdocs_postmortems.search.excerpt import excerpt

_STYLES = {
    "pending": "blue",
    "succeeded": "cyan",
    "failed": "magenta",
    "mixed": "bright_magenta",
    "inconclusive": "bright_black",
    "invalid": "yellow",
    "abandoned": "bright_yellow",
}
_MARKED = "bold underline"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def show_answer(answer: Answer, project: Project) -> None:
    """Print the hits, each with the lesson or section that matched."""
    console = Console(highlight=False)
    for hit in answer.hits:
        console.print(_headline(hit.document))
        body = _matched(hit, answer)
        console.print(Padding(body, (0, 0, 0, 2)))
        console.print(Padding(_place(hit.document, project), (0, 0, 1, 2)))
    if answer.total > len(answer.hits):
        console.print(Text(f"{len(answer.hits)} of {answer.total} shown", style="dim"))


def show_list(documents: list[Document], project: Project) -> None:
    """Print one headline and one path for each."""
    console = Console(highlight=False)
    for document in documents:
        console.print(_headline(document))
        console.print(Padding(_place(document, project), (0, 0, 0, 2)))


def _headline(document: Document) -> Text:
    outcome = first(document, "outcome")
    line = Text()
    line.append(outcome or "essay", style=f"bold {_STYLES.get(outcome, '')}".strip())
    if document.date:
        line.append(f"  {document.date}", style="dim")
    line.append(f"  {_harmless(document.title)}", style="bold")
    notes = [*document.marks]
    if confidence := first(document, "confidence"):
        notes.append(f"{confidence} confidence")
    if notes:
        line.append(f"  ({', '.join(notes)})", style="dim")
    return line


def _matched(hit: Hit, answer: Answer) -> Text:
    passage = hit.passage
    lead = "Lesson  " if passage.kind == "lesson" else ""
    if passage.kind == "section" and passage.heading:
        lead = f"{_harmless(passage.heading)}  "
    part = excerpt(passage.text, answer.marked, answer.marked_forms)
    text = Text(_harmless(part.text))
    for start, end in part.marks:
        text.stylize(_MARKED, start, end)
    return Text(lead, style="dim").append_text(text) if lead else text


def _place(document: Document, project: Project) -> Text:
    causes = ", ".join(document.facets.get("cause", ()))
    place = f"{project.folder.name}/{document.id}.md"
    return Text(_harmless(f"{place}  {causes}".rstrip()), style="dim")


def _harmless(text: str) -> str:
    """`text` without what a terminal takes for a command: the name of a file may hold anything."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


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
