"""Where a title comes from, what a card says, and how long the text is."""

import pytest

from mkdocs_postmortems.domain import Severity
from mkdocs_postmortems.source import read
from mkdocs_postmortems.source.body import count_words, opening
from unit.making import made, read_fields, read_text, told


def test_the_title_of_the_front_matter_comes_first():
    postmortem = made(read_fields("title: Churn", "# Another heading\n\nText."))

    assert postmortem.title == "Churn"
    assert postmortem.body == "\n# Another heading\n\nText.\n"


@pytest.mark.parametrize("heading", ["# Churn", "#  **Churn** #", "Churn\n=====", "# churn!"])
def test_a_heading_that_repeats_the_title_is_taken_off(heading: str):
    assert made(read_fields("title: Churn", f"{heading}\n\nText.")).body == "Text.\n"


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ("# Why churn *failed* us\n\nText.\n", "Why churn failed us", "Text.\n"),
        ("Why churn failed\n================\n\nText.\n", "Why churn failed", "Text.\n"),
        ("# Churn {#top .big}\n\nText.\n", "Churn", "Text.\n"),
        ("## A question at the top\n\nText.\n", "A question at the top", "Text.\n"),
        ("![logo](x.png)\n\n# Churn\n\nText.\n", "Churn", "![logo](x.png)\n\n# Churn\n\nText.\n"),
    ],
)
def test_else_the_first_heading_is_the_title(body: str, title: str, rest: str):
    postmortem = made(read_text(body))

    assert postmortem.title == title
    assert postmortem.body == rest


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("churn-model_v2.md", "Churn model v2"),
        ("2024-03-01-churn.md", "Churn"),
        ("2024-03-01.md", "2024 03 01"),
        ("churn-model/index.md", "Churn model"),
        ("churn-model/README.md", "Churn model"),
        ("deep/er/churn.md", "Churn"),
    ],
)
def test_else_it_is_the_name_of_the_file(path: str, title: str):
    assert made(read_text("Only text.\n", path)).title == title


@pytest.mark.parametrize("heading", ["Summary", "TL;DR", "Background", "Introduction"])
def test_a_heading_that_every_write_up_has_is_no_title(heading: str):
    body = f"## {heading}\n\nText.\n"

    postmortem = made(read_text(body, "churn.md"))

    assert postmortem.title == "Churn"
    assert postmortem.body == body


def test_a_heading_in_code_is_no_title():
    assert opening("```\n# not this\n```\n").title == ""


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("# Churn\n\nText.\n", "Text.\n", 3),
        ("\n\nChurn\n=====\nText.\n", "Text.\n", 5),
        ("---\ntitle: Churn\n---\n\n# Churn\n\nText.\n", "Text.\n", 7),
        ("---\ntitle: Churn\n---\n\nText.\n", "\nText.\n", 4),
        ("Text.\n", "Text.\n", 1),
    ],
)
def test_the_body_knows_its_line_when_the_heading_is_gone(text: str, body: str, line: int):
    postmortem = made(read(text.encode(), "churn.md"))

    assert postmortem.body == body
    assert postmortem.line_of("body") == line


@pytest.mark.parametrize("above", ["```\ncode\n```", "<!-- (c)\nACME -->"])
def test_code_and_comments_above_the_title_stay_and_so_do_the_lines(above: str):
    text = f"{above}\n# Churn\n\nText.\n"

    postmortem = made(read(text.encode(), "a.md"))

    assert postmortem.title == "Churn"
    assert postmortem.body == f"{above}\n\n\nText.\n"
    assert postmortem.line_of("body") == 1


def test_a_missing_title_is_a_note_at_its_line():
    reading = read_fields("date: 2024-01-01\ntitle:", "# Churn\n\nText.")

    assert told(reading, Severity.NOTE) == [
        (
            "churn.md:3: title: none is written, so the first heading is used. "
            "Write `title: What was tried and what came of it`."
        )
    ]


def test_a_title_keeps_to_one_line_and_its_direction():
    assert made(read_fields('title: "Churn \\n and \\u202eevil"')).title == "Churn and evil"


def test_a_title_of_a_novels_length_is_cut_and_told():
    reading = read_fields(f"title: {'x' * 1_001}")

    assert made(reading).title == "x" * 1_000
    assert told(reading) == [
        "churn.md:2: title: has 1,001 characters, and 1,000 were kept. Shorten it."
    ]


def test_a_post_without_text_is_told():
    assert told(read_fields("title: T\ndate: 2024-01-01", "")) == [
        "churn.md:5: there is no text below the title."
    ]


@pytest.mark.parametrize("field", ["summary", "tldr", "TL_DR", "description", "excerpt"])
def test_a_summary_is_read_under_the_names_that_other_tools_use(field: str):
    assert made(read_fields(f"title: T\n{field}: It **failed** `fast`.")).summary == (
        "It failed fast."
    )


def test_else_the_first_paragraph_that_says_something_is_the_summary():
    body = """\
By Ada Lovelace

**Disclaimer: nothing in here is advice to anybody.**

![A picture](x.png)

We tried to predict churn with a [boosted tree](x.md),
and it was *not* better than a rule.

A second paragraph that could have served as well.
"""

    assert made(read_fields("title: T", body)).summary == (
        "We tried to predict churn with a boosted tree, and it was not better than a rule."
    )


def test_a_short_text_is_its_own_summary():
    assert made(read_fields("title: T", "It failed.")).summary == "It failed."


def test_a_summary_has_at_most_280_characters_and_ends_at_a_word():
    summary = made(read_fields(f"title: T\nsummary: {'word ' * 100}")).summary

    assert summary == "word " * 54 + "word…"
    assert len(summary) == 275


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", 0),
        ("One two  three.", 3),
        ("It's 5 o'clock", 5),
        ("機械学習の実験", 3),
        ("ML 実験", 2),
    ],
)
def test_words_are_counted_in_any_script(body: str, words: int):
    assert count_words(body) == words
