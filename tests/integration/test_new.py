"""`postmortems new`, as a script calls it and as somebody at a terminal meets it."""

import datetime as dt
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from integration.harness import post, run, text_of, write
from integration.terminal import Terminal
from mkdocs_postmortems.cli import main
from mkdocs_postmortems.cli.new import Wanted, write_postmortem
from mkdocs_postmortems.domain import Dataset, Postmortem
from mkdocs_postmortems.domain import Result as Figure
from mkdocs_postmortems.source import read
from mkdocs_postmortems.source.front_matter import split
from mkdocs_postmortems.writing import Link, Prefill
from mkdocs_postmortems.writing.templates import Templates
from unit.tracking import unpack

ROOT = Path(__file__).parents[2]
TITLE = "Trees against the rule of missed payments"
POSTS = {
    "2024/churn.md": post(
        "Churn trees did not beat the rule of missed payments",
        "Trees on clicks.\n\n## Lessons learnt\n\n- Score the newest quarter first.",
        date="2024-05-01",
        outcome="failed",
        tags=["churn", "data quality"],
    ),
    "2023/rule.md": post(
        "Churn by a rule of missed payments", date="2023-02-03", outcome="succeeded", tags=["churn"]
    ),
    "2022/sap.md": post("Sap", date="2022-01-01", outcome="mixed", tags=["oak"]),
    "draft.md": post("Trees against the rule of missed payments, secretly", draft=True),
    ".authors.yml": yaml.safe_dump(
        {
            "authors": {
                "ada": {"name": "Ada Example", "email": "ada@lab.example"},
                "bo": {"name": "Bo Example", "url": "mailto:bo@lab.example"},
            }
        }
    ),
}


@pytest.fixture(autouse=True)
def _no_editor_and_no_git_of_mine(monkeypatch, tmp_path):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.setenv(name, "no-such-editor")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    lab = tmp_path / "lab"
    write(lab, {"mkdocs.yml": "site_name: Lab\nplugins: [postmortems]\n", "docs/index.md": "Hi.\n"})
    write(lab / "postmortems", POSTS)
    monkeypatch.chdir(lab)
    return lab


