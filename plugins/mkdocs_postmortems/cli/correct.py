"""`postmortems correct`: a verdict that turned out wrong is changed in the open."""

from typing import Any

import click

from mkdocs_postmortems.cli.diff import with_consent


@click.command(short_help="Change a verdict, and say so on the page.")
@click.argument("id")
@click.option("--outcome", metavar="CODE", help="The outcome since, if it is another one.")
@click.option("--why", metavar="TEXT", required=True, help="What showed it.")
@click.option("--date", metavar="DAY", help="When it was found out.  [default: today]")
@with_consent
def correct(*, yes: bool, dry_run: bool, **given: Any) -> None:
    """Change the verdict of the postmortem ID, and say so on its page.

    ID is an id, the end of one, or a path. Without --outcome, the verdict stays, and the correction
    is of figures or text, which you change in the file. What changes is shown first.
    """
    from mkdocs_postmortems.cli.editing import desk_for, refused  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.cli.given import code_of, moment_of  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.domain import day_of  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing import correction as writing  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.conclusion import VerdictError  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.draft import clean  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.editing import EditError  # noqa: PLC0415 - likewise

    desk = desk_for(given["id"])
    change = writing.Change(
        outcome=code_of(given["outcome"] or "", desk.settings.vocabularies.outcome, "pending"),
        why=clean(given["why"] or ""),
        day=day_of(moment_of(given["date"] or "")),
    )
    if not change.why:
        raise click.BadParameter("it says nothing", param_hint="--why")
    try:
        writing.check_concluded(desk.subject, change.outcome, desk.shown)
        edited = writing.correct(desk.subject, change, desk.settings)
    except VerdictError as error:
        raise click.ClickException(str(error)) from None
    except EditError as error:
        raise refused(error, desk.project) from None
    desk.finish(edited, yes=yes, dry_run=dry_run)
