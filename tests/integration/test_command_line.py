"""The command line, as a colleague or a script uses it."""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from integration.harness import post, run, write
from mkdocs_postmortems import __version__
from mkdocs_postmortems.cli import main

POSTS = {
    "2024/flu.md": post(
        "Flu from searches",
        "## Method\n\nCounting queries.\n\n## Lessons learnt\n\n- Watch for drift in behaviour.",
        date="2024-05-01",
        outcome="failed",
        stage="production",
        decision="stop",
        confidence="high",
        causes=["shift", "overfit"],
        tags=["Data Quality", "health"],
        team="Flow",
        authors=["Ada"],
        series=["Seasons"],
    ),
    "2023/war.md": post(
        "Civil war, [bold]predicted[/bold]",
        "Label leakage in the imputation. Wall clock time was short.",
        date="2023-02-03",
        outcome="invalid",
        causes=["split_leakage"],
        corrections=[{"was": "succeeded", "now": "invalid"}],
    ),
    "2022/trees.md": post("Trees", "Leakage of sap.", date="2022-01-01", outcome="succeeded"),
    "essay.md": "# An essay\n\nOn nothing but weather.\n",
    "draft.md": post("Secret walruses", "Leakage.", draft=True, outcome="failed"),
    "unlisted.md": post("Unlisted walruses", "Leakage.", unlisted=True, outcome="failed"),
    "future.md": post("Future walruses", "Leakage.", date="2999-01-01", outcome="failed"),
    "others.md": post("Walruses for few", "Leakage.", audience="board", outcome="failed"),
}
KEYS = {"id", "title", "date", "outcome", "confidence", "causes", "tags", "superseded"}
KEYS |= {"corrected", "lessons"}
FLU = {
    "id": "2024/flu",
    "title": "Flu from searches",
    "date": "2024-05-01",
    "outcome": "failed",
    "confidence": "high",
    "causes": ["shift", "overfit"],
    "tags": ["Data Quality", "health"],
    "superseded": False,
    "corrected": False,
    "lessons": ["Watch for drift in behaviour."],
}


def ask(*args: str) -> Result:
    """Run a command in the current folder; a traceback fails the test."""
    result = CliRunner().invoke(main, args)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def answer(*args: str) -> list[dict[str, object]]:
    command, *rest = args
    return json.loads(ask(command, "--json", *rest).stdout)


