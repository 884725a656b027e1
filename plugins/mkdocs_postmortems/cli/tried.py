"""Tried before? What is most like something new, and the tags that are in use."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import click

from mkdocs_postmortems.cli.questions import ask_until
from mkdocs_postmortems.cli.show import first
from mkdocs_postmortems.domain.problem import printable
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.likeness import alike
from mkdocs_postmortems.search.shelf import ask, open_index
from mkdocs_postmortems.search.store import StoreError
from mkdocs_postmortems.source.plain import shorten

_MOST = 3
_LINK = re.compile(r"([1-9])\s*([br])", re.IGNORECASE)
_RELATIONS = {"b": "builds_on", "r": "replicates"}
_HOW = "Write a number and b or r, such as 1b, or q to stop."
Found = TypeVar("Found")
Link = tuple[str, str]
"""`builds_on` or `replicates`, and an id; both empty where nothing is linked."""


def similar_to(project: Project, text: str) -> list[Document]:
    """The published postmortems most like `text`; none, and a line about it, where it fails."""

    def question(source: Source) -> list[Document]:
        return alike(source, text, _MOST)

    return _asked(project, question, []) if text.strip() else []


def tags_in_use(project: Project) -> list[str]:
    """The tags of published postmortems, the most frequent first."""

    def question(source: Source) -> list[str]:
        documents = Engine(source).narrowed()
        counts = Counter(tag for each in documents for tag in each.facets.get("tag", ()))
        return sorted(counts, key=lambda tag: (-counts[tag], tag))

    return _asked(project, question, [])


def _asked(project: Project, question: Callable[[Source], Found], otherwise: Found) -> Found:
    """What the index answers. That it cannot be made keeps nobody from writing."""
    opened = partial(open_index, project, dt.datetime.now(dt.UTC))
    try:
        return ask(opened, question)
    except (OSError, StoreError, ValueError) as error:
        click.echo(printable(f"Not looked whether it was tried before: {error}"), err=True)
        return otherwise


def tell_similar(documents: list[Document], *, numbered: bool) -> None:
    """Show what is similar: to somebody who chooses from it, or beside the output proper."""
    if not documents:
        return
    click.echo(f"\n{click.style('Tried before?', bold=True)}", err=not numbered)
    for number, document in enumerate(documents, start=1):
        lead = f"{number:>3}  " if numbered else "  "
        for line in _told(document):
            click.echo(f"{lead}{line}", err=not numbered)
            lead = " " * len(lead)


def _told(document: Document) -> list[str]:
    """Outcome, date and title; the first lesson, if there is one; the id."""
    outcome = click.style(first(document, "outcome") or "essay", bold=True)
    marks = f"  ({', '.join(document.marks)})" if document.marks else ""
    lesson = next((each.text for each in document.passages if each.kind == "lesson"), "")
    return [
        "  ".join(part for part in (outcome, document.date, f"{document.title}{marks}") if part),
        *([f"Lesson: {shorten(printable(lesson), 160)}"] if lesson else []),
        click.style(printable(document.id), dim=True),
    ]


def ask_link(documents: list[Document]) -> Link:
    """Ask whether the new one builds on or replicates one of them.

    Raises:
        click.Abort: It need not be written.
    """

    def read(answer: str) -> Link | None:
        if answer.casefold() in {"q", "quit"}:
            raise click.Abort
        if not answer:
            return ("", "")
        found = _LINK.fullmatch(answer)
        if not found or int(found[1]) > len(documents):
            return None
        return _RELATIONS[found[2].casefold()], documents[int(found[1]) - 1].id

    return ask_until("Builds on 1b, replicates 1r; Enter for neither, q to stop", read, _HOW)
