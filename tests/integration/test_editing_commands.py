"""`postmortems conclude`, `correct` and `fix`, as a colleague or a pipeline uses them."""

import datetime as dt
import errno
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from integration.harness import write
from integration.terminal import Terminal
from mkdocs_postmortems.cli import context, main
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.source import Settings, read_post

PLAN = """---
title: "Churn: a model"
outcome: pending   # registered
# due after the quarter
due: 2025-02-01
success_criteria:
  - {metric: auc, op: ">=", target: 0.75}
---

## Question

Would it beat the rule?
"""
DONE = "---\ntitle: Trees\noutcome: succeeded\n---\n\nText.\n"
POSTS = {"2025/2025-01-02-churn.md": PLAN, "2024/trees.md": DONE, "essay.md": "# E\n\nText.\n"}
CHURN = "2025/2025-01-02-churn.md"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    write(tmp_path, {"mkdocs.yml": "site_name: Lab\nplugins: [postmortems]\n"})
    write(tmp_path / "postmortems", POSTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*args: str) -> Result:
    """Run a command in the current folder; a traceback fails the test."""
    result = CliRunner().invoke(main, args)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def told(project: Path, path: str) -> Postmortem:
    reading = read_post(project / "postmortems", path, Settings())
    assert reading.postmortem, reading.problems
    assert [str(each) for each in reading.problems if each.severity > 1] == []
    return reading.postmortem


def text(project: Path, path: str = CHURN) -> str:
    return (project / "postmortems" / path).read_text("utf-8")


# conclude


def test_a_plan_gets_its_result(project):
    result = ask(
        *("conclude", "churn", "--outcome", "Failed", "--stage", "offline evaluation"),
        *("--decision", "stop", "--confidence", "low", "--cause", "data.shift", "--cause", "cost"),
        *("--lesson", "Score: on the newest quarter.", "--date", "3 March 2025", "--yes"),
        *("--result", "auc test 0.710 ci=0.68,0.74 n=4812"),
    )
    assert result.exit_code == 0, result.output
    assert "-outcome: pending   # registered\n+outcome: failed   # registered\n" in result.stdout
    assert f"written  postmortems/{CHURN}" in result.stdout
    post = told(project, CHURN)
    assert (post.outcome, post.stage, post.decision, post.confidence) == (
        *("failed", "offline_evaluation"),
        *("stop", "low"),
    )
    assert (post.ended, post.due) == (dt.date(2025, 3, 3), dt.date(2025, 2, 1))
    assert [cause.code for cause in post.causes] == ["shift", "cost"]
    assert [lesson.text for lesson in post.lessons] == ["Score: on the newest quarter."]
    (figure,) = post.results
    assert (figure.split, figure.value, figure.ci, figure.n) == ("test", 0.71, (0.68, 0.74), 4812)
    assert [(each.metric, each.target) for each in post.success_criteria] == [("auc", 0.75)]


def test_the_text_gets_the_sections_of_its_outcome_once(project):
    ask("conclude", "churn", "--outcome", "failed", "--yes")
    written = text(project)
    assert written.startswith(PLAN.replace("pending", "failed").split("# due")[0])
    assert "\nWould it beat the rule?\n\n## What was tried\n\n<!-- " in written
    assert written.count("## What happened\n") == 1
    assert written.endswith("-->\n")


def test_a_teams_own_template_gives_the_sections(project):
    template = "---\ntitle: {{ title }}\n---\n\n## Who pays\n\n<!-- Whom? -->\n"
    write(project / "postmortems/_templates", {"failed.md": template})
    ask("conclude", "churn", "--outcome", "failed", "--yes")
    assert text(project).endswith("the rule?\n\n## Who pays\n\n<!-- Whom? -->\n")


def test_a_broken_template_is_told_and_nothing_is_written(project):
    write(project / "postmortems/_templates", {"failed.md": "---\ntitle: x\n---\n\n{{ no(\n"})
    result = ask("conclude", "churn", "--outcome", "failed", "--yes")
    assert result.exit_code == 1
    assert "postmortems/_templates/failed.md:5" in result.stderr
    assert text(project) == PLAN


