"""The options of `postmortems new` that begin it with what a tracker knows."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mkdocs_postmortems.cli.context import project_here, settings_of

if TYPE_CHECKING:
    from mkdocs_postmortems.domain import Vocabularies
    from mkdocs_postmortems.integrations.run import Store
    from mkdocs_postmortems.integrations.selection import Chosen
    from mkdocs_postmortems.project import Project
    from mkdocs_postmortems.writing import Prefill

Command = TypeVar("Command", bound=Callable[..., Any])

_HIGHEST, _LOWEST = "highest", "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Where to look; what is empty was not given."""

    from_mlflow: str
    experiment: str
    metric: str
    best: str
    tracking_uri: str
    from_dvc: str
    from_json: str
    may_ask: bool

    @property
    def sources(self) -> list[str]:
        """The options that name a source."""
        given = {
            "--from-mlflow": self.from_mlflow,
            "--experiment": self.experiment,
            "--from-dvc": self.from_dvc,
            "--from-json": self.from_json,
        }
        return [option for option, value in given.items() if value]


def from_trackers(command: Command) -> Command:
    """Give `new` the options that name a source, and those that tell what is meant there."""
    options = (
        click.option(
            "--from-mlflow", metavar="RUN", help="Begin with a run of MLflow: its id or name."
        ),
        click.option(
            "--experiment", metavar="NAME", help="Begin with the best run of an MLflow experiment."
        ),
        click.option("--metric", metavar="NAME", help="Which metric ranks its runs."),
        click.option(
            "--best", type=click.Choice([_HIGHEST, _LOWEST]), help="Which value of it is best."
        ),
        click.option(
            "--tracking-uri",
            metavar="PLACE",
            help="MLflow's store: a file, folder or server.  [default: MLFLOW_TRACKING_URI]",
        ),
        click.option(
            "--from-dvc",
            metavar="[FOLDER]",
            is_flag=False,
            flag_value=".",
            help="Begin with the last run of a DVC project.",
        ),
        click.option("--from-json", metavar="FILE", help="Begin with what a file tells, or -."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def prefill_of(given: dict[str, Any]) -> "Prefill":
    """What the source that was named tells; nothing where none was. Its options leave `given`.

    Raises:
        click.UsageError: Two sources are named, or an option has nothing to belong to.
        click.ClickException: The source cannot be read.
    """
    names = [name for name in _Asked.__dataclass_fields__ if name != "may_ask"]
    values = {name: given.pop(name) or "" for name in names}
    asked = _Asked(**values, may_ask=not given.get("as_json"))
    _refuse_nonsense(asked)
    if not asked.sources:
        from mkdocs_postmortems.writing import Prefill  # noqa: PLC0415 - slow to load

        return Prefill()
    from mkdocs_postmortems.integrations import TrackerError  # noqa: PLC0415 - likewise

    try:
        return _read(asked)
    except TrackerError as error:
        first, *listed = error.lines
        raise click.ClickException("\n  ".join([first, *listed])) from None


def _refuse_nonsense(asked: _Asked) -> None:
    if len(asked.sources) > 1:
        raise click.UsageError(f"Only one of {' and '.join(asked.sources)} can be given.")
    if (asked.metric or asked.best) and not asked.experiment:
        raise click.UsageError("--metric and --best choose among the runs of an --experiment.")
    if asked.tracking_uri and not (asked.from_mlflow or asked.experiment):
        raise click.UsageError("--tracking-uri needs --from-mlflow or --experiment.")


def _read(asked: _Asked) -> "Prefill":
    project = project_here()
    vocabularies = settings_of(project).vocabularies
    if asked.from_dvc:
        from mkdocs_postmortems.integrations.dvc import prefill_from_dvc  # noqa: PLC0415 - slow to load

        return prefill_from_dvc(Path(asked.from_dvc), vocabularies.split)
    if asked.from_json:
        return _from_json(asked.from_json, vocabularies)
    return _from_mlflow(asked, project, vocabularies)


def _from_json(name: str, vocabularies: "Vocabularies") -> "Prefill":
    from mkdocs_postmortems.integrations import TrackerError  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.integrations.given_json import (  # noqa: PLC0415 - likewise
        MOST_BYTES,
        prefill_from_json,
    )

    if name == "-":
        return prefill_from_json(sys.stdin.buffer.read(MOST_BYTES + 1), "stdin", vocabularies)
    try:
        with Path(name).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise TrackerError(f"{name} cannot be read: {told}") from None
    return prefill_from_json(data, name, vocabularies)


def _from_mlflow(asked: _Asked, project: "Project", vocabularies: "Vocabularies") -> "Prefill":
    from mkdocs_postmortems.integrations import mlflow  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.integrations.mlflow_prefill import (  # noqa: PLC0415 - likewise
        prefill_from_choice,
        prefill_from_run,
    )

    run, server = mlflow.addressed(asked.from_mlflow)
    folders = (Path.cwd(), project.root)
    place = mlflow.tracking_uri(asked.tracking_uri or server, os.environ, folders)
    with mlflow.open_store(place, os.environ) as store:
        if asked.experiment:
            return prefill_from_choice(_chosen(asked, store), store, vocabularies.split)
        return prefill_from_run(run, store, vocabularies.split)


def _chosen(asked: _Asked, store: "Store") -> "Chosen":
    from mkdocs_postmortems.cli.questions import at_a_terminal, choose  # noqa: PLC0415 - slow to load
    from mkdocs_postmortems.domain import Term  # noqa: PLC0415 - likewise
    from mkdocs_postmortems.integrations.selection import best_run  # noqa: PLC0415 - likewise

    metric, best = asked.metric, asked.best
    if asked.may_ask and at_a_terminal():
        if not metric:
            names = sorted(store.scores(asked.experiment, "").metrics)
            metric = choose("Which metric ranks the runs?", [Term(each, "") for each in names])
        best = best or choose("Which value of it is best?", [Term(_HIGHEST, ""), Term(_LOWEST, "")])
    if not metric or not best:
        example = f"--metric {metric or 'test_auc'} --best {best or _HIGHEST}"
        raise click.UsageError(f"Say which run of the experiment is best, such as {example}.")
    return best_run(asked.experiment, metric, store, highest=best == _HIGHEST)
