"""Texts of the front matter in exported Markdown: they read as they were written."""

import html
import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.elsewhere.navigation import navigation
from mkdocs_postmortems.elsewhere.rendering import inline, plain

EXTENSIONS = ["tables", "attr_list", "pymdownx.tilde", "pymdownx.caret", "pymdownx.mark"]
WORDS = st.text(st.sampled_from("ab12 *_`[]()<>{}#|~^=$!&+-.\\:/\"'é"), min_size=1, max_size=30)


def read(text: str) -> str:
    """What a reader sees of Markdown."""
    shown = markdown.markdown(text, extensions=EXTENSIONS)
    assert not re.search(r"<(?!/?(?:p|h1|h1 id=\"[^\"]*\")>)", shown), shown
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", shown)).split())


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_a_title_reads_as_it_was_written(text):
    assert read(f"# x {plain(text)} x") == " ".join(f"x {text} x".split())


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_a_summary_reads_as_it_was_written(text):
    assert read(plain(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("written", "exported"),
    [
        ("See [b](../b.md) and ![p](p.png)", "See b and p"),
        ("See [b](https://b.example/)", "See [b](https://b.example/)"),
        ("# No heading", "\\# No heading"),
        ("1. No list", "1\\. No list"),
        ("**Bold** and `<code>`, <b>none</b>", "**Bold** and `<code>`, &lt;b>none&lt;/b>"),
    ],
)
def test_front_matter_keeps_its_markdown_and_starts_no_block(written, exported):
    assert inline(written) == exported


def test_a_navigation_is_made_as_mkdocs_makes_it():
    files = ["z.md", "how-to/b.md", "how-to/index.md", "index.md", "one/only.md", "API/x/y.md"]
    files.append("API/z.md")
    assert navigation(files) == [
        "index.md",
        "z.md",
        {"API": ["API/z.md", "API/x/y.md"]},
        {"How to": ["how-to/index.md", "how-to/b.md"]},
        "one/only.md",
    ]