def test_it_ends_today_unless_a_day_was_written_before(project):
    ask("conclude", "churn", "--outcome", "failed", "--yes")
    assert told(project, CHURN).ended == dt.datetime.now().date()  # noqa: DTZ005 - the writer's day
    write(project / "postmortems", {CHURN: PLAN.replace("due:", "ended:")})
    ask("conclude", "churn", "--outcome", "failed", "--yes")
    assert told(project, CHURN).ended == dt.date(2025, 2, 1)


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("trees", "--outcome", "failed"), 1, "2024/trees.md is concluded already: succeeded"),
        (("essay", "--outcome", "failed"), 1, "essay.md has no outcome, so it is an essay"),
        (("chrun", "--outcome", "failed"), 2, "Did you mean `2025/2025-01-02-churn`?"),
        (("churn",), 2, "Say how it ended: --outcome CODE, one of succeeded, failed, mixed"),
        (("churn", "--outcome", "pending"), 2, "it is pending already"),
        (("churn", "--outcome", "faild"), 2, "`failed`? It is one of succeeded, failed, mixed"),
        (("churn", "--outcome", "failed", "--cause", "labls"), 2, "Did you mean `labels`?"),
        (("churn", "--outcome", "failed", "--result", "auc"), 2, "Write it as `auc test 0.71`"),
        (("churn", "--outcome", "failed", "--date", "03/04/2025"), 2, "read in two ways"),
        (("churn", "--outcome", "failed"), 2, "Nothing was written. Add --yes"),
    ],
)
def test_what_cannot_be_concluded_is_told_and_stays(project, args, code, message):
    result = ask("conclude", *args)
    assert (result.exit_code, message in result.stderr) == (code, True), result.output
    assert {path: text(project, path) for path in POSTS} == POSTS


def test_without_a_terminal_the_change_is_shown_all_the_same(project):
    assert "+outcome: failed" in ask("conclude", "churn", "--outcome", "failed").stdout


def test_a_dry_run_shows_and_writes_nothing(project):
    result = ask("conclude", "churn", "--outcome", "failed", "--dry-run")
    assert (result.exit_code, "+outcome: failed" in result.stdout) == (0, True)
    assert text(project) == PLAN


def test_a_file_that_cannot_be_read_is_told_with_its_line(project):
    write(project / "postmortems", {CHURN: PLAN.replace("due: 2", "due: [2")})
    result = ask("conclude", "churn", "--outcome", "failed", "--yes")
    assert result.exit_code == 1
    assert f"postmortems/{CHURN}:" in result.stderr
    assert "it cannot be edited while it cannot be read" in result.stderr


def test_a_file_that_is_read_only_is_told(project):
    (project / "postmortems" / CHURN).chmod(0o444)
    result = ask("conclude", "churn", "--outcome", "failed", "--yes")
    assert (result.exit_code, "is read-only" in result.stderr) == (1, True)
    assert text(project) == PLAN


@pytest.mark.parametrize(
    ("front", "wanted"),
    [
        ('+++\ntitle = "T" # t\noutcome = "pending"\n+++\n', 'outcome = "failed"\n'),
        (
            '{"title": "T", "outcome": "pending"}\n',
            '"outcome": "failed", "ended": "2025-01-02", "causes"',
        ),
    ],
)
def test_toml_and_json_are_concluded_likewise(project, front, wanted):
    write(project / "postmortems", {"t.md": f"{front}\nText.\n"})
    args = ("--outcome", "failed", "--date", "2025-01-02", "--cause", "cost", "--yes")
    assert ask("conclude", "t.md".removesuffix(".md"), *args).exit_code == 0
    assert wanted in text(project, "t.md")
    post = told(project, "t.md")
    assert (post.outcome, post.ended, post.causes[0].code) == (
        *("failed", dt.date(2025, 1, 2)),
        "cost",
    )


