"""A registered experiment that gets its result."""

import datetime as dt
from textwrap import dedent

import pytest

from mkdocs_postmortems.domain.vocabulary import SPLITS
from mkdocs_postmortems.source import Settings
from mkdocs_postmortems.writing.conclusion import (
    Conclusion,
    VerdictError,
    check_pending,
    conclude,
    missing_sections,
)
from mkdocs_postmortems.writing.correction import Change, check_concluded, correct
from mkdocs_postmortems.writing.editing import EditError, Manuscript, Plain
from mkdocs_postmortems.writing.figures import FigureError, read_figure
from mkdocs_postmortems.writing.subject import Subject, subject_of
from mkdocs_postmortems.writing.templates import TemplateSection

DAY = dt.date(2025, 1, 2)
SECTIONS = [
    TemplateSection("What happened", "## What happened\n\n<!-- Figures. -->\n"),
    TemplateSection("Why", "## Why\n\n<!-- Causes. -->\n"),
    TemplateSection("Lessons learnt", "## Lessons learnt\n\n<!-- A list. -->\n"),
]
REGISTERED = """
    title: Churn
    outcome: pending # registered
    due: 2025-02-01
    hypothesis: "If: then"
    success_criteria:
      - {metric: auc, op: ">=", target: 0.75}
"""


def subject(fields: str = REGISTERED, body: str = "\n## Question\n\nWhy not.\n") -> Subject:
    text = f"---\n{dedent(fields).strip()}\n---\n{body}"
    return subject_of(Manuscript(text.encode(), "2025/churn.md"), Settings())


def concluded(before: Subject, **told: object) -> str:
    told.setdefault("outcome", "failed")
    after = conclude(before, Conclusion(**told), SECTIONS, Settings())
    return after.manuscript.data.decode()


def test_what_was_registered_stays_and_what_came_of_it_is_added():
    before = subject()
    text = concluded(
        before,
        ended=DAY,
        stage="modelling",
        decision="stop",
        confidence="low",
        causes=("shift",),
        lessons=("Look: first.",),
        results=({"metric": "auc", "split": "test", "value": Plain("0.710")},),
    )
    assert (
        text
        == before.manuscript.data.decode()
        .replace(
            "outcome: pending # registered\n",
            "outcome: failed # registered\nstage: modelling\ndecision: stop\nconfidence: low\n"
            "ended: 2025-01-02\n",
        )
        .replace(
            "target: 0.75}\n",
            "target: 0.75}\nresults:\n  - {metric: auc, split: test, value: 0.710}\n"
            "causes: [shift]\nlessons:\n  - 'Look: first.'\n",
        )
        + "\n## What happened\n\n<!-- Figures. -->\n\n## Why\n\n<!-- Causes. -->\n"
    )


def test_what_is_there_already_is_not_written_twice():
    before = subject(
        "outcome: pending\ncauses: [shift]\nlessons:\n  - Try less.\nended: 2024-01-01"
    )
    text = concluded(before, causes=("shift", "cost", "cost"), lessons=("Try less.",))
    assert "causes: [shift, cost]\n" in text
    assert text.count("Try less.") == 1
    assert "ended: 2024-01-01\n" in text


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("## What happened", ["Why", "Lessons learnt"]),
        ("### 2. what has HAPPENED?", ["Why", "Lessons learnt"]),
        ("Happened\n--------", ["Why", "Lessons learnt"]),
        ("## Why it might fail", ["What happened", "Why", "Lessons learnt"]),
        ("## Key *takeaways*", ["What happened", "Why"]),
        ("```\n## Why\n```", ["What happened", "Why", "Lessons learnt"]),
    ],
)
def test_a_section_is_known_by_what_its_heading_means(heading, missing):
    found = missing_sections(f"Text.\n\n{heading}\n\nText.\n", SECTIONS)
    assert [each.heading for each in found] == missing


def test_a_sites_own_heading_for_lessons_counts_and_so_do_lessons_above():
    body = "## Was wir lernten\n"
    assert "Lessons learnt" not in {
        each.heading for each in missing_sections(body, SECTIONS, ("Was wir lernten",))
    }
    assert "Lessons learnt" not in {
        each.heading for each in missing_sections("", SECTIONS, has_lessons=True)
    }


