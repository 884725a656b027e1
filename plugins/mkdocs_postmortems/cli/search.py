"""`postmortems search`, `similar` and `list`: the lessons, asked from the terminal."""

import datetime as dt
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from mkdocs_postmortems.cli import show
from mkdocs_postmortems.cli.context import Unusable, checked_since, filters, project_here
from mkdocs_postmortems.cli.notes import notes_on_filters, notes_on_words
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.glossary import GlossaryError
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.likeness import likenesses
from mkdocs_postmortems.search.query import FILTERS, as_query
from mkdocs_postmortems.search.shelf import ask, open_index

_MOST_OF_A_FILE = 20_000
_UNWANTED = re.compile(r"-[^\W\d].+", re.DOTALL)
_BLANK = re.compile(r"\s")
Found = TypeVar("Found")


def _asked(project: Project, question: Callable[[Source], Found]) -> Found:
    return ask(partial(_index, project), question)


def _index(project: Project, *, anew: bool = False) -> Source:
    try:
        return open_index(project, dt.datetime.now(dt.UTC), anew=anew)
    except (GlossaryError, ValueError) as error:
        raise Unusable(str(error)) from None


def _show(answer: Answer, project: Project, *, as_json: bool) -> None:
    if as_json:
        show.print_json(show.as_json(answer))
    else:
        show.show_answer(answer, project)


class _Search(click.Command):
    """A command that takes `-word` for a word that must not occur, not for options in a row."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put such words behind all options."""
        end = args.index("--") if "--" in args else len(args)
        unwanted = [each for each in args[:end] if _UNWANTED.fullmatch(each)]
        others = [each for each in args[:end] if not _UNWANTED.fullmatch(each)]
        if unwanted:
            args = [*others, "--", *unwanted, *args[end + 1 :]]
        return super().parse_args(ctx, args)


@click.command(cls=_Search)
@click.argument("query", nargs=-1)
@filters
@click.option("-n", "--most", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--open", "open_first", is_flag=True, help="Open the best hit in your editor.")
def search(
    query: tuple[str, ...],
    since: str | None,
    most: int,
    *,
    as_json: bool,
    open_first: bool,
    **given: tuple[str, ...],
) -> None:
    """Find what was learnt. Ends with 1 where nothing is found.

    QUERY may have "quoted phrases", -words that must not occur, and filters such as
    outcome:failed or cause:shift.
    """
    if as_json and open_first:
        raise click.UsageError("Choose one of --json and --open.")
    text = as_query(" ".join(query), {name: given[name] for name in FILTERS})
    if not text and not since:
        raise click.UsageError("Say what to look for, or give a filter.")
    project = project_here()
    # A word that was sent off with Enter is whole.
    text = f"{text} " if query else text
    earliest = checked_since(since)

    def question(source: Source) -> tuple[Answer, list[str]]:
        notes = notes_on_filters(source, project, text)
        answer = Engine(source).search(text, most, earliest)
        return answer, [*notes, *notes_on_words(source, text, answer, earliest)]

    answer, notes = _asked(project, question)
    show.show_notes(notes)
    if open_first and answer.hits:
        click.edit(filename=os.fspath(project.folder / f"{answer.hits[0].document.id}.md"))
        return
    _show(answer, project, as_json=as_json)
    if not answer.hits:
        raise SystemExit(1)


@click.command(short_help="Find out whether it was tried before.")
@click.argument("subject")
@click.option("-n", "--most", default=5, show_default=True, type=click.IntRange(1, 1000))
@click.option("--all", "shows_weak", is_flag=True, help="Show those that share little, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def similar(subject: str, most: int, *, shows_weak: bool, as_json: bool) -> None:
    """Find what is most like SUBJECT, a file or a text: was it tried before?"""
    if not subject.strip():
        raise click.UsageError("SUBJECT is empty. Name a file, or write a text.")
    project = project_here()
    text, own = _subject(subject, project)
    answer, weak = _asked(
        project,
        lambda source: likenesses(source, text, most, own, is_weak_shown=shows_weak),
    )
    if not answer.hits and not weak:
        show.show_notes(["Nothing found. Fewer or other words may help."])
    _show(answer, project, as_json=as_json)
    if weak:
        share = "shares" if weak == 1 else "share"
        show.show_notes([f"{weak} more {share} a word or so, and may be alike: --all shows them."])


def _subject(subject: str, project: Project) -> tuple[str, str]:
    """The text to compare with, and the id of the postmortem whose it is, if it is one's.

    Raises:
        click.UsageError: It looks like the path of a file that is not there.
    """
    path = Path(subject)
    try:
        if not path.is_file():
            return _checked_text(subject), ""
        text = path.read_text("utf-8", errors="replace")[:_MOST_OF_A_FILE]
    except OSError:
        return _checked_text(subject), ""
    try:
        own = path.resolve().relative_to(project.folder.resolve()).with_suffix("").as_posix()
    except ValueError:
        own = ""
    return text, own


def _checked_text(subject: str) -> str:
    is_one_word = not _BLANK.search(subject)
    has_separator = any(each and each in subject for each in (os.sep, os.altsep))
    if subject.endswith(".md") or (is_one_word and has_separator):
        told = show.printable(subject)
        raise click.UsageError(
            f"There is no file `{told}`. If it is a text, write it in several words, in quotes."
        )
    return subject


@click.command(name="list")
@filters
@click.option("-n", "--most", type=click.IntRange(1), help="Only so many.  [default: all]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def list_(since: str | None, most: int | None, *, as_json: bool, **given: tuple[str, ...]) -> None:
    """List postmortems, newest first."""
    project = project_here()
    text = as_query("", {name: given[name] for name in FILTERS})
    earliest = checked_since(since)

    def question(source: Source) -> tuple[list[Document], int, list[str]]:
        notes = notes_on_filters(source, project, text)
        numbers = Engine(source).listed(text, earliest)
        return [source.document(each) for each in numbers[:most]], len(numbers), notes

    found, total, notes = _asked(project, question)
    show.show_notes(notes or ([] if found else ["Nothing found."]))
    if as_json:
        show.print_json([show.document_json(document) for document in found])
    else:
        show.show_list(found, total, project)