def test_at_a_terminal_the_outcome_is_asked_for_and_the_change_agreed_to(project):
    terminal = Terminal(project, "conclude", "churn")
    terminal.reads("Churn: a model", "How did it end?", "succeeded", "Number or name")
    terminal.types("faild\n")
    terminal.reads("Did you mean failed? Give a number from 1 to ", "Number or name")
    terminal.types("kohlrabi\n")
    terminal.reads("\nGive a number from 1 to ", "Number or name")
    terminal.types("fail\n")
    terminal.reads("+outcome: failed", "Write it? [Y/n]:")
    terminal.types("y\n")
    assert terminal.ends() == 0
    assert told(project, CHURN).outcome == "failed"


@pytest.mark.parametrize(("typed", "said"), [("n\n", "Nothing was written"), ("\x04", "Aborted")])
def test_at_a_terminal_it_can_be_turned_down(project, typed, said):
    terminal = Terminal(project, "conclude", "churn", "--outcome", "failed")
    terminal.reads("Write it? [Y/n]:")
    terminal.types(typed)
    terminal.reads(said)
    assert terminal.ends() == 1
    assert text(project) == PLAN


def test_a_question_can_be_left_with_ctrl_d(project):
    terminal = Terminal(project, "conclude", "churn")
    terminal.reads("Number or name")
    terminal.types("\x04")
    terminal.reads("Aborted")
    assert terminal.ends() == 1


# correct


def test_a_verdict_is_corrected_in_the_open(project):
    args = ("--outcome", "invalid", "--why", "The test:\nset leaked", "--date", "2025-06-01")
    assert ask("correct", "trees", *args, "--yes").exit_code == 0
    assert text(project, "2024/trees.md") == (
        "---\ntitle: Trees\noutcome: invalid\ncorrections:\n  - {date: 2025-06-01, was: succeeded, "
        "now: invalid, why: 'The test: set leaked'}\n---\n\nText.\n"
    )
    (correction,) = told(project, "2024/trees.md").corrections
    assert (correction.was, correction.now) == ("succeeded", "invalid")


def test_figures_are_corrected_without_another_verdict(project):
    ask("correct", "trees", "--why", "The AUC was 0.68", "--date", "2025-06-01", "--yes")
    assert "  - {date: 2025-06-01, why: The AUC was 0.68}\n" in text(project, "2024/trees.md")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("churn", "--outcome", "failed", "--why", "x"), 1, "churn.md is pending"),
        (("essay", "--outcome", "failed", "--why", "x"), 1, "There is none to correct"),
        (("trees", "--outcome", "succeeded", "--why", "x"), 1, "is succeeded already"),
        (("trees", "--outcome", "pending", "--why", "x"), 1, "does not become pending again"),
        (("trees", "--outcome", "failed"), 2, "--why"),
        (("trees", "--outcome", "failed", "--why", " "), 2, "it says nothing"),
        (("trees", "--outcome", "failed", "--why", "x"), 2, "Add --yes"),
    ],
)
def test_what_cannot_be_corrected_is_told_and_stays(project, args, code, message):
    result = ask("correct", *args)
    assert (result.exit_code, message in result.stderr) == (code, True), result.output
    assert {path: text(project, path) for path in POSTS} == POSTS


def test_a_field_that_cannot_be_edited_is_told_with_what_to_do(project):
    fields = "a: &c [it was]\ncorrections: *c\noutcome: failed\n"
    write(project / "postmortems", {"a.md": f"---\n{fields}---\n\nText.\n"})
    result = ask("correct", "a", "--outcome", "mixed", "--why", "x", "--yes")
    assert result.exit_code == 1
    assert "postmortems/a.md:3: corrections: cannot be edited here" in result.stderr
    assert "Change it by hand." in result.stderr


# fix

MESSY = "---\ntitle: A\nDate: 3 May 2021 # d\nOutcome: Failed\nstage: online tst\n---\n\nText.\n"
TIDY = "---\ntitle: A\ndate: 2021-05-03 # d\noutcome: failed\nstage: online tst\n---\n\nText.\n"


