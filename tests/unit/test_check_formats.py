"""How findings are told: at a terminal, to code hosts and to other programs."""

import json
from pathlib import Path

import pytest

from mkdocs_postmortems.checks.finding import Finding, Level
from mkdocs_postmortems.checks.output.formats import FORMATS
from mkdocs_postmortems.checks.output.text import counts, explanation, statistics, summary
from mkdocs_postmortems.checks.output.told import Told
from mkdocs_postmortems.checks.registry import BY_ID, RULES


def finding(path: str = "a.md", **other: object) -> Finding:
    about = {
        "rule": "LRN101",
        "message": "`failed` without a cause",
        "remedy": "Write `causes: […]`",
        "line": 3,
        "column": 10,
        "level": Level.ERROR,
    }
    return Finding(path=path, **{**about, **other})


def told(*findings: Finding, looked_at: int = 9, here: str = "/lab") -> Told:
    return Told(findings, looked_at, Path("/lab/postmortems"), Path(here))


LEVELS = [finding(level=level) for level in (Level.ERROR, Level.WARNING, Level.INFO)]


@pytest.mark.parametrize("name", FORMATS)
def test_paths_are_those_from_where_one_stands_in_every_format(name: str):
    assert "postmortems/2024/a.md" in FORMATS[name](told(finding("2024/a.md")))
    assert "../postmortems/2024/a.md" in FORMATS[name](told(finding("2024/a.md"), here="/lab/docs"))


def test_a_line_of_text_names_its_level_where_it_is_no_error():
    said = "postmortems/a.md:3:10 LRN101 `failed` without a cause. Write `causes: […]`."

    assert FORMATS["text"](told(*LEVELS)).splitlines() == [
        said,
        f"{said} (warning)",
        f"{said} (info)",
    ]


@pytest.mark.parametrize(
    ("findings", "looked_at", "line"),
    [
        ([], 1, "Nothing found in 1 postmortem."),
        ([], 1200, "Nothing found in 1,200 postmortems."),
        (LEVELS, 1, "1 error, 1 warning, 1 to know in 1 of 1 postmortem."),
        (
            [finding("a.md"), finding("b.md"), finding("b.md", line=4)],
            3,
            "3 errors in 2 of 3 postmortems.",
        ),
    ],
)
def test_the_summary_counts_findings_and_files(findings: list[Finding], looked_at: int, line: str):
    assert summary(told(*findings, looked_at=looked_at)) == line


def test_two_of_a_level_are_told_in_the_plural_and_none_not_at_all():
    assert counts([LEVELS[1], LEVELS[1], LEVELS[2]]) == "2 warnings, 1 to know"


def test_statistics_put_the_most_frequent_rule_first_and_equals_by_id():
    found = told(
        finding(rule="LRN204", level=Level.INFO),
        finding(rule="LRN101"),
        finding(rule="FMT110"),
        finding(rule="LRN204", level=Level.INFO),
    )

    assert [line.split()[:2] for line in statistics(found).splitlines()] == [
        ["2", "LRN204"],
        ["1", "FMT110"],
        ["1", "LRN101"],
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_explains_itself_with_both_files_and_its_exception(rule):
    text = explanation(rule)

    found, clean = text.split("Found in:\n\n")[1].split("Not in:\n\n")
    assert all(line == "" or line.startswith("    ") for line in found.rstrip("\n").split("\n"))
    assert rule.good.strip().split("\n")[1] in clean
    assert text.endswith(f"    <!-- check: ignore={rule.id} the reason -->")


def test_json_has_what_stands_in_a_finding():
    assert json.loads(FORMATS["json"](told(LEVELS[1]))) == [
        {
            "rule": "LRN101",
            "name": BY_ID["LRN101"].name,
            "level": "warning",
            "path": "postmortems/a.md",
            "line": 3,
            "column": 10,
            "message": "`failed` without a cause",
            "remedy": "Write `causes: […]`",
        }
    ]


def test_a_command_of_github_is_one_line_whatever_is_told():
    odd = finding("50%: a,b.md", message="two\r\nlines, 5%: odd", remedy="")

    assert FORMATS["github"](told(odd)) == (
        "::error file=postmortems/50%25%3A a%2Cb.md,line=3,col=10,title=LRN101 "
        f"{BY_ID['LRN101'].name}::two%0D%0Alines, 5%25: odd."
    )


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("gitlab", "severity", ["major", "minor", "info"]),
        ("sarif", "level", ["error", "warning", "note"]),
    ],
)
def test_levels_are_told_in_the_words_of_each_host(name: str, key: str, words: list[str]):
    read = json.loads(FORMATS[name](told(*LEVELS)))

    findings = read if name == "gitlab" else read["runs"][0]["results"]
    assert [each[key] for each in findings] == words


def test_github_knows_notices_where_others_know_notes():
    lines = FORMATS["github"](told(*LEVELS)).splitlines()

    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


def prints(*findings: Finding) -> list[str]:
    return [each["fingerprint"] for each in json.loads(FORMATS["gitlab"](told(*findings)))]


def test_a_fingerprint_stays_when_lines_above_are_added_and_differs_from_every_other():
    assert prints(finding(line=3)) == prints(finding(line=30, column=1))
    first, twin, other, rule, path = prints(
        finding(), finding(), finding(message="x"), finding(rule="LRN102"), finding("b.md")
    )
    assert len({first, twin, other, rule, path}) == 5


def test_sarif_points_to_the_rule_and_counts_lines_and_columns_from_1():
    (run,) = json.loads(FORMATS["sarif"](told(finding("ä b.md", rule="FMT110"))))["runs"]

    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "FMT110"
    (place,) = (each["physicalLocation"] for each in result["locations"])
    assert place["region"] == {"startLine": 3, "startColumn": 10}
    assert place["artifactLocation"]["uri"] == "postmortems/%C3%A4%20b.md"
    assert run["columnKind"] == "unicodeCodePoints"
