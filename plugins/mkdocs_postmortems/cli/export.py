"""`postmortems export`: the postmortems as tables, or the site for another generator."""

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.context import Unusable, for_audience, project_here

if TYPE_CHECKING:
    from mkdocs_postmortems.elsewhere.export import Export
    from mkdocs_postmortems.exports.gathering import Gathered

_TABLES = ("postmortems", "lessons", "results", "criteria")


@click.command()
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(["csv", "jsonl", "parquet"]),
    default="csv",
    show_default=True,
    help="Parquet needs pyarrow, and a FILE.",
)
@click.option(
    "-w",
    "--what",
    type=click.Choice(_TABLES),
    default="postmortems",
    show_default=True,
    help="What a row is.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE, whole or not at all.",
)
@click.option(
    "--to",
    type=(click.Choice(["zensical"]), click.Path(file_okay=False, path_type=Path)),
    metavar="zensical FOLDER",
    help="Write the whole site to FOLDER as Markdown for another generator.",
)
@for_audience
def export(
    output_format: str,
    what: str,
    output: Path | None,
    to: tuple[str, Path] | None,
    audience: tuple[str, ...],
) -> None:
    """Write what is published as a table, or as a plain site."""
    if to:
        _refuse_table_options()
        _write_site(to[1], audience)
        return
    from mkdocs_postmortems.exports.formats import FORMATS, FormatError  # noqa: PLC0415 - slow
    from mkdocs_postmortems.exports.tables import TABLES  # noqa: PLC0415 - slow to load

    if output is None and output_format == "parquet":
        raise click.UsageError("Parquet is no text. Give a file: --output postmortems.parquet")
    gathered = _gathered(audience)
    table = TABLES[what]
    try:
        content = FORMATS[output_format](table.columns, gathered.rows(table))
    except FormatError as error:
        raise Unusable(str(error)) from None
    if unread := len(gathered.unread):
        files = "1 file" if unread == 1 else f"{unread} files"
        click.echo(f"{files} could not be read. See `postmortems check`.", err=True)
    _write(content, output)


def _gathered(audience: tuple[str, ...]) -> "Gathered":
    from mkdocs_postmortems.domain.extension import ExtensionError  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.exports.gathering import gather  # noqa: PLC0415 - likewise

    try:
        return gather(project_here(audience), dt.datetime.now(dt.UTC))
    except ExtensionError as error:
        raise Unusable(f"vocabulary: {error}") from None


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
        return
    from mkdocs_postmortems.saving import write_whole  # noqa: PLC0415 - only needed here

    try:
        write_whole(output, content)
    except OSError as error:
        raise Unusable(f"{output}: {error.strerror}") from None


def _refuse_table_options() -> None:
    context = click.get_current_context()
    given = click.core.ParameterSource.COMMANDLINE
    for name in ("output_format", "what", "output"):
        if context.get_parameter_source(name) is given:
            raise click.UsageError("--to writes the site. Leave --format, --what and --output out")


def _write_site(folder: Path, audience: tuple[str, ...]) -> None:
    from mkdocs_postmortems.elsewhere.folder import FolderError, write_export  # noqa: PLC0415 - slow

    made = _site(folder, audience)
    try:
        write_export(folder, made.files)
    except FolderError as error:
        raise Unusable(str(error)) from None
    except OSError as error:
        raise Unusable(f"{error.filename or folder}: {error.strerror}") from None
    click.echo(
        f"{made.postmortems} postmortems, {made.lists} lists and {made.pages} other pages are in "
        f"{folder}. Build them there with `zensical build -f mkdocs.yml`."
    )
    if made.left:
        click.echo(f"Left out: {', '.join(made.left)}.", err=True)


def _site(folder: Path, audience: tuple[str, ...]) -> "Export":
    from mkdocs_postmortems.domain.extension import ExtensionError  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.elsewhere.export import export_of  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.elsewhere.settings import SettingsError  # noqa: PLC0415 - likewise

    project = project_here(audience)
    target, docs = folder.resolve(), (project.root / project.docs_dir).resolve()
    for name, source in (("docs", docs), ("postmortems", project.folder.resolve())):
        if target == source or source in target.parents or target in source.parents:
            raise Unusable(f"{folder} and the {name} folder may not lie in each other")
    try:
        return export_of(project, _moment())
    except ExtensionError as error:
        raise Unusable(f"vocabulary: {error}") from None
    except SettingsError as error:
        raise Unusable(str(error)) from None
    except OSError as error:
        raise Unusable(f"{error.filename}: {error.strerror}") from None


def _moment() -> dt.datetime:
    """Now, or the moment that SOURCE_DATE_EPOCH names, as in MkDocs' builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.now(dt.UTC)
