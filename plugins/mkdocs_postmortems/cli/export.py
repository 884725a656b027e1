"""`postmortems export`: the postmortems as tables, for analysis elsewhere."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.context import Unusable, project_here

if TYPE_CHECKING:
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
def export(output_format: str, what: str, output: Path | None) -> None:
    """Print what is published as a table, or write it to FILE."""
    from mkdocs_postmortems.exports.formats import FORMATS, FormatError  # noqa: PLC0415 - slow
    from mkdocs_postmortems.exports.tables import TABLES  # noqa: PLC0415 - slow to load

    if output is None and output_format == "parquet":
        raise click.UsageError("Parquet is no text. Give a file: --output postmortems.parquet")
    gathered = _gathered()
    table = TABLES[what]
    try:
        content = FORMATS[output_format](table.columns, gathered.rows(table))
    except FormatError as error:
        raise click.ClickException(str(error)) from None
    if unread := len(gathered.unread):
        files = "1 file" if unread == 1 else f"{unread} files"
        click.echo(f"{files} could not be read. See `postmortems check`.", err=True)
    _write(content, output)


def _gathered() -> "Gathered":
    from mkdocs_postmortems.domain.extension import ExtensionError  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.exports.gathering import gather  # noqa: PLC0415 - likewise

    try:
        return gather(project_here(), dt.datetime.now(dt.UTC))
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
