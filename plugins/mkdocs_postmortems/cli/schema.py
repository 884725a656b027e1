"""`postmortems schema`: what front matter may hold, for editors."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_postmortems.cli.context import Unusable
from mkdocs_postmortems.project import NoProjectError, ProjectError, find_project

if TYPE_CHECKING:
    from mkdocs_postmortems.domain import Vocabularies


@click.command(short_help="Print the JSON Schema of front matter.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE.",
)
@click.option(
    "--draft",
    type=click.Choice(["2020-12", "7"]),
    default="2020-12",
    show_default=True,
    help="The draft of JSON Schema that it names.",
)
@click.option("--snippets", is_flag=True, help="Print snippets for VS Code instead.")
@click.option("--codes", is_flag=True, help="Print the codes with their labels instead.")
def schema(output: Path | None, draft: str, *, snippets: bool, codes: bool) -> None:
    """Print the JSON Schema of front matter, with the project's own codes, or write it to FILE."""
    from mkdocs_postmortems.writing.codes import codes_text  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.writing.schema import schema_text  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.writing.snippets import snippets_text  # noqa: PLC0415 - likewise

    known = _vocabularies()
    if codes:
        text = codes_text(known)
    else:
        text = snippets_text(known) if snippets else schema_text(known, draft)
    if output is None:
        click.echo(text, nl=False)
        return
    from mkdocs_postmortems.saving import write_whole  # noqa: PLC0415 - slow to load

    try:
        write_whole(output, text.encode())
    except OSError as error:
        raise Unusable(f"{output}: {error.strerror}") from None


def _vocabularies() -> "Vocabularies":
    """The codes of the project here; the common ones where there is no project."""
    from mkdocs_postmortems.domain import Vocabularies  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.domain.extension import (  # noqa: PLC0415 - likewise
        ExtensionError,
        read_extension,
    )

    try:
        options = find_project(Path.cwd()).options
        return Vocabularies().extended(read_extension(options.get("vocabulary") or {}))
    except NoProjectError:
        return Vocabularies()
    except (ProjectError, ExtensionError) as error:
        raise Unusable(str(error)) from None