def test_spellings_are_mended_and_what_is_not_certain_is_told(project):
    write(project / "postmortems", {"x/a.md": MESSY})
    result = ask("fix", "--yes")
    assert result.exit_code == 0
    assert text(project, "x/a.md") == TIDY
    assert "-Outcome: Failed\n" in result.stdout
    assert "postmortems/x/a.md:5: stage: `online tst` is not known. Did you mean" in result.stdout
    assert "written  postmortems/x/a.md" in result.stdout
    again = ask("fix")
    assert (again.exit_code, "Nothing to mend." in again.stdout) == (0, True)


def test_a_pipeline_fails_where_there_is_something_to_mend(project):
    write(project / "postmortems", {"x/a.md": MESSY})
    result = ask("fix", "--dry-run")
    assert (result.exit_code, result.stderr) == (1, "1 file to mend.\n")
    assert ask("fix").exit_code == 2
    assert text(project, "x/a.md") == MESSY
    assert ask("fix", "--dry-run", "2024").exit_code == 2
    assert ask("fix", "--dry-run", "postmortems/2024", "churn").exit_code == 0
    assert ask("fix", "--dry-run", ".").exit_code == 1


def test_only_what_is_named_is_mended(project):
    write(project / "postmortems", {"x/a.md": MESSY, "y/b.md": MESSY, "y/c.md": MESSY})
    ask("fix", "--yes", "postmortems/y/b.md")
    assert [text(project, path) == TIDY for path in ("x/a.md", "y/b.md", "y/c.md")] == [
        *(False, True),
        False,
    ]
    ask("fix", "--yes", "postmortems/y")
    assert text(project, "y/c.md") == TIDY


def test_other_tools_names_are_replaced_on_request(project):
    write(project / "postmortems", {"a.md": "---\nlastmod: 2021-05-03\n---\n\nText.\n"})
    assert "Nothing to mend." in ask("fix").stdout
    ask("fix", "--all-aliases", "--yes")
    assert text(project, "a.md").startswith("---\nupdated: 2021-05-03\n")


@pytest.mark.parametrize(
    ("path", "message"),
    [("nothing", "there is no postmortem `nothing`"), ("docs", "is not in the postmortems folder")],
)
def test_a_path_that_is_not_there_is_told(project, path, message):
    (project / "docs").mkdir()
    result = ask("fix", path)
    assert (result.exit_code, message in result.stderr) == (2, True)


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_mended(project):
    write(project / "postmortems", {"x/a.md": MESSY, "x/b.md": "---\na: 1\na: 2\n---\n"})
    result = ask("fix", "--yes")
    assert "postmortems/x/b.md:3: `a` stands twice" in result.stdout
    assert text(project, "x/a.md") == TIDY


def test_a_diff_cannot_steer_the_terminal(project):
    nasty = "---\nOutcome: failed\nx: 1\n---\n\nText \x1b[2J.\n"
    write(project / "postmortems", {"x.md": nasty})
    shown = ask("fix", "--dry-run").stdout
    assert "+outcome: failed" in shown
    assert "\x1b[2J" not in shown


def test_a_projects_own_codes_count(project):
    codes = {"outcome": {"put_off": "Put off"}}
    options = json.dumps([{"postmortems": {"vocabulary": codes}}])
    write(project, {"mkdocs.yml": f"site_name: Lab\nplugins: {options}\n"})
    assert ask("conclude", "churn", "--outcome", "put off", "--yes").exit_code == 0
    assert "outcome: put_off" in text(project)


@pytest.mark.parametrize(
    "command", [("fix", "--yes"), ("conclude", "churn", "--outcome", "failed")]
)
def test_a_folder_that_the_disk_does_not_give_is_told_and_nothing_is_taken_for_all(
    project, monkeypatch, command
):
    def failing(path):
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(os, "scandir", failing)
    result = ask(*command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: postmortems/.: cannot be read (Input/output error).\n"


def test_what_the_disk_refuses_to_any_command_is_one_line(project, monkeypatch):
    def failing(*_):
        raise OSError(errno.EIO, "Input/output error", "mkdocs.yml")

    monkeypatch.setattr(context, "find_project", failing)
    result = ask("list")

    assert (result.exit_code, result.stderr) == (2, "Error: mkdocs.yml: Input/output error\n")