def ids(*args: str) -> list[object]:
    return [each["id"] for each in answer(*args)]


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    plugin = "postmortems: {audiences: {board: The board, risk: Risk}}"
    write(tmp_path, {"mkdocs.yml": f"site_name: Lab\nplugins: [{plugin}]\n"})
    write(tmp_path / "postmortems", POSTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# search


def test_a_search_shows_what_was_learnt_and_where(project):
    result = ask("search", "drifting", "-n", "1")

    assert result.exit_code == 0
    assert "failed  2024-05-01  Flu from searches  (high confidence)" in result.stdout
    assert "Lesson  Watch for drift in behaviour." in result.stdout
    assert "postmortems/2024/flu.md  shift, overfit" in result.stdout


def test_a_path_is_never_broken_so_that_it_can_be_copied(project):
    name = f"2024/{'a-churn-model-of-many-words-' * 4}.md"
    write(project / "postmortems", {name: "---\ntitle: Kohlrabi\ncauses: [shift]\n---\nText.\n"})

    assert f"  postmortems/{name}  shift\n" in ask("search", "kohlrabi").stdout
    assert f"  postmortems/{name}  shift\n" in ask("list").stdout


def test_words_need_no_quotes_and_stop_words_say_nothing(project):
    assert ids("search", "has", "anyone", "tried", "civil", "leakage")[0] == "2023/war"


def test_a_section_is_shown_with_its_heading_and_marks_with_theirs(project):
    assert "Method  Counting queries." in ask("search", "method").stdout
    assert "(corrected)" in ask("search", "civil").stdout
    assert "essay  An essay" in ask("search", "weather").stdout


def test_more_than_is_shown_is_told(project):
    assert "1 of 2 shown" in ask("search", "leakage", "--most", "1").stdout
    assert "shown" not in ask("search", "leakage").stdout


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["leakage"], {"2023/war", "2022/trees"}),
        (["leakage", "--outcome", "invalid"], {"2023/war"}),
        (["--outcome", "failed"], {"2024/flu"}),
        (["--outcome", "failed", "--outcome", "invalid"], {"2024/flu", "2023/war"}),
        (["--outcome", "failed", "--cause", "split_leakage"], set()),
        (["--stage", "production"], {"2024/flu"}),
        (["--decision", "stop"], {"2024/flu"}),
        (["--confidence", "high"], {"2024/flu"}),
        (["--cause", "data.shift"], {"2024/flu"}),
        (["--cause", "split-leakage"], {"2023/war"}),
        (["--tag", "data quality"], {"2024/flu"}),
        (["--team", "flow"], {"2024/flu"}),
        (["--author", "ada"], {"2024/flu"}),
        (["--series", "seasons"], {"2024/flu"}),
        (["--year", "2022", "--year", "2023"], {"2023/war", "2022/trees"}),
        (["--since", "2023"], {"2024/flu", "2023/war"}),
        (["--since", "2023-03"], {"2024/flu"}),
        (["--since", "2024-05-01"], {"2024/flu"}),
        (["leakage", "--since", "2023"], {"2023/war"}),
        (["--tag", 'data" quality'], {"2024/flu"}),
        (["outcome:failed", "drift"], {"2024/flu"}),
        (['"wall clock"'], {"2023/war"}),
        (["leakage", "-civil"], {"2022/trees"}),
        (["leakage", "-sapping"], {"2023/war"}),
        (["-sap", "leakage"], {"2023/war"}),
        (["-sap", "--outcome", "succeeded", "leakage"], set()),
        (["--", "-leakage"], {"2024/flu", "essay"}),
        (["leakage", "-n1", "-sap"], {"2023/war"}),
        (["leakage", "-cause:split_leakage"], {"2022/trees"}),
    ],
)
def test_what_is_found(project, args, expected):
    assert set(ids("search", *args)) == expected


def test_the_schema_of_json(project):
    (hit,) = answer("search", "drift")

    score = hit.pop("score")
    assert isinstance(score, int)
    assert score > 0
    passage = hit.pop("passage")
    assert hit.pop("matched_words") == 1
    assert hit == FLU
    assert passage["anchor"].startswith("lesson-watch-for-drift")
    assert {**passage, "anchor": ""} == {
        "kind": "lesson",
        "heading": "",
        "anchor": "",
        "text": "Watch for drift in behaviour.",
    }


def test_json_of_what_is_not_told(project):
    (hit,) = answer("search", "weather")

    assert (hit["date"], hit["outcome"], hit["confidence"]) == (None, None, None)
    assert (hit["causes"], hit["tags"], hit["lessons"]) == ([], [], [])


def test_nothing_found_ends_with_1(project):
    result = ask("search", "zzzqqq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing found" in result.stderr

    result = ask("search", "zzzqqq", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--outcome", "fialed"], "There is no outcome `fialed`. Did you mean `failed`? There are"),
        (["--outcome", "nope"], "There is no outcome `nope`. There are pending, succeeded, failed"),
        (["--stage", "prodution"], "There is no stage `prodution`. Did you mean `production`?"),
        (["--decision", "halt"], "There is no decision `halt`. There are ship, iterate, stop"),
        (["--confidence", "hihg"], "Did you mean `high`?"),
        (["--cause", "leakage"], "Did you mean `split_leakage` or `feature_leakage` or"),
        (["--cause", "data"], "Did you mean `unavailable` or `quality` or"),
        (["--outcome", "failed", "--outcome", "fialed"], "`fialed`"),
        (["--outcome", "\x1b[31m"], "There is no outcome `\N{REPLACEMENT CHARACTER}[31m`."),
    ],
)
def test_a_value_that_no_vocabulary_has_is_refused_and_the_values_are_named(project, args, told):
    for result in (ask("search", *args), ask("search", "drift", *args), ask("list", *args)):
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in " ".join(result.stderr.split())


@pytest.mark.parametrize("query", ["outcome:fialed", "drift -outcome:fialed"])
def test_so_it_is_where_the_value_stands_in_the_query(project, query):
    result = ask("search", *query.split())

    assert result.exit_code == 2
    assert "Did you mean `failed`?" in result.stderr


