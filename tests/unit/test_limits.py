"""Bodies on which the Markdown parser would work for minutes are refused before it sees them."""

import pytest
from markupsafe import escape

from mkdocs_postmortems.site.inline import InlineMarkdown
from mkdocs_postmortems.source.limits import too_costly

LINKS = "".join(
    f"- see [run {i}](https://runs.example/{i}) and [note][{i}]\n" for i in range(3_000)
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[" * 50_000, "brackets"),
        ("![" * 20_000, "brackets"),
        ("[a](" * 20_000, "brackets"),
        ("[" * 4_000 + "]" * 4_000, "brackets"),
        ("[ x " * 2_000 + "\n\n" + "[ x " * 2_000, "brackets"),
        ("<a " * 20_000, "tags"),
        ("<b>x</b>\n\n" + "<http://a " * 10_000, "tags"),
        ("".join(f"*[A{i}]: x\n\n" for i in range(1_001)), "definitions"),
        ("a\n" + ":   x\n" * 1_001, "definitions"),
        ("<div>" * 20_001, "elements"),
    ],
)
def test_what_is_opened_and_never_closed_thousands_of_times_is_refused(body, said):
    found = too_costly("# Title\n\n" + body)
    assert found is not None
    assert found.message.split()[0] in {said, "more"}
    assert said in found.message
    assert found.line >= 3


@pytest.mark.parametrize(
    "body",
    [
        LINKS,
        "x" * 4_000_000,
        "[" * 300,
        "`[[[` " * 400,
        "[a] " * 100_000,
        "p <0.05 and n >30. " * 20_000,
        "```\n" + "[" * 50_000 + "\n```",
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
        "<table>" + "<tr><td>1</td><td><br></td></tr>" * 20_000 + "</table>",
        "\n\n".join(f"Term {i}\n:   What it means" for i in range(3_000)),
    ],
    ids=lambda body: body[:12],
)
def test_what_is_long_and_in_order_is_not(body):
    assert too_costly(body) is None


def test_a_text_of_a_field_that_would_take_long_is_shown_as_it_stands():
    text = "<b>" + "[" * 20_000
    assert InlineMarkdown()(text) == escape(text)
