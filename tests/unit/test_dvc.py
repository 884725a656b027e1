"""What a DVC project tells of its last run."""

import json
import subprocess

import pytest

from mkdocs_postmortems.domain import Dataset
from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations import TrackerError
from mkdocs_postmortems.integrations.dvc import prefill_from_dvc

PIPELINE = """
stages:
  prepare:
    cmd: python prepare.py
    deps: [prepare.py, data/calls.csv]
    outs: [data/train.parquet]
  train:
    cmd: python train.py
    deps: [train.py, data/train.parquet]
    params: [learning_rate, model.depth, other.toml: [seed]]
    metrics:
      - metrics/test.json: {cache: false}
      - scores.yaml
"""
LOCK = """
schema: '2.0'
stages:
  prepare:
    cmd: python prepare.py
    deps:
    - {path: data/calls.csv, hash: md5, md5: 0123456789abcdef0123456789abcdef.dir, size: 3}
    - {path: prepare.py, md5: aa}
    outs:
    - {path: data/train.parquet, md5: bb}
  train:
    cmd: python train.py
    deps:
    - {path: data/train.parquet, md5: bb}
    params:
      params.yaml: {learning_rate: 0.1, model.depth: 6}
      other.toml: {seed: 7}
"""
FILES = {
    "dvc.yaml": PIPELINE,
    "dvc.lock": LOCK,
    "metrics/test.json": '{"auc": 0.79, "confusion": [[1, 2], [3, 4]], "name": "trees"}',
    "scores.yaml": "val: {auc: 0.81, brier: .nan}\ntrain:\n  auc: 9.3e-1\n",
    "params.yaml": "learning_rate: 0.10\nmodel: {depth: 6, layers: [64, 32]}\ndb_password: x\n",
    "other.toml": "seed = 7\n",
}


@pytest.fixture
def project(tmp_path):
    return written(tmp_path, FILES)


def written(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def read(folder):
    return prefill_from_dvc(folder, SPLITS)


def figures(folder):
    return {(each.metric, each.split): each.value for each in read(folder).results}


def test_figures_come_from_all_metrics_files_by_split(project):
    assert figures(project) == {
        ("auc", "test"): 0.79,
        ("auc", "validation"): 0.81,
        ("auc", "train"): 0.93,
    }


def test_settings_are_those_of_the_last_run_as_they_were_written(project):
    assert read(project).parameters == (
        ("learning_rate", "0.1"),
        ("model.depth", "6"),
        ("model.layers", "[64, 32]"),
        ("seed", "7"),
    )
    assert read(project).hints == (
        "Left out, because it is no finite number: `val/brier`.",
        "Left out, because it looks like a secret: `db_password`.",
    )


def test_settings_that_were_changed_since_are_told(project):
    written(project, {"params.yaml": "learning_rate: 0.5\n"})
    found = read(project)

    assert dict(found.parameters)["learning_rate"] == "0.1"
    told = "Changed since the last run, whose values were taken: `learning_rate`."
    assert told in found.hints


def test_data_is_what_was_read_and_not_made_and_is_no_code(project):
    assert read(project).data == (Dataset(name="data/calls.csv", version="0123456789ab"),)


def test_a_training_loop_that_logged_with_dvclive_is_enough(tmp_path):
    told = {"step": 9, "train": {"loss": 0.2}, "eval": {"loss": 0.3}}
    files = {"dvclive/metrics.json": json.dumps(told), "dvclive/params.yaml": "lr: 1e-3\n"}
    written(tmp_path, files)

    assert figures(tmp_path) == {("loss", "train"): 0.2, ("loss", "validation"): 0.3}
    assert read(tmp_path).parameters == (("lr", "1e-3"),)


def test_the_file_itself_may_be_given_and_a_stage_may_have_a_folder_of_its_own(tmp_path):
    pipeline = "stages:\n  a: {wdir: src, cmd: x, metrics: [m.json]}\n"
    written(tmp_path, {"dvc.yaml": pipeline, "src/m.json": '{"test_auc": 0.5}'})

    assert figures(tmp_path / "dvc.yaml") == {("auc", "test"): 0.5}


def test_files_that_are_not_there_or_not_ours_are_told_and_not_read(tmp_path):
    outside = tmp_path / "outside.json"
    outside.write_text('{"test_auc": 1}')
    names = "[gone.json, ../outside.json, '${model}.json', /etc/passwd]"
    folder = written(tmp_path / "lab", {"dvc.yaml": f"metrics: {names}\n"})
    found = read(folder)

    assert found.results == ()
    assert found.hints == (
        "Named in dvc.yaml and not there: `gone.json`. Try `dvc pull`.",
        "Not read: `../outside.json`, `${model}.json`, `/etc/passwd`.",
    )


def git(folder, *arguments):
    name = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    done = subprocess.run(
        ["git", *name, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_the_commit_is_named_and_whether_the_files_differ_from_it(project):
    assert read(project).runs == ()
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "x")
    commit = git(project, "rev-parse", "HEAD")
    assert read(project).runs == (f"git:{commit}",)
    assert not any("differ from commit" in hint for hint in read(project).hints)

    written(project, {"train.py": "x"})
    assert any(f"differ from commit `{commit[:8]}`" in hint for hint in read(project).hints)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "there is no dvc.yaml, dvc.lock or dvclive/metrics.json in "),
        ({"dvc.yaml": "a: b: c\n"}, "dvc.yaml:1: a value that contains `: ` needs quotes"),
        ({"dvc.yaml": "metrics: [m.json]\n", "m.json": "{"}, "m.json cannot be read: "),
        ({"dvc.yaml": "metrics: [m.json]\n", "m.json": "[" * 99_999}, "m.json cannot be read: "),
        ({"dvc.yaml": "metrics: [m.toml]\n", "m.toml": "a b"}, "m.toml cannot be read: "),
        ({"dvc.yaml": "!!python/object:os.system x: 1\n"}, "dvc.yaml:1: the tag"),
    ],
)
def test_a_project_that_is_none_or_broken_is_told_in_one_line(tmp_path, files, told):
    with pytest.raises(TrackerError) as error:
        read(written(tmp_path, files))

    assert str(error.value).startswith(told)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "pipeline",
    [
        "- a\n",
        "stages: 3\n",
        "stages: {a: 1}\n",
        "metrics: 3\n",
        "stages: {a: {metrics: {b: c}}}\n",
        "stages: {a: {foreach: [1], do: {metrics: [x.json]}}}\n",
        "metrics: [[a]]\nparams: [1]\n",
    ],
)
def test_a_pipeline_of_another_form_is_no_crash(tmp_path, pipeline):
    written(tmp_path, {"dvc.yaml": pipeline, "dvc.lock": "stages: [1]\n", "params.yaml": "- 1\n"})

    with pytest.raises(TrackerError, match=r"(dvc|params)\.yaml:1: "):
        read(tmp_path)
    (tmp_path / "params.yaml").unlink()
    if not pipeline.startswith("-"):
        assert read(tmp_path).results == ()
