"""Exceptions that a file states from rules."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.checks.ignores import read_ignores
from mkdocs_postmortems.checks.selection import Checks
from unit.checking import ids, in_example

FAILED = "---\ntitle: Calls\noutcome: failed\nlessons: [Retrain each month.]{}\n---\n\n{}\n"
ASKED = Checks(select=("LRN101", "FMT110", "FMT190", "FMT191"))


def found(tmp_path: Path, fields: str = "", body: str = "Text.") -> set[str]:
    return ids(in_example(tmp_path, FAILED.format(fields, body), ASKED))


def test_without_an_exception_the_rule_finds_something(tmp_path: Path):
    assert found(tmp_path) == {"LRN101"}


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- check: ignore=LRN101 Nobody knows. -->",
        "<!--check:ignore=lrn101 Nobody knows.-->",
        "Text. <!-- check: ignore = LRN101 Nobody knows. --> More.",
        "<!-- check: ignore=LRN101\nNobody\nknows. -->",
    ],
)
def test_an_exception_with_a_reason_silences_the_rule_in_the_whole_file(
    tmp_path: Path, comment: str
):
    assert found(tmp_path, body=f"Text.\n\n{comment}") == set()


@pytest.mark.parametrize(
    "fields",
    [
        "\n# check: ignore=LRN101 Nobody knows.",
        "\nteam: Growth # check: ignore=LRN101 Nobody knows.",
    ],
)
def test_an_exception_may_be_a_comment_of_the_front_matter(tmp_path: Path, fields: str):
    assert found(tmp_path, fields) == set()


def test_one_exception_may_name_several_rules(tmp_path: Path):
    fields = "\nstage: offlime # check: ignore=LRN101,FMT110 We have a stage of our own."

    assert found(tmp_path, fields) == set()


@pytest.mark.parametrize("reason", ["", " ", " ...", " --"])
def test_without_a_reason_it_is_not_heeded_and_told(tmp_path: Path, reason: str):
    body = f"Text.\n\n<!-- check: ignore=LRN101{reason} -->"

    assert found(tmp_path, body=body) == {"LRN101", "FMT190"}


@pytest.mark.parametrize("named", ["", "=LRN999", "=nonsense"])
def test_an_exception_from_no_rule_is_told(tmp_path: Path, named: str):
    body = f"Text.\n\n<!-- check: ignore{named} Nobody knows. -->"

    assert found(tmp_path, body=body) == {"LRN101", "FMT190"}


def test_one_that_is_not_needed_is_told_with_its_line(tmp_path: Path):
    body = "Text.\n\n<!-- check: ignore=FMT110 A stage of our own. -->"
    told = in_example(tmp_path, FAILED.format("", body), ASKED)

    assert [(each.rule, each.line) for each in told] == [("LRN101", 3), ("FMT191", 9)]


def test_one_of_a_rule_that_is_not_asked_is_not_called_unneeded(tmp_path: Path):
    body = "Text.\n\n<!-- check: ignore=LRN102 It is in the text. -->"

    assert found(tmp_path, body=body) == {"LRN101"}


@pytest.mark.parametrize(
    "code",
    [
        "```markdown\n{}\n```",
        "~~~~\n{}\n~~~\n~~~~",
        "```\n{}",
        "> ```\n> {}\n> ```",
        "Write `{}` there.",
        "Write ``{} ` `` there.",
    ],
)
def test_what_is_code_is_no_exception(tmp_path: Path, code: str):
    comment = "<!-- check: ignore=LRN101 Nobody knows. -->"

    assert found(tmp_path, body=code.format(comment)) == {"LRN101"}


def test_what_leaves_a_postmortem_out_cannot_be_excepted(tmp_path: Path):
    text = "---\ntitle: T\ndraft: maybe # check: ignore=FMT133 We do not know.\n---\n\nText.\n"

    assert ids(in_example(tmp_path, text, Checks(select=("LRN",)))) == {"FMT133"}


@given(st.text(), st.integers(-3, 9))
def test_no_text_breaks_it(text: str, body_line: int):
    for each in read_ignores(f"{text} check: {text}", body_line):
        assert each.line >= 1


@given(st.text(alphabet="<!->check:ignore=LRN101 `~#\n", max_size=300))
def test_no_text_of_marks_breaks_it(text: str):
    for each in read_ignores(text, 1):
        assert 1 <= each.line <= text.count("\n") + 1


def test_a_comment_without_an_end_takes_nothing_of_the_next_one():
    text = "<!-- check: ignore=LRN101 One <!-- check: ignore=LRN102 Two -->"

    assert [(each.rules, each.reason, each.is_misspelt) for each in read_ignores(text, 1)] == [
        (("LRN102",), "Two", False),
        (("LRN101",), "", True),
    ]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- check: ignor=LRN101 Nobody knows. -->",
        "<!-- checks: ignore=LRN101 Nobody knows. -->",
        "<!-- check ignore=LRN101 Nobody knows. -->",
        "<!-- check: disable=LRN101 Nobody knows. -->",
        "<!--\nnoqa: LRN101 -->",
    ],
)
def test_a_comment_that_names_a_rule_in_other_words_is_told(tmp_path: Path, comment: str):
    told = in_example(tmp_path, FAILED.format("", f"Text.\n\n{comment}"), ASKED)

    assert [each.rule for each in told] == ["LRN101", "FMT190"]
    assert told[1].message == "a comment names LRN101, and is no exception as it is written"
    assert told[1].remedy == "Write `check: ignore=LRN101 why it does not hold here`"
    assert told[1].line == 9 + ("\n" in comment)


def test_a_misspelt_comment_of_the_front_matter_is_told(tmp_path: Path):
    assert found(tmp_path, "\n# noqa: LRN101 Nobody knows.") == {"LRN101", "FMT190"}
    assert found(tmp_path, "", "# A heading on LRN101\n\n`<!-- noqa: LRN101 -->`") == {"LRN101"}


@pytest.mark.parametrize("ids", ["LRN101, FMT110", "LRN101,FMT110", "lrn101, fmt110,"])
def test_rules_may_have_blanks_between_them_and_words_may_begin_with_capitals(tmp_path, ids: str):
    fields = f"\nstage: offlime # Check: Ignore={ids} We have a stage of our own."

    assert found(tmp_path, fields) == set()


def test_the_name_of_a_rule_is_told_to_be_no_id(tmp_path: Path):
    body = "Text.\n\n<!-- check: ignore=no-cause Nobody knows. -->"
    told = in_example(tmp_path, FAILED.format("", body), ASKED)

    assert told[1].message == "the exception names `no-cause`, which is no rule"
    assert told[1].remedy == "Did you mean `LRN101`"


@pytest.mark.parametrize("body", ["# LRN101 and what it asks", "Text. # See LRN101."])
def test_a_heading_that_names_a_rule_is_no_exception(tmp_path: Path, body: str):
    assert found(tmp_path, body=body) == {"LRN101"}