def test_a_code_of_the_site_is_none_that_is_refused(project):
    option = "{vocabulary: {outcome: {retired: Retired}}}"
    write(project, {"mkdocs.yml": f"site_name: Lab\nplugins: [postmortems: {option}]\n"})

    assert "Did you mean `retired`" in ask("list", "--outcome", "retierd").stderr
    result = ask("list", "--outcome", "retired")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No postmortem has the outcome `retired`. The most frequent are" in result.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--tag", "helth"], "No postmortem has the tag `helth`. Did you mean `health`?"),
        (["--tag", "zzz"], "The most frequent are data-quality, health."),
        (["--author", "Bda"], "No postmortem has the author `Bda`. Did you mean `ada`?"),
        (["--year", "1999"], "No postmortem has the year `1999`."),
        (["--outcome", "mixed"], "No postmortem has the outcome `mixed`. The most frequent are"),
        (["--tag", "\x1b[31m"], "No postmortem has the tag `\N{REPLACEMENT CHARACTER}[31m`."),
    ],
)
def test_a_value_that_no_postmortem_has_is_told(project, args, told):
    for result, code in ((ask("search", "drift", *args), 1), (ask("list", *args), 0)):
        assert (result.exit_code, result.stdout) == (code, "")
        assert told in result.stderr


def test_where_no_postmortem_has_a_field_at_all_it_is_told(project):
    write(project / "postmortems", dict.fromkeys(POSTS, "# An essay\n\nOn nothing.\n"))

    assert "No postmortem has any tag." in ask("list", "--tag", "health").stderr


def test_a_search_that_is_taken_for_another_says_so(project):
    result = ask("search", "civl", "leekage")

    assert "No postmortem has `civl`. Searched for civil instead." in result.stderr
    assert "No postmortem has `leekage`. Searched for leakage instead." in result.stderr
    assert "Civil war" in result.stdout
    assert ask("search", "civil").stderr == ""


def test_words_that_begin_alike_are_offered_where_nothing_near_is_found(project):
    result = ask("search", "behavioristic")

    assert result.exit_code == 1
    assert "No postmortem has `behavioristic`. Perhaps behaviour?" in result.stderr


def test_it_is_told_what_would_be_found_without_filters(project):
    result = ask("search", "leakage", "--outcome", "failed")
    assert result.exit_code == 1
    assert "Without filters 2 would be found." in result.stderr

    result = ask("search", "drift", "--since", "2025")
    assert "Without filters 1 would be found." in result.stderr
    assert "Without" not in ask("search", "zzzqqq", "--outcome", "failed").stderr


@pytest.mark.parametrize("query", ["the", '"to be or not to be"', "has anyone tried"])
def test_a_search_of_stop_words_only_is_told_why_it_finds_nothing(project, query):
    result = ask("search", query)

    assert result.exit_code == 1
    assert "Words as common as these are passed over." in result.stderr


def test_stop_words_beside_a_filter_say_no_more_than_it(project):
    assert ids("search", "the", "outcome:failed") == ["2024/flu"]
    assert ids("search", "the", "--since", "2024") == ["2024/flu"]


def test_json_and_the_editor_together_are_refused(project):
    result = ask("search", "drift", "--json", "--open")

    assert result.exit_code == 2
    assert "Choose one of --json and --open." in result.stderr


@pytest.mark.parametrize("args", [["search"], ["search", ""], ["search", "--since", ""]])
def test_a_search_for_nothing_is_refused(project, args):
    result = ask(*args)

    assert result.exit_code == 2
    assert "Say what to look for" in result.stderr


@pytest.mark.parametrize("args", [[" "], ["—"], ['"'], ["the"], ["tag:"], ["-"], ["\ud800"]])
def test_a_search_without_words_finds_nothing(project, args):
    assert ask("search", *args).exit_code == 1


@pytest.mark.parametrize("command", ["search", "list"])
@pytest.mark.parametrize("since", ["soon", "2024-13", "24", "2024-02-30", "2024-W99-1", "-5"])
def test_a_day_that_is_none_is_refused(project, command, since):
    args = ["leakage"] if command == "search" else []
    result = ask(command, *args, f"--since={since}")

    assert result.exit_code == 2
    assert f"`{since}` is no year, month or day" in result.stderr


