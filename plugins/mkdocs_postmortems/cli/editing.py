"""What `conclude` and `correct` share: the postmortem that is meant, its codes and days, its end."""

import datetime as dt
from dataclasses import dataclass

import click

from mkdocs_postmortems.cli.context import project_here
from mkdocs_postmortems.cli.diff import agreed, show_diff, write_all
from mkdocs_postmortems.domain import Vocabularies, Vocabulary, day_of
from mkdocs_postmortems.domain.extension import ExtensionError, read_extension
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.source import Settings, list_folder, read_directory
from mkdocs_postmortems.source.dates import DateError, read_moment
from mkdocs_postmortems.source.fields import one_line
from mkdocs_postmortems.source.text import without_control
from mkdocs_postmortems.writing.editing import EditError
from mkdocs_postmortems.writing.lookup import LookupFailed, find_post
from mkdocs_postmortems.writing.subject import Subject, open_post


@dataclass(frozen=True, slots=True)
class Desk:
    """One postmortem of a project, about to be edited.

    Attributes:
        project: Where it is.
        settings: What reading depends on.
        subject: The postmortem.
    """

    project: Project
    settings: Settings
    subject: Subject

    @property
    def shown(self) -> str:
        """The file as it is shown."""
        return f"{self.project.folder.name}/{self.subject.manuscript.path}"

    def finish(self, edited: Subject, *, yes: bool, dry_run: bool) -> bool:
        """Show what changes, and write it if that is wanted; whether it was written.

        Raises:
            click.ClickException: It cannot be written, or there is nobody to ask.
        """
        before, after = self.subject.manuscript.data, edited.manuscript.data
        show_diff(self.shown, before, after)
        if dry_run:
            return False
        if not agreed("\nWrite it?", yes=yes):
            raise click.ClickException("Nothing was written.")
        file = self.project.folder / edited.manuscript.path
        write_all([(file, before, after)], lambda _: self.shown)
        return True


def desk_for(typed: str) -> Desk:
    """The postmortem that `typed` means, in the project of the current folder.

    Raises:
        click.ClickException: There is no such project or postmortem, or it cannot be read.
    """
    project = project_here()
    settings = settings_of(project)
    try:
        path = find_post(project.folder, list_folder(project.folder).posts, typed)
        return Desk(project, settings, open_post(project.folder, path, settings))
    except LookupFailed as error:
        raise click.BadParameter(str(error), param_hint="ID") from None
    except EditError as error:
        raise refused(error, project) from None


def refused(error: EditError, project: Project) -> click.ClickException:
    """`error` for the terminal, its path as seen from the project."""
    return click.ClickException(f"{project.folder.name}/{error.problem}")


def settings_of(project: Project) -> Settings:
    """What reading in `project` depends on; an authors file that cannot be read has no authors.

    Raises:
        click.ClickException: The project's own codes are not understood.
    """
    options = project.options
    try:
        added = read_extension(options.get("vocabulary") or {})
    except ExtensionError as error:
        raise click.ClickException(f"mkdocs.yml: vocabulary: {error}") from None
    try:
        authors, _ = read_directory(project.authors_file.read_bytes(), project.authors_file.name)
    except OSError:
        authors = {}
    headings = options.get("lessons_headings")
    listed = tuple(map(str, headings)) if isinstance(headings, list) else ()
    return Settings(Vocabularies().extended(added), authors, listed)


def code_of(text: str, vocabulary: Vocabulary) -> str:
    """The code that `text` means; empty for an empty text.

    Raises:
        click.BadParameter: It means none.
    """
    if not text:
        return ""
    if code := vocabulary.read(text):
        return code
    near = " or ".join(f"`{each}`" for each in vocabulary.suggest(text))
    meant = f"Did you mean {near}? " if near else ""
    message = f"`{text_of(text)[:40]}` is not known. {meant}It is one of "
    raise click.BadParameter(
        message + ", ".join(vocabulary.codes), param_hint=f"--{vocabulary.name}"
    )


def day_of_option(text: str | None, option: str) -> dt.date:
    """The day that `text` names; today where it was not given.

    Raises:
        click.BadParameter: It names none.
    """
    if not text:
        return dt.datetime.now().date()  # noqa: DTZ005 - the writer's own day
    try:
        return day_of(read_moment(text))
    except DateError as error:
        raise click.BadParameter(f"{error}. {error.remedy}", param_hint=option) from None


def text_of(text: str) -> str:
    """`text` on one line, without what neither a file nor a terminal can bear."""
    return one_line(without_control(text.encode(errors="replace").decode()))
