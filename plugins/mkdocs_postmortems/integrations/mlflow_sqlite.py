"""A local SQLite store of MLflow 2 or 3, read without MLflow.

The tables are those of MLflow's own migrations (`mlflow/store/db_migrations`): `latest_metrics`
holds the last value of each metric since 1.4, `datasets` and `inputs` came with 2.4.
"""

import contextlib
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs_postmortems.integrations.errors import TrackerError, no_experiment
from mkdocs_postmortems.integrations.run import Found, Input, Run, Scores
from mkdocs_postmortems.integrations.values import as_number, as_text, as_whole, rows_of

_SECONDS_FOR_A_LOCK = 2.0
_NEEDED = {
    "runs": {
        *("run_uuid", "name", "status", "start_time", "end_time", "lifecycle_stage"),
        *("artifact_uri", "experiment_id"),
    },
    "experiments": {"experiment_id", "name", "lifecycle_stage"},
    "latest_metrics": {"key", "value", "is_nan", "run_uuid"},
    "params": {"key", "value", "run_uuid"},
    "tags": {"key", "value", "run_uuid"},
}
_INPUTS = {
    "inputs": {"input_uuid", "source_type", "source_id", "destination_type", "destination_id"},
    "datasets": {"dataset_uuid", "name", "digest", "dataset_profile"},
    "input_tags": {"input_uuid", "name", "value"},
}

_FIND = """
    SELECT runs.run_uuid, runs.name, experiments.name, status, start_time, runs.lifecycle_stage
    FROM runs LEFT JOIN experiments USING (experiment_id)
    WHERE substr(runs.run_uuid, 1, length(:text)) = :text OR runs.name = :text
       OR runs.run_uuid IN (
           SELECT run_uuid FROM tags WHERE key = 'mlflow.runName' AND value = :text)
    ORDER BY start_time LIMIT 50
"""
_RUN = """
    SELECT runs.name, experiments.name, experiment_id, status, start_time, end_time, artifact_uri
    FROM runs LEFT JOIN experiments USING (experiment_id) WHERE run_uuid = :run
"""
_CHILDREN = """
    SELECT count(*) FROM tags JOIN runs USING (run_uuid)
    WHERE key = 'mlflow.parentRunId' AND value = :run AND lifecycle_stage = 'active'
"""
_EXPERIMENT = """
    SELECT experiment_id FROM experiments
    WHERE lifecycle_stage = 'active'
      AND (name = :text OR CAST(experiment_id AS TEXT) = :text)
    ORDER BY name = :text DESC
"""
_COUNT = """
    SELECT count(*) FROM runs WHERE experiment_id = :experiment AND lifecycle_stage = 'active'
"""
_VALUES = """
    SELECT run_uuid, value, is_nan FROM latest_metrics JOIN runs USING (run_uuid)
    WHERE experiment_id = :experiment AND lifecycle_stage = 'active' AND key = :metric
"""
_METRICS = """
    SELECT DISTINCT key FROM latest_metrics JOIN runs USING (run_uuid)
    WHERE experiment_id = :experiment AND lifecycle_stage = 'active'
"""
_DATA = """
    SELECT datasets.name, digest, dataset_profile, (
        SELECT value FROM input_tags
        WHERE input_tags.input_uuid = inputs.input_uuid AND input_tags.name = 'mlflow.data.context')
    FROM inputs JOIN datasets ON dataset_uuid = source_id
    WHERE source_type = 'DATASET' AND destination_type = 'RUN' AND destination_id = :run
    ORDER BY datasets.name, digest
"""