@pytest.mark.parametrize(
    "args", [["-n", "0"], ["-n", "x"], ["-n", "1001"], ["--nonsense"], ["--outcome"], ["-x"]]
)
def test_options_that_are_wrong_are_refused(project, args):
    assert ask("search", "leakage", *args).exit_code == 2


@pytest.mark.parametrize(
    "query", ["\udcff", "tag:\udcff", "a\x00b", "[zebra", "\\", "x" * 100_000, "%s {0}", "😀 -😀"]
)
def test_any_text_can_be_asked(project, query):
    assert ask("search", query).exit_code == 1
    assert ask("search", "--tag", query).exit_code == 1
    assert ask("similar", query).exit_code == 0


@pytest.mark.parametrize("args", [["search", "walruses"], ["search", "walr"], ["list"]])
@pytest.mark.parametrize("how", [[], ["--json"], ["--outcome", "failed"]])
def test_what_is_hidden_is_not_shown(project, args, how):
    assert "walrus" not in ask(*args, *how).stdout.casefold()
    cached = (project / ".cache" / "postmortems" / "search.sqlite").read_bytes()
    assert b"walrus" not in cached.lower()
    assert b"Leakage of sap" in cached


@pytest.mark.parametrize("command", [["search", "walruses"], ["list"], ["similar", "few walruses"]])
def test_what_is_for_an_audience_is_shown_to_it_and_told_as_such(project, command):
    assert "others" in ids(*command, "--audience", "board")
    assert "others" in ids(*command, "--audience", "risk", "--audience", "board")
    assert "others" not in ids(*command, "--audience", "risk")
    assert "Walruses for few  (for board)" in ask(*command, "--audience", "board").stdout
    assert "walrus" not in ask(*command).stdout.casefold()


def test_the_environment_and_the_project_name_the_audience_too(project, monkeypatch):
    monkeypatch.setenv("POSTMORTEMS_AUDIENCE", "board")
    assert "others" in ids("list")
    monkeypatch.setenv("POSTMORTEMS_AUDIENCE", "bord")
    result = ask("list")
    assert result.exit_code == 2
    assert "`bord`, which POSTMORTEMS_AUDIENCE names, is not declared" in result.stderr
    monkeypatch.delenv("POSTMORTEMS_AUDIENCE")
    plugin = "postmortems: {audiences: {board: The board}, audience: board}"
    write(project, {"mkdocs.yml": f"site_name: Lab\nplugins: [{plugin}]\n"})
    assert "others" in ids("list")


