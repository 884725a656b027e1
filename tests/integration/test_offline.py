"""Formulas and diagrams: no page needs a script from elsewhere to show them."""

import pytest

from integration.harness import post
from mkdocs_postmortems.site.offline import FormulaError, mathml

MATHML = "{http://www.w3.org/1998/Math/MathML}"
EXTENSIONS = [
    {"pymdownx.arithmatex": {"generic": True}},
    {"pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]}},
]
BODY = (
    "With $a < b$ and `$c$`.\n\n$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$\n\n"
    "```mermaid\ngraph LR\n  A --> B\n```\n\n"
    '```html\n<span class="arithmatex">\\(x\\)</span>\n```\n'
)


@pytest.fixture
def page(site):
    def build(**more):
        built = site({"a.md": post("A", BODY)}, markdown_extensions=EXTENSIONS, **more)
        return built, built.page("postmortems/a/")

    return build


def test_formulas_are_mathml_with_their_source_and_code_stays_code(page):
    built, shown = page()
    assert built.warnings == []
    inline, block = shown.all(f"{MATHML}math")
    assert (inline.get("alttext"), inline.get("display")) == ("a < b", "inline")
    assert (block.get("display"), len(list(block.iter(f"{MATHML}mtr")))) == ("block", 2)
    assert "$c$" in shown.texts("code")
    assert any('<span class="arithmatex">' in each for each in shown.texts("pre"))


def test_a_diagram_is_shown_as_its_source_and_the_log_says_why(page):
    built, shown = page()
    assert shown.text("pre", "pm-diagram") == "graph LR A --> B"
    assert "mermaid" not in {each.get("class") for each in shown.root.iter()}
    assert [each for each in built.lines("INFO") if each.startswith("Mermaid diagrams are shown")]


def test_scripts_of_the_sites_own_draw_what_they_draw(page):
    built, shown = page(
        docs={"js/mermaid.min.js": "", "js/katex.js": ""},
        extra_javascript=["js/mermaid.min.js", "js/katex.js"],
    )
    assert shown.text("pre", "mermaid") == "graph LR A --> B"
    assert shown.text("span", "arithmatex") == r"\(a < b\)"
    assert "Mermaid" not in built.all_log


def test_a_script_that_is_added_is_not_missed_by_what_is_kept(site):
    settings = {"posts": {"a.md": post("A", BODY)}, "markdown_extensions": EXTENSIONS}
    assert site(**settings, folder="one").page("postmortems/a/").all("pre", "pm-diagram")
    again = site(**settings, folder="one", extra_javascript=["js/mermaid.min.js"])
    assert again.page("postmortems/a/").all("pre", "mermaid")


def test_a_formula_that_cannot_be_read_is_shown_as_it_is_written(site):
    built = site({"a.md": post("A", r"See $\nonsense{<x>}$.")}, markdown_extensions=EXTENSIONS)
    assert built.page("postmortems/a/").text("span", "pm-math") == r"\nonsense{<x>}"
    (warning,) = built.warnings
    assert warning == (
        r"postmortems/a.md: the formula `\nonsense{<x>}` is shown as it is written: "
        r"`\nonsense` is not known"
    )


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("", "no available tokens"),
        (r"\left( x", "extra left or missing right"),
        ("x" * 10_001, "longer"),
    ],
)
def test_a_wrong_formula_is_told(formula, reason):
    with pytest.raises(FormulaError, match=reason):
        mathml(formula, is_block=False)


def test_a_formula_can_carry_no_markup():
    drawn = mathml(r'\text{a &lt; <b>x</b>} "', is_block=False)
    assert "&lt;b&gt;x" in drawn
    assert drawn.count("<b") == 0