def test_the_question_of_a_plan_is_the_use_case_of_a_report():
    section = TemplateSection("Use case", "## Use case\n")
    assert missing_sections("## Question\n", [section]) == []


@pytest.mark.parametrize("body", ["Text.\n\n```python\nx = 1\n", "Text.\n\n<!-- begun\nx\n"])
def test_no_section_is_put_into_a_block_without_end(body):
    with pytest.raises(
        EditError, match=r"2025/churn\.md:7: a block of code or a comment is opened"
    ):
        concluded(subject("title: T\noutcome: pending", body))


@pytest.mark.parametrize(
    ("outcome", "message"),
    [("failed", "concluded already: failed.*postmortems correct"), ("", "so it is an essay")],
)
def test_only_what_is_pending_can_be_concluded(outcome, message):
    with pytest.raises(VerdictError, match=f"churn.md .*{message}"):
        check_pending(subject(f"title: T\noutcome: {outcome}"), "churn.md")
    check_pending(subject(), "churn.md")


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("pending", "failed", "is pending.*postmortems conclude"),
        ("", "failed", "is an essay"),
        ("failed", "failed", "is failed already. Leave --outcome out"),
        ("failed", "pending", "does not become pending again"),
    ],
)
def test_only_a_verdict_can_be_corrected_and_only_to_another_one(was, now, message):
    with pytest.raises(VerdictError, match=message):
        check_concluded(subject(f"title: T\noutcome: {was}"), now, "churn.md")


def test_a_correction_says_what_was_and_what_is_and_comes_last():
    before = subject("title: T\noutcome: succeeded # so\ncorrections:\n- why: Typo.\nx: 1")
    change = Change(outcome="invalid", why="The test: leaked", day=DAY)
    after = correct(before, change, Settings())
    text = after.manuscript.data.decode()
    assert "outcome: invalid # so\n" in text
    written = "{date: 2025-01-02, was: succeeded, now: invalid, why: 'The test: leaked'}"
    assert f"- why: Typo.\n- {written}\nx: 1\n" in text
    assert [each.why for each in after.postmortem.corrections] == ["Typo.", "The test: leaked"]


def test_a_correction_of_figures_only_names_no_outcome():
    after = correct(subject("outcome: failed"), Change(outcome="", why="0.68", day=DAY), Settings())
    assert "corrections:\n  - {date: 2025-01-02, why: '0.68'}\n" in after.manuscript.data.decode()
    assert after.postmortem.outcome == "failed"


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("auc 0.710", {"metric": "auc", "value": "0.710"}),
        ("auc Out-Of-Time 71%", {"metric": "auc", "split": "out_of_time", "value": "71%"}),
        ("test 3", {"metric": "test", "value": "3"}),
        ("mean error test -1e-3", {"metric": "mean error", "split": "test", "value": "-1e-3"}),
        (
            "auc test 0.71 baseline=0.66 ci=[0.68,0.74] n=4_812",
            {"metric": "auc", "split": "test", "value": "0.71", "baseline": "0.66",
             "ci": ["0.68", "0.74"], "n": "4812"},
        ),
    ],
)  # fmt: skip
def test_a_figure_is_typed_in_one_line(typed, figure):
    assert read_figure(typed, SPLITS) == figure


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("auc", "has no metric or no value"),
        ("0.71", "has no metric or no value"),
        ("auc test good", "`good` is not a number"),
        ("auc test nan", "`nan` is not a number"),
        ("auc 0.7 p=0.1", "`p=` is not understood"),
        ("auc 0.7 ci=0.1", "is not two numbers"),
        ("auc 0.7 n=many", "is not a whole number"),
    ],
)
def test_what_is_no_figure_is_told_with_an_example(typed, message):
    with pytest.raises(FigureError, match=f"{message}.*Write it as `auc test 0.71`"):
        read_figure(typed, SPLITS)


@pytest.mark.parametrize("field", ["outcome: pendign", "outcom: pending", "outcome: [pending]"])
def test_nothing_is_built_on_an_outcome_that_cannot_be_read(field: str):
    before = subject(f"title: Churn\n{field}\n")

    with pytest.raises(VerdictError, match=r"churn:3: the outcome cannot be read"):
        check_pending(before, "churn")
    with pytest.raises(VerdictError, match=r"churn:3: the outcome cannot be read"):
        check_concluded(before, "failed", "churn")
