"""What editors, hooks and pipelines are told: files that `init` writes, and reports of a check."""

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_postmortems.cli import main
from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.writing.schema import schema_text
from mkdocs_postmortems.writing.snippets import snippets_text
from unit.checking import write_lab

ROOT = Path(__file__).parents[2]
BAD = (
    "---\ntitle: A\noutcome: faild\ndate: 2024-01-01\n---\n\nIt was human error.\n\nHuman error.\n"
)


def ask(*args: str) -> Result:
    return CliRunner().invoke(main, args)


@pytest.fixture
def lab(tmp_path, monkeypatch) -> Path:
    """A project as `init` makes it, with a postmortem in which something is found."""
    monkeypatch.chdir(tmp_path)
    ask("init", ".", "--name", "Lab")
    (tmp_path / "postmortems/2024").mkdir()
    (tmp_path / "postmortems/2024/bad.md").write_text(BAD, encoding="utf-8")
    return tmp_path


def kept(lab: Path, name: str) -> str:
    return (lab / name).read_text("utf-8")


# The schema


def test_init_writes_the_schema_and_the_snippets_that_the_command_prints(lab):
    assert kept(lab, ".vscode/postmortem.schema.json") == ask("schema").stdout
    assert kept(lab, ".vscode/postmortem.code-snippets") == ask("schema", "--snippets").stdout


def test_the_schema_of_a_project_has_its_codes_also_from_below(lab, monkeypatch):
    settings = (
        "site_name: Lab\nplugins:\n  - postmortems:\n      vocabulary: {outcome: {retired: }}\n"
    )
    (lab / "mkdocs.yml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(lab / "postmortems")

    assert '"const": "retired"' in ask("schema").stdout
    assert ask("schema", "--output", "schema.json").stdout == ""
    assert Path("schema.json").read_bytes().decode() == ask("schema").stdout
    assert "draft-07" in ask("schema", "--draft", "7").stdout


def test_without_a_project_the_schema_has_the_common_codes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert ask("schema").stdout == schema_text(Vocabularies())
    assert ask("schema", "--snippets").stdout == snippets_text(Vocabularies())
    codes = ask("schema", "--codes").stdout
    assert "\n  modelling           Modelling: Ended while models were built\n" in codes
    assert "\n  validity.overfit           Overfitting\n" in codes


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("plugins: [", "cannot be read"),
        ("plugins: [{postmortems: {vocabulary: {colour: {}}}}]", "`colour` is none of"),
    ],
)
def test_a_project_that_cannot_be_understood_is_one_error(tmp_path, monkeypatch, settings, told):
    monkeypatch.chdir(write_lab(tmp_path, {"mkdocs.yml": settings}))
    result = ask("schema")

    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_schema_that_cannot_be_written_is_one_error(lab):
    result = ask("schema", "-o", "nowhere/schema.json")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: nowhere")


# The task of VS Code


def test_the_task_reads_each_finding_that_the_check_tells(lab):
    (task,) = json.loads(kept(lab, ".vscode/tasks.json"))["tasks"]
    matcher = task["problemMatcher"]["pattern"]
    lines = ask(*task["command"].split()[1:]).stdout.splitlines()
    found = [re.match(matcher["regexp"], line) for line in lines]

    assert len(found) >= 3
    assert all(found)
    codes = {each[matcher["code"]]: each[matcher["severity"]] for each in found if each}
    assert codes["BLM101"] == "warning"
    assert codes["FMT110"] is None
    assert all((lab / each[matcher["file"]]).is_file() for each in found if each)
    assert {each[matcher["line"]] for each in found if each} >= {"3", "7"}


def test_the_settings_are_json(lab):
    assert "[markdown]" in json.loads(kept(lab, ".vscode/settings.json"))


# Hooks


def hooks_of(lab: Path, *, shipped: bool) -> dict[str, dict[str, str]]:
    """The hooks by id: those of the repository, or those of a new project."""
    if shipped:
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    else:
        hooks = yaml.safe_load(kept(lab, ".pre-commit-config.yaml"))["repos"][0]["hooks"]
    return {hook["id"]: hook for hook in hooks}


def called(hook: dict[str, str], path: str) -> Result:
    """What comes of a hook for a file of a commit, if it is called for it."""
    name, *arguments = hook["entry"].split()
    assert name == "postmortems"
    assert re.search(hook["files"], path)
    return ask(*arguments, path)


@pytest.mark.parametrize("shipped", [True, False])
def test_a_hook_checks_the_files_of_a_commit(lab, shipped):
    result = called(hooks_of(lab, shipped=shipped)["postmortems-check"], "postmortems/2024/bad.md")

    assert result.exit_code == 1
    assert "in 1 of 1 postmortem." in result.stdout


def test_a_hook_mends_the_files_of_a_commit_without_asking(lab):
    path = "postmortems/2024/bad.md"
    (lab / path).write_text(BAD.replace("faild", "Failed"), encoding="utf-8")
    result = called(hooks_of(lab, shipped=True)["postmortems-fix"], path)

    assert result.exit_code == 0
    assert kept(lab, path) == BAD.replace("faild", "failed")


# Pipelines


def test_a_report_for_gitlab_has_what_a_merge_request_shows(lab):
    result = ask("check", "--output-format", "gitlab", "--output", "code-quality.json")
    report = json.loads(kept(lab, "code-quality.json"))

    assert result.exit_code == 1
    first, second = (each for each in report if each["check_name"] == "BLM101")
    assert first["location"] == {"path": "postmortems/2024/bad.md", "lines": {"begin": 7}}
    assert first["severity"] == "minor"
    assert first["description"].startswith("“human error” judges a person. Say ")
    assert first["fingerprint"] != second["fingerprint"]
    assert {each["severity"] for each in report} <= {"info", "minor", "major"}


def test_a_finding_keeps_its_fingerprint_when_lines_are_added_above(lab):
    def prints() -> set[str]:
        report = json.loads(ask("check", "--output-format", "gitlab").stdout)
        return {each["fingerprint"] for each in report}

    before = prints()
    (lab / "postmortems/2024/bad.md").write_text(BAD.replace("---\n\nIt", "---\n\n\n\nIt"))
    assert prints() == before
