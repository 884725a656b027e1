"""A folder `mlruns/`, which MLflow wrote by default for years, and now refuses to write or read.

Each experiment is a folder with a `meta.yaml`, each run one below it; a metric is a file with one
line a step (`milliseconds value step`), a setting or a tag a file that holds its value. Names with
slashes are folders.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.integrations.errors import TrackerError, no_experiment
from mkdocs_postmortems.integrations.run import Found, Input, Run, Scores
from mkdocs_postmortems.integrations.values import as_number, as_whole, rows_of
from mkdocs_postmortems.source.nodes import Mapping, Scalar
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml

_META = "meta.yaml"
_LONGEST_VALUE = 100_000
_STATUSES = {"1": "RUNNING", "2": "SCHEDULED", "3": "FINISHED", "4": "FAILED", "5": "KILLED"}
_TRASH = ".trash"


@dataclass(frozen=True, slots=True)
class _Place:
    """A run's folder, and the experiment it is in."""

    folder: Path
    experiment: Path


class FolderStore:
    """A folder of runs. Nothing in it is changed."""

    def __init__(self, folder: Path, name: str) -> None:
        """Look into it; `name` is how it is called in messages.

        Raises:
            TrackerError: It is not there, or holds no experiment.
        """
        self.name = name
        self.address = ""
        self._folder = folder
        if not folder.is_dir():
            raise TrackerError(f"there is no folder {name}")
        if not any(self._experiments()):
            raise TrackerError(f"{name} holds no experiment of MLflow: no folder with a {_META}")

    def find(self, text: str) -> list[Found]:
        """The runs whose id begins with `text`, or whose name it is; deleted ones too."""
        return [
            self._found(place)
            for place in self._places()
            if place.folder.name.startswith(text) or self._named(place.folder, text)
        ]

    def read(self, run_id: str) -> Run:
        """The run of that id."""
        place = next((each for each in self._places() if each.folder.name == run_id), None)
        if place is None:
            raise TrackerError(f"there is no run `{run_id}` in {self.name}")
        meta = self._meta(place.folder)
        tags = self._values(place.folder / "tags")
        return Run(
            id=run_id,
            name=meta.get("run_name") or tags.get("mlflow.runName", ""),
            experiment=self._meta(place.experiment).get("name", ""),
            experiment_id=place.experiment.name,
            status=_status(meta),
            started=as_whole(meta.get("start_time")),
            ended=as_whole(meta.get("end_time")),
            artifacts=meta.get("artifact_uri", ""),
            metrics={
                name: self._last_value(file) for name, file in self._files(place.folder / "metrics")
            },
            params=self._values(place.folder / "params"),
            tags=tags,
            inputs=tuple(self._inputs(place)),
        )

    def children(self, run_id: str) -> int:
        """How many runs, not deleted, have that one for a parent."""
        return sum(
            self._value(place.folder / "tags" / "mlflow.parentRunId") == run_id
            and not self._found(place).deleted
            for place in self._places()
        )

    def scores(self, experiment: str, metric: str) -> Scores:
        """One metric over the runs of the experiment of that name or id."""
        values: dict[str, float] = {}
        names: set[str] = set()
        runs = 0
        for place in self._runs_in(self._experiment(experiment)):
            if self._found(place).deleted:
                continue
            runs += 1
            metrics = dict(self._files(place.folder / "metrics"))
            names |= set(metrics)
            if metric in metrics:
                values[place.folder.name] = self._last_value(metrics[metric])
        return Scores(values=values, runs=runs, metrics=frozenset(names))

    def close(self) -> None:
        """Nothing is held."""

    def _experiment(self, text: str) -> Path:
        names = {
            folder: self._meta(folder).get("name", "")
            for folder in self._experiments()
            if folder.parent == self._folder
        }
        for folder, name in names.items():
            if text in {name, folder.name}:
                return folder
        raise no_experiment(text, names.values(), self.name)

    def _experiments(self) -> Iterator[Path]:
        """The folders of the experiments, with those in the bin at the end."""
        for parent in (self._folder, self._folder / _TRASH):
            for folder in self._listed(parent):
                if (folder / _META).is_file():
                    yield folder

    def _places(self) -> Iterator[_Place]:
        for experiment in self._experiments():
            yield from self._runs_in(experiment)

    def _runs_in(self, experiment: Path) -> Iterator[_Place]:
        for folder in self._listed(experiment):
            # Data sets and models lie one level below, runs here.
            if (folder / _META).is_file():
                yield _Place(folder, experiment)

    def _found(self, place: _Place) -> Found:
        meta = self._meta(place.folder)
        return Found(
            id=place.folder.name,
            name=meta.get("run_name") or self._value(place.folder / "tags" / "mlflow.runName"),
            experiment=self._meta(place.experiment).get("name", ""),
            status=_status(meta),
            started=as_whole(meta.get("start_time")),
            deleted=meta.get("lifecycle_stage") == "deleted",
        )

    def _named(self, folder: Path, text: str) -> bool:
        """Whether a run's name is `text`; its tag is asked, as many small files cost less."""
        return self._value(folder / "tags" / "mlflow.runName") == text

    def _inputs(self, place: _Place) -> Iterator[Input]:
        datasets = {folder.name: folder for folder in self._listed(place.experiment / "datasets")}
        for folder in self._listed(place.folder / "inputs"):
            about = self._meta(folder)
            source = datasets.get(about.get("source_id", ""))
            if source is None:
                continue
            dataset = self._meta(source)
            yield Input(
                name=dataset.get("name", ""),
                digest=dataset.get("digest", ""),
                context=about.get("tags.mlflow.data.context", ""),
                rows=rows_of(dataset.get("profile", "")),
            )

    def _meta(self, folder: Path) -> dict[str, str]:
        """The fields of a `meta.yaml` as text, those of a map in it by `map.field`."""
        text = self._value(folder / _META)
        try:
            return dict(_flat(read_yaml(text)))
        except FrontMatterError as error:
            shown = f"{self._shown(folder / _META)}:{error.line}"
            raise TrackerError(f"{shown}: {error.message}") from None

    def _last_value(self, file: Path) -> float:
        """The value of the last step; of several, the latest."""
        last = (-math.inf, -math.inf)
        value = math.nan
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    moment, figure, step = (*line.split()[:3], "", "", "0")[:3]
                    if figure and (at := (as_number(step or "0"), as_number(moment))) >= last:
                        last, value = at, as_number(figure)
        except OSError as error:
            raise self._unread(file, error) from None
        return value

    def _values(self, folder: Path) -> dict[str, str]:
        return {name: self._value(file) for name, file in self._files(folder)}

    def _files(self, folder: Path) -> list[tuple[str, Path]]:
        """The files under `folder` by their path below it, as names of metrics are."""
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return [(path.relative_to(folder).as_posix(), path) for path in found]

    def _value(self, file: Path) -> str:
        """What `file` holds; empty where it is not there."""
        try:
            with file.open(encoding="utf-8", errors="replace") as text:
                return text.read(_LONGEST_VALUE)
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise self._unread(file, error) from None

    def _listed(self, folder: Path) -> list[Path]:
        try:
            return sorted(path for path in folder.iterdir() if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unread(folder, error) from None

    def _unread(self, path: Path, error: OSError) -> TrackerError:
        return TrackerError(f"{self._shown(path)} cannot be read: {error.strerror or error}")

    def _shown(self, path: Path) -> str:
        return f"{self.name}/{path.relative_to(self._folder).as_posix()}"


def _status(meta: dict[str, str]) -> str:
    """The status in words; MLflow writes its number, and others its name."""
    told = meta.get("status", "")
    return _STATUSES.get(told, told)


def _flat(mapping: Mapping, before: str = "") -> Iterator[tuple[str, str]]:
    for entry in mapping:
        if isinstance(entry.value, Scalar) and not entry.value.is_null:
            yield f"{before}{entry.key}", entry.value.text
        elif isinstance(entry.value, Mapping):
            yield from _flat(entry.value, f"{before}{entry.key}.")
