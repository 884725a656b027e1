"""Stores that the installed MLflow writes, so that a release that writes otherwise is noticed."""

import datetime as dt
import importlib.util
import os
import re
import subprocess
import sys

import pytest

from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations.mlflow import open_store
from mkdocs_postmortems.integrations.mlflow_prefill import prefill_from_choice, prefill_from_run
from mkdocs_postmortems.integrations.selection import best_run
from unit.tracking import DATA, RUN, store_of

NEEDED = ("mlflow", "sqlalchemy", "alembic")


@pytest.fixture(scope="module", params=["sqlite:///mlflow.db", "mlruns"])
def uri(request, tmp_path_factory):
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing and not os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
        pytest.skip(f"{missing[0]} is not installed: pip install -e '.[trackers]'")
    folder = tmp_path_factory.mktemp("store")
    made = subprocess.run(
        [sys.executable, DATA / "make.py", request.param],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return request.param.replace("mlflow.db", str(folder / "mlflow.db")).replace(
        "mlruns", str(folder / "mlruns")
    )


def told(store):
    """What the store gives, but for ids, which differ."""
    run = prefill_from_run(RUN, store, SPLITS, dt.UTC)
    best = best_run("churn", "test_auc", store, highest=True)
    chosen = prefill_from_choice(best, store, SPLITS, dt.UTC)
    return re.sub(r"\b[0-9a-f]{32}\b", "ID", f"{run}\n{chosen}")


def test_what_the_installed_mlflow_writes_gives_what_the_committed_store_gives(uri, tmp_path):
    with store_of("mlflow-3.17", tmp_path) as committed, open_store(uri, {}) as fresh:
        assert told(fresh) == told(committed)
