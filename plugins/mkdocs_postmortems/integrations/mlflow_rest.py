"""A tracking server of MLflow, asked through its REST API 2.0.

The paths and fields are those of https://mlflow.org/docs/latest/api_reference/rest-api.html.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from mkdocs_postmortems.integrations.errors import TrackerError, no_experiment
from mkdocs_postmortems.integrations.http_json import JsonClient, RefusedError
from mkdocs_postmortems.integrations.run import Found, Input, Run, Scores
from mkdocs_postmortems.integrations.values import as_number, as_text, as_whole, rows_of

_API = "/api/2.0/mlflow"
_PAGE = 200
_MOST_RUNS = 10_000
_MOST_FOUND = 50
_ID = re.compile(r"[0-9a-f]{32}")
_BEGINNING_OF_ID = re.compile(r"[0-9a-f]{4,31}")
_NO_SUCH_RUN = {"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"}
_EXPERIMENTS_ASKED_AT_ONCE = 200


class RestStore:
    """A server."""

    def __init__(self, client: JsonClient) -> None:
        """Ask through `client`."""
        self._client = client
        self._experiments: dict[str, str] | None = None

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return self._client.address

    @property
    def address(self) -> str:
        """Where its pages are in a browser."""
        return self._client.address

    def find(self, text: str) -> list[Found]:
        """The runs whose id begins with `text`, or whose name it is; deleted ones too."""
        if _ID.fullmatch(text) and (run := self._run(text)):
            return [self._found(run)]
        found: dict[str, Found] = {}
        for condition in _conditions(text):
            for each in self._fitting(condition):
                found[each.id] = each
        return list(found.values())

    def read(self, run_id: str) -> Run:
        """The run of that id."""
        run = self._run(run_id)
        if run is None:
            raise TrackerError(f"there is no run `{run_id}` in {self.name}")
        info, data = _map(run, "info"), _map(run, "data")
        experiment_id = as_text(info.get("experiment_id"))
        return Run(
            id=run_id,
            name=_name(run),
            experiment=self._named(experiment_id),
            experiment_id=experiment_id,
            status=as_text(info.get("status")),
            started=as_whole(info.get("start_time")),
            ended=as_whole(info.get("end_time")),
            artifacts=as_text(info.get("artifact_uri")),
            metrics=_metrics(data),
            params=_pairs(data, "params"),
            tags=_pairs(data, "tags"),
            inputs=tuple(_input(each) for each in _list(_map(run, "inputs"), "dataset_inputs")),
        )

    def children(self, run_id: str) -> int:
        """How many runs, not deleted, have that one for a parent."""
        run = self._run(run_id)
        if run is None:
            return 0
        experiment = as_text(_map(run, "info").get("experiment_id"))
        condition = f"tags.`mlflow.parentRunId` = '{run_id}'"
        return sum(1 for _ in self._runs([experiment], condition))

    def scores(self, experiment: str, metric: str) -> Scores:
        """One metric over the runs of the experiment of that name or id."""
        values: dict[str, float] = {}
        names: set[str] = set()
        runs = 0
        for run in self._runs([self._experiment(experiment)]):
            runs += 1
            metrics = _metrics(_map(run, "data"))
            names |= set(metrics)
            if metric in metrics:
                values[self._found(run).id] = metrics[metric]
        return Scores(
            values=values, runs=runs, metrics=frozenset(names), is_whole=runs < _MOST_RUNS
        )

    def close(self) -> None:
        """No connection is held."""

    def _run(self, run_id: str) -> dict[str, Any] | None:
        """A run, or None where the server knows none of that id."""
        try:
            answer = self._client.get(f"{_API}/runs/get?run_id={quote(run_id, safe='')}")
        except RefusedError as error:
            if error.code in _NO_SUCH_RUN:
                return None
            raise
        return _map(answer, "run") or None

    def _fitting(self, condition: str) -> list[Found]:
        try:
            runs = list(self._runs(list(self._names()), condition, view="ALL", most=_MOST_FOUND))
        except RefusedError as error:
            # Older servers know no `LIKE` for ids.
            if error.code == "INVALID_PARAMETER_VALUE":
                return []
            raise
        return [self._found(run) for run in runs]

    def _runs(
        self,
        experiments: list[str],
        condition: str = "",
        view: str = "ACTIVE_ONLY",
        most: int = _MOST_RUNS,
    ) -> Iterator[dict[str, Any]]:
        """Runs page by page, at most so many."""
        for first in range(0, len(experiments), _EXPERIMENTS_ASKED_AT_ONCE):
            asked = {
                "experiment_ids": experiments[first : first + _EXPERIMENTS_ASKED_AT_ONCE],
                "filter": condition,
                "run_view_type": view,
                "max_results": min(_PAGE, most),
            }
            for answer in self._pages(f"{_API}/runs/search", asked):
                for run in _list(answer, "runs"):
                    yield run
                    most -= 1
                    if not most:
                        return

    def _pages(self, path: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        token = ""
        while True:
            answer = self._client.post(path, asked | ({"page_token": token} if token else {}))
            yield answer
            token = as_text(answer.get("next_page_token"))
            # A server that names a page twice would keep us for ever.
            if not token or token in seen:
                return
            seen.add(token)

    def _found(self, run: dict[str, Any]) -> Found:
        info = _map(run, "info")
        return Found(
            id=as_text(info.get("run_id") or info.get("run_uuid")),
            name=_name(run),
            experiment=(self._experiments or {}).get(as_text(info.get("experiment_id")), ""),
            status=as_text(info.get("status")),
            started=as_whole(info.get("start_time")),
            deleted=info.get("lifecycle_stage") == "deleted",
        )

    def _experiment(self, text: str) -> str:
        for experiment_id, name in self._names().items():
            if name == text:
                return experiment_id
        if text in self._names():
            return text
        raise no_experiment(text, self._names().values(), self.name)

    def _named(self, experiment_id: str) -> str:
        answer = self._client.get(
            f"{_API}/experiments/get?experiment_id={quote(experiment_id, safe='')}"
        )
        return as_text(_map(answer, "experiment").get("name"))

    def _names(self) -> dict[str, str]:
        """The experiments that are not deleted, by id."""
        if self._experiments is None:
            pages = self._pages(f"{_API}/experiments/search", {"max_results": 1000})
            self._experiments = {
                as_text(each.get("experiment_id")): as_text(each.get("name"))
                for answer in pages
                for each in _list(answer, "experiments")
            }
        return self._experiments


def _conditions(text: str) -> Iterator[str]:
    """The questions that find a run by name, or by the beginning of its id."""
    quote_mark = "'" if "'" not in text else '"'
    if quote_mark not in text:
        yield f"tags.`mlflow.runName` = {quote_mark}{text}{quote_mark}"
    if _BEGINNING_OF_ID.fullmatch(text):
        yield f"attributes.run_id LIKE '{text}%'"


def _name(run: dict[str, Any]) -> str:
    told = as_text(_map(run, "info").get("run_name"))
    return told or _pairs(_map(run, "data"), "tags").get("mlflow.runName", "")


def _metrics(data: dict[str, Any]) -> dict[str, float]:
    return {
        as_text(each.get("key")): as_number(each.get("value")) for each in _list(data, "metrics")
    }


def _pairs(data: dict[str, Any], key: str) -> dict[str, str]:
    return {as_text(each.get("key")): as_text(each.get("value")) for each in _list(data, key)}


def _input(told: dict[str, Any]) -> Input:
    dataset = _map(told, "dataset")
    return Input(
        name=as_text(dataset.get("name")),
        digest=as_text(dataset.get("digest")),
        context=_pairs(told, "tags").get("mlflow.data.context", ""),
        rows=rows_of(as_text(dataset.get("profile"))),
    )


def _map(value: dict[str, Any], key: str) -> dict[str, Any]:
    """What stands under `key`, if it is a map; the answer of a stranger may hold anything."""
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _list(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    inner = value.get(key)
    return [each for each in inner if isinstance(each, dict)] if isinstance(inner, list) else []