def test_the_best_hit_is_opened_in_the_editor(project, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(click, "edit", lambda *, filename: opened.append(filename))

    assert ask("search", "drift", "--open").exit_code == 0
    assert [Path(each) for each in opened] == [project / "postmortems" / "2024" / "flu.md"]
    assert ask("search", "zzzqqq", "--open").exit_code == 1
    assert len(opened) == 1


def test_markup_and_control_characters_are_shown_literally(project):
    write(
        project / "postmortems",
        {
            "evil\x1b[31m.md": "# A [red]walrus[/red] [/]\n\nOn \\[link=x\\] walruses.\n",
            "untitled\x9b\x1b]0;x\x07.md": "Two walruses.\n",
        },
    )

    for args in (["search", "walruses"], ["list"], ["similar", "walruses"]):
        shown = ask(*args).stdout
        assert "A [red]walrus[/red] [/]" in shown
        assert not {"\x1b", "\x9b", "\x07"} & set(shown), args
    assert "Civil war, [bold]predicted[/bold]" in ask("search", "civil").stdout


# similar


def test_a_text_is_like_what_speaks_of_the_same(project):
    assert ids("similar", "we count queries to see the flu")[0] == "2024/flu"
    assert "Flu from searches" in ask("similar", "drift of behaviour").stdout


def test_a_file_is_not_like_itself(project):
    assert ids("similar", "--all", "postmortems/2023/war.md") == ["2022/trees"]
    assert ids("similar", str(project / "postmortems/2023/war.md"), "--all") == ["2022/trees"]


def test_a_file_from_elsewhere_is_compared_with_all(project):
    write(
        project, {"notes.md": "Leakage in imputation, by labels.", "latin.md": b"leak\xe9age war"}
    )

    assert ids("similar", "notes.md", "--all", "-n", "1") == ["2023/war"]
    assert ids("similar", "latin.md", "--all") == ["2023/war"]


def test_a_word_is_a_text_though_a_folder_is_called_so(project):
    assert answer("similar", "postmortems") == []


@pytest.mark.parametrize("subject", ["postmortems/", "postmortems/2024/fluu.md", "fluu.md", "/a/b"])
def test_a_path_of_no_file_is_not_taken_for_a_text(project, subject):
    result = ask("similar", subject)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"There is no file `{subject}`." in result.stderr


def test_a_text_may_have_a_slash(project):
    assert ids("similar", "leakage and/or drift") != []


@pytest.mark.parametrize("subject", ["", "  "])
def test_like_nothing_is_refused(project, subject):
    assert ask("similar", subject).exit_code == 2


def test_what_shares_little_is_counted_and_shown_when_asked_for(project):
    result = ask("similar", "postmortems/2023/war.md")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 more shares a word or so, and may be alike: --all shows them.\n"


def test_where_nothing_is_similar_it_is_told(project):
    result = ask("similar", "zzzqqq")

    assert result.exit_code == 0
    assert "Nothing found" in result.stderr


# list


def test_a_list_is_newest_first_and_undated_last(project):
    assert ids("list") == ["2024/flu", "2023/war", "2022/trees", "essay"]
    lines = [line for line in ask("list").stdout.splitlines() if line and line[0] != " "]
    assert [line.split()[0] for line in lines] == ["failed", "invalid", "succeeded", "essay"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--outcome", "failed"], ["2024/flu"]),
        (["--outcome", "failed", "--outcome", "succeeded"], ["2024/flu", "2022/trees"]),
        (["--since", "2023"], ["2024/flu", "2023/war"]),
        (["--since", "2023", "--cause", "split_leakage"], ["2023/war"]),
        (["--tag", "none such"], []),
    ],
)
def test_a_list_has_the_same_filters(project, args, expected):
    assert ids("list", *args) == expected
    assert ask("list", *args).exit_code == 0


def test_a_list_may_be_cut_and_says_so(project):
    assert ids("list", "-n", "2") == ["2024/flu", "2023/war"]
    assert "2 of 4 shown" in ask("list", "--most", "2").stdout
    assert "shown" not in ask("list", "-n", "4").stdout
    assert ask("list", "-n", "0").exit_code == 2


def test_an_empty_list_says_so(project):
    assert "Nothing found." in ask("list", "--since", "2998").stderr


def test_the_schema_of_a_list(project):
    listed = answer("list")

    assert listed[0] == FLU
    assert all(set(each) == KEYS for each in listed)


# The project and its cache


