"""What commands share: the project, filters as options, and errors in one line."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mkdocs_postmortems.project import Project, ProjectError, find_project
from mkdocs_postmortems.search.query import FILTERS, first_day

if TYPE_CHECKING:
    from mkdocs_postmortems.domain import Problem
    from mkdocs_postmortems.source import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_HELP = {
    "outcome": "Only with this outcome, such as failed.",
    "stage": "Only ended at this stage, such as online_test.",
    "decision": "Only with this decision, such as stop.",
    "confidence": "Only with this confidence.",
    "cause": "Only with this cause, such as shift or data.shift.",
    "tag": "Only with this tag.",
    "team": "Only of this team.",
    "author": "Only by this author.",
    "series": "Only of this series.",
    "year": "Only of this year.",
}


class Unusable(click.ClickException):
    """There is no project, or its settings cannot be used: nothing could be asked of it."""

    exit_code = 2


def project_here(audience: tuple[str, ...] = ()) -> Project:
    """The project of the current folder; without an `audience`, for whom its build is.

    Raises:
        Unusable: There is none, or it cannot be understood.
    """
    try:
        return find_project(Path.cwd(), audience)
    except ProjectError as error:
        raise Unusable(str(error)) from None


def settings_of(project: Project) -> "Settings":
    """What reading in `project` depends on; an authors file that cannot be read has no authors.

    Raises:
        Unusable: The project's own codes are not understood.
    """
    from mkdocs_postmortems.domain.extension import ExtensionError  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.source.settings import read_settings  # noqa: PLC0415 - likewise

    file = project.authors_file
    try:
        return read_settings(project.options, file, file.name)[0]
    except ExtensionError as error:
        raise Unusable(f"mkdocs.yml: vocabulary: {error}") from None


def posts_of(project: Project) -> tuple[str, ...]:
    """The paths of the postmortems of `project`, relative to their folder with `/`.

    Raises:
        Unusable: A folder cannot be read, so nobody knows what is in it.
    """
    from mkdocs_postmortems.source import list_folder  # noqa: PLC0415 - slow to load

    listed = list_folder(project.folder)
    refuse_unread(project, listed.problems)
    return listed.posts


def refuse_unread(project: Project, problems: "Iterable[Problem]") -> None:
    """Go no further where the disk does not give what a command is about.

    Raises:
        Unusable: One of `problems` is that something cannot be read.
    """
    for each in problems:
        if each.is_unread:
            raise Unusable(f"{project.folder.name}/{each}")


def for_audience(command: Command) -> Command:
    """Give a command `--audience`, which may be repeated."""
    about = "Show what is for NAME too, besides what is for everybody."
    return click.option("--audience", multiple=True, metavar="NAME", help=about)(command)


def filters(command: Command) -> Command:
    """Give a command one option for each facet, any of which may be repeated, and `--since`."""
    for name in reversed(FILTERS):
        option = click.option(f"--{name}", multiple=True, metavar="VALUE", help=_HELP[name])
        command = option(command)
    since = click.option("--since", metavar="YEAR[-MM[-DD]]", help="Only dated then or later.")
    return since(command)


def checked_since(text: str | None) -> str:
    """The beginning of `--since` as an ISO day; empty where it was not given.

    Raises:
        click.BadParameter: It is no year, month or day.
    """
    if not text:
        return ""
    try:
        return first_day(text)
    except ValueError:
        raise click.BadParameter(
            f"`{text}` is no year, month or day", param_hint="--since"
        ) from None
