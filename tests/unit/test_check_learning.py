"""The family learning, and links, pictures and titles, at their edges."""

import datetime as dt
from pathlib import Path

import pytest

from mkdocs_postmortems.checks.finding import Finding
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.writing.draft import Draft
from mkdocs_postmortems.writing.templates import Templates
from unit.checking import EXAMPLE, findings, ids, in_example, write_lab

LEARNING = Checks(select=("LRN",))


def found(tmp_path: Path, fields: str, body: str = "Text.") -> set[str]:
    text = f"---\ntitle: Calls\n{fields}\n---\n\n{body}\n"
    return ids(in_example(tmp_path, text, LEARNING))


@pytest.mark.parametrize("outcome", ["failed", "invalid", "mixed", "abandoned"])
def test_a_cause_is_asked_of_what_did_not_succeed(tmp_path: Path, outcome: str):
    assert found(tmp_path, f"outcome: {outcome}\nlessons: [Retrain each month.]") == {"LRN101"}


@pytest.mark.parametrize("outcome", ["succeeded", "inconclusive"])
def test_no_cause_is_asked_of_what_succeeded_or_could_not_tell(tmp_path: Path, outcome: str):
    assert found(tmp_path, f"outcome: {outcome}\nlessons: [Retrain each month.]") == set()


def test_an_essay_is_asked_for_nothing(tmp_path: Path):
    assert found(tmp_path, "decision: revisit\nrevisit: 2020-01-01\ndue: 2020-01-01") == set()


def test_one_that_is_pending_needs_neither_cause_nor_lesson(tmp_path: Path):
    assert found(tmp_path, "outcome: pending\ndue: 2099-01-01") == set()


@pytest.mark.parametrize(
    "lesson", ["TBD", "n/a", "todo: write this up", "It failed", "???", "**None**"]
)
def test_a_lesson_without_content_is_told(tmp_path: Path, lesson: str):
    assert found(tmp_path, f"outcome: succeeded\nlessons: ['{lesson}']") == {"LRN103"}


@pytest.mark.parametrize(
    "lesson",
    [
        "Check units first",
        "None of the embeddings beat counting",
        "先建立基线",
        "To do less is more robust here",
    ],
)
def test_a_short_lesson_with_content_is_not(tmp_path: Path, lesson: str):
    assert found(tmp_path, f"outcome: succeeded\nlessons: ['{lesson}']") == set()


def test_the_lesson_is_told_where_it_stands(tmp_path: Path):
    lessons = "## Lessons learnt\n\n- Retrain monthly.\n- TBD\n"
    text = f"---\ntitle: Calls\noutcome: succeeded\n---\n\n{lessons}"

    assert [each.line for each in in_example(tmp_path, text, Checks(select=("LRN103",)))] == [8, 9]


def test_a_lesson_that_is_written_otherwise_than_it_reads_is_told_at_the_top(tmp_path: Path):
    text = '---\ntitle: Calls\noutcome: succeeded\nlessons: ["N\\x2fA"]\n---\n\nText.\n'

    assert [each.line for each in in_example(tmp_path, text, Checks(select=("LRN103",)))] == [1]


@pytest.mark.parametrize("empty", ["revisit:", "revisit: # some day", "revisit: null"])
def test_an_empty_day_to_look_again_is_told(tmp_path: Path, empty: str):
    fields = f"outcome: succeeded\nlessons: [Retrain each month.]\n{empty}"

    assert found(tmp_path, fields) == {"LRN201"}


def test_one_that_cannot_be_read_is_told_by_form_only(tmp_path: Path):
    fields = "outcome: succeeded\nrevisit: some day\nlessons: [Retrain each month.]"
    text = f"---\ntitle: Calls\n{fields}\n---\n\nText.\n"

    told = in_example(tmp_path, text, Checks(select=("LRN", "FMT130")))

    assert ids(told) == {"FMT130"}


