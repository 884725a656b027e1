"""What other tools would have run or drawn: told with its lines, and left as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.importing.marks import marks_in
from unit.importing import notebook, only, plan, text_cell, told


@pytest.mark.parametrize(
    ("text", "told_as"),
    [
        ('{{< figure src="x.png" >}}', "shortcode `figure` (line 1)"),
        ("{{% notice tip %}}\nx\n{{% /notice %}}", "shortcode `notice` (line 1)"),
        ("{% highlight py %}\nx\n{% endhighlight %}", "Liquid tag `highlight` (line 1)"),
        ("{%- include x.html -%}", "Liquid tag `include` (line 1)"),
        ("a {{ site.title | upcase }} b", "expression `site.title` (line 1)"),
        ("::: {.callout-note}\nx\n:::", "fenced div `.callout-note` (line 1)"),
        ("::: columns\nx\n:::", "fenced div `columns` (line 1)"),
        (
            "```{python}\n#| echo: false\n1\n```",
            "chunk `{python}` as code that is not run (line 1)",
        ),
        ("```{r, echo=FALSE}\n1\n```", "chunk `{r}` as code that is not run (line 1)"),
        ("It is `r mean(x)`.", "inline code that was run, `r` (line 1)"),
        ("It is `{python} x`.", "inline code that was run, `python` (line 1)"),
        ("* TOC\n{:toc}", "kramdown tag `toc` (line 2)"),
        ("![[plot.png]]", "wiki link `plot.png` (line 1)"),
        ('--8<-- "x.md"', "snippet `x.md` (line 1)"),
        ("{{< a >}}\n{{< a >}} {{< a >}}", "shortcode `a` (lines 1, 2, 2)"),
        ("{{< a >}}\n" * 9, "shortcode `a` (lines 1, 2, 3, 4, 5 and 4 more)"),
    ],
)
def test_a_mark_is_told_with_its_lines_and_stays(tmp_path, text, told_as):
    post = only(plan(tmp_path, {"a.md": f"{text}\n\nText.\n"}))

    assert told(post, "kept") == [told_as]
    assert text in post.data.decode()


@pytest.mark.parametrize(
    "text",
    [
        "```\n{{< a >}} {% x %} {{ y }}\n```",
        "a { b } %}",
        "`r`",
        "[[1]](x.md)",
        "::: \n",
        "<!--\n{% x %}\n-->",
    ],
)
def test_what_is_code_or_no_mark_is_not_told(tmp_path, text):
    assert told(only(plan(tmp_path, {"a.md": f"# A\n\n{text}\n"})), "kept") == []


def test_lines_count_from_the_top_of_the_file(tmp_path):
    post = only(plan(tmp_path, {"a.md": "---\r\ntitle: A\r\n---\r\n\r\n{{< a >}}\r\n"}))

    assert told(post, "kept") == ["shortcode `a` (line 5)"]


def test_a_notebook_has_no_lines_to_name(tmp_path):
    cells = text_cell("# A", "{{< a >}} {{< a >}}", "![p](none.png)")
    post = only(plan(tmp_path, {"a.ipynb": notebook(cells)}))

    assert told(post, "kept") == ["shortcode `a` (2 times)"]
    assert told(post, "left") == ["picture to `none.png`, which is not there"]


PIECES = ["{{", "}}", "{%", "%}", "<", "`r ", "`", ":::", "\n", "a"]


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_has_marks_or_none(text):
    for note in marks_in(text, 1):
        assert note.fate == "kept"
        assert 1 <= note.line <= text.count("\n") + 1
