"""What was given to `postmortems new`, looked at before anything is asked or written."""

import datetime as dt
import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.context import settings_of
from mkdocs_postmortems.domain import Moment, Vocabulary, advice
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.source import list_folder
from mkdocs_postmortems.source.dates import DateError, read_moment
from mkdocs_postmortems.source.paths import id_at
from mkdocs_postmortems.writing import author
from mkdocs_postmortems.writing.draft import LONGEST_TITLE, clean
from mkdocs_postmortems.writing.place import Place, id_of, place_for
from mkdocs_postmortems.writing.templates import Templates

if TYPE_CHECKING:
    from mkdocs_postmortems.cli.new import Wanted


class Given:
    """The options of one call, read and found usable.

    Attributes:
        settings: What reading in the project depends on.
        templates: The project's templates.
        outcome: Its code; empty where it was not given.
        stage: Likewise.
        template: The template's name; empty where it was not given.
        date: The day that was given, or today.
        authors: Ids or names: those given, or the one that git knows.
        builds_on: Ids of postmortems that are there.
        replicates: Likewise.
    """

    def __init__(self, project: Project, wanted: "Wanted") -> None:
        """Read the options.

        Raises:
            click.UsageError: One of them cannot be used.
            click.ClickException: The project's own codes cannot.
        """
        self._project = project
        self._wanted = wanted
        self.settings = settings_of(project)
        self.templates = Templates(project.folder, self.settings)
        vocabularies = self.settings.vocabularies
        self.outcome = code_of(wanted.outcome, vocabularies.outcome)
        self.stage = code_of(wanted.stage, vocabularies.stage)
        self.template = self._template(wanted.template)
        self.date = moment_of(wanted.date)
        self.authors = self._authors(wanted.author)
        self.builds_on = self._ids(wanted.builds_on, "--builds-on")
        self.replicates = self._ids(wanted.replicates, "--replicates")
        if wanted.slug and not clean(wanted.slug):
            raise click.BadParameter("it has no letter or digit", param_hint="--slug")

    def title(self, text: str) -> str:
        """`text` as a title; empty where it says nothing.

        Raises:
            click.UsageError: It is too long for one.
        """
        title = clean(text)
        if len(title) > LONGEST_TITLE:
            message = f"it has {len(title):,} characters, and {LONGEST_TITLE} are the most"
            raise click.BadParameter(f"{message}. The rest is text", param_hint="--title")
        return title

    def place_for(self, title: str) -> Place:
        """Where a postmortem of that title goes."""
        return place_for(self._project.folder, self.date, self._wanted.slug or title)

    def _template(self, name: str) -> str:
        name = name.removesuffix(".md")
        if not name or name in self.templates.names:
            return name
        near = self.templates.nearest(name)
        meant = f"Did you mean `{near}`? " if near else ""
        known = f"{meant}There are {', '.join(self.templates.names)}"
        message = f"there is no template `{clean(name)[:40]}`. {known}"
        raise click.BadParameter(message, param_hint="--template")

    def _authors(self, given: Iterable[str]) -> tuple[str, ...]:
        addresses = author.addresses_in(self._project.authors_file)

        def listed(each: str) -> str:
            return author.as_listed(each, self.settings.authors, addresses)

        if names := [listed(each) for each in given if clean(each)]:
            doubts = (author.doubt(name, self.settings) for name in names)
            if told := next(filter(None, doubts), ""):
                raise click.BadParameter(told, param_hint="--author")
            return tuple(names)
        name = listed(author.git_author(self._project.root))
        return (name,) if name and not author.doubt(name, self.settings) else ()

    def _ids(self, given: tuple[str, ...], option: str) -> tuple[str, ...]:
        if not given:
            return ()
        folder = self._project.folder
        known = {id_at(path) for path in list_folder(folder).posts}
        for each in (id_of(folder, text) for text in given):
            if each not in known:
                near = difflib.get_close_matches(each, known, n=1)
                meant = f". Did you mean `{near[0]}`?" if near else ""
                message = f"there is no postmortem `{clean(each)}`{meant}"
                raise click.BadParameter(message, param_hint=option)
        return tuple(id_of(folder, text) for text in given)


def code_of(text: str, vocabulary: Vocabulary, but: str = "") -> str:
    """The code that the option named as `vocabulary` holds; empty where it was not given.

    In a message, the code `but` is not offered.

    Raises:
        click.BadParameter: It is none of its codes.
    """
    if not text:
        return ""
    if code := vocabulary.read(text):
        return code
    message = f"`{clean(text)[:40]}` is not known. {advice(text, vocabulary, but)}"
    raise click.BadParameter(message, param_hint=f"--{vocabulary.name}")


def moment_of(text: str) -> Moment:
    """What `--date` holds; today where it was not given.

    Raises:
        click.BadParameter: It is no date.
    """
    if not text:
        return dt.datetime.now().date()  # noqa: DTZ005 - the writer's own day
    try:
        return read_moment(text)
    except DateError as error:
        raise click.BadParameter(f"{error}. {error.remedy}", param_hint="--date") from None