COMMANDS = [["search", "leakage"], ["similar", "leakage"], ["list"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_project_one_line_says_what_to_do(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    result = ask(*command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "postmortems init" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("mkdocs.yml", "plugins: [", "mkdocs.yml cannot be read"),
        ("mkdocs.yml", "extra: {day: 2024-99-99}", "mkdocs.yml cannot be read"),
        ("mkdocs.yml", "plugins: [postmortems: {postmortems_dir: x}]", "no postmortems folder"),
        ("mkdocs.yml", "plugins: [postmortems: {vocabulary: {colour: {}}}]", "`colour` is none"),
        ("mkdocs.yml", "plugins: [postmortems: {audiences: [board]}]", "audiences: wants a map"),
        ("mkdocs.yml", "plugins: [postmortems: {audience: bord}]", "audience: `bord` is not"),
        ("postmortems/_glossary.yml", "- [a, b", "_glossary.yml"),
        ("postmortems/_glossary.yml", "a: b", "_glossary.yml wants lists"),
    ],
)
def test_what_is_broken_is_one_error(project, command, file, content, told):
    write(project, {file: content})
    result = ask(*command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert told in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_damaged_cache_is_made_anew(project, command):
    write(
        project / "postmortems",
        {f"x{each}.md": f"# X\n\n{f'bread{each} ' * 300}\n" for each in range(20)},
    )
    expected = ask(*command).stdout
    cached = project / ".cache" / "postmortems" / "search.sqlite"
    data = cached.read_bytes()

    kept = len(data) // 8
    for damaged in (data[:100], data[:kept], data[:kept] + b"\xff" * (len(data) - kept)):
        cached.write_bytes(damaged)
        assert ask(*command).stdout == expected
    assert cached.read_bytes() != damaged
    assert ask(*command).stdout == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_cache_folder_it_works(project, command):
    write(project, {".cache": "a file where the folder should be"})

    assert ask(*command).stdout
    assert (project / ".cache").read_text() == "a file where the folder should be"


def test_an_empty_folder(project):
    for path in POSTS:
        (project / "postmortems" / path).unlink()

    assert ask("search", "leakage").exit_code == 1
    assert answer("list") == []


def test_it_works_from_a_folder_below(project, monkeypatch):
    monkeypatch.chdir(project / "postmortems" / "2024")

    assert ids("search", "drift") == ["2024/flu"]
    assert ids("similar", "flu.md") == ids("similar", str(project / "postmortems/2024/flu.md"))


# init


def test_init_writes_a_project_that_builds_strictly(tmp_path):
    folder = tmp_path / "churn-lab"
    result = ask("init", str(folder))

    assert result.exit_code == 0
    today = dt.datetime.now().astimezone().date()
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert written == {
        "mkdocs.yml",
        "requirements.txt",
        ".gitignore",
        "docs/index.md",
        "postmortems/.authors.yml",
        "postmortems/_templates/experiment.md",
        f"postmortems/{today.year}/{today}-how-we-write-postmortems.md",
        ".github/workflows/check.yml",
        ".github/workflows/pages.yml",
        ".pre-commit-config.yaml",
        ".vscode/postmortem.code-snippets",
        ".vscode/postmortem.schema.json",
        ".vscode/settings.json",
        ".vscode/tasks.json",
    }
    assert "postmortems serve" in result.stdout
    assert yaml.safe_load((folder / "mkdocs.yml").read_text("utf-8"))["site_name"] == "Churn lab"
    for path in written:
        assert f"written  {path}" in result.stdout
        assert "<<" not in (folder / path).read_text("utf-8")


def test_what_init_wrote_can_be_built_and_searched(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time())))
    ask("init", str(tmp_path / "lab"))
    built = run(tmp_path / "lab", strict=True)
    monkeypatch.chdir(tmp_path / "lab")

    assert (built.aborted, built.warnings) == ("", [])
    assert ids("search", "honest criteria") == ids("list") != []


@pytest.mark.parametrize(
    "name", ["yes", "123", "a: b # c", "'\"", "Zoë 🙂", "[x]", "{{ x }}", "<< x >>", "@x", "null"]
)
def test_any_name_can_be_given(tmp_path, name):
    ask("init", str(tmp_path / "lab"), "--name", name)

    assert yaml.safe_load((tmp_path / "lab/mkdocs.yml").read_text("utf-8"))["site_name"] == name
    assert (tmp_path / "lab/docs/index.md").read_text("utf-8").startswith(f"# {name}\n")


def test_a_name_on_two_lines_becomes_one(tmp_path):
    ask("init", str(tmp_path / "lab"), "--name", " Two\n\nlines: ")

    assert yaml.safe_load((tmp_path / "lab/mkdocs.yml").read_text())["site_name"] == "Two lines:"


def test_init_touches_nothing_that_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"mkdocs.yml": "mine", "docs/index.md": "mine too"})
    result = ask("init", ".")

    assert (tmp_path / "mkdocs.yml").read_text() == "mine"
    assert (tmp_path / "docs/index.md").read_text() == "mine too"
    assert "kept     mkdocs.yml, which was there" in result.stdout
    assert "    - postmortems\n" in result.stdout
    assert "cd " not in result.stdout
    again = ask("init", ".")
    assert again.exit_code == 0
    assert "written" not in again.stdout