def test_a_day_that_has_come_is_settled_by_what_refers_to_it(tmp_path: Path):
    fields = "outcome: succeeded\nlessons: [Retrain each month.]\nrevisit: 2024-06-14"
    assert found(tmp_path, fields) == {"LRN202"}

    later = f"---\ntitle: Again\nbuilds_on: [{EXAMPLE.removesuffix('.md')}]\n---\n\nText.\n"
    write_lab(tmp_path, {"postmortems/2024/again.md": later})
    assert found(tmp_path, fields) == set()


def test_the_day_itself_is_not_past(tmp_path: Path):
    assert found(tmp_path, "outcome: pending\ndue: 2024-06-15") == set()
    assert found(tmp_path, "outcome: pending\ndue: 2024-06-14") == {"LRN203"}


FAILURE = "---\ntitle: {}\ndate: {}\noutcome: failed\ncauses: [{}]\ntags: [{}]\n{}---\n\n{}\n"


def failures(tmp_path: Path, *more: str) -> list[Finding]:
    """What is told of repeats when the lab has these failures besides its two of churn."""
    files = {f"postmortems/2024/f{number}.md": text for number, text in enumerate(more)}
    return findings(write_lab(tmp_path, files), Checks(select=("LRN301",)))


def failure(
    date: str, cause: str = "shift", tag: str = "Churn", more: str = "", body: str = "Text."
):
    return FAILURE.format(date, date, cause, tag, more, body)


def test_repeats_are_told_once_on_the_newest_with_the_others(tmp_path: Path):
    (told,) = failures(tmp_path, failure("2024-05-01"), failure("2024-06-01"))

    assert told.path == "2024/f1.md"
    assert told.message.startswith("4 failures share the cause")
    for other in ("2024/f0", "2024/2024-01-10-churn", "2024/2024-02-20-churn-sessions"):
        assert f"`{other}`" in told.message


@pytest.mark.parametrize(("others", "end"), [(4, "-churn`"), (5, " and 1 more")])
def test_of_many_repeats_some_are_named_and_the_rest_counted(tmp_path: Path, others: int, end: str):
    (told,) = failures(tmp_path, *(failure(f"2024-05-0{day + 1}") for day in range(others)))

    assert told.message.endswith(end)
    assert told.line == 5


@pytest.mark.parametrize(
    "other",
    [
        failure("2024-05-01", cause="overfit"),
        failure("2024-05-01", tag="fraud"),
        failure("2024-05-01", more="replicates: [2024/2024-01-10-churn]\n"),
        failure("2024-05-01", body="See [the first](2024-01-10-churn.md)."),
        failure("2024-05-01").replace("failed", "succeeded"),
    ],
)
def test_others_are_no_repeats(tmp_path: Path, other: str):
    assert failures(tmp_path, other) == []


def test_a_series_knows_of_its_parts(tmp_path: Path):
    parts = [
        failure(f"2024-0{month}-01", tag="fraud", more="series: Fraud\n") for month in (3, 4, 5)
    ]

    assert failures(tmp_path, *parts) == []


def test_one_set_of_failures_is_told_once_whatever_they_share(tmp_path: Path):
    texts = [failure(f"2024-0{month}-01", "shift, overfit", "fraud, cards") for month in (3, 4, 5)]

    assert len(failures(tmp_path, *texts)) == 1


LINKS = Checks(select=("FMT143",))


