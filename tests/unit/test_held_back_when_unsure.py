"""What may be meant to hide a postmortem hides it, and says so."""

import pytest

from mkdocs_postmortems.domain import Severity
from mkdocs_postmortems.source import read


def reading(text: str):
    return read(text.encode(), "a.md")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\ndarft: true\n---\nx\n",
        "---\ntitle: A\nis_draft: true\n---\nx\n",
        "---\ntitle: A\nparams: {draft: true}\n---\nx\n",
        "---\ntitle: A\nunlistd: true\n---\nx\n",
        "# A\n\n---\ntitle: A\ndraft: true\n---\n\nx\n",
        "Words first.\n---\ndraft: true\n---\nx\n",
    ],
)
def test_it_is_left_out_with_an_error(text):
    found = reading(text)
    assert found.postmortem is None
    assert Severity.ERROR in {problem.severity for problem in found.problems if problem.line}


@pytest.mark.parametrize(
    "text",
    [
        "--- # a comment\ntitle: A\ndraft: true\n---\nx\n",
        "---yaml\ntitle: A\ndraft: true\n---\nx\n",
        "  ---\ntitle: A\ndraft: true\n---\nx\n",
        '<!-- licence -->\n---\n"draft": true\ntitle: A\n---\nx\n',
        "<!-- licence -->\n---\n# a comment\ndraft: true\ntitle: A\n---\nx\n",
    ],
)
def test_these_open_front_matter_too(text):
    found = reading(text)
    assert found.postmortem is not None
    assert found.postmortem.draft is True


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("date: 2024-01-01\npublishDate: 2040-01-01", "2040-01-01"),
        ("publishDate: 2040-01-01\ndate: 2024-01-01", "2040-01-01"),
        ("date: 2024-01-01\npublished: 2040-01-01", "2040-01-01"),
        ("date: 2024-01-02\ncreated_at: 2019-01-01", "2024-01-02"),
    ],
)
def test_of_several_dates_the_latest_counts(fields, day):
    found = reading(f"---\ntitle: A\n{fields}\n---\nx\n")
    assert found.postmortem is not None
    assert str(found.postmortem.date) == day


def test_a_number_in_a_files_name_stays_in_the_title():
    found = read(b"x\n", "2024-03-01-top-10-mistakes-with-gpt-4.md")
    assert found.postmortem is not None
    assert found.postmortem.title == "Top 10 mistakes with gpt 4"
