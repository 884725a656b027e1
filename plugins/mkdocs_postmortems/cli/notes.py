"""What a search tells besides its hits: what it took words for, and values that nothing has."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.show import printable
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.guessing import Guess, guesses
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.query import parse, without_filters

if TYPE_CHECKING:
    from mkdocs_postmortems.search.values import Strange


def notes_on_filters(source: Source, project: Project, text: str) -> list[str]:
    """What is to be said of filters in `text` whose value no postmortem has.

    Raises:
        click.UsageError: A value is not in its facet's vocabulary.
    """
    unheld = Engine(source).unheld(text)
    if not unheld:
        return []
    # It loads the vocabularies, which takes longer than a search does.
    from mkdocs_postmortems.search.values import strange  # noqa: PLC0415

    told = list(strange(source, unheld, project.options.get("vocabulary") or {}))
    if wrong := [printable(_wrong(each)) for each in told if each.is_closed]:
        raise click.UsageError("\n".join(wrong))
    return [_unused(each) for each in told]


def _wrong(value: "Strange") -> str:
    meant = f"Did you mean {_either(value.meant)}? " if value.meant else ""
    known = ", ".join(value.known)
    return f"There is no {value.facet} `{value.value}`. {meant}There are {known}."


def _unused(value: "Strange") -> str:
    if not value.known:
        return f"No postmortem has any {value.facet}."
    told = f"Did you mean {_either(value.meant)}?"
    if not value.meant:
        told = f"The most frequent are {', '.join(value.known)}."
    return f"No postmortem has the {value.facet} `{value.value}`. {told}"


def notes_on_words(source: Source, text: str, answer: Answer, since: str) -> Iterator[str]:
    """What was made of the words of `text`; and where nothing was found, what may help."""
    for guess in guesses(source, text, answer.groups):
        yield _guessed(guess)
    if answer.total:
        return
    query = parse(text)
    if query.is_common and not query.narrows and not since:
        yield "Words as common as these are passed over. Add one that tells what it is about."
        return
    if query.words and (query.filters or query.unfiltered or since):
        free = Engine(source).search(without_filters(text))
        if free.total:
            more = "" if free.is_counted else "more than "
            yield f"Without filters {more}{free.total} would be found."
    yield "Nothing found. Fewer or other words may help."


def _guessed(guess: Guess) -> str:
    told = f"No postmortem has `{guess.word}`."
    if guess.is_taken:
        return f"{told} Searched for {', '.join(guess.near)} instead."
    return f"{told} Perhaps {', '.join(guess.near)}?" if guess.near else told


def _either(values: Sequence[str]) -> str:
    return " or ".join(f"`{each}`" for each in values)