@pytest.mark.parametrize(
    "body",
    [
        "[it](2024-01-10-churn.md#why)",
        "[it](../2024/2024-01-10-churn.md)",
        "[it](/2024/2024-01-10-churn.md)",
        "![it](/2024/images/drift.svg)",
        "![it](./images/drift.svg){ width=300 }",
        "[it](../../docs/index.md)",
        "[it](/index.md)",
        "[it](https://example.org/missing.png)",
        "[it](2024-01-10-churn/)",
        "[it](elsewhere.html)",
        "```\n![it](missing.png)\n```",
        "![it]({{ site.url }}/missing.png)",
        "[it](#part.md)",
    ],
)
def test_what_is_there_or_may_be_is_not_called_missing(tmp_path: Path, body: str):
    assert in_example(tmp_path, f"# Calls\n\n{body}\n", LINKS) == []


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        ("![it](images/dirft.svg)", "Did you mean `images/drift.svg`"),
        ("![it](drift.svg)", "Did you mean `images/drift.svg`"),
        ("[it](2024-01-10-chrun.md)", "Did you mean `2024-01-10-churn.md`"),
        (
            "![it](new.png)",
            "Put it at `2024/new.png` in the postmortems folder, or take the link out",
        ),
        ("[it](../../docs/none.md)", "Mend the path, or take the link out"),
        (
            '<img src="images/none.jpg">',
            "Put it at `2024/images/none.jpg` in the postmortems folder",
        ),
    ],
)
def test_what_is_missing_is_told_with_what_may_be_meant(tmp_path: Path, body: str, remedy: str):
    (told,) = in_example(tmp_path, f"# Calls\n\n{body}\n", LINKS)

    assert told.line == 3
    assert told.remedy.startswith(remedy)


def test_a_picture_of_the_front_matter_is_looked_for_too(tmp_path: Path):
    text = "---\ntitle: Calls\nimage: images/none.png\n---\n\nText.\n"

    (told,) = in_example(tmp_path, text, LINKS)

    assert (told.line, told.message) == (3, "images: `images/none.png` is not there")


def test_templates_beside_postmortems_have_no_page_to_link_to(tmp_path: Path):
    write_lab(tmp_path, {"postmortems/_templates/plan.md": "# Plan\n\nText.\n"})

    assert ids(in_example(tmp_path, "# Calls\n\n[it](../_templates/plan.md)\n", LINKS)) == {
        "FMT143"
    }


def test_of_two_with_one_title_the_later_is_told(tmp_path: Path):
    write_lab(tmp_path, {"postmortems/2025/later.md": "# Churn, from *clicks*!\n\nText.\n"})

    told = findings(tmp_path, Checks(select=("FMT151",)))

    assert [each.path for each in told] == ["2025/later.md"]


FILLED = "outcome: failed\ncauses: [shift]\nlessons: [Retrain each month.]"


@pytest.mark.parametrize("template", ["failed", "ab-test"])
def test_a_template_that_nobody_filled_in_is_told_once_its_experiment_is_concluded(
    tmp_path: Path, template: str
):
    draft = Draft(title="Calls", date=dt.date(2024, 5, 1), outcome="failed")
    written = Templates(None).render(template, draft)

    (told,) = [each for each in in_example(tmp_path, written, LEARNING) if each.rule == "LRN104"]
    assert told.message.startswith("nothing is written under `")
    assert "Lessons" not in told.message
    assert written.split("\n")[told.line - 1].startswith("## ")
    pending = written.replace("outcome: failed", "outcome: pending")
    assert "LRN104" not in ids(in_example(tmp_path, pending, LEARNING))


@pytest.mark.parametrize(
    ("body", "empty"),
    [
        ("## Why\n\n<!-- What you know. -->\n\n## Use case\n\nText.", "`Why`"),
        ("## Why\n\nTBD\n\nHow\n---\n\n## *What* next\n<!--\na\n-->", "`Why`, `How`, `What next`"),
        ("## Why\n\n### First\n\nText.\n\n### Second\n\n...", "`Second`"),
        ("## Why\n\n### First\n\nText.\n\n## Lessons learned\n\n<!-- None yet. -->", ""),
        ("## Code\n\n```python\n# a\n```\n\n## Picture\n\n![Drift](a.svg)\n\n## 数据\n\n无", ""),
        ("Text alone.", ""),
        ("".join(f"## {name}\n\n" for name in "ABCDEFG"), "`A`, `B`, `C`, `D`, `E` and 2 more"),
    ],
)
def test_headings_without_text_are_named(tmp_path: Path, body: str, empty: str):
    text = f"---\ntitle: Calls\n{FILLED}\n---\n\n{body}\n"
    told = [each.message for each in in_example(tmp_path, text, Checks(select=("LRN104",)))]

    assert told == ([f"nothing is written under {empty}"] if empty else [])
