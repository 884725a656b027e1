"""`postmortems import`: write-ups of other tools, made postmortems."""

from pathlib import Path

import click

from mkdocs_postmortems.cli.context import project_here, settings_of

# As `mkdocs_postmortems.importing.KINDS` has them; it is loaded when it is needed.
_KINDS = ("hugo", "jekyll", "quarto", "knowledge-repo", "jupyter", "markdown")


@click.command(name="import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--write", is_flag=True, help="Write it. Without, only the plan is shown.")
@click.option("--kind", type=click.Choice(_KINDS), help="What SOURCE is.  [default: as it looks]")
@click.option(
    "--only", multiple=True, metavar="GLOB", help="Only files whose path or name in SOURCE fits."
)
@click.option("--into", default="", metavar="FOLDER", help="A folder in the postmortems folder.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Add this tag to each.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def import_(  # noqa: PLR0913 - a command has as many parameters as options
    source: Path,
    kind: str | None,
    only: tuple[str, ...],
    into: str,
    tags: tuple[str, ...],
    *,
    write: bool,
    as_json: bool,
) -> None:
    """Make write-ups of other tools postmortems.

    SOURCE is a site of Hugo, Jekyll or Quarto, a Knowledge Repo, a folder of Markdown files or
    notebooks, or one file. Without --write, nothing is written: it shows what would be, and what
    is mapped, kept and left of each file. No file that is there is touched. Ends with 1 where a
    file cannot be imported until somebody mends it.
    """
    from mkdocs_postmortems import importing  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.cli import import_report  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.domain.problem import printable  # noqa: PLC0415 - likewise

    project = project_here()
    place = importing.Place(project.folder, project.blog, project.directory_urls)
    choice = importing.Choice(
        kind=kind or "", only=only, into=into, tags=_cleaned(tags), settings=settings_of(project)
    )
    try:
        plan = importing.plan_import(source, place, choice)
    except importing.SourceError as error:
        raise click.ClickException(printable(str(error))) from None
    written = importing.write_plan(plan, project.folder) if write else None
    shown_as = import_report.shown_as(project.folder)
    if as_json:
        import_report.print_json(plan, written)
    else:
        import_report.show(plan, written, shown_as)
    if any(each.is_fault for each in plan.left) or (written and written.failed):
        raise SystemExit(1)


def _cleaned(tags: tuple[str, ...]) -> tuple[str, ...]:
    """`tags` on one line each; a tag with commas is several."""
    parts = (" ".join(part.split()) for tag in tags for part in tag.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
