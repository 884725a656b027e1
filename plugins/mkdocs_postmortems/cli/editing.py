"""What `conclude` and `correct` share: which postmortem is meant, and how its change is written."""

from dataclasses import dataclass

import click

from mkdocs_postmortems.cli.context import posts_of, project_here, settings_of
from mkdocs_postmortems.cli.diff import agreed, show_diff, write_all
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.source import Settings
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
        path = find_post(project.folder, posts_of(project), typed)
        return Desk(project, settings, open_post(project.folder, path, settings))
    except LookupFailed as error:
        raise click.BadParameter(str(error), param_hint="ID") from None
    except EditError as error:
        raise refused(error, project) from None


def refused(error: EditError, project: Project) -> click.ClickException:
    """`error` for the terminal, its path as seen from the project."""
    return click.ClickException(f"{project.folder.name}/{error.problem}")
