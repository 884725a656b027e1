"""Comments of a body are left out, and nothing else is."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.source.comments import without_comments

PIECES = ("<!--", "-->", "`", "``", "```\n", "~~~\n", "\n", "text ", "- ", "> ")


def test_a_comment_is_left_out_wherever_it_stands():
    assert without_comments("a <!-- b --> c\n<!-- d\n\ne -->\nf") == "a  c\n\nf"


def test_a_comment_without_end_goes_on():
    assert without_comments("a\n\n<!-- b\n\nc") == "a\n\n"


def test_what_looks_like_a_comment_in_code_stays():
    for body in (
        "`<!-- b -->`",
        "``<!-- ` -->``",
        "```html\n<!-- b -->\n```\n",
        "~~~\n<!-- b\n```\n-->\n~~~\n",
        "> ```\n> <!-- b -->\n> ```\n",
        "```\n<!-- no end of the code -->\n",
    ):
        assert without_comments(body) == body


def test_code_in_a_comment_ends_no_comment():
    assert without_comments("<!-- ```\nb\n``` ` --> c") == " c"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_leaving_comments_out_loses_nothing_without_their_mark(body):
    kept = without_comments(body)
    if "<!--" not in body:
        assert kept == body
    rest = iter(body)
    assert all(char in rest for char in kept)
