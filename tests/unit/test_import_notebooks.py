"""Notebooks: text cells, outputs that are tagged, pictures beside the post, and no code."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.importing.notebook import read_notebook
from mkdocs_postmortems.importing.tree import UnreadableError
from unit.importing import (
    PNG,
    code_cell,
    fault,
    left,
    notebook,
    only,
    pictures,
    plan,
    shown,
    text_cell,
    told,
)

PICTURE = base64.b64encode(PNG).decode()


def imported(tmp_path, *cells, name="2024-03-01-churn.ipynb", **metadata):
    """What becomes of a notebook of those cells."""
    return only(plan(tmp_path, {name: notebook(*cells, **metadata)}))


def output(tmp_path, *outputs):
    """The text that outputs of a tagged cell become."""
    post = imported(tmp_path, text_cell("# A"), code_cell(*outputs))
    return post.data.decode().removeprefix("# A\n\n"), post


def test_text_cells_follow_each_other_and_code_is_left(tmp_path):
    cells = (text_cell("# Churn", "", "Why."), code_cell(tags=()), text_cell("## End", "  x"))
    post = imported(tmp_path, *cells, code_cell(shown(text_plain="1"), tags=("other",)))

    assert post.data == b"# Churn\n\nWhy.\n\n## End\n  x\n"
    assert (post.target, post.title) == ("2024/2024-03-01-churn.md", "Churn")
    assert told(post, "left") == ["2 code cells, not tagged `keep`"]


def test_pictures_that_are_left_are_counted_and_how_to_keep_them_is_told(tmp_path):
    picture = shown(image_png=PICTURE, text_plain="x")
    cells = (code_cell(picture, picture, tags=()), code_cell(shown(text_plain="1"), tags=()))
    post = imported(tmp_path, text_cell("# A"), *cells)

    (left_behind,) = told(post, "left")
    assert left_behind == (
        "2 code cells, not tagged `keep`, with 2 pictures: tag a cell `keep` in the notebook to "
        "bring its outputs"
    )


@pytest.mark.parametrize(
    ("cells", "metadata", "title"),
    [
        ([text_cell("Intro."), text_cell("## Why"), text_cell("# The *title*")], {}, "The title"),
        ([text_cell("Intro."), text_cell("## Only this")], {}, "Only this"),
        ([text_cell("Intro."), text_cell("# Heading")], {"title": "Its own"}, "Its own"),
        ([text_cell("No heading.")], {}, "Churn"),
        ([{"cell_type": "raw", "source": "---\ntitle: F\n---"}, text_cell("# H")], {}, "F"),
    ],
)
def test_the_title_is_the_first_heading_unless_it_has_its_own(tmp_path, cells, metadata, title):
    post = imported(tmp_path, *cells, **metadata)

    assert post.title == title


@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_front_matter_in_the_first_cell_is_front_matter(tmp_path, kind):
    first = {
        "cell_type": kind,
        "source": ["---\n", "title: T\n", "created_at: 2023-02-01\n", "---"],
    }
    post = imported(tmp_path, first, text_cell("Text."), {"cell_type": "raw", "source": "\\x"})

    assert post.data == b"---\ntitle: T\ncreated_at: 2023-02-01\n---\n\nText.\n"
    assert post.target == "2023/2023-02-01-churn.md"
    assert told(post, "left") == ["1 raw cell"]


def test_authors_of_the_notebook_are_written(tmp_path):
    post = imported(tmp_path, text_cell("# A"), authors=[{"name": "Ada  L"}, {"x": 1}, 3])

    assert post.data == b"---\nauthors: [Ada L]\n---\n\n# A\n"


# Outputs


@pytest.mark.parametrize(
    ("suffix", "form", "content"),
    [
        (".png", "image_png", PICTURE),
        (".jpg", "image_jpeg", PICTURE),
        (".gif", "image_gif", PICTURE),
        (".png", "image_png", [f"{PICTURE[:20]}\n", PICTURE[20:]]),
    ],
)
def test_a_picture_of_a_tagged_cell_stands_beside_the_post(tmp_path, suffix, form, content):
    text, post = output(tmp_path, shown(**{form: content, "text_plain": "<Figure>"}))

    name = f"cell-2-output-1{suffix}"
    assert text == f"![Output](2024-03-01-churn/{name})\n"
    assert pictures(post) == {name: f"2024/2024-03-01-churn/{name}"}
    assert [each.data for each in post.pictures] == [PNG]
    assert told(post, "kept") == ["outputs of cell 2, without its code"]
    assert "secret()" not in text


def test_a_drawing_is_kept_as_its_text(tmp_path):
    _, post = output(tmp_path, shown(image_svg=["<svg>\n", "</svg>"]))

    assert [(each.source, each.data) for each in post.pictures] == [
        ("cell-2-output-1.svg", b"<svg>\n</svg>")
    ]


@pytest.mark.parametrize(
    ("given_output", "expected"),
    [
        (shown(text_plain=["a\n", "b"]), "```text\na\nb\n```"),
        (shown(text_plain="```"), "````text\n```\n````"),
        (shown(text_markdown="**bold**", text_plain="x"), "**bold**"),
        (shown(text_latex="$x$", text_plain="x"), "$x$"),
        (shown(text_html="<script>1</script>", text_plain="df"), "```text\ndf\n```"),
        ({"output_type": "stream", "text": "\x1b[31mred\x1b[0m\x07\n"}, "```text\nred\n```"),
    ],
)  # fmt: skip
def test_an_output_is_shown_in_its_best_form(tmp_path, given_output, expected):
    assert output(tmp_path, given_output)[0] == f"{expected}\n"


@pytest.mark.parametrize(
    "given_output",
    [
        {"output_type": "stream", "name": "stderr", "text": "warning"},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]},
        shown(text_html="<script>1</script>"),
        shown(image_png="no base64!"),
        shown(),
        {"output_type": "stream", "name": "stdout", "text": 3},
        {"output_type": "new", "data": {"text/plain": "x"}},
    ],
)
def test_an_output_that_cannot_be_shown_is_told(tmp_path, given_output):
    text, post = output(tmp_path, given_output)

    assert text == "# A\n"
    assert any("cannot be shown" in note for note in told(post, "left"))


def test_a_very_long_output_is_cut_and_told(tmp_path):
    text, post = output(tmp_path, shown(text_plain="x" * 30_000))

    assert len(text) < 20_100
    assert any("the end of an output" in note for note in told(post, "left"))


def test_attachments_are_pictures_too(tmp_path):
    attached = {"My plot.png": {"image/png": PICTURE}, "b": {"image/jpeg": PICTURE}}
    cell = text_cell("# A", "![p](attachment:My plot.png)", attachments=attached)
    post = imported(tmp_path, cell, text_cell("![p](attachment:none.png)"))

    assert b"![p](2024-03-01-churn/cell-1-my-plot.png)" in post.data
    assert b"![p](attachment:none.png)" in post.data
    assert len(post.pictures) == 1


def test_an_attachment_in_html_is_right_for_the_page(tmp_path):
    cell = text_cell('<img src="attachment:p.png">', attachments={"p.png": {"image/png": PICTURE}})
    post = imported(tmp_path, text_cell("# A"), cell)

    assert post.target == "2024/2024-03-01-churn/index.md"
    assert b'<img src="cell-2-p.png">' in post.data
    assert told(post, "left") == []


def test_files_beside_a_notebook_come_along_as_for_any_other_text(tmp_path):
    files = {"nb/a.ipynb": notebook(text_cell("# A", "![p](img/p.png)")), "nb/img/p.png": PNG}

    assert pictures(only(plan(tmp_path, files))) == {"nb/img/p.png": "a/p.png"}


# Other versions, and what is no notebook


def test_a_notebook_of_version_3_is_read(tmp_path):
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Churn"},
        {"cell_type": "markdown", "source": ["Why.\n"]},
        {"cell_type": "code", "input": "secret()", "metadata": {"tags": ["keep"]}, "outputs": [
            {"output_type": "display_data", "png": PICTURE},
            {"output_type": "pyout", "text": ["1"]},
            {"output_type": "stream", "stream": "stdout", "text": "2"},
        ]},
    ]  # fmt: skip
    files = {"a.ipynb": json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})}
    post = only(plan(tmp_path, files))

    assert post.data.decode() == (
        "# Churn\n\nWhy.\n\n![Output](a/cell-3-output-1.png)\n\n"
        "```text\n1\n```\n\n```text\n2\n```\n"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not valid JSON on line 1"),
        ('{"cells": [\n1\n2]}', "not valid JSON on line 3"),
        ("[]", "no notebook, or one without cells"),
        ("{}", "no notebook, or one without cells"),
        ('{"cells": [1, null]}', "no notebook, or one without cells"),
        (b"\xff\xfe\xfd", "not UTF-8"),
        ("[" * 100_000, "nested"),
        ('{"cells": [' + "9" * 5_000 + "]}", "nested or has numbers too large"),
        ("", "not valid JSON"),
    ],
)
def test_what_is_no_notebook_is_one_line(tmp_path, content, reason):
    assert reason in fault(plan(tmp_path, {"a.ipynb": content})).reason


def test_a_notebook_without_text_is_left(tmp_path):
    planned = plan(tmp_path, {"a.ipynb": notebook(code_cell(tags=()))})

    assert "tagged `keep`" in left(planned)["a.ipynb"]
    assert not planned.left[0].is_fault


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)  # fmt: skip
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["markdown", "code", "raw", "heading"]) | JSON,
        "source": st.text(max_size=20) | JSON,
        "level": JSON,
        "metadata": st.just({"tags": ["keep"]}) | JSON,
        "attachments": JSON,
        "outputs": JSON
        | st.lists(
            st.fixed_dictionaries(
                {"output_type": st.sampled_from(["display_data", "stream", "pyout", "error"])},
                optional={"data": st.dictionaries(st.sampled_from(
                    ["image/png", "image/svg+xml", "text/plain", "text/markdown"]), JSON)
                    | JSON, "text": JSON, "png": JSON, "name": JSON},
            ),
            max_size=3,
        ),
    },
)  # fmt: skip


@given(st.lists(CELLS, max_size=4), JSON)
def test_no_cell_however_odd_breaks_it(cells, metadata):
    data = json.dumps({"cells": cells, "metadata": metadata}).encode()
    try:
        made = read_notebook(data)
    except UnreadableError:
        return
    assert made.text.encode().decode() == made.text
    assert all(isinstance(each, bytes) for each in made.pictures.values())
