"""Records what a real tracking server answers, for tests that have none.

    mlflow server --backend-store-uri sqlite:///server.db --default-artifact-root s3://lab \\
        --no-serve-artifacts --port 5000
    python make.py http://127.0.0.1:5000
    python record.py http://127.0.0.1:5000 | gzip -9n > answers.json.gz

`answers.json.gz` was recorded from MLflow 3.18.0. Every answer is kept as it came, one for each
method, path and body that was asked.
"""

import contextlib
import json
import sys

from mkdocs_postmortems.integrations.errors import TrackerError
from mkdocs_postmortems.integrations.http_json import JsonClient
from mkdocs_postmortems.integrations.mlflow_rest import RestStore

NAMES = (
    *("Gradient boosting on calls", "sweep", "trial 3", "stopped by hand", "out of memory"),
    *("still training", "twice", "mistake", "bright-fox-123", "calm-owl-9", "nobody's", "abcd"),
)


class RecordingClient(JsonClient):
    """Asks, and keeps what was answered."""

    def __init__(self, address):
        super().__init__(address)
        self.kept = {}

    def _answer(self, address, body, until):
        answer = super()._answer(address, body, until)
        method, path = "POST" if body else "GET", address.removeprefix(self.address)
        self.kept[f"{method} {path} {(body or b'').decode()}"] = {
            "status": answer.status,
            "kind": answer.kind,
            "body": answer.body.decode(),
        }
        return answer


def ask_everything(store):
    """All that the tests ask."""
    for name in NAMES:
        for found in store.find(name):
            store.read(found.id)
            children = store.read(found.id).tags.get("mlflow.parentRunId", found.id)
            store.children(children)
            store.children(found.id)
            store.find(found.id)
            store.find(found.id[:8])
    for experiment in ("churn", "chrun", "1", "gone"):
        with contextlib.suppress(TrackerError):
            store.scores(experiment, "test_auc")
    with contextlib.suppress(TrackerError):
        store.read("0" * 32)
    store.find("0" * 32)


if __name__ == "__main__":
    client = RecordingClient(sys.argv[1])
    ask_everything(RestStore(client))
    json.dump(client.kept, sys.stdout, indent=1)
