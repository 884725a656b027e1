"""A body cut at its headings."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.source.sections import Section, sections_of

PIECES = st.sampled_from(
    [
        *("# A", "## B *c*", "text", "- item", "> quote", "```", "~~~", "    code", "===", "---"),
        *("", "<!-- x", "-->", "| a | b |", "1. one", "`code`", "#", "[a](b)", "\u2028", "{: .x }"),
        *("|---|---|", "> |--|", "|"),
    ]
)


def sections(body: str) -> list[tuple[str, str]]:
    return [(each.heading, each.text) for each in sections_of(dedent(body).strip("\n"))]


def test_a_body_without_headings_is_one_section():
    assert sections("One.\n\nTwo\nlines.") == [("", "One. Two lines.")]


def test_headings_of_any_level_and_kind_part_it():
    body = """
        Before.

        # One

        First.

        ### Two ###
        Second.

        Three
        -----

        Third.
        """

    assert sections(body) == [
        ("", "Before."),
        ("One", "First."),
        ("Two", "Second."),
        ("Three", "Third."),
    ]


@pytest.mark.parametrize("body", ["", "\n\n", "   \n\t\n", "<!-- only\na comment -->"])
def test_nothing_has_no_sections(body):
    assert sections_of(body) == []


def test_a_heading_without_text_stays_and_text_without_heading_too():
    assert sections("## Empty\n\n## Full\n\nText.") == [("Empty", ""), ("Full", "Text.")]


def test_marks_of_markdown_are_no_text():
    body = """
        ## *What* `we` [did](https://example.org) {: #did }

        - **One** thing
        * Another, ![a picture](x.png) and a [link](https://example.org)
        > quoted

        1. First
        """

    assert sections(body) == [
        ("What we did", "One thing Another, and a link quoted 1. First"),
    ]


def test_code_and_comments_are_left_out():
    body = """
        Before.

        ```python
        # not a heading
        leakage = 1
        ```

        <!-- a
        comment -->
        After, with `inline` code.
        """

    assert sections(body) == [("", "Before. After, with inline code.")]


def test_code_within_a_line_is_no_fence_however_many_marks_it_has():
    assert sections("```x = 1``` is set.\n\n## A\n\nText.") == [
        ("", "x = 1 is set."),
        ("A", "Text."),
    ]


def test_a_fence_that_is_never_closed_reaches_to_the_end():
    assert sections("Before.\n\n```\n# no heading\n\ntext") == [("", "Before.")]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("| Model | AUC |\n|:---|---:|\n| trees | **0.8** |", "Model · AUC; trees · 0.8."),
        ("Model | AUC\n--|--\ntrees | 0.8", "Model · AUC; trees · 0.8."),
        ("> | Model | AUC |\n> | --- | --- |\n> | trees | 0.8 |", "Model · AUC; trees · 0.8."),
        ("| a `x|y` | b \\| c | |\n|---|---|---|", "a x|y · b | c;"),
        ("| no | rule |\n\nText.", "no | rule | Text."),
        ("A bar | in a text\nthat goes on.", "A bar | in a text that goes on."),
        ("| a | b |\n|---|---|\n\nAfter | it.", "a · b; After | it."),
    ],
)
def test_a_table_is_told_cell_by_cell_without_its_bars_and_dashes(table, told):
    assert sections(table) == [("", told)]


@given(st.lists(st.sampled_from(["| a | b |", "|---|---|", "| c | d", "e | f", "", "> | g |"])))
def test_every_cell_of_a_table_is_kept_in_order(lines):
    told = "".join(each.text for each in sections_of("\n".join(lines)))

    letters = [char for char in "".join(lines) if char.isalpha()]
    assert [char for char in told if char.isalpha()] == letters


@given(st.lists(PIECES, max_size=20))
def test_any_body_has_sections_on_one_line_each_that_are_not_empty(lines):
    for section in sections_of("\n".join(lines)):
        assert isinstance(section, Section)
        assert section.heading or section.text
        assert section.heading == " ".join(section.heading.split())
        assert section.text == " ".join(section.text.split())


@given(st.lists(st.sampled_from(["## One", "## Two", "word", "- other", ""]), max_size=20))
def test_every_heading_and_every_word_is_kept_in_order(lines):
    found = sections_of("\n\n".join(lines))

    headings = [line.removeprefix("## ") for line in lines if line.startswith("#")]
    words = [line.removeprefix("- ") for line in lines if line and not line.startswith("#")]
    assert [each.heading for each in found if each.heading] == headings
    assert [word for each in found for word in each.text.split()] == words
