"""What a run of MLflow gives a postmortem: alike from every kind of store."""

import datetime as dt
from dataclasses import replace

import pytest

from mkdocs_postmortems.domain import Dataset, Result
from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations import TrackerError
from mkdocs_postmortems.integrations.mlflow_prefill import prefill_from_choice, prefill_from_run
from mkdocs_postmortems.integrations.run import Input, Run, Scores
from mkdocs_postmortems.integrations.selection import best_run, resolve
from unit.tracking import KINDS, RUN, store_of


@pytest.fixture(scope="module", params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def store(kind, tmp_path_factory):
    with store_of(kind, tmp_path_factory.mktemp("store")) as opened:
        yield opened


def prefill(store, text=RUN):
    return prefill_from_run(text, store, SPLITS, dt.UTC)


def chosen(store, metric, *, highest=True, experiment="churn"):
    found = best_run(experiment, metric, store, highest=highest)
    return prefill_from_choice(found, store, SPLITS, dt.UTC)


def test_a_run_gives_title_days_tags_and_notes(store):
    found = prefill(store)

    assert found.title == RUN
    assert (found.started, found.ended) == (dt.date(2025, 3, 14), dt.date(2025, 3, 17))
    assert found.tags == ("xgboost", "churn", "calls")
    assert found.notes == "**Setting**\n\nCalls of the *last* quarter."


def test_a_run_gives_the_last_figure_of_each_metric_by_split(store, kind):
    with_sizes = kind != "mlflow-2.3"  # which knew no data sets
    figures = {(each.metric, each.split): (each.value, each.n) for each in prefill(store).results}

    assert figures == {
        ("auc", "train"): (0.93, 40_000 if with_sizes else None),
        ("auc", "validation"): (0.81, None),
        ("auc", "test"): (0.79, 4_812 if with_sizes else None),
        ("auc", "out_of_time"): (0.64, None),
        ("logloss", "test"): (0.41, 4_812 if with_sizes else None),
        ("lift", ""): (2.5, None),
    }


def test_what_is_no_figure_is_told_and_what_the_machine_did_is_not(store):
    hints = prefill(store).hints

    assert "Left out, because it is no finite number: `test_brier`, `train_loss`." in hints
    assert "What it was measured on is not told by the name: `lift`. Add a `split`." in hints
    assert not any("system/" in hint for hint in hints)


def test_settings_are_shown_without_secrets_and_without_those_that_were_not_set(store):
    found = prefill(store)

    assert [name for name, _ in found.parameters] == [
        "columns",
        "features",
        "learning_rate",
        "max_depth",
    ]
    assert dict(found.parameters)["learning_rate"] == "0.10"
    assert len(dict(found.parameters)["columns"]) <= 80
    told = "Left out, because it looks like a secret: `hub_token`, `store_url`."
    assert told in found.hints
    assert "notreal" not in repr(found)


def test_a_run_names_its_data_its_commit_and_itself(store, kind):
    found = prefill(store)
    data = (Dataset(name="loans", version="3f9a"), Dataset(name="loans-held-out", version="77aa"))

    assert found.data == (() if kind == "mlflow-2.3" else data)
    assert found.runs == (
        f"mlflow:{resolve(RUN, store)}",
        "git:4e3d130f0c6b7b3f4a8c9d0e1f2a3b4c5d6e7f80",
    )


def test_links_lead_to_the_page_the_artifacts_and_the_code_without_a_password(store, kind):
    links = {each.text: each.url for each in prefill(store).links}

    assert links["Its code"] == "https://code.lab.example/churn"
    assert links["What it left behind"].startswith("s3://lab/churn/")
    assert ("The run in MLflow" in links) == (kind == "server")


def test_a_run_is_found_by_id_and_by_the_beginning_of_its_id(store):
    run_id = resolve(RUN, store)

    assert resolve(run_id, store) == run_id
    assert resolve(run_id[:8], store) == run_id


def test_a_name_that_two_runs_have_is_refused_with_both(store):
    with pytest.raises(TrackerError) as told:
        resolve("twice", store)

    first, *listed = str(told.value).split("\n")
    assert first == f"`twice` is 2 runs in {store.name}; give the id of one"
    assert len(listed) == 2
    assert all(", 2025-03-22, FINISHED, churn, twice" in line for line in listed)


def test_a_run_that_is_not_there_or_was_deleted_is_refused_in_one_line(store):
    with pytest.raises(TrackerError, match=r"there is no run `nobody's` in "):
        resolve("nobody's", store)
    with pytest.raises(TrackerError, match=r"^run `\w{32}` was deleted in .* brings it back$"):
        resolve("mistake", store)


@pytest.mark.parametrize(
    ("run", "hint", "suggested"),
    [
        ("stopped by hand", "The run was killed before its end.", "abandoned"),
        ("out of memory", "That is not a failed experiment", ""),
        ("still training", "The run has not ended (`RUNNING`)", ""),
    ],
)
def test_how_a_run_ended_is_told_and_only_a_killed_one_suggests_an_outcome(
    store, run, hint, suggested
):
    found = prefill(store, run)

    assert any(hint in each for each in found.hints)
    assert found.suggested_outcome == suggested


def test_a_run_that_has_not_ended_has_no_last_day(store):
    assert prefill(store, "still training").started == dt.date(2025, 3, 21)
    assert prefill(store, "still training").ended is None


def test_a_run_of_a_search_is_told_to_be_one_of_many(store):
    assert any(
        "one of 4 runs under the same parent" in hint for hint in prefill(store, "trial 3").hints
    )
    assert any("has 4 child runs" in hint for hint in prefill(store, "sweep").hints)


def test_a_name_that_mlflow_made_up_comes_after_its_experiment(store):
    assert prefill(store, "bright-fox-123").title == "Loan default (bright-fox-123)"
    assert prefill(store, "calm-owl-9").title == "calm-owl-9"


def test_the_best_run_is_chosen_among_those_that_have_the_metric_and_are_not_deleted(store):
    found = chosen(store, "test_auc")

    assert found.title == "trial 3"
    assert found.notes == (
        "This run has the highest `test_auc` of 6 runs in the experiment `churn`."
    )
    assert found.hints[0].startswith("Best of 6 by `test_auc`: expect optimism.")
    assert [(each.metric, each.higher_is_better) for each in found.results] == [
        ("auc", True),
        ("loss", None),
    ]


def test_the_lowest_may_be_the_best(store):
    found = chosen(store, "test_auc", highest=False)

    assert found.title == "twice"
    assert "2 runs share the best figure; the first by id was taken." in found.hints


def test_an_experiment_is_found_by_its_id_too(store):
    experiment = store.read(resolve("trial 3", store)).experiment_id

    assert chosen(store, "test_auc", experiment=experiment).title == "trial 3"


def test_an_experiment_or_metric_that_is_not_there_is_refused_with_the_one_that_was_meant(store):
    with pytest.raises(TrackerError, match=r"no experiment `chrun` in .*Was `churn` meant\?"):
        best_run("chrun", "test_auc", store, highest=True)
    with pytest.raises(TrackerError, match=r"the metric `test_acu`. Was `test_auc` meant\?"):
        best_run("churn", "test_acu", store, highest=True)
    with pytest.raises(TrackerError, match="no run of `churn` has a finite `test_brier`"):
        best_run("churn", "test_brier", store, highest=True)
    with pytest.raises(TrackerError, match="there is no experiment `gone`"):
        best_run("gone", "test_auc", store, highest=True)


class Kept:
    """A store of one run, for what no real one has at hand."""

    name, address = "here", ""

    def __init__(self, run, siblings=0):
        self._run, self._siblings = run, siblings

    def find(self, text):
        raise AssertionError

    def read(self, run_id):
        return self._run

    def children(self, run_id):
        return self._siblings

    def scores(self, experiment, metric):
        values = dict.fromkeys(["b", "a"], 1.0)
        return Scores(values=values, runs=2, metrics=frozenset(values), is_whole=False)

    def close(self):
        raise AssertionError


def given(**told):
    run = Run(id="a", **told)
    choice = replace(best_run("e", "val_auc", Kept(run), highest=True), equals=1)
    return prefill_from_choice(choice, Kept(run), SPLITS, dt.UTC)


def test_a_choice_by_validation_asks_for_a_figure_that_took_no_part_in_it():
    assert given().hints[0] == (
        "Best of at least 2 by `val_auc`: expect optimism. Report a figure on data that took no"
        " part in the choice."
    )


def test_two_metrics_that_tell_the_same_are_both_kept():
    results = given(metrics={"val_auc": 0.8, "cv_auc": 0.7, "auc/val": 0.6}).results

    assert [(each.metric, each.split, each.value) for each in results] == [
        ("auc", "validation", 0.6),
        ("cv_auc", "validation", 0.7),
        ("val_auc", "validation", 0.8),
    ]


def test_of_very_many_figures_those_with_a_split_are_taken_first():
    metrics = {f"class_{number:03}": 1.0 for number in range(70)} | {"zz_test": 0.5}
    found = given(metrics=metrics)

    assert len(found.results) == 60
    assert Result(metric="zz", split="test", value=0.5) in found.results
    assert "Of 71 figures 60 were taken." in found.hints


def test_the_size_of_a_split_is_told_where_one_data_set_was_used_for_it():
    inputs = (
        Input("a", context="testing", rows=10),
        Input("b", context="testing", rows=20),
        Input("c", context="training", rows=30),
    )
    results = given(metrics={"test_auc": 0.5, "train_auc": 0.6}, inputs=inputs).results

    assert [(each.split, each.n) for each in results] == [("train", 30), ("test", None)]


def test_data_is_taken_from_tags_or_settings_where_no_data_set_was_logged():
    told = {"dataset": "/home/ada/loans.parquet", "dataset_version": "v3"}

    assert given(params=told).data == (Dataset(name="loans.parquet", version="v3"),)
    assert given(tags={"data": "calls"}, params=told).data == (Dataset(name="calls"),)


def test_tags_that_say_yes_are_taken_by_name_and_those_with_a_number_or_a_path_are_not():
    tags = {
        "baseline": "true",
        "ticket": "42",
        "path": "/x",
        "topic": "churn, Churn",
        "mlflow.x": "",
    }

    assert given(tags=tags).tags == ("baseline", "churn")


@pytest.mark.parametrize("moment", [None, 0, -1, 10**17, 10**30])
def test_a_moment_that_no_calendar_has_gives_no_day(moment):
    assert given(started=moment).started is None
