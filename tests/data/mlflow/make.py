"""Fills a store of MLflow, through MLflow's own client, with runs as a team leaves them.

    python make.py sqlite:///mlflow.db        a SQLite store, emptied of unused pages
    python make.py mlruns                     a folder
    python make.py http://127.0.0.1:5000      a server

It runs with `mlflow-skinny`, `sqlalchemy` and `alembic`, of MLflow 2 or 3. What is committed here
was made by it: `mlflow-2.3.db.gz` and `mlruns.zip` by 2.3.2, `mlflow-2.22.db.gz` by 2.22.5,
`mlflow-3.17.db.gz` by 3.17.2.
"""

import contextlib
import os
import sqlite3
import sys
from pathlib import Path

os.environ |= {
    "MLFLOW_ALLOW_FILE_STORE": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "LOGNAME": "ada",
}

from mlflow.entities import Metric, Param
from mlflow.tracking import MlflowClient

DAY = 86_400_000
NOON = 1_741_953_600_000  # 14 March 2025, 12:00 UTC


class Lab:
    """One store, and how runs come into it."""

    def __init__(self, uri):
        self.client = MlflowClient(tracking_uri=uri)

    def experiment(self, name):
        return self.client.create_experiment(name, artifact_location=f"s3://lab/{name.strip('/')}")

    def default(self):
        found = self.client.get_experiment_by_name("Default")
        return found.experiment_id if found else self.client.create_experiment("Default")

    def run(self, experiment, name, *, days=(0, 0), status="FINISHED", parent=None, **logged):
        start, end = (NOON + day * DAY for day in days)
        tags = {"mlflow.runName": name, **logged.get("tags", {})}
        if parent:
            tags["mlflow.parentRunId"] = parent
        run = self.client.create_run(experiment, start_time=start, tags=tags)
        run_id = run.info.run_id
        metrics = [
            Metric(key, value, start + step, step)
            for key, values in logged.get("metrics", {}).items()
            for step, value in enumerate(values if isinstance(values, list) else [values])
        ]
        params = [Param(key, value) for key, value in logged.get("params", {}).items()]
        self.client.log_batch(run_id, metrics=metrics, params=params)
        if status != "RUNNING":
            self.client.set_terminated(run_id, status=status, end_time=end)
        return run_id

    def inputs(self, run_id, *datasets):
        """Needs MLflow 2.4, which brought data sets."""
        try:
            from mlflow.entities import Dataset, DatasetInput, InputTag
        except ImportError:
            return
        self.client.log_inputs(
            run_id,
            [
                DatasetInput(
                    Dataset(
                        name,
                        digest,
                        "http",
                        '{"url": "https://lab.example/loans.csv"}',
                        None,
                        profile,
                    ),
                    [InputTag("mlflow.data.context", context)],
                )
                for name, digest, context, profile in datasets
            ],
        )


def fill(lab):
    churn = lab.experiment("churn")
    boosted = lab.run(
        churn,
        "Gradient boosting on calls",
        days=(0, 3),
        metrics={
            "train_auc": [0.7, 0.8, 0.93],
            "val_auc": [0.6, 0.7, 0.81],
            "test/auc": 0.79,
            "oot_auc": 0.64,
            "logloss_test": 0.41,
            "lift": 2.5,
            "test_brier": float("nan"),
            "train_loss": float("inf"),
            "system/cpu_utilization_percentage": 12.5,
        },
        params={
            "learning_rate": "0.10",
            "max_depth": "6",
            "features": "a|b|c",
            "hub_token": "hf_notarealtokenbutlookslikeone",
            "store_url": "postgresql://ada:notreal@db.lab.example/calls",
            "early_stopping": "None",
            "columns": ", ".join(f"column_{number}" for number in range(30)),
        },
        tags={
            "mlflow.source.git.commit": "4e3d130f0c6b7b3f4a8c9d0e1f2a3b4c5d6e7f80",
            "mlflow.source.git.repoURL": "https://ada:notreal@code.lab.example/churn.git",
            "mlflow.note.content": "# Setting\n\nCalls of the *last* quarter.",
            "mlflow.user": "ada",
            "model": "xgboost",
            "topics": "churn, calls",
            "ticket": "4711",
        },
    )
    lab.inputs(
        boosted,
        ("loans", "3f9a", "training", '{"num_rows": 40000}'),
        ("loans-held-out", "77aa", "testing", '{"num_rows": 4812}'),
    )
    sweep = lab.run(churn, "sweep", days=(4, 5), tags={"mlflow.user": "ada"})
    for number in range(4):
        lab.run(
            churn,
            f"trial {number}",
            days=(4, 4),
            parent=sweep,
            metrics={"test_auc": 0.7 + number / 100, "test_loss": 0.5 - number / 100},
            params={"seed": str(number)},
        )
    lab.run(churn, "stopped by hand", days=(6, 6), status="KILLED", metrics={"val_auc": 0.5})
    lab.run(churn, "out of memory", days=(6, 6), status="FAILED", metrics={"val_auc": 0.5})
    lab.run(churn, "still training", days=(7, 7), status="RUNNING", metrics={"val_auc": 0.5})
    for _ in range(2):
        lab.run(churn, "twice", days=(8, 8), metrics={"test_auc": 0.6})
    deleted = lab.run(churn, "mistake", days=(9, 9), metrics={"test_auc": 0.99})
    lab.client.delete_run(deleted)
    shared = lab.experiment("/Users/ada@example.com/Loan default")
    lab.run(shared, "bright-fox-123", days=(0, 0), metrics={"eval_f1": 0.4})
    lab.run(lab.default(), "calm-owl-9", days=(0, 0), metrics={"accuracy": 0.9})
    gone = lab.experiment("gone")
    lab.run(gone, "in a deleted experiment", metrics={"test_auc": 0.9})
    lab.client.delete_experiment(gone)


def tidy_store(path):
    """Leave no path of the machine that it was made on, and no page that nothing needs."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute(
            "UPDATE experiments SET artifact_location = 's3://lab/0' WHERE experiment_id = 0"
        )
        store.execute(
            "UPDATE runs SET artifact_uri = 's3://lab/0/' || run_uuid WHERE experiment_id = 0"
        )
        store.execute("VACUUM")


def tidy_folder(folder):
    """Leave no path of the machine that it was made on."""
    here = str(folder.resolve())
    for path in folder.rglob("meta.yaml"):
        text = path.read_text("utf-8")
        path.write_text(
            text.replace(f"file://{here}", "s3://lab").replace(here, "s3://lab"), "utf-8"
        )


if __name__ == "__main__":
    uri = sys.argv[1]
    fill(Lab(uri))
    if uri.startswith("sqlite:///"):
        tidy_store(uri.removeprefix("sqlite:///"))
    elif "://" not in uri:
        tidy_folder(Path(uri))