class SqliteStore:
    """A file of SQLite. It is opened for reading only, and never changed."""

    def __init__(self, path: Path, name: str) -> None:
        """Open it; `name` is how it is called in messages.

        Raises:
            TrackerError: It is not there, no SQLite database, or no store of MLflow.
        """
        self.name = name
        self.address = ""
        if not path.is_file():
            raise TrackerError(f"there is no file {name}")
        with self._explained():
            self._connection = sqlite3.connect(
                f"file:{quote(path.resolve().as_posix())}?mode=ro",
                uri=True,
                timeout=_SECONDS_FOR_A_LOCK,
                isolation_level=None,
            )
            self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            self._refuse_what_is_none()
        except TrackerError:
            self.close()
            raise

    def find(self, text: str) -> list[Found]:
        """The runs whose id begins with `text`, or whose name it is; deleted ones too."""
        rows = self._rows(_FIND, text=text)
        return [
            Found(
                id=as_text(run_id),
                name=as_text(name),
                experiment=as_text(experiment),
                status=as_text(status),
                started=as_whole(started),
                deleted=stage == "deleted",
            )
            for run_id, name, experiment, status, started, stage in rows
        ]

    def read(self, run_id: str) -> Run:
        """The run of that id."""
        rows = self._rows(_RUN, run=run_id)
        if not rows:
            raise TrackerError(f"there is no run `{run_id}` in {self.name}")
        name, experiment, experiment_id, status, started, ended, artifacts = rows[0]
        tags = self._pairs("SELECT key, value FROM tags WHERE run_uuid = :run", run_id)
        return Run(
            id=run_id,
            name=as_text(name) or tags.get("mlflow.runName", ""),
            experiment=as_text(experiment),
            experiment_id=as_text(experiment_id),
            status=as_text(status),
            started=as_whole(started),
            ended=as_whole(ended),
            artifacts=as_text(artifacts),
            metrics={
                as_text(key): math.nan if is_nan else as_number(value)
                for key, value, is_nan in self._rows(
                    "SELECT key, value, is_nan FROM latest_metrics WHERE run_uuid = :run",
                    run=run_id,
                )
            },
            params=self._pairs("SELECT key, value FROM params WHERE run_uuid = :run", run_id),
            tags=tags,
            inputs=self._inputs(run_id),
        )

    def children(self, run_id: str) -> int:
        """How many runs, not deleted, have that one for a parent."""
        [(number,)] = self._rows(_CHILDREN, run=run_id)
        return int(number)

    def scores(self, experiment: str, metric: str) -> Scores:
        """One metric over the runs of the experiment of that name or id."""
        experiment_id = self._experiment(experiment)
        [(runs,)] = self._rows(_COUNT, experiment=experiment_id)
        values = self._rows(_VALUES, experiment=experiment_id, metric=metric)
        names = self._rows(_METRICS, experiment=experiment_id)
        return Scores(
            values={
                as_text(run): math.nan if is_nan else as_number(value)
                for run, value, is_nan in values
            },
            runs=int(runs),
            metrics=frozenset(as_text(name) for (name,) in names),
        )

    def experiments(self) -> list[str]:
        """The names of the experiments that are not deleted."""
        rows = self._rows("SELECT name FROM experiments WHERE lifecycle_stage = 'active'")
        return [as_text(name) for (name,) in rows]

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def _refuse_what_is_none(self) -> None:
        missing = next(self._missing(_NEEDED), "")
        if not missing:
            return
        version = ""
        if not any(self._missing({"alembic_version": {"version_num"}})):
            rows = self._rows("SELECT version_num FROM alembic_version")
            version = f" of schema `{as_text(rows[0][0])}`" if rows else ""
        message = f"{self.name}{version} has no {missing}, as a store of MLflow 2 or 3 has"
        remedy = "Start `mlflow server` on it, and give the server's address"
        raise TrackerError(f"{message}. {remedy}" if version else message)

    def _missing(self, needed: dict[str, set[str]]) -> Iterator[str]:
        """The tables and columns that are not there, in words."""
        for table, columns in needed.items():
            there = {
                as_text(row[0])
                for row in self._rows("SELECT name FROM pragma_table_info(:table)", table=table)
            }
            if not there:
                yield f"table `{table}`"
            for column in sorted(columns - there):
                yield f"column `{column}` in table `{table}`"

    def _experiment(self, text: str) -> Any:
        rows = self._rows(_EXPERIMENT, text=text)
        if rows:
            return rows[0][0]
        raise no_experiment(text, self.experiments(), self.name)

    def _inputs(self, run_id: str) -> tuple[Input, ...]:
        if any(self._missing(_INPUTS)):
            return ()
        rows = self._rows(_DATA, run=run_id)
        return tuple(
            Input(as_text(name), as_text(digest), as_text(context), rows_of(as_text(profile)))
            for name, digest, profile, context in rows
        )

    def _pairs(self, query: str, run_id: str) -> dict[str, str]:
        return {as_text(key): as_text(value) for key, value in self._rows(query, run=run_id)}

    def _rows(self, query: str, **values: Any) -> list[Any]:
        with self._explained():
            return self._connection.execute(query, values).fetchall()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """SQLite's errors in words for somebody who wants to write about a run."""
        try:
            yield
        except sqlite3.Error as error:
            raise TrackerError(f"{self.name} {_in_words(str(error))}") from None


def _in_words(error: str) -> str:
    if "locked" in error or "busy" in error:
        return "is locked by a program that writes to it. Try again when that is done"
    if "not a database" in error or "malformed" in error or "disk image" in error:
        return "is damaged, or no SQLite database"
    return f"cannot be read: {error}"
