"""`postmortems new`, begun with what a tracker knows."""

import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import markdown
import pytest
from click.testing import CliRunner
from html5lib import parse
from hypothesis import given
from hypothesis import strategies as st

from integration.terminal import Terminal
from mkdocs_postmortems.cli import main
from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.integrations.mlflow_prefill import prefill_from_choice
from mkdocs_postmortems.integrations.run import Run
from mkdocs_postmortems.integrations.selection import Chosen
from mkdocs_postmortems.source import read
from mkdocs_postmortems.writing.draft import Draft
from mkdocs_postmortems.writing.templates import Templates
from unit.tracking import RUN, SQLITE, recorded_server, unpack

DATA = Path(__file__).parents[1] / "data" / "mlflow"
ASKED = ("--outcome", "failed", "--date", "2025-04-01", "--author", "Ada", "--no-similar")
NEVER_FILLED = ("causes", "lessons", "success_criteria", "confidence", "decision", "hypothesis")


@pytest.fixture
def lab(tmp_path, monkeypatch):
    folder = tmp_path / "lab"
    (folder / "postmortems").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Lab\nplugins: [postmortems]\n")
    monkeypatch.chdir(folder)
    for name in ("URI", "TOKEN", "USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"MLFLOW_TRACKING_{name}", raising=False)
    return folder


def new(*arguments, stdin=None):
    return CliRunner().invoke(main, ["new", *arguments], input=stdin)


def written(lab):
    [path] = lab.rglob("2025-04-01-*.md")
    reading = read(path.read_bytes(), "a.md")
    assert reading.problems == ()
    return reading.postmortem


def nothing_written(lab):
    return list(lab.rglob("*.md")) == []


@pytest.mark.parametrize("kind", [*SQLITE, "mlruns"])
def test_a_store_beside_mkdocs_yml_is_found_and_its_run_becomes_a_postmortem(lab, kind):
    unpack(kind, lab)

    done = new("--from-mlflow", RUN, *ASKED)

    assert done.exit_code == 0, done.output
    postmortem = written(lab)
    assert postmortem.title == RUN
    assert postmortem.outcome == "failed"
    assert {(each.metric, each.split, each.value) for each in postmortem.results} >= {
        ("auc", "validation", 0.81),
        ("auc", "out_of_time", 0.64),
    }
    assert "| features | a\\|b\\|c |" in postmortem.body
    assert not any(getattr(postmortem, name) for name in NEVER_FILLED)


def test_a_server_is_asked_where_the_option_or_the_variable_names_it(lab, monkeypatch):
    with recorded_server() as address:
        done = new("--from-mlflow", RUN, "--tracking-uri", address, *ASKED)
        monkeypatch.setenv("MLFLOW_TRACKING_URI", address)
        again = new("--from-mlflow", "trial 3", *ASKED, "--dry-run")

    assert done.exit_code == again.exit_code == 0, done.output
    assert f"[The run in MLflow](<{address}/#/experiments/1/runs/" in written(lab).body
    assert "title: trial 3" in again.output


def test_the_best_run_of_an_experiment_says_in_the_text_among_how_many_it_was_chosen(lab):
    unpack("mlflow-3.17", lab)

    done = new("--experiment", "churn", "--metric", "test_auc", "--best", "highest", *ASKED)

    assert done.exit_code == 0, done.output
    assert "Best of 6 by `test_auc`: expect optimism." in done.stderr
    postmortem = written(lab)
    assert "the highest `test_auc` of 6 runs in the experiment `churn`" in postmortem.body
    assert [each.higher_is_better for each in postmortem.results] == [True, None]


@pytest.mark.parametrize("run", ["stopped by hand", "out of memory"])
def test_how_a_run_ended_never_becomes_the_outcome(lab, run):
    unpack("mlflow-3.17", lab)

    done = new("--from-mlflow", run, *ASKED[2:])

    assert done.exit_code == 0, done.output
    assert written(lab).outcome is None
    assert ("may be `abandoned`" in done.stderr) == (run == "stopped by hand")
    assert ("not a failed experiment" in done.stderr) == (run == "out of memory")


def test_a_title_that_is_given_comes_before_the_runs(lab):
    unpack("mlflow-3.17", lab)
    new("Trees, against the rule", "--from-mlflow", RUN, *ASKED)

    assert written(lab).title == "Trees, against the rule"


def test_a_dvc_project_in_the_current_folder_needs_no_path(lab):
    (lab / "dvc.yaml").write_text("metrics: [m.json]\n")
    (lab / "m.json").write_text('{"test_auc": 0.5}')

    done = new("Trees", *ASKED, "--from-dvc")

    assert done.exit_code == 0, done.output
    assert [(each.metric, each.split) for each in written(lab).results] == [("auc", "test")]


def test_json_comes_from_a_file_or_from_stdin(lab):
    told = json.dumps({"title": "Trees", "parameters": {"depth": 6}})
    (lab / "run.json").write_text(told)

    assert "title: Trees" in new("--from-json", "run.json", *ASKED, "--dry-run").output
    done = new("--from-json", "-", *ASKED, stdin=told)

    assert done.exit_code == 0, done.output
    assert "| depth | 6 |" in written(lab).body


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from-mlflow", "x"], "there is no mlflow.db and no mlruns in `.`; say where"),
        (["--from-mlflow", "x", "--tracking-uri", "no.db"], "there is no file no.db"),
        (["--from-mlflow", "x", "--tracking-uri", "a\nb\x1b"], "there is no file a b"),
        (["--from-dvc", "nowhere"], "there is no dvc.yaml, dvc.lock or"),
        (["--from-json", "nowhere"], "nowhere cannot be read: No such file"),
        (["--from-json", "mkdocs.yml"], "mkdocs.yml is no JSON"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_nothing_is_written(lab, arguments, told):
    done = new(*arguments, "--title", "Trees")

    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {told}")
    assert done.output.count("\n") == 1
    assert nothing_written(lab)


def test_a_run_that_is_not_there_and_a_locked_store_write_nothing(lab):
    unpack("mlflow-3.17", lab)
    missing = new("--from-mlflow", "nobody's")
    with closing(sqlite3.connect("mlflow.db", isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        locked = new("--from-mlflow", RUN)

    assert missing.output.startswith("Error: there is no run `nobody's` in mlflow.db. Give its id")
    assert locked.output.startswith("Error: mlflow.db is locked by a program that writes to it.")
    assert missing.exit_code == locked.exit_code == 1
    assert nothing_written(lab)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from-mlflow", "x", "--from-dvc", "."], "Only one of --from-mlflow and --from-dvc"),
        (["--metric", "auc"], "--metric and --best choose among the runs of an --experiment"),
        (["--tracking-uri", "x"], "--tracking-uri needs --from-mlflow or --experiment"),
        (["--experiment", "churn"], "such as --metric test_auc --best highest"),
        (["--experiment", "churn", "--metric", "f1"], "such as --metric f1 --best highest"),
    ],
)
def test_options_that_do_not_go_together_are_refused(lab, arguments, told):
    unpack("mlflow-3.17", lab)
    done = new(*arguments)

    assert done.exit_code == 2
    assert told in done.output
    assert nothing_written(lab)


def test_at_a_terminal_the_metric_and_what_is_best_are_asked_for(lab):
    unpack("mlflow-3.17", lab)
    terminal = Terminal(lab, "new", "--experiment", "churn", *ASKED, "--stage", "modelling")
    terminal.reads("Which metric ranks the runs?", "test_auc", "Number or name")
    terminal.types("test_auc\n")
    terminal.reads("Which value of it is best?", "highest", "lowest", "Number or name")
    terminal.types("1\n")
    terminal.reads("Best of 6 by `test_auc`: expect optimism.", "Tags")
    terminal.types("\n")

    assert terminal.ends() == 0
    assert written(lab).title == "trial 3"


def test_ctrl_d_at_a_question_writes_nothing(lab):
    unpack("mlflow-3.17", lab)
    terminal = Terminal(lab, "new", "--experiment", "churn", *ASKED)
    terminal.reads("Which metric ranks the runs?", "Number or name")
    terminal.types("\x04")

    assert terminal.ends() == 1
    assert "Traceback" not in terminal.screen
    assert nothing_written(lab)


def test_a_name_that_two_runs_have_lists_both(lab):
    unpack("mlflow-3.17", lab)
    first, *listed = new("--from-mlflow", "twice").output.splitlines()

    assert first == "Error: `twice` is 2 runs in mlflow.db; give the id of one"
    assert [line[34:] for line in listed] == [", 2025-03-22, FINISHED, churn, twice"] * 2


KEYS = st.text(min_size=1, max_size=20)
VALUES = st.one_of(
    st.text(), st.text("|`\\\n-<>{}[]*#! "), st.sampled_from(["{{ x }}", "{% if %}", "---", "```"])
)
RUNS = st.builds(
    Run,
    id=st.just("3f9a"),
    name=st.text(max_size=40),
    experiment=st.text(max_size=20),
    status=st.sampled_from(["FINISHED", "FAILED", "KILLED", "RUNNING", "?"]),
    started=st.one_of(st.none(), st.integers()),
    artifacts=st.text(max_size=20),
    metrics=st.dictionaries(KEYS, st.floats(), max_size=5),
    params=st.dictionaries(KEYS, VALUES, max_size=5),
    tags=st.dictionaries(
        st.one_of(KEYS, st.sampled_from(["mlflow.note.content", "topic"])), VALUES, max_size=5
    ),
)


class Kept:
    """A store of one run."""

    name, address = "here", "http://lab.example"

    def __init__(self, run):
        self._run = run

    def read(self, run_id):
        return self._run


@given(RUNS)
def test_whatever_a_run_holds_front_matter_and_table_stay_whole(run):
    chosen = Chosen("3f9a", "e|x", "auc`", highest=True, compared=3)
    prefill = prefill_from_choice(chosen, Kept(run), SPLITS)
    draft = Draft(title="Trees", date=dt.date(2025, 4, 1), outcome="failed", prefill=prefill)
    text = Templates(None).render("failed", draft.cleaned())
    reading = read(text.encode(), "a.md")

    assert reading.problems == ()
    postmortem = reading.postmortem
    assert (postmortem.title, postmortem.outcome) == ("Trees", "failed")
    assert [each.value for each in postmortem.results] == [each.value for each in prefill.results]
    assert postmortem.lessons == ()
    html = markdown.markdown(postmortem.body, extensions=["tables", "md_in_html"])
    tables = [
        table
        for table in parse(html, namespaceHTMLElements=False).iter("table")
        if "Parameter" in "".join(table.itertext())
    ]
    rows = [len(list(row)) for table in tables[:1] for row in table.iter("tr")]
    assert rows == ([2] * (len(prefill.parameters) + 1) if prefill.parameters else [])
