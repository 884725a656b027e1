"""Stores that are locked, damaged, of another make or not there; servers that refuse or stall."""

import re
import sqlite3
from contextlib import closing

import pytest

from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations import TrackerError
from mkdocs_postmortems.integrations.mlflow import addressed, open_store, tracking_uri
from mkdocs_postmortems.integrations.mlflow_prefill import prefill_from_run
from unit.tracking import RUN, SQLITE, refusal, unpack

ID = "0" * 32


def changed(folder, kind, *statements):
    uri = unpack(kind, folder)
    with closing(sqlite3.connect(folder / "mlflow.db")) as store, store:
        for statement in statements:
            store.execute(statement)
    return uri


def test_a_locked_store_says_that_it_is_locked(tmp_path):
    uri = unpack("mlflow-3.17", tmp_path)
    with closing(sqlite3.connect(tmp_path / "mlflow.db", isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        told = refusal(uri)

    assert told.endswith("is locked by a program that writes to it. Try again when that is done")


def test_a_store_that_another_program_writes_to_is_read_meanwhile(tmp_path):
    uri = unpack("mlflow-3.17", tmp_path)
    with closing(sqlite3.connect(tmp_path / "mlflow.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with open_store(uri, {}) as store:
            assert prefill_from_run(RUN, store, SPLITS).title == RUN


@pytest.mark.parametrize("kind", SQLITE)
def test_reading_changes_no_byte_of_a_store(tmp_path, kind):
    uri = unpack(kind, tmp_path)
    before = (tmp_path / "mlflow.db").read_bytes()
    with open_store(uri, {}) as store:
        prefill_from_run(RUN, store, SPLITS)

    assert (tmp_path / "mlflow.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mlflow.db"]


def test_a_store_that_is_cut_off_or_no_database_says_so(tmp_path):
    uri = unpack("mlflow-3.17", tmp_path)
    path = tmp_path / "mlflow.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    assert refusal(uri).endswith("is damaged, or no SQLite database")
    path.write_bytes(b"run,auc\n1,0.7\n" * 100)
    assert refusal(uri).endswith("is damaged, or no SQLite database")


def test_an_empty_file_and_a_database_of_something_else_are_no_stores(tmp_path):
    (tmp_path / "empty.db").touch()
    assert "has no table `runs`" in refusal(tmp_path / "empty.db")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE runs (id)")
    assert "has no column `artifact_uri` in table `runs`" in refusal(tmp_path / "other.db")


def test_a_store_of_an_unknown_schema_names_it_and_what_to_do(tmp_path):
    uri = changed(
        tmp_path,
        "mlflow-3.17",
        "ALTER TABLE latest_metrics RENAME TO newest_metrics",
        "UPDATE alembic_version SET version_num = 'ffff00001111'",
    )

    told = refusal(uri)
    assert "of schema `ffff00001111` has no table `latest_metrics`" in told
    assert told.endswith("Start `mlflow server` on it, and give the server's address")


def test_a_value_that_is_of_no_type_that_it_should_be_does_not_stop_us(tmp_path):
    uri = changed(
        tmp_path,
        "mlflow-2.22",
        f"UPDATE runs SET start_time = 'yesterday', end_time = 1e300 WHERE name = '{RUN}'",
        "UPDATE params SET value = x'ff00fe' WHERE key = 'max_depth'",
        "UPDATE latest_metrics SET value = 'much' WHERE key = 'lift'",
        "UPDATE datasets SET dataset_profile = '[['",
    )
    with open_store(uri, {}) as store:
        found = prefill_from_run(RUN, store, SPLITS)

    assert (found.started, found.ended) == (None, None)
    assert dict(found.parameters)["max_depth"]
    assert "`lift`" in found.hints[0]


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("sqlite:///nowhere.db", "there is no file nowhere.db"),
        ("nowhere", "there is no file nowhere"),
        ("sqlite:mlflow.db", "`sqlite:mlflow.db` names no file. Write sqlite:///mlflow.db"),
        ("file:///nowhere/mlruns", "there is no folder /nowhere/mlruns"),
        (
            "postgresql://ada:notreal@db/mlflow",
            "runs in `postgresql` are read through their server",
        ),
        ("databricks", "of Databricks the workspace's address is needed"),
        ("ftp://lab.example/mlruns", "runs in `ftp` are read through their server only"),
        ("http://", "`http://` is no address of a server"),
        ("http://lab.example:port", "is no address"),
        ("http://[", "`http://[` is no address"),
    ],
)
def test_a_place_that_is_none_is_refused_without_its_password(tmp_path, monkeypatch, uri, told):
    monkeypatch.chdir(tmp_path)

    assert refusal(uri).startswith(told) or told in refusal(uri)
    assert "notreal" not in refusal(uri)


def test_a_folder_without_experiments_is_no_store(tmp_path):
    assert refusal(tmp_path).endswith("holds no experiment of MLflow: no folder with a meta.yaml")


def test_a_broken_meta_file_is_named_with_its_line(tmp_path):
    uri = unpack("mlruns", tmp_path)
    tag = next(
        path for path in (tmp_path / "mlruns").rglob("mlflow.runName") if path.read_text() == RUN
    )
    (tag.parents[1] / "meta.yaml").write_text("run_id: a\nrun_name: a: b\n")

    assert re.search(r"mlruns/\d+/\w{32}/meta.yaml:2: a value that contains `: `", refusal(uri))


def test_a_run_outside_of_the_folder_is_not_reached(tmp_path):
    uri = unpack("mlruns", tmp_path)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "meta.yaml").write_text("run_id: secret\n")

    assert refusal(uri, "../secret").startswith("there is no run `../secret`")


def test_the_last_step_counts_wherever_its_line_stands(tmp_path):
    uri = unpack("mlruns", tmp_path)
    metric = next((tmp_path / "mlruns").rglob("oot_auc"))
    metric.write_text("3 0.7 2\n1 0.9 0\nbroken\n\n2 0.8 1 loans 3f9a\n")
    with open_store(uri, {}) as store:
        results = prefill_from_run(RUN, store, SPLITS).results

    assert [each.value for each in results if each.split == "out_of_time"] == [0.7]


def test_the_option_comes_before_the_variable_and_that_before_a_store_that_lies_there(tmp_path):
    (tmp_path / "mlruns").mkdir()
    here = (tmp_path,)
    environment = {"MLFLOW_TRACKING_URI": "http://from.variable"}

    assert tracking_uri("given", environment, here) == "given"
    assert tracking_uri("", environment, here) == "http://from.variable"
    assert tracking_uri("", {}, here) == str(tmp_path / "mlruns")
    (tmp_path / "mlflow.db").touch()
    assert tracking_uri("", {}, here) == str(tmp_path / "mlflow.db")


def test_where_nothing_tells_the_place_it_is_asked_for(tmp_path):
    with pytest.raises(TrackerError, match=r"no mlflow\.db and no mlruns in .* --tracking-uri"):
        tracking_uri("", {}, (tmp_path,))


@pytest.mark.parametrize(
    ("text", "run", "place"),
    [
        (f"http://h:5000/#/experiments/1/runs/{ID}", ID, "http://h:5000"),
        (f"https://h/mlflow/#/experiments/1/runs/{ID}/artifacts?x=1", ID, "https://h/mlflow"),
        (f"runs:/{ID}/model", ID, ""),
        (f"mlflow:{ID}", ID, ""),
        (" trial 3 ", "trial 3", ""),
    ],
)
def test_what_was_copied_from_a_browser_or_a_page_names_a_run(text, run, place):
    assert addressed(text) == (run, place)
