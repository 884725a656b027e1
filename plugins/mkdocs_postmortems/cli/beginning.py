"""From what was said and asked to the file of a new postmortem."""

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli import tried
from mkdocs_postmortems.cli.given import Given
from mkdocs_postmortems.cli.questions import ask_line, ask_list, at_a_terminal, choose
from mkdocs_postmortems.cli.show import print_json
from mkdocs_postmortems.domain import Term, day_of
from mkdocs_postmortems.domain.problem import printable
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.source.paths import path_from
from mkdocs_postmortems.writing.draft import Draft, clean
from mkdocs_postmortems.writing.place import Place, PlaceError, TakenError
from mkdocs_postmortems.writing.prefill import Prefill
from mkdocs_postmortems.writing.rendering import TemplateError
from mkdocs_postmortems.writing.templates import ESSAY, PENDING

if TYPE_CHECKING:
    from mkdocs_postmortems.cli.new import Wanted

_HOW = "How did it end?"
_ESSAY = Term(ESSAY, "Essay", "No experiment: an opinion, a method, a look back")


class Beginning:
    """One postmortem, from what was given to the file."""

    def __init__(self, project: Project, wanted: "Wanted", prefill: Prefill) -> None:
        """Look at everything that was given, before anything is asked.

        Raises:
            click.UsageError: Something of it cannot be used.
        """
        self._project = project
        self._wanted = wanted
        self._prefill = prefill
        self._given = Given(project, wanted)
        self._asks = at_a_terminal() and not wanted.as_json

    def write(self) -> None:
        """Ask, look back, and write.

        Raises:
            click.ClickException: The template or the place cannot be used.
            click.Abort: Somebody decided against it.
        """
        self._tell_hints()
        title = self._title()
        place = self._place(title)
        similar = self._similar(title)
        link = self._link(similar)
        outcome, template = self._outcome_and_template()
        draft = self._draft(title, outcome, link)
        text = self._text(template, draft)
        if self._wanted.dry_run:
            click.echo(text, nl=False)
            return
        try:
            place.write(text)
        except PlaceError as error:
            raise _refused(error) from None
        if self._wanted.as_json:
            ids = [each.id for each in similar]
            print_json({"path": _shown(place.file), "id": place.id, "similar": ids})
        else:
            self._tell_next(place, draft)
        if self._wanted.edit:
            _edit(place.file)

    # What is asked

    def _title(self) -> str:
        if title := self._given.title(self._wanted.title or self._prefill.title):
            return title
        if not self._asks:
            raise click.UsageError("Say what was tried: postmortems new --title TEXT")
        while not (title := self._asked_title()):
            continue
        return title

    def _asked_title(self) -> str:
        """The title that was typed; empty, and told, where it cannot be one."""
        try:
            return self._given.title(ask_line("Title (what was tried, what came of it)"))
        except click.UsageError as error:
            click.echo(error.message)
            return ""

    def _link(self, similar: list[Document]) -> tried.Link:
        is_said = bool(self._wanted.builds_on or self._wanted.replicates)
        if similar and self._asks and not is_said:
            return tried.ask_link(similar)
        return ("", "")

    def _draft(self, title: str, outcome: str, link: tried.Link) -> Draft:
        given, (relation, linked) = self._given, link
        return Draft(
            title=title,
            date=given.date,
            outcome=outcome,
            stage=self._stage(outcome),
            tags=self._tags(),
            authors=given.authors,
            team=self._wanted.team,
            is_draft=self._wanted.draft,
            builds_on=(*given.builds_on, linked if relation == "builds_on" else ""),
            replicates=(*given.replicates, linked if relation == "replicates" else ""),
            prefill=self._prefill,
        )

    def _outcome_and_template(self) -> tuple[str, str]:
        """The outcome's code, empty where it is left open, and the template's name."""
        templates = self._given.templates
        terms = self._given.settings.vocabularies.outcome.terms
        template = self._given.template
        outcome = self._given.outcome or templates.outcome_of(template)
        if template:
            is_open = self._asks and not outcome and template != ESSAY
            return (choose(_HOW, terms) if is_open else outcome), template
        if not outcome and self._asks:
            outcome = choose(_HOW, (*terms, _ESSAY), default=PENDING)
        if outcome == ESSAY:
            return "", ESSAY
        return outcome, templates.for_outcome(outcome)

    def _stage(self, outcome: str) -> str:
        if self._given.stage or not self._asks or outcome in {"", PENDING}:
            return self._given.stage
        return choose("Where did it end?", self._given.settings.vocabularies.stage.terms)

    def _tags(self) -> tuple[str, ...]:
        if self._wanted.tag or self._prefill.tags or not self._asks:
            return self._wanted.tag
        in_use = tried.tags_in_use(self._project)
        return tuple(ask_list("\nTags, with commas between; Tab completes", in_use))

    # What is made

    def _place(self, title: str) -> Place:
        place = self._given.place_for(title)
        try:
            place.check()
        except PlaceError as error:
            if not self._wanted.dry_run:
                raise _refused(error) from None
        return place

    def _similar(self, title: str) -> list[Document]:
        if self._wanted.no_similar:
            return []
        parts = (title, *self._wanted.tag, *self._prefill.tags, self._prefill.notes)
        similar = tried.similar_to(self._project, "\n".join(map(clean, parts)))
        if not self._wanted.as_json:
            tried.tell_similar(similar, numbered=self._asks)
        return similar

    def _text(self, template: str, draft: Draft) -> str:
        try:
            return self._given.templates.render(template, draft)
        except TemplateError as error:
            raise click.ClickException(str(error)) from None

    # What is told

    def _tell_hints(self) -> None:
        for hint in self._prefill.hints:
            click.echo(printable(hint), err=True)
        if suggested := self._prefill.suggested_outcome:
            message = f"By its end it may be `{suggested}`. Only you know."
            click.echo(printable(message), err=True)

    def _tell_next(self, place: Place, draft: Draft) -> None:
        path = _quoted(_shown(place.file))
        click.echo(f"\n  {click.style('written', fg='green')}  {_shown(place.file)}")
        if draft.is_draft:
            click.echo("           a draft: `postmortems serve` shows it, builds leave it out")
        elif day_of(draft.date) > dt.datetime.now().date():  # noqa: DTZ005 - the writer's day
            click.echo("           of a day to come: until then `postmortems serve` alone shows it")
        steps = [
            ("See it:", "postmortems serve"),
            ("Before you share it:", f"postmortems check {path}"),
        ]
        if draft.outcome == PENDING:
            steps.append(("With the result:", f"postmortems conclude {place.id} --outcome CODE"))
        width = max(len(name) for name, _ in steps)
        click.echo()
        for name, command in steps:
            click.echo(f"{name:{width}}  {command}")


def _refused(error: PlaceError) -> click.ClickException:
    remedy = ". Give yours another name with --slug" if isinstance(error, TakenError) else ""
    return click.ClickException(printable(f"{error}{remedy}"))


def _edit(file: Path) -> None:
    try:
        click.edit(filename=os.fspath(file))
    except click.ClickException:
        click.echo(f"No editor could be started. Open {_shown(file)} yourself.", err=True)


def _shown(path: Path) -> str:
    """A path as somebody in the current folder writes it."""
    return path_from(Path.cwd(), path)


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
