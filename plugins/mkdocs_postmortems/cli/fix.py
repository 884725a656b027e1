"""`postmortems fix`: what can be mended because only one thing can be meant."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.context import posts_of, project_here, refuse_unread, settings_of
from mkdocs_postmortems.cli.diff import agreed, show_diff, with_consent, write_all

if TYPE_CHECKING:
    from mkdocs_postmortems.project import Project
    from mkdocs_postmortems.writing.mending import Fixed


@click.command(short_help="Mend spellings and dates in front matter.")
@click.argument("path", nargs=-1)
@click.option(
    "--all-aliases", is_flag=True, help="Rename fields that other tools read too, as lastmod."
)
@with_consent
def fix(path: tuple[str, ...], *, all_aliases: bool, yes: bool, dry_run: bool) -> None:
    """Mend the front matter of PATH, files or folders, or of all postmortems.

    It mends names of fields, forms of dates, spellings of codes, and tags that differ from what
    most postmortems have in case, blanks or hyphens only. What may mean two things is told and
    left. What changes is shown first. With --dry-run, the exit code is 1 if there is anything.
    """
    from mkdocs_postmortems.writing.mending import fix_folder  # noqa: PLC0415 - slow to load

    project = project_here()
    posts = posts_of(project)
    wanted = _wanted(project, posts, path)
    fixed = fix_folder(project.folder, posts, wanted, settings_of(project), all_aliases=all_aliases)
    refuse_unread(project, (problem for each in fixed for problem in each.left))
    changed = [each for each in fixed if each.after != each.before]
    for each in changed:
        show_diff(_shown(project, each.path), each.before, each.after)
    _tell_left(project, fixed)
    if not changed:
        click.echo("Nothing to mend.")
        return
    if dry_run:
        click.echo(f"{_files(changed)} to mend.", err=True)
        raise SystemExit(1)
    if not agreed(f"\nMend {_files(changed)}?", yes=yes):
        raise click.ClickException("Nothing was written.")
    changes = [(project.folder / each.path, each.before, each.after) for each in changed]
    write_all(changes, lambda file: _shown(project, file.relative_to(project.folder).as_posix()))


def _wanted(project: "Project", posts: Sequence[str], paths: Iterable[str]) -> set[str]:
    """The posts that `paths` name; all where they name none.

    Raises:
        click.BadParameter: One of them names none that is there.
    """
    from mkdocs_postmortems.writing.lookup import LookupFailed, find_post  # noqa: PLC0415

    wanted: set[str] = set()
    for each in paths:
        folder = Path(each)
        try:
            found = (
                _in_folder(project, posts, folder)
                if folder.is_dir()
                else {find_post(project.folder, posts, each)}
            )
        except LookupFailed as error:
            raise click.BadParameter(str(error), param_hint="PATH") from None
        wanted |= found
    return wanted if paths else set(posts)


def _in_folder(project: "Project", posts: Sequence[str], folder: Path) -> set[str]:
    root, below = project.folder.resolve(), folder.resolve()
    if root.is_relative_to(below):
        return set(posts)
    if not below.is_relative_to(root):
        message = f"{folder} is not in the postmortems folder {project.folder}"
        raise click.BadParameter(message, param_hint="PATH")
    inside = below.relative_to(root).as_posix()
    return {path for path in posts if path.startswith(f"{inside}/")}


def _tell_left(project: "Project", fixed: Iterable["Fixed"]) -> None:
    left = [f"{project.folder.name}/{problem}" for each in fixed for problem in each.left]
    if left:
        click.secho("\nLeft to you, as only a person can say what is meant:", bold=True)
    for line in dict.fromkeys(left):
        click.echo(f"  {line}")
    if left:
        click.echo()


def _shown(project: "Project", path: str) -> str:
    return f"{project.folder.name}/{path}"


def _files(changed: Sequence["Fixed"]) -> str:
    return "1 file" if len(changed) == 1 else f"{len(changed)} files"
