"""`postmortems conclude`: a registered experiment gets its result."""

import sys
from typing import Any

import click

from mkdocs_postmortems.cli.diff import with_consent


@click.command()
@click.argument("post", metavar="ID")
@click.option("--outcome", metavar="CODE", help="How it ended, such as failed.")
@click.option("--stage", metavar="CODE", help="Where it ended, such as online_test.")
@click.option("--decision", metavar="CODE", help="What was decided, such as stop.")
@click.option("--confidence", metavar="CODE", help="How sure you are: low, medium or high.")
@click.option("--cause", multiple=True, metavar="CODE", help="Why. May be repeated.")
@click.option("--lesson", multiple=True, metavar="TEXT", help="What was learnt. May be repeated.")
@click.option(
    "--result",
    multiple=True,
    metavar="FIGURE",
    help="What was measured, such as 'auc test 0.71 ci=0.68,0.74 n=4812'. May be repeated.",
)
@click.option("--date", "--ended", "ended", metavar="DAY", help="The last day.  [default: today]")
@with_consent
def conclude(post: str, *, yes: bool, dry_run: bool, **given: Any) -> None:
    """Close the pending postmortem ID: what was registered stays, what came of it is added.

    ID is an id, the end of one, or a path. What changes is shown first. The text gets the sections
    that its outcome asks for and that it has not got yet.
    """
    from mkdocs_postmortems.cli import editing  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.writing import conclusion as writing  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.editing import EditError  # noqa: PLC0415 - likewise

    desk = editing.desk_for(post)
    try:
        writing.check_pending(desk.subject, desk.shown)
        told = _told(desk, given)
        sections = _sections(desk, told.outcome)
        edited = writing.conclude(desk.subject, told, sections, desk.settings)
    except writing.VerdictError as error:
        raise click.ClickException(str(error)) from None
    except EditError as error:
        raise editing.refused(error, desk.project) from None
    if desk.finish(edited, yes=yes, dry_run=dry_run):
        click.echo("\nFill in the sections, then see the page: mkdocs serve")


def _told(desk: Any, given: dict[str, Any]) -> Any:
    """The conclusion that the options tell.

    Raises:
        click.BadParameter: One of them is not understood.
    """
    from mkdocs_postmortems.cli.editing import code_of, day_of_option, text_of  # noqa: PLC0415
    from mkdocs_postmortems.writing.conclusion import Conclusion  # noqa: PLC0415
    from mkdocs_postmortems.writing.figures import FigureError, read_figure  # noqa: PLC0415

    known = desk.settings.vocabularies
    try:
        results = tuple(read_figure(text_of(each), known.split) for each in given["result"])
    except FigureError as error:
        raise click.BadParameter(str(error), param_hint="--result") from None
    is_dated = given["ended"] or desk.subject.postmortem.ended is None
    return Conclusion(
        outcome=_outcome(given["outcome"], known.outcome),
        ended=day_of_option(given["ended"], "--date") if is_dated else None,
        stage=code_of(given["stage"] or "", known.stage),
        decision=code_of(given["decision"] or "", known.decision),
        confidence=code_of(given["confidence"] or "", known.confidence),
        causes=tuple(code_of(each, known.cause) for each in given["cause"]),
        lessons=tuple(text for each in given["lesson"] if (text := text_of(each))),
        results=results,
    )
