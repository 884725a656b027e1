"""`postmortems conclude`: a registered experiment gets its result."""

from typing import TYPE_CHECKING, Any

import click

from mkdocs_postmortems.cli.diff import with_consent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_postmortems.cli.editing import Desk
    from mkdocs_postmortems.writing.conclusion import Conclusion
    from mkdocs_postmortems.writing.templates import TemplateSection


@click.command(short_help="Close a pending postmortem with its result.")
@click.argument("id")
@click.option("--outcome", metavar="CODE", help="How it ended, such as failed.")
@click.option("--stage", metavar="CODE", help="Where it ended, such as online_test.")
@click.option("--decision", metavar="CODE", help="What was decided, such as stop.")
@click.option("--confidence", metavar="CODE", help="How sure you are: low, medium or high.")
@click.option("--cause", multiple=True, metavar="CODE", help="Why. May be repeated.")
@click.option("--lesson", multiple=True, metavar="TEXT", help="What was learnt. May be repeated.")
@click.option(
    "--result", multiple=True, metavar="FIGURE", help="Such as 'auc test 0.71'. May be repeated."
)
@click.option("--date", "--ended", "date", metavar="DAY", help="The last day.  [default: today]")
@with_consent
def conclude(*, yes: bool, dry_run: bool, **given: Any) -> None:
    """Close the pending postmortem ID: what was registered stays, what came of it is added.

    ID is an id, the end of one, or a path. The text gets the sections that its outcome asks for and
    that it has not got yet. What changes is shown first.
    """
    from mkdocs_postmortems.cli.editing import desk_for, refused  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.writing import conclusion as writing  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.editing import EditError  # noqa: PLC0415 - likewise

    desk = desk_for(given["id"])
    try:
        writing.check_pending(desk.subject, desk.shown)
        told = _told(desk, given)
        sections = _sections(desk, told.outcome)
        edited = writing.conclude(desk.subject, told, sections, desk.settings)
    except writing.VerdictError as error:
        raise click.ClickException(str(error)) from None
    except EditError as error:
        raise refused(error, desk.project) from None
    if desk.finish(edited, yes=yes, dry_run=dry_run):
        click.echo("\nFill in what is missing, then look at it with `postmortems serve`.")


def _told(desk: "Desk", given: dict[str, Any]) -> "Conclusion":
    """The conclusion that the options tell.

    Raises:
        click.UsageError: One of them is not understood, or there is no outcome.
    """
    from mkdocs_postmortems.cli.given import code_of, moment_of  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.domain import day_of  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.conclusion import Conclusion  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.draft import clean  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.writing.figures import FigureError, read_figure  # noqa: PLC0415

    known = desk.settings.vocabularies
    try:
        results = tuple(read_figure(clean(each), known.split) for each in given["result"])
    except FigureError as error:
        raise click.BadParameter(str(error), param_hint="--result") from None
    # A last day that was written before stays, unless another one is given.
    is_dated = given["date"] or desk.subject.postmortem.ended is None
    codes = {name: code_of(given[name] or "", getattr(known, name), "pending") for name in _CODES}
    told = Conclusion(
        ended=day_of(moment_of(given["date"] or "")) if is_dated else None,
        causes=tuple(code_of(each, known.cause) for each in given["cause"]),
        lessons=tuple(text for each in given["lesson"] if (text := clean(each))),
        results=results,
        **codes,
    )
    if told.outcome == "pending":
        raise click.BadParameter("it is pending already", param_hint="--outcome")
    return told if told.outcome else _with_outcome(desk, told)


_CODES = ("outcome", "stage", "decision", "confidence")


def _with_outcome(desk: "Desk", told: "Conclusion") -> "Conclusion":
    """`told` with the outcome that somebody at the terminal chooses.

    Raises:
        click.UsageError: There is nobody.
    """
    from dataclasses import replace  # noqa: PLC0415 - only needed here

    from mkdocs_postmortems.cli.questions import at_a_terminal, choose  # noqa: PLC0415

    terms = [each for each in desk.settings.vocabularies.outcome.terms if each.code != "pending"]
    if not at_a_terminal():
        listed = ", ".join(each.code for each in terms)
        raise click.UsageError(f"Say how it ended: --outcome CODE, one of {listed}")
    click.secho(desk.subject.postmortem.title, bold=True)
    try:
        while not (chosen := choose("How did it end?", terms)):
            continue
    except (EOFError, KeyboardInterrupt):
        raise click.Abort from None
    return replace(told, outcome=chosen)


def _sections(desk: "Desk", outcome: str) -> "Sequence[TemplateSection]":
    """What the template of `outcome` gives a text.

    Raises:
        click.ClickException: The template cannot be used.
    """
    from mkdocs_postmortems.writing.rendering import TemplateError  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.writing.templates import Templates  # noqa: PLC0415 - likewise

    templates = Templates(desk.project.folder, desk.settings)
    try:
        return templates.sections(templates.for_outcome(outcome))
    except TemplateError as error:
        raise click.ClickException(str(error)) from None
