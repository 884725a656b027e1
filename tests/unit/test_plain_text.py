"""Markdown to plain text, for cards and summaries."""

import pytest

from mkdocs_postmortems.source.plain import plain_text, shorten


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("plain", "plain"),
        ("*a* **b** ***c*** _d_ __e__", "a b c d e"),
        ("~~gone~~ ==seen==", "gone seen"),
        ("**bold *and* more**", "bold and more"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a snake_case_name", "a snake_case_name"),
        ("`a_b_*c*`", "a_b_*c*"),
        ("``a `b` c``", "a `b` c"),
        ("[text](https://example.org/a_(b))", "text"),
        ("[text][ref] and [^1] note", "text and note"),
        ("![alt](x.png) after", "after"),
        ("<https://example.org>", "https://example.org"),
        ("a <b>bold</b> word<br/>", "a bold word"),
        ("a < b and c > d", "a < b and c > d"),
        ("one<!-- two -->three", "one three"),
        ("one <!-- two `three` four --> five", "one five"),
        ("one `<!-- two -->` three", "one <!-- two --> three"),
        ("one <!-- two `three` never closed", "one"),
        ("word{.cls #id}", "word"),
        (r"\*not\* \_this\_", "*not* _this_"),
        ("R&amp;D &lt;x&gt;", "R&D <x>"),
        ("two\n  lines", "two lines"),
        ("{{ jinja }} stays", "{{ jinja }} stays"),
    ],
)
def test_marks_go_and_words_stay(markdown: str, plain: str):
    assert plain_text(markdown) == plain


@pytest.mark.parametrize(
    "bomb", ["[" * 20_000, "*a " * 10_000, "_a " * 10_000, "<" * 20_000, "`" * 20_000]
)
def test_marks_without_end_are_no_trouble(bomb: str):
    assert plain_text(bomb) == bomb.strip()


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("exactly 10", 10, "exactly 10"),
        ("one two three", 10, "one two…"),
        ("one two, three", 10, "one two…"),
        ("unbreakable-word", 10, "unbreakab…"),
    ],
)
def test_a_text_is_cut_between_words(text: str, limit: int, short: str):
    assert shorten(text, limit) == short


def test_a_picture_that_stands_in_its_address_is_no_text():
    assert plain_text(f"One ![plot](data:image/png;base64,{'QUJD' * 1_000}) two") == "One two"