def test_init_writes_no_first_page_where_there_are_postmortems(tmp_path):
    write(tmp_path / "postmortems", {"2024/flu.md": POSTS["2024/flu.md"]})
    ask("init", str(tmp_path), "--host", "nginx")

    assert [path.name for path in (tmp_path / "postmortems").rglob("20*/*.md")] == ["flu.md"]
    assert (tmp_path / "deploy/nginx/postmortems.conf").exists()


@pytest.mark.parametrize(
    ("written", "is_told"),
    [
        ("plugins:\n  - postmortems\n", False),
        ("plugins:\n- postmortems: # ours\n    posts: x\n", False),
        ("plugins: [search, 'postmortems']\n", False),
        ("plugins:\n  postmortems: {}\n", False),
        ("plugins:\n  - search\n# - postmortems\nnav:\n  - postmortems/index.md\n", True),
        ("plugins:\n  - postmortems-of-others\n", True),
    ],
)
def test_init_asks_for_the_plugin_only_where_it_is_missing(tmp_path, written, is_told):
    write(tmp_path, {"mkdocs.yml": written})

    assert ("Add to the plugins" in ask("init", str(tmp_path)).stdout) is is_told


def test_init_shows_an_odd_folder_literally(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert 'cd "[bold] lab"' in ask("init", "[bold] lab").stdout


@pytest.mark.parametrize("what", ["folder", "postmortems"])
def test_init_where_a_file_is_in_the_way(tmp_path, what):
    folder = tmp_path / "lab"
    write(tmp_path, {"lab" if what == "folder" else "lab/postmortems": "a file"})
    result = ask("init", str(folder))

    assert result.exit_code != 0
    assert result.stderr
    assert ask("init").exit_code == 2
    assert ask("init", str(tmp_path / "x"), "--ci", "jenkins").exit_code == 2
    assert ask("init", str(tmp_path / "x"), "--host", "moon").exit_code == 2
    assert not (tmp_path / "x").exists()


# As a process


def test_the_help_tells_of_each_command_in_a_whole_sentence():
    lines = ask("--help").stdout.partition("Commands:\n")[2].splitlines()

    assert len(lines) > 10
    assert [line for line in lines if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command(flag):
    shown = ask(flag).stdout

    assert all(f"\n  {name} " in shown for name in ("init", "search", "similar", "list"))
    for name in main.commands:
        assert ask(name, flag).stdout.startswith("Usage: ")


def test_the_version():
    assert ask("--version").stdout == f"postmortems, version {__version__}\n"


LOADED = """
import json, sys
from mkdocs_postmortems.cli import main
def loaded():
    return sorted({name.partition(".")[0] for name in sys.modules})
at_start = loaded()
try:
    main(sys.argv[1:])
except SystemExit as ended:
    json.dump([ended.code, at_start, loaded()], sys.stderr)
"""


def process(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", LOADED, *args],
        check=False,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_a_search_of_the_cache_loads_neither_mkdocs_nor_what_reads_postmortems(project):
    cold = process(project, "search", "leakage")
    warm = process(project, "search", "leakage")

    assert warm.stdout == cold.stdout != ""
    (code, _, after_cold), (warm_code, at_start, after) = map(
        json.loads, (cold.stderr, warm.stderr)
    )
    assert code == warm_code == 0
    assert "pydantic" in after_cold
    assert not {"mkdocs", "material"} & set(after_cold)
    assert not {"mkdocs", "material", "pydantic", "jinja2", "markdown"} & set(after)
    assert not {"mkdocs", "pydantic", "jinja2", "rich"} & set(at_start)


def test_exit_codes_of_a_process(project, tmp_path_factory):
    assert process(project, "search", "zzzqqq").stderr.endswith("]")
    command = [sys.executable, "-c", "from mkdocs_postmortems.cli import main; main()"]

    def code(folder: Path, *args: str) -> int:
        return subprocess.run(
            [*command, *args], check=False, cwd=folder, capture_output=True
        ).returncode

    assert code(project, "search", "drift") == 0
    assert code(project, "search", "zzzqqq") == 1
    assert code(project, "search", b"tag:\xff") == 1
    assert code(project, "search") == 2
    assert code(tmp_path_factory.mktemp("empty"), "list") == 2
