"""Markdown of a tracker's note, among the sections of a postmortem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.integrations.text import as_notes, one_line
from mkdocs_postmortems.source import read
from mkdocs_postmortems.source.sections import sections_of

LINES = st.sampled_from(
    [
        "# Lessons learnt",
        "Lessons learnt",
        "---",
        "===",
        "- a lesson",
        "```",
        "```0`",
        "    ```",
        "````",
        "~~~~",
        "<!--",
        "x",
        "",
    ]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Setting\n\nText", "**Setting**\n\nText"),
        ("## *Setting* ##", "**Setting**"),
        ("Setting\n===\nText", "**Setting**\nText"),
        ("two\nlines\n---", "**two lines**"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb"),
        ("```\n# code", "```\n# code\n```"),
        ("~~~\na\n~~~\n# b", "~~~\na\n~~~\n**b**"),
        ("```0`\n# b", "```0`\n**b**"),
        ("```\na\n    ```\n# b", "```\na\n```\n**b**"),
        ("```\n\n```\n---", "```\n\n```\n* * *"),
        ("\n    ```\na", "    ```\na"),
        ("<!-- open", "&lt;!-- open"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x1b[31mb", "a [31mb"),
        ("#tag stays", "#tag stays"),
        ("", ""),
    ],
)
def test_headings_become_bold_and_what_is_open_is_closed(text, shown):
    assert as_notes(text) == shown


def test_a_very_long_note_is_cut():
    assert len(as_notes("a" * 100_000)) == 20_000


@given(st.one_of(st.text(), st.lists(LINES).map("\n".join)))
def test_any_note_leaves_the_sections_around_it_as_they_are(text):
    body = f"# Trees\n\n## Before\n\n{as_notes(text)}\n\n## Lessons learnt\n\n- The one lesson.\n"

    postmortem = read(body.encode(), "a.md").postmortem
    assert [each.text for each in postmortem.lessons] == ["The one lesson."]
    assert [each.heading for each in sections_of(postmortem.body)] == ["Before", "Lessons learnt"]


@given(st.text(), st.integers(1, 50))
def test_any_text_fits_on_one_line_of_the_length_asked(text, most):
    line = one_line(text, most)

    assert len(line) <= most
    assert line == " ".join(line.split())
    assert all(char.isprintable() for char in line)
    line.encode()