def ask(*args: str) -> Result:
    """Run it in the current folder; a traceback fails the test."""
    result = CliRunner().invoke(main, ["new", *args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def written(project: Path) -> Path:
    """The only file that is new."""
    found = {path for path in (project / "postmortems").rglob("*") if path.is_file()}
    (new,) = found - {project / "postmortems" / name for name in POSTS}
    return new


def is_untouched(project: Path) -> bool:
    files = {path for path in (project / "postmortems").rglob("*") if path.is_file()}
    return files == {project / "postmortems" / name for name in POSTS}


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def fields_of(path: Path) -> dict[str, object]:
    return yaml.safe_load(split(path.read_text("utf-8"), path.name).block)


def made(path: Path) -> Postmortem:
    reading = read(path.read_bytes(), path.name)
    assert reading.problems == ()
    assert reading.postmortem is not None
    return reading.postmortem


# In a script


def test_everything_by_flags(project):
    result = ask(
        "--title", TITLE, "--outcome", "failed", "--stage", "offline evaluation",
        "--tag", "churn, trees", "--tag", "#clicks", "--author", "ada", "--author", "Cy Guest",
        "--team", "Flow", "--date", "14 March 2025", "--slug", "Trees!", "--draft",
        "--builds-on", "2024/churn", "--replicates", "postmortems/2023/rule.md",
    )  # fmt: skip

    path = written(project)
    assert path == project / "postmortems" / "2025" / "2025-03-14-trees.md"
    assert fields_of(path) == {
        "title": TITLE,
        "date": dt.date(2025, 3, 14),
        "authors": ["ada", "Cy Guest"],
        "team": "Flow",
        "tags": ["churn", "trees", "clicks"],
        "draft": True,
        "builds_on": ["2024/churn"],
        "replicates": ["2023/rule"],
        "outcome": "failed",
        "stage": "offline_evaluation",
    }
    assert "## What would have to change to try again" in path.read_text("utf-8")
    assert f"written  {os.path.relpath(path)}" in result.stdout
    assert "a draft" in result.stdout


def test_a_title_is_enough_and_needs_no_quotes(project):
    before = _today()
    result = ask("A", "short", "title", "--outcome", "pending")

    path = written(project)
    assert path.relative_to(project).as_posix() in {
        f"postmortems/{day:%Y}/{day}-a-short-title.md" for day in (before, _today())
    }
    assert made(path).outcome == "pending"
    assert "postmortems serve" in result.stdout
    assert f"postmortems check {os.path.relpath(path)}" in result.stdout
    assert f"postmortems conclude {path.relative_to(project / 'postmortems').as_posix()[:-3]}" in (
        result.stdout
    )


def test_without_an_outcome_the_file_leaves_it_open(project):
    ask(TITLE)

    path = written(project)
    assert made(path).outcome is None
    assert "# outcome: # pending, succeeded, failed, " in path.read_text("utf-8")


@pytest.mark.parametrize("name", Templates.shipped_names())
def test_every_template_is_published_strictly_as_it_was_written(project, name):
    ask(TITLE, "--template", name, "--slug", "new", "--date", "2025-01-02")
    built = run(project, strict=True)

    assert not built.aborted
    assert built.warnings == []
    page = built.page("postmortems/2025/2025-01-02-new/")
    headings = [each.heading for each in Templates(None).sections(name)]
    assert page.text("h1") == TITLE
    assert [each.rstrip("¶ ") for each in page.texts("h2")][: len(headings)] == headings
    assert "<!--" not in page.html.partition("<h1")[2]
    assert built.traces("somebody who was not there") == set()
    schema = {"postmortems/postmortems.schema.json"}
    assert built.traces("ids of the authors file") <= schema


def test_what_was_tried_before_is_told_beside_the_output(project):
    result = ask(TITLE, "--outcome", "failed")

    assert "Tried before?" not in result.stdout
    first, second = [
        line for line in result.stderr.split("\n") if "2024-" in line or "2023-" in line
    ]
    assert "failed" in first + second
    assert "Lesson: Score the newest quarter first." in result.stderr
    assert "2024/churn" in result.stderr
    assert "Sap" not in result.stderr
    assert "secretly" not in result.stderr


def test_nothing_is_told_where_nothing_is_alike_or_nobody_wants_to_know(project):
    assert ask("Kafka migration").stderr == ""
    assert ask(TITLE, "--no-similar").stderr == ""


def test_a_dry_run_prints_the_text_and_nothing_else(project):
    result = ask(TITLE, "--template", "essay", "--dry-run", "--date", "2025-01-02")

    assert result.stdout.startswith(f"---\ntitle: {TITLE}\ndate: 2025-01-02\n")
    assert is_untouched(project)


def test_json_tells_where_it_is_and_what_is_like_it(project):
    told = json.loads(ask(TITLE, "--json", "--date", "2025-01-02", "--slug", "x").stdout)

    assert set(told.pop("similar")) == {"2024/churn", "2023/rule"}
    assert told == {"path": "postmortems/2025/2025-01-02-x.md", "id": "2025/2025-01-02-x"}


def test_from_a_folder_inside_the_project(project, monkeypatch):
    (project / "postmortems" / "a b").mkdir()
    monkeypatch.chdir(project / "postmortems" / "a b")
    result = ask(TITLE, "--date", "2025-01-02", "--slug", "x")

    assert written(project) == project / "postmortems" / "2025" / "2025-01-02-x.md"
    assert "See it:               postmortems serve\n" in result.stdout
    assert "postmortems check ../2025/2025-01-02-x.md" in result.stdout


def test_a_day_to_come_is_told(project):
    assert "of a day to come" in ask(TITLE, "--date", "2999-01-01").stdout


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Köln über alles", "köln-über-alles"),
        ("流失模型", "流失模型"),
        ("CON", "con-"),
        ("!!!", ""),
        ("word " * 30, "-".join(["word"] * 12)),
        ("C++ & C#", "c-plus-plus-and-c-sharp"),
    ],
)
def test_the_file_s_name(project, title, name):
    ask("--title", title, "--date", "2025-01-02", "--no-similar")

    path = written(project)
    assert path.parent == project / "postmortems" / "2025"
    assert path.name.startswith(f"2025-01-02-{name}")
    assert path.name != "2025-01-02-.md"
    assert made(path).title == " ".join(title.split())


