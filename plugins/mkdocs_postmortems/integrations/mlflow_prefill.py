"""What a run of MLflow gives a postmortem to begin with."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from mkdocs_postmortems.domain import Dataset, Vocabulary
from mkdocs_postmortems.integrations.addresses import last_part, published
from mkdocs_postmortems.integrations.metric_names import read_metric, split_named
from mkdocs_postmortems.integrations.parameters import looks_secret, shown_parameters
from mkdocs_postmortems.integrations.results import results_of
from mkdocs_postmortems.integrations.run import Run, Store, day_at
from mkdocs_postmortems.integrations.selection import Chosen, resolve
from mkdocs_postmortems.integrations.text import as_notes, one_line
from mkdocs_postmortems.writing import Link, Prefill

_LONGEST_TITLE = 120
_LONGEST_TAG = 30
_MOST_TAGS = 8
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_MADE_UP_NAME = re.compile(r"[a-z]+-[a-z]+-\d+")
"""Names that MLflow gives to runs that nobody named, such as `bright-fox-123`."""

_TELLING_TAGS = frozenset(
    (
        *("tag", "tags", "topic", "topics", "keyword", "keywords", "task", "domain", "project"),
        *("model", "model_type", "algorithm", "estimator_name"),
    )
)
_YES = frozenset({"", "true", "yes"})
_DATA_NAMES = ("dataset", "dataset_name", "data", "data_name", "data_path")
_DATA_VERSIONS = ("dataset_version", "data_version")


def prefill_from_run(
    text: str, store: Store, splits: Vocabulary, zone: dt.tzinfo | None = None
) -> Prefill:
    """What the run that `text` means tells.

    Raises:
        TrackerError: No run, or not one only, is meant, or the store cannot be read.
    """
    run = store.read(resolve(text, store))
    prefill = _prefill(run, store, splits, zone)
    return replace(prefill, hints=(*prefill.hints, *_relatives(run, store)))


def prefill_from_choice(
    chosen: Chosen, store: Store, splits: Vocabulary, zone: dt.tzinfo | None = None
) -> Prefill:
    """What the best run of an experiment tells, and that it was chosen.

    Raises:
        TrackerError: The store cannot be read.
    """
    prefill = _prefill(store.read(chosen.run_id), store, splits, zone)
    measure, _ = read_metric(chosen.metric, splits)
    results = tuple(
        each.model_copy(update={"higher_is_better": chosen.highest})
        if each.metric in {measure, chosen.metric}
        else each
        for each in prefill.results
    )
    hints = [chosen.hint(splits)]
    if chosen.equals > 1:
        hints.append(f"{chosen.equals} runs share the best figure; the first by id was taken.")
    return replace(
        prefill,
        results=results,
        notes="\n\n".join(filter(None, (chosen.sentence, prefill.notes))),
        hints=(*filter(None, hints), *prefill.hints),
    )


def _prefill(run: Run, store: Store, splits: Vocabulary, zone: dt.tzinfo | None) -> Prefill:
    results, about_results = results_of(run.metrics, splits, _cases(run, splits))
    parameters, about_parameters = shown_parameters(run.params)
    killed = run.status == "KILLED"
    return Prefill(
        title=_title(run),
        started=day_at(run.started, zone),
        ended=day_at(run.ended, zone),
        tags=_tags(run.tags),
        results=results,
        data=_data(run),
        runs=tuple(_runs(run)),
        parameters=parameters,
        notes=as_notes(run.tags.get("mlflow.note.content", "")),
        links=tuple(_links(run, store.address)),
        suggested_outcome="abandoned" if killed else "",
        hints=(*_about_status(run), *about_results, *about_parameters),
    )


def _title(run: Run) -> str:
    """The run's name; one that MLflow made up says nothing, so its experiment's comes first."""
    name = one_line(run.name, _LONGEST_TITLE)
    # On Databricks an experiment's name is a path with its owner's e-mail address.
    told = last_part(run.experiment) if run.experiment.startswith("/") else run.experiment
    experiment = one_line(told, _LONGEST_TITLE)
    if name and not _MADE_UP_NAME.fullmatch(name):
        return name
    if experiment in {"", "Default"}:
        return name
    return f"{experiment} ({name})" if name else experiment


def _about_status(run: Run) -> Iterator[str]:
    if run.status == "KILLED":
        yield "The run was killed before its end."
    elif run.status == "FAILED":
        yield "The run crashed (`FAILED`). That is not a failed experiment: nothing was shown yet."
    elif run.status in {"RUNNING", "SCHEDULED"}:
        yield f"The run has not ended (`{run.status}`): its figures may change."


def _relatives(run: Run, store: Store) -> Iterator[str]:
    if number := store.children(run.id):
        each = "a child run" if number == 1 else f"{number} child runs"
        yield f"The run has {each}, whose figures are not among these."
    parent = run.tags.get("mlflow.parentRunId", "")
    if parent and (number := store.children(parent)) > 1:
        yield (
            f"It is one of {number} runs under the same parent, such as a search makes. If it was"
            " chosen for its figure, expect optimism, and say so."
        )


def _runs(run: Run) -> Iterator[str]:
    yield f"mlflow:{one_line(run.id)}"
    commit = run.tags.get("mlflow.source.git.commit", "").strip()
    if _COMMIT.fullmatch(commit):
        yield f"git:{commit}"


def _links(run: Run, address: str) -> Iterator[Link]:
    if address:
        page = f"{address}/#/experiments/{run.experiment_id}/runs/{run.id}"
        yield Link("The run in MLflow", published(page))
    if artifacts := published(run.artifacts):
        yield Link("What it left behind", artifacts)
    repository = run.tags.get("mlflow.source.git.repoURL", "")
    if code := published(repository.removesuffix(".git"), web_only=True):
        yield Link("Its code", code)


def _data(run: Run) -> tuple[Dataset, ...]:
    read = {(one_line(each.name), one_line(each.digest)) for each in run.inputs}
    data = tuple(Dataset(name=name, version=version) for name, version in sorted(read) if name)
    return data or tuple(_data_in(run.tags)) or tuple(_data_in(run.params))


def _data_in(told: Mapping[str, str]) -> Iterator[Dataset]:
    """What tags or settings call the data, where no data set was logged."""
    name = next((told[key] for key in _DATA_NAMES if told.get(key)), "")
    if not name or looks_secret("data", name):
        return
    version = next((told[key] for key in _DATA_VERSIONS if told.get(key)), "")
    if shown := one_line(last_part(name), _LONGEST_TITLE):
        yield Dataset(name=shown, version=one_line(version, _LONGEST_TITLE))


def _cases(run: Run, splits: Vocabulary) -> dict[str, int]:
    """How many rows the data of a split has, where one data set of known size was used for it."""
    sizes: dict[str, list[int | None]] = {}
    for each in run.inputs:
        if split := split_named(each.context, splits):
            sizes.setdefault(split, []).append(each.rows)
    return {split: known[0] for split, known in sizes.items() if len(known) == 1 and known[0]}


def _tags(given: Mapping[str, str]) -> tuple[str, ...]:
    """Tags that tell what it is about: values of telling names, and names that say yes."""
    found: dict[str, str] = {}
    for name, value in sorted(given.items()):
        if name.startswith("mlflow.") or looks_secret(name, value):
            continue
        texts = value.split(",") if name.casefold() in _TELLING_TAGS else []
        texts += [name] if value.strip().casefold() in _YES else []
        for text in map(one_line, texts):
            if 1 < len(text) <= _LONGEST_TAG and any(map(str.isalpha, text)):
                found.setdefault(text.casefold(), text)
    return tuple(found.values())[:_MOST_TAGS]
