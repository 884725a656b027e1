"""`postmortems export`: what is published as tables, from the sources."""

import csv
import io
import json
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner

from integration.harness import SITE, post, write
from integration.test_visibility import HIDDEN, WORDS
from integration.test_visibility import project as telling_project
from mkdocs_postmortems.cli import main
from mkdocs_postmortems.exports.tables import TABLES

POSTS = {
    "2024/churn.md": post(
        "=Churn",
        "Body of four words.",
        date="2024-05-01 23:30:00 -0700",
        outcome="failed",
        stage="modelling",
        decision="stop",
        causes=["overfit", "shift"],
        tags=["one", "two"],
        authors=["Ada"],
        cost={"spent": 3, "unit": "days"},
        baseline={"name": "last value", "metric": "AUC", "value": 0.7},
        success_criteria=[{"metric": "AUC", "target": 0.8}, "People like it"],
        results=[
            {"metric": "AUC", "split": "test", "value": 0.71, "ci": [0.6, 0.8], "n": 900},
            {"metric": "AUC", "split": "train", "value": 0.99},
        ],
        lessons=[{"text": "Split by time.", "applies_when": "Rows have dates"}],
        builds_on=["essay"],
        corrections=[{"was": "succeeded", "now": "failed"}],
    ),
    "essay.md": post("An essay", "On nothing.", date="2023-01-01", url="notes/essay"),
    "index.md": "# Above the list\n",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    write(tmp_path, {"mkdocs.yml": yaml.safe_dump({"site_name": "Lab", "site_url": SITE})})
    write(tmp_path / "postmortems", POSTS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["export", *arguments])


def rows(*arguments):
    result = run("-f", "jsonl", *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_row_for_each_postmortem_by_id(here):
    churn, essay = rows()
    assert {name: value for name, value in churn.items() if value not in (None, [])} == {
        "id": "2024/churn",
        "address": f"{SITE}postmortems/2024/churn/",
        "title": "=Churn",
        "date": "2024-05-01",
        "outcome": "failed",
        "stage": "modelling",
        "decision": "stop",
        "authors": ["Ada"],
        "tags": ["one", "two"],
        "summary": "Body of four words.",
        "causes": ["overfit", "shift"],
        "baseline_name": "last value",
        "baseline_metric": "AUC",
        "baseline_value": 0.7,
        "criteria": 2,
        "results": 2,
        "lessons": 1,
        "cost_spent": 3.0,
        "cost_unit": "days",
        "builds_on": ["essay"],
        "corrected": True,
        "words": 4,
    }
    assert essay["built_on_by"] == ["2024/churn"]
    assert essay["outcome"] is None
    assert essay["corrected"] is False


def test_lessons_results_and_criteria_are_tables_too(here):
    (lesson,) = rows("-w", "lessons")
    assert (lesson["lesson"], lesson["applies_when"]) == ("Split by time.", "Rows have dates")
    assert lesson["address"] == f"{SITE}postmortems/2024/churn/#{lesson['anchor']}"
    test, train = rows("-w", "results")
    assert (test["value"], test["ci_low"], test["ci_high"], test["n"]) == (0.71, 0.6, 0.8, 900)
    assert (train["split"], train["ci_low"]) == ("train", None)
    measured, said = rows("-w", "criteria")
    assert (measured["metric"], measured["verdict"], measured["value"]) == ("AUC", "not met", 0.71)
    assert (said["criterion"], said["verdict"], said["value"]) == ("People like it", "open", None)


@pytest.mark.parametrize("what", TABLES)
def test_csv_has_the_columns_of_the_table_and_no_formula(here, what):
    result = run("--what", what)
    header, *lines = csv.reader(io.StringIO(result.stdout))
    assert header == [column.name for column in TABLES[what].columns]
    assert lines
    assert [line[2] for line in lines if line[0] == "2024/churn"] == ["'=Churn"] * sum(
        line[0] == "2024/churn" for line in lines
    )


@pytest.mark.parametrize("output_format", ["csv", "jsonl", "parquet"])
def test_a_file_is_written_whole_with_nothing_beside_it(here, output_format):
    target = here / f"out.{output_format}"
    target.write_bytes(b"before")
    target.chmod(0o640)
    before = set(here.iterdir())
    assert run("-f", output_format, "-o", str(target)).output == ""
    assert target.read_bytes() != b"before"
    assert target.stat().st_mode & 0o777 == 0o640
    assert set(here.iterdir()) == before


def test_what_cannot_be_written_is_told_in_one_line(here):
    result = run("-o", str(here / "nowhere" / "out.csv"))
    assert result.exit_code == 2
    assert result.output == f"Error: {here}/nowhere/out.csv: No such file or directory\n"


def test_parquet_wants_a_file(here):
    result = run("-f", "parquet")
    assert result.exit_code == 2
    assert "--output postmortems.parquet" in result.output


def test_a_file_that_cannot_be_read_is_told_beside_the_table(here):
    write(here / "postmortems", {"bad.md": "---\ntitle: [\n---\n"})
    result = run()
    assert result.exit_code == 0
    assert result.stderr == "1 file could not be read. See `postmortems check`.\n"
    assert "bad" not in result.stdout


@pytest.mark.parametrize("what", TABLES)
def test_nothing_hidden_is_in_a_table(here, what):
    write(here / "postmortems", telling_project())
    # The one that is not yet due in the builds of other tests is due by now.
    later = (here / "postmortems/zqlaterfile.md").read_text("utf-8")
    (here / "postmortems/zqlaterfile.md").write_text(later.replace("2026-01-03", "2999-01-03"))
    for output_format in ("csv", "jsonl"):
        told = run("-f", output_format, "-w", what).stdout.casefold()
        assert WORDS["published"] in told
        assert [state for state in HIDDEN if WORDS[state] in told] == []


def test_the_addresses_are_those_of_the_built_site(site):
    from mkdocs_postmortems.exports.gathering import gather
    from mkdocs_postmortems.project import find_project
    from mkdocs_postmortems.site.setup import get_build_datetime

    posts = {
        "plain name.md": post("A"),
        "folder/index.md": post("B"),
        "own.md": post("C", slug="other"),
        "deep/x.md": post("D", url="elsewhere/y"),
    }
    for directory_urls in (True, False):
        built = site(posts, use_directory_urls=directory_urls)
        gathered = gather(find_project(built.root), get_build_datetime())
        found = [row["address"] for row in gathered.rows(TABLES["postmortems"])]
        assert len(found) == len(posts)
        records = json.loads(built.files["postmortems/postmortems.json"])["postmortems"]
        assert found == [record["address"] for record in records]
        for address in found:
            built.target("", address)


def test_it_needs_no_mkdocs(here):
    code = (
        "import sys; from mkdocs_postmortems.cli import main; "
        "main(['export'], standalone_mode=False); sys.exit('mkdocs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
