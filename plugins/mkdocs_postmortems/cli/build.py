"""`postmortems build`: the site built beside the one that is up, checked, and put in its place."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mkdocs_postmortems.cli.context import for_audience

if TYPE_CHECKING:
    from mkdocs_postmortems.publishing.publisher import Order, Outcome

# As `mkdocs_postmortems.publishing.engine.ENGINES` has them; it is loaded when it is needed.
ENGINES = ("mkdocs", "properdocs")
for_project = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The project's mkdocs.yml.  [default: the nearest]",
)
"""Gives a command the option to name the project's configuration."""

with_engine = click.option(
    "--with", "engine", type=click.Choice(ENGINES), help="What builds the pages."
)
"""Gives a command the option to choose between MkDocs and ProperDocs."""


@click.command()
@for_project
@click.option("-d", "--site-dir", metavar="FOLDER", help="Where the site is to be.")
@click.option("-s", "--strict", is_flag=True, help="Publish nothing where there are warnings.")
@click.option("--force", is_flag=True, help="Replace a folder that looks like no built site.")
@with_engine
@for_audience
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def build(  # noqa: PLR0913 - a command has as many parameters as options
    config_file: Path | None,
    site_dir: str | None,
    engine: str | None,
    audience: tuple[str, ...],
    *,
    strict: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Build the site, check it, and put it in place in one step.

    A build that fails or is stopped leaves the site that is up as it is. Ends with 1 where
    something in the content keeps it from being published, and with 2 where it cannot be built
    here.
    """
    from mkdocs_postmortems.cli import build_report  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.publishing.errors import PublishingError, cannot  # noqa: PLC0415
    from mkdocs_postmortems.publishing.interrupting import (  # noqa: PLC0415 - likewise
        InterruptedBuildError,
    )

    show = build_report.print_json if as_json else build_report.show
    try:
        order = _ordered(config_file, site_dir, engine, strict=strict, is_forced=force)
        order = replace(order, audience=audience)
        outcome = _published(order)
    except (PublishingError, OSError) as error:
        message = str(cannot("build", error) if isinstance(error, OSError) else error)
        if as_json:
            build_report.print_error(message)
        _end(f"Error: {message}", 2)
    except InterruptedBuildError as error:
        _end("Stopped. The site that was up is as it was.", 128 + error.signal)
    build_report.show_problems(outcome)
    show(outcome, order)
    if outcome.changes is None:
        raise SystemExit(1)


def _ordered(
    config_file: Path | None,
    site_dir: str | None,
    engine: str | None,
    *,
    strict: bool,
    is_forced: bool,
) -> "Order":
    from mkdocs_postmortems.publishing.engine import (  # noqa: PLC0415 - slow to load
        command_of_child,
        engine_called,
    )
    from mkdocs_postmortems.publishing.publisher import Order  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.publishing.target import place_of  # noqa: PLC0415 - likewise

    configuration = configuration_here(config_file)
    return Order(
        place=place_of(configuration, site_dir),
        command=command_of_child(engine_called(engine)),
        # As if `mkdocs build` were called: beside the file that is found, else from here.
        folder=Path.cwd() if config_file else configuration.parent,
        strict=strict,
        is_forced=is_forced,
    )


def configuration_here(config_file: Path | None) -> Path:
    """The mkdocs.yml that is meant, absolute.

    Raises:
        PublishingError: There is none.
    """
    from mkdocs_postmortems.project import NoProjectError, find_configuration  # noqa: PLC0415
    from mkdocs_postmortems.publishing.errors import PublishingError  # noqa: PLC0415

    try:
        return config_file.absolute() if config_file else find_configuration(Path.cwd())
    except NoProjectError as error:
        raise PublishingError(str(error)) from None


def _published(order: "Order") -> "Outcome":
    from mkdocs_postmortems.cli.build_progress import watcher  # noqa: PLC0415 - only needed here
    from mkdocs_postmortems.publishing.publisher import publish  # noqa: PLC0415 - slow to load

    watching = watcher()
    try:
        outcome = publish(order, watching)
    finally:
        watching.ends()
    if outcome.ended.code:
        watching.tell_rest()
    return outcome


def _end(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(code)
