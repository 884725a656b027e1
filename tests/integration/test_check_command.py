"""`postmortems check`, as a colleague, a pipeline and an editor use it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.cli import main
from unit.checking import write_lab
from unit.keys import KEYS

FAILED = "postmortems/2024/calls, 100%: odd.md"
DATED = "---\ntitle: {}\ndate: 2024-05-01\n{}\n---\n\nText.\n"
FILES = {
    FAILED: "---\ntitle: Calls\noutcome: faild\ndate: 2024-05-01\n---\n\nText.\n",
    "postmortems/2024/pending.md": DATED.format("P", "outcome: pending"),
    "postmortems/2024/draft.md": DATED.format(
        "D", "draft: true\noutcome: failed\nlessons: [Retrain each month.]"
    ),
}
UNKNOWN = (
    "outcome: `faild` is not known. Did you mean `failed`? It is one of pending, succeeded, "
    "failed, mixed, inconclusive, invalid, abandoned."
)


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_lab(tmp_path, FILES))
    return tmp_path


def run(*args: str) -> Result:
    """Run the check in the current folder; a traceback fails the test."""
    result = CliRunner().invoke(main, ["check", *args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rules(*args: str) -> list[str]:
    return [each["rule"] for each in json.loads(run("--output-format", "json", *args).stdout)]


FORM_AND_LEARNING = ("--select", "FMT,LRN")


@pytest.mark.usefixtures("lab")
def test_each_finding_is_a_line_that_an_editor_can_open():
    result = run("--select", "FMT110,LRN101,LRN204")

    assert result.stdout == (
        f"{FAILED}:3:10 FMT110 {UNKNOWN}\n"
        "postmortems/2024/draft.md:5:1 LRN101 `failed` without a cause. Write `causes: […]`, with "
        "`certainty: likely` where it is not known. (warning)\n"
        "postmortems/2024/pending.md:4:1 LRN204 pending, and nobody knows until when. Write "
        "`due: YYYY-MM-DD`, the day by which there should be a result. (info)\n"
        "1 error, 1 warning, 1 to know in 3 of 5 postmortems.\n"
    )
    assert result.exit_code == 1


def test_paths_are_told_from_where_one_stands(lab: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(lab / "docs")

    assert run("-q", "--select", "LRN204").stdout.startswith("../postmortems/2024/pending.md:4:1 ")


@pytest.mark.usefixtures("lab")
def test_nothing_found_is_said_and_ends_with_0():
    result = run("--select", "LRN301")

    assert (result.stdout, result.exit_code) == ("Nothing found in 5 postmortems.\n", 0)


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--select", "LRN"], 0),
        (["--select", "LRN", "--gate", "warning"], 1),
        (["--select", "LRN204", "--gate", "warning"], 0),
        (["--select", "LRN204", "--gate", "info"], 1),
        (["--gate", "never"], 0),
        ([], 1),
    ],
)
def test_findings_at_the_gate_end_with_1(args: list[str], code: int):
    assert run(*args).exit_code == code


@pytest.mark.usefixtures("lab")
def test_ignored_rules_are_silent():
    assert "LRN204" in rules()
    assert "LRN204" not in rules("--ignore", "LRN204")
    assert not [each for each in rules("--ignore", "LRN") if each.startswith("LRN")]


@pytest.mark.usefixtures("lab")
def test_what_is_named_is_told_alone_and_the_rest_is_read_all_the_same():
    assert rules(*FORM_AND_LEARNING, "postmortems/2024/pending.md") == ["LRN204"]
    assert rules(*FORM_AND_LEARNING, ".") == rules(*FORM_AND_LEARNING)
    assert rules(*FORM_AND_LEARNING, "postmortems/2024") == rules(*FORM_AND_LEARNING)
    assert rules("postmortems/2024/images/drift.svg", "postmortems/.authors.yml") == []


def test_a_title_of_a_file_that_is_not_named_counts(lab: Path):
    write_lab(lab, {"postmortems/2024/twin.md": "# Churn from clicks\n\nText.\n"})

    assert rules("--select", "FMT151", "postmortems/2024/twin.md") == ["FMT151"]


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere.md"], "there is no nowhere.md"),
        (["docs/index.md"], "does not lie in the postmortems folder"),
        (["--select", "LRN1o1"], "--select: no rule is called `LRN1o1`. Did you mean `LRN101`?"),
        (["--ignore", "ABC"], "--ignore: no rule is called `ABC`. The families are "),
        (["--gate", "fatal"], "'fatal' is not one of"),
        (["--explain", "LRN999"], "no rule is called `LRN999`"),
        (["--statistics", "--output-format", "json"], "--statistics is for readers"),
        (["-o", "none/out.txt"], "No such file or directory"),
    ],
)
def test_a_call_that_cannot_be_used_ends_with_2(args: list[str], said: str):
    result = run(*args)

    assert said in result.output
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"mkdocs.yml": "plugins: [{postmortems: {checks: {gate: x}}}]"},
            "Error: checks: gate: `x` is none of error, warning, info, never\n",
        ),
        (
            {"pyproject.toml": "[tool.postmortems.checks]\nselct = []"},
            "Error: pyproject.toml: tool.postmortems.checks: `selct` is none of select, ",
        ),
        (
            {"mkdocs.yml": "plugins: [{postmortems: {checks: [a]}}]"},
            "Error: checks: wants a map of select, ",
        ),
        (
            {"mkdocs.yml": "plugins: [{postmortems: {vocabulary: {outcom: {}}}}]"},
            "Error: vocabulary: `outcom` is none of ",
        ),
        (
            {"mkdocs.yml": "plugins: [{postmortems: {postmortems_dir: x}}]"},
            "no postmortems folder",
        ),
        ({"mkdocs.yml": "a: ["}, "cannot be read"),
    ],
)
def test_settings_that_cannot_be_used_end_with_2(lab: Path, files: dict[str, str], said: str):
    write_lab(lab, files)

    result = run()

    assert said in result.output
    assert result.exit_code == 2


def test_outside_of_a_project_it_ends_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    result = run()

    assert "there is no mkdocs.yml" in result.output
    assert result.exit_code == 2


def test_settings_of_the_project_hold(lab: Path):
    checks = "{select: [LRN], ignore: [LRN101], levels: {LRN204: error}}"
    write_lab(lab, {"mkdocs.yml": f"plugins: [{{postmortems: {{checks: {checks}}}}}]"})

    assert rules() == ["LRN204"]
    assert run().exit_code == 1
    assert "LRN101" not in rules("--select", "LRN101")


@pytest.mark.usefixtures("lab")
def test_json_has_what_a_program_needs():
    (found,) = json.loads(run("--select", "FMT110", "--output-format", "json").stdout)

    assert found == {
        "rule": "FMT110",
        "name": "unknown-code",
        "level": "error",
        "path": FAILED,
        "line": 3,
        "column": 10,
        "message": "outcome: `faild` is not known",
        "remedy": UNKNOWN.partition(". ")[2].rstrip("."),
    }


@pytest.mark.usefixtures("lab")
def test_github_reads_its_commands_with_their_escapes():
    (line,) = run("--select", "FMT110", "--output-format", "github").stdout.splitlines()

    place = "file=postmortems/2024/calls%2C 100%25%3A odd.md,line=3,col=10"
    assert line == f"::error {place},title=FMT110 unknown-code::{UNKNOWN}"


@pytest.mark.usefixtures("lab")
def test_levels_have_the_names_that_github_knows():
    lines = run("--select", "LRN", "--output-format", "github").stdout.splitlines()

    assert {line.partition(" ")[0] for line in lines} == {"::warning", "::notice"}


@pytest.mark.usefixtures("lab")
def test_sarif_has_what_its_schema_requires():
    log = json.loads(run("--select", "FMT,LRN", "--output-format", "sarif").stdout)

    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (made,) = log["runs"]
    driver = made["tool"]["driver"]
    assert driver["name"] == "postmortems"
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in RULES]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    assert len(made["results"]) == 4
    for each in made["results"]:
        assert driver["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["level"] in {"error", "warning", "note"}
        assert each["message"]["text"].endswith(".")
        (location,) = each["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert location["physicalLocation"]["region"]["startColumn"] >= 1
    uris = {
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for each in made["results"]
    }
    assert "postmortems/2024/calls%2C%20100%25%3A%20odd.md" in uris


def test_a_file_is_written_and_the_summary_still_told(lab: Path):
    result = run("--select", "LRN204", "-o", "out.txt")

    assert result.stdout == "1 to know in 1 of 5 postmortems.\n"
    assert (lab / "out.txt").read_text("utf-8").startswith("postmortems/2024/pending.md:4:1 LRN204")


@pytest.mark.usefixtures("lab")
def test_statistics_count_by_rule():
    assert run("--select", "LRN101,LRN2", "--statistics", "-q").stdout.splitlines() == [
        "     1  LRN101  warning  no-cause",
        "     1  LRN204  info     pending-without-due",
    ]


@pytest.mark.parametrize("named", ["LRN101", "lrn101", "no-cause"])
def test_a_rule_is_explained_without_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
):
    monkeypatch.chdir(tmp_path)

    told = run("--explain", named).stdout

    assert told.startswith("LRN101 no-cause (warning)\n\nSomebody who wants to try again")
    assert "    outcome: failed\n" in told
    assert "Source: " in told
    assert "<!-- check: ignore=LRN101 the reason -->" in told


def test_every_rule_is_listed_with_its_level():
    lines = run("--list-rules").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [rule.id for rule in RULES]


def test_two_that_want_one_address_are_told(lab: Path):
    write_lab(lab, {"postmortems/2024/other.md": "---\ntitle: O\nslug: pending\n---\n\nText.\n"})

    assert rules("--select", "FMT150") == ["FMT150"]


def test_an_authors_file_that_cannot_be_read_is_told_by_its_path(lab: Path):
    write_lab(lab, {"postmortems/.authors.yml": "authors: [a]\n"})

    told = run("--select", "FMT131", "-q").stdout

    assert told.startswith("postmortems/.authors.yml:1:10 FMT131 authors: wants a map of ids.")


PATH = os.environ["PATH"]


def test_git_is_asked_as_often_for_many_files_as_for_few(
    lab: Path, monkeypatch: pytest.MonkeyPatch
):
    def commit() -> None:
        for args in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All"]):
            names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
            subprocess.run(["git", *names, *args], cwd=lab, check=True)

    log = lab / "git.log"
    (lab / "bin").mkdir()
    script = lab / "bin" / "git"
    script.write_text(f'#!/bin/sh\necho asked >> "{log}"\nPATH="{PATH}" exec git "$@"\n')
    script.chmod(0o755)
    commit()
    monkeypatch.setenv("PATH", f"{script.parent}:{PATH}")
    run()
    few = log.read_text().count("asked")
    log.unlink()
    text = "---\ntitle: T{0}\noutcome: failed\n---\n\nText.\n"
    write_lab(lab, {f"postmortems/2023/p{each}.md": text.format(each) for each in range(40)})
    monkeypatch.setenv("PATH", PATH)
    commit()
    monkeypatch.setenv("PATH", f"{script.parent}:{PATH}")
    run()

    assert log.read_text().count("asked") == few <= 6


@pytest.mark.parametrize("output_format", ["text", "json", "github", "gitlab", "sarif"])
def test_a_file_whose_name_is_not_utf8_is_told_in_every_format(lab: Path, output_format: str):
    try:
        (lab / os.fsdecode(b"postmortems/2024/n\xff.md")).write_text("# N\n\nText.\n", "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")

    result = run("--select", "FMT101", "--output-format", output_format, "-o", "out.txt")

    assert result.exit_code == 1
    assert "FMT101" in (lab / "out.txt").read_text("utf-8")


KEY = "".join(KEYS["a GitHub token"])


@pytest.mark.parametrize("file", ["index.md", "2024/table.csv", ".authors.yml", "_glossary.yml"])
def test_keys_are_found_in_what_is_published_beside_postmortems(lab: Path, file: str):
    write_lab(lab, {f"postmortems/{file}": f"a\n{KEY}\n"})

    told = run("--select", "SAF101", "-q").stdout

    assert told.startswith(f"postmortems/{file}:2:1 SAF101 a GitHub token stands here (`ghp_…`).")
    assert run("--select", "SAF101", f"postmortems/{file}").exit_code == 1
    assert run("--select", "SAF101", "postmortems/2024/pending.md").exit_code == 0


def test_no_message_quotes_a_key(lab: Path):
    write_lab(lab, {"postmortems/a.md": DATED.format("A", f"outcome: {KEY}\nstage: {KEY[:20]}")})

    result = run()

    assert "postmortems/a.md:4:10 FMT110 outcome: `ghp_…` is not known." in result.stdout
    assert KEY[4:10].casefold() not in result.stdout.casefold()


SETTINGS = """\
site_name: Lab
plugins:
  - postmortems:
      checks:
        rules:
          SAF101:
            allow:
              - "2024/*.csv made up by us"
              - "2023/old.md a sandbox's, long closed"
"""


def test_an_entry_of_what_is_allowed_that_matches_nothing_is_told(lab: Path):
    write_lab(lab, {"mkdocs.yml": SETTINGS, "postmortems/2024/table.csv": KEY})

    told = run("--select", "FMT191,SAF101", "-q").stdout

    assert told == (
        "mkdocs.yml:9:1 FMT191 SAF101: `2023/old.md` is allowed, and is found nowhere. "
        "Remove it. (info)\n"
    )
    assert run("--select", "FMT191,SAF101", "-q", "postmortems/2024").stdout == "\n"
    assert run("--select", "FMT191", "-q").stdout == "\n"


def test_it_is_told_where_pyproject_has_it_too(lab: Path):
    text = '[tool.postmortems.checks.rules.SAF101]\nallow = ["no/* none"]\n'
    write_lab(lab, {"pyproject.toml": text})

    assert run("--select", "FMT191,SAF101", "-q").stdout.startswith("pyproject.toml:2:1 FMT191 ")
