"""`postmortems new`: a postmortem begun from a template."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from mkdocs_postmortems.cli.context import project_here, settings_of
from mkdocs_postmortems.cli.prefilling import from_trackers, prefill_of

if TYPE_CHECKING:
    from mkdocs_postmortems.writing import Prefill


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was said on the command line; what is empty was not said."""

    title: str = ""
    outcome: str = ""
    template: str = ""
    stage: str = ""
    tag: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    team: str = ""
    date: str = ""
    slug: str = ""
    builds_on: tuple[str, ...] = ()
    replicates: tuple[str, ...] = ()
    draft: bool = False
    edit: bool = False
    no_similar: bool = False
    dry_run: bool = False
    as_json: bool = False


@click.command()
@click.argument("title", nargs=-1, metavar="[TITLE]")
@click.option(
    "--title", "-t", "stated", metavar="TEXT", help="What was tried, and what came of it."
)
@click.option("--outcome", metavar="CODE", help="How it ended, such as failed, or pending.")
@click.option("--template", metavar="NAME", help="Which template, if not the outcome's.")
@click.option("--list-templates", is_flag=True, help="List the templates, and end.")
@click.option("--stage", metavar="CODE", help="Where it ended, such as online_test.")
@click.option("--tag", multiple=True, metavar="TEXT", help="What it is about. May be repeated.")
@click.option("--author", multiple=True, metavar="WHO", help="An id or a name.  [default: git's]")
@click.option("--team", metavar="TEXT", help="Whose it is, if not the authors' team's.")
@click.option("--date", metavar="DAY", help="Its date.  [default: today]")
@click.option("--slug", metavar="TEXT", help="The file's name, if not made of the title.")
@click.option("--builds-on", multiple=True, metavar="ID", help="What it goes on from.")
@click.option("--replicates", multiple=True, metavar="ID", help="What it tries again.")
@click.option("--draft", is_flag=True, help="Keep it out of builds for now.")
@from_trackers
@click.option("--edit", is_flag=True, help="Open it in your editor.")
@click.option("--no-similar", is_flag=True, help="Do not look whether it was tried before.")
@click.option("--dry-run", is_flag=True, help="Print the text, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def new(title: tuple[str, ...], stated: str | None, *, list_templates: bool, **given: Any) -> None:
    """Begin a postmortem from the template of its outcome.

    At a terminal it asks for what is not given. It shows what was tried before, and never writes
    over a file.
    """
    if title and stated is not None:
        raise click.UsageError("The title is given twice: as words, and with --title.")
    if list_templates:
        _list_templates()
        return
    prefill = prefill_of(given)
    said = {name: value for name, value in given.items() if value is not None}
    write_postmortem(Wanted(title=stated or " ".join(title), **said), prefill)


def write_postmortem(wanted: Wanted, prefill: "Prefill") -> None:
    """Ask for what `wanted` does not say, and write a postmortem that begins with `prefill`.

    Raises:
        click.ClickException: Something given cannot be used, or the file not be written.
        click.Abort: Somebody at the terminal decided against it.
    """
    from mkdocs_postmortems.cli.beginning import Beginning  # noqa: PLC0415 - slow to load

    Beginning(project_here(), wanted, prefill).write()


def _list_templates() -> None:
    from mkdocs_postmortems.writing.templates import Templates  # noqa: PLC0415 - slow to load

    project = project_here()
    described = Templates(project.folder, settings_of(project)).described()
    width = max(len(each.name) for each in described)
    for each in described:
        own = " (your own)" if each.is_own else ""
        name = click.style(f"{each.name:{width}}", bold=True)
        click.echo(f"{name}  {each.description}{own}".rstrip())