@pytest.mark.parametrize(
    "title",
    ["Yes", "1984", "a: b", "# x", "---", "'\"", "- x", "{{ 7 * 7 }}", "{% raw %}", "\U0001f4a5",
     "@x", "null", "a #b", "[x", "*a*", "<b>", "%", "a\nb", "!!python/x", "\u202egnp"],
)  # fmt: skip
def test_a_title_of_any_kind_is_read_back(project, title):
    assert ask("--title", title, "--no-similar").exit_code == 0

    assert made(written(project)).title == " ".join(title.replace("\u202e", "").split())


# What is refused


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "postmortems new --title TEXT"),
        (["--title", "  "], "postmortems new --title TEXT"),
        (["a", "--title", "b"], "given twice"),
        (["--title", "x" * 301], "it has 301 characters, and 300 are the most"),
        (["a", "--outcome", "faild"], "Did you mean `failed`?"),
        (["a", "--stage", "online"], "Did you mean `online_test`?"),
        (["a", "--template", "planned"], "Did you mean `plan`?"),
        (["a", "--template", "../../x"], "there is no template `../../x`"),
        (["a", "--template", "_base"], "there is no template"),
        (["a", "--date", "soon"], "`soon` is not a date. Write it as YYYY-MM-DD"),
        (["a", "--date", "03/04/2025"], "can be read in two ways"),
        (["a", "--author", "adda"], "Did you mean `ada`"),
        (["a", "--builds-on", "2024/chrun"], "Did you mean `2024/churn`?"),
        (["a", "--replicates", "x"], "there is no postmortem `x`"),
        (["a", "--slug", " "], "--slug"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(project, args, told):
    result = ask(*args)

    assert result.exit_code == 2
    assert told in result.stderr
    assert is_untouched(project)


def test_outside_of_a_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = ask("a")

    assert result.exit_code == 2
    assert "postmortems init" in result.stderr


def test_never_over_a_file_that_is_there(project):
    ask("a", "--date", "2025-01-02")
    path = written(project)
    path.write_text("mine", "utf-8")
    result = ask("A", "--date", "2025-01-02")

    assert result.exit_code == 1
    assert "is there already. Give yours another name with --slug" in result.stderr
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize("suffix", [".markdown", ".mkd", ""])
def test_never_beside_a_file_or_folder_of_the_same_id(project, suffix):
    other = project / "postmortems" / "2025" / f"2025-01-02-a{suffix}"
    other.parent.mkdir()
    other.write_text("mine", "utf-8")

    assert "is there already" in ask("a", "--date", "2025-01-02").stderr


def test_not_through_a_link_that_leads_out(project, tmp_path):
    (project / "postmortems" / "2025").symlink_to(tmp_path)
    result = ask("a", "--date", "2025-01-02")

    assert "is a link" in result.stderr
    assert not [*tmp_path.glob("*.md")]


def test_where_a_file_is_in_the_way(project):
    (project / "postmortems" / "2025").write_text("mine", "utf-8")
    result = ask("a", "--date", "2025-01-02")

    assert result.exit_code == 1
    assert "2025" in result.stderr


def test_a_broken_template_is_told_and_nothing_is_written(project):
    write(project / "postmortems", {"_templates/failed.md": "---\n---\n{{ titel }}\n"})
    result = ask("a", "--outcome", "failed")

    assert result.exit_code == 1
    assert "Error: postmortems/_templates/failed.md:3: 'titel' is undefined" in result.stderr
    assert not [*(project / "postmortems").rglob("*-a.md")]


def test_codes_of_the_project_that_cannot_be_read(project):
    write(project, {"mkdocs.yml": "plugins: [{postmortems: {vocabulary: 3}}]\n"})
    result = ask("a")

    assert result.exit_code == 2
    assert "mkdocs.yml: vocabulary: wants a map" in result.stderr


def test_a_broken_glossary_keeps_nobody_from_writing(project):
    (project / "postmortems" / "_glossary.yml").write_text("{", "utf-8")
    result = ask("a")

    assert result.exit_code == 0
    (line,) = result.stderr.strip().split("\n")
    assert line.startswith("Not looked whether it was tried before: ")
    assert (project / "postmortems" / "_glossary.yml").read_text("utf-8") == "{"


# Authors


@pytest.mark.parametrize(
    ("name", "address", "authors"),
    [
        ("Ada Example", "x@y.example", ["ada"]),
        ("ada", "", ["ada"]),
        ("Somebody", "ada@lab.example", ["ada"]),
        ("Somebody", "BO@lab.example", ["bo"]),
        ("Cy Guest", "cy@lab.example", ["Cy Guest"]),
        ("", "bo@lab.example", ["bo"]),
        ("adda", "", None),
        ("", "", None),
    ],
)
def test_the_author_is_the_one_that_git_knows(project, tmp_path, name, address, authors):
    lines = [f"name = {name}"] * bool(name) + [f"email = {address}"] * bool(address)
    (tmp_path / "gitconfig").write_text("[user]\n" + "\n".join(lines) + "\n", "utf-8")
    ask("a")

    assert fields_of(written(project)).get("authors") == authors


@pytest.mark.parametrize(
    ("given", "author"),
    [("Ada example", "ada"), ("BO", "bo"), ("X <ada@lab.example>", "ada"), ("Cy G", "Cy G")],
)
def test_an_author_that_is_given_becomes_the_id_of_the_authors_file(project, given, author):
    ask("a", "--author", given)

    assert fields_of(written(project))["authors"] == [author]


def test_without_git_there_is_no_author(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert ask("a").exit_code == 0

    assert "authors" not in fields_of(written(project))


# From a tracker


def test_titles_of_all_kinds_stand_on_their_pages_as_they_are(project):
    titles = [
        "{{ 7 * 7 }} {% x %}",
        "a: b # c",
        "1984",
        "<b>bold</b> & *so*",
        "\U0001f4a5 --- \u6d41",
    ]
    for title in titles:
        ask("--title", title, "--date", "2025-01-02", "--no-similar", "--outcome", "failed")
    built = run(project, strict=True)
    pages = [built.page(each) for each in built.pages if "2025-01-02-" in each]

    assert built.warnings == []
    assert sorted(page.text("h1") for page in pages) == sorted(titles)


def test_what_a_tracker_knows_stands_in_the_file(project, capsys):
    prefill = Prefill(
        title="run | 7",
        started=dt.date(2025, 1, 1),
        tags=("churn",),
        results=(
            Figure(metric="auc", split="test", value=0.5, ci=(0.4, 0.6), n=10),
            Figure(metric="loss", split="train"),
        ),
        data=(Dataset(name="clicks", version="v3"),),
        runs=("mlflow:abc",),
        parameters=(("lr", "1e-05"), ("a|b", "x | `y`\n<i>"), ("layers", "[64, 64]")),
        notes="Not great.\n\n## Lessons learnt\n\n- {{ no }}\n```",
        links=(Link("model", "https://x.example/a b"), Link("[plot]", "https://x.example/p")),
        suggested_outcome="abandoned",
        hints=("12 runs were compared on the same data.",),
    )
    write_postmortem(Wanted(date="2025-01-02", no_similar=True), prefill)

    told = capsys.readouterr().err
    assert "12 runs were compared on the same data." in told
    assert "`abandoned`" in told
    path = written(project)
    assert path.name == "2025-01-02-run-7.md"
    postmortem = made(path)
    assert (postmortem.title, postmortem.tags) == ("run | 7", ("churn",))
    assert [(each.metric, each.value) for each in postmortem.results] == [
        ("auc", 0.5),
        ("loss", None),
    ]
    assert postmortem.results[0].ci == (0.4, 0.6)
    assert (postmortem.outcome, postmortem.lessons) == (None, ())
    assert (postmortem.data, postmortem.runs) == (prefill.data, prefill.runs)
    built = run(project, strict=True)
    page = built.page("postmortems/2025/2025-01-02-run-7/")
    rows = [[text_of(cell) for cell in row] for row in page.root.iter("tr")]
    assert ["lr", "1e-05"] in rows
    assert ["a|b", "x | `y` <i>"] in rows
    assert ["layers", "[64, 64]"] in rows
    (quoted,) = page.texts("blockquote")
    assert quoted.startswith("Not great. Lessons learnt")
    assert "{{ no }}" in quoted
    assert [each.get("href") for each in page.all("a") if each.text == "[plot]"] == [
        "https://x.example/p"
    ]
    assert "model: https://x.example/a b" in page.texts("li")


def test_a_team_s_plain_template_loses_nothing_that_a_tracker_knows(project):
    write(project / "postmortems", {"_templates/mine.md": "## Ours\n\nText.\n"})
    prefill = Prefill(title="run", parameters=(("lr", "1"),), runs=("git:abc",))
    write_postmortem(Wanted(template="mine", no_similar=True, date="2025-01-02"), prefill)

    path = project / "postmortems" / "2025" / "2025-01-02-run.md"
    assert made(path).runs == ("git:abc",)
    assert "| lr | 1 |" in made(path).body


# At a terminal


def test_a_conversation_from_title_to_file(project):
    terminal = Terminal(project, "new")
    terminal.reads("Title")
    terminal.types(f"\n{'x' * 301}\n")
    terminal.reads("300 are the most", "Title")
    terminal.types(f"{TITLE}\n")
    terminal.reads("Tried before?", "  1  ", "  2  ", "q to stop")
    terminal.types("9b\n")
    terminal.reads("Write a number and b or r")
    terminal.types("1B\n")
    terminal.reads("How did it end?", "[pending]: ")
    terminal.types("nonsense\n")
    terminal.reads("Give a number from 1 to 8")
    terminal.types("3\n")
    terminal.reads("Where did it end?", "[leave open]: ")
    terminal.types("offline\n")
    terminal.reads("Tags")
    terminal.types("chu\t, new one\n")
    terminal.reads("written", "postmortems serve")

    assert terminal.ends() == 0
    fields = fields_of(written(project))
    assert fields["title"] == TITLE
    assert fields["builds_on"] in (["2024/churn"], ["2023/rule"])
    assert (fields["outcome"], fields["stage"]) == ("failed", "offline_evaluation")
    assert fields["tags"] == ["churn", "new one"]


def test_enter_alone_registers_an_experiment(project):
    terminal = Terminal(project, "new", "Kafka migration")
    terminal.reads("[pending]: ")
    terminal.types("\n")
    terminal.reads("Tags")
    terminal.types("\n")
    terminal.reads("postmortems conclude")

    assert terminal.ends() == 0
    assert "Where did it end?" not in terminal.screen
    assert "Tried before?" not in terminal.screen
    assert made(written(project)).outcome == "pending"


def test_an_essay_has_no_stage(project):
    terminal = Terminal(project, "new", "Kafka migration")
    terminal.reads("[pending]: ")
    terminal.types("essay\n")
    terminal.reads("Tags")
    terminal.types("oak\n")

    assert terminal.ends() == 0
    assert set(fields_of(written(project))) == {"title", "date", "tags"}


@pytest.mark.parametrize("key", ["\x03", "\x04"])
@pytest.mark.parametrize("questions", [0, 1, 2, 3])
def test_ctrl_c_and_ctrl_d_write_nothing(project, key, questions):
    answers = [("Title", f"{TITLE}\n"), ("q to stop", "\n"), ("[pending]: ", "mixed\n"),
               ("[leave open]: ", "\n")]  # fmt: skip
    terminal = Terminal(project, "new")
    for question, answer in answers[:questions]:
        terminal.reads(question)
        terminal.types(answer)
    terminal.reads(answers[questions][0])
    terminal.presses(key, until="Aborted!")

    assert terminal.ends() == 1
    assert "Traceback" not in terminal.screen
    assert is_untouched(project)


def test_q_ends_where_it_was_tried_before(project):
    terminal = Terminal(project, "new", TITLE)
    terminal.reads("q to stop")
    terminal.types("q\n")

    assert terminal.ends() == 1
    assert is_untouched(project)


def test_what_is_taken_is_told_before_more_is_asked(project):
    ask("a", "--date", "2025-01-02")
    terminal = Terminal(project, "new", "a", "--date", "2025-01-02")

    assert terminal.ends() == 1
    assert "another name with --slug" in terminal.screen
    assert "How did it end?" not in terminal.screen


def test_without_an_editor_the_path_is_told(project):
    result = ask("a", "--edit", "--date", "2025-01-02")

    assert result.exit_code == 0
    assert "Open postmortems/2025/2025-01-02-a.md yourself" in result.stderr


def test_the_editor_gets_the_file(project, monkeypatch, tmp_path):
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\necho edited >> "$1"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    ask("a", "--edit")

    assert written(project).read_text("utf-8").endswith("edited\n")


# Fast, and from a fresh project


def test_help_and_usage_load_neither_yaml_nor_jinja():
    code = (
        "import sys\nfrom mkdocs_postmortems.cli.new import new\n"
        "print(sorted({'yaml', 'jinja2', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"


def test_a_fresh_project_has_a_template_of_its_own_that_works(tmp_path, monkeypatch):
    runner = CliRunner()
    runner.invoke(main, ["init", str(tmp_path / "lab")])
    monkeypatch.chdir(tmp_path / "lab")
    listed = ask("--list-templates").stdout
    ask("a", "--date", "2025-01-02")

    (own,) = [line for line in listed.split("\n") if "your own" in line]
    assert own.startswith("experiment ")
    text = (tmp_path / "lab/postmortems/2025/2025-01-02-a.md").read_text("utf-8")
    assert "## Whom to ask\n" in text
    assert run(tmp_path / "lab", strict=True).warnings == []


GUIDE = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CALLS = sorted(
    {
        call
        for page in GUIDE
        for call in re.findall(r"^postmortems new .+$", page.read_text("utf-8"), re.MULTILINE)
    }
)


def test_the_guide_has_examples_of_it():
    assert len(CALLS) > 3


@pytest.mark.parametrize("call", [each for each in CALLS if '"' in each and "--from-" not in each])
def test_what_the_guide_shows_can_be_called(project, call):
    ids = re.findall(r"--(?:builds-on|replicates) (\S+)", call)
    write(project / "postmortems", {f"{each}.md": post("Before") for each in ids})
    unpack("mlflow-3.17", project)
    write(project, {"dvc.yaml": "metrics: [scores.json]\n", "scores.json": '{"test_auc": 0.8}'})
    result = ask(*shlex.split(call)[2:])

    assert result.exit_code == 0, result.output
    assert "written" in result.stdout


def test_the_readme_s_own_commands_make_a_site(tmp_path, monkeypatch):
    (block,) = re.findall(
        r"```sh\n(pip install mkdocs-postmortems\n.*?)```", GUIDE[0].read_text("utf-8"), re.DOTALL
    )
    _, init, enter, begin, serve = block.strip().split("\n")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, shlex.split(init)[1:]).exit_code == 0
    monkeypatch.chdir(tmp_path / enter.removeprefix("cd "))
    assert ask(*shlex.split(begin)[2:]).exit_code == 0
    built = run(Path.cwd(), serving=serve == "postmortems serve", strict=True)

    assert built.warnings == []
    assert "2 postmortems published (1 pending, 1 without outcome)" in built.all_log


def test_the_list_of_templates_tells_what_each_is_for(project):
    lines = ask("--list-templates").stdout.strip().split("\n")

    assert [line.split()[0] for line in lines] == [*Templates(None).names]
    assert all(len(line.split()) > 3 for line in lines)
