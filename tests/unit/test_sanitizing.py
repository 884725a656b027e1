"""What stays of a rendered body, what goes, and what its author is told."""

from collections import Counter
from pathlib import Path

import html5lib
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from material.extensions.emoji import to_svg, twemoji
from pymdownx.superfences import fence_code_format

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.site.allowed import ATTRIBUTES, EMPTIED, TAGS
from mkdocs_postmortems.site.removals import MOST, problems_of
from mkdocs_postmortems.site.sanitizing import Removed, Sanitizer

FEATURES = Path(__file__).parents[1] / "data" / "reference-features.md"
SAFE = Sanitizer()
SETTINGS = {
    "toc": {"permalink": True},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.blocks.caption": {},
    "pymdownx.blocks.details": {},
    "pymdownx.emoji": {"emoji_index": twemoji, "emoji_generator": to_svg},
    "pymdownx.magiclink": {"repo_url_shorthand": True, "user": "lab", "repo": "notes"},
    "pymdownx.superfences": {
        "custom_fences": [{"name": "mermaid", "class": "mermaid", "format": fence_code_format}]
    },
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}
PLAIN = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables"),
    *("pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details"),
    *("pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.progressbar"),
    *("pymdownx.smartsymbols", "pymdownx.tilde"),
)
LINE_NUMBERS = ("table", "inline", "pymdownx-inline")


def rendered(text: str, line_numbers: str) -> str:
    code = {
        "anchor_linenums": True,
        "line_spans": "__span",
        "pygments_lang_class": True,
        "linenums_style": line_numbers,
    }
    settings = SETTINGS | {"pymdownx.highlight": code}
    made = markdown.Markdown(extensions=[*PLAIN, *settings], extension_configs=settings)
    return made.convert(text)


def tree(html: str) -> list[tuple[str, object]]:
    """What a browser makes of it: elements, attributes and texts, comments and blanks aside."""
    walker = html5lib.getTreeWalker("etree")
    document = html5lib.parseFragment(html)
    return [
        (token["type"], token.get("name"), attributes(token), token["data"])
        if token["type"] in {"StartTag", "EmptyTag"}
        else (token["type"], token.get("name", token.get("data")), {}, "")
        for token in walker(document)
        if token["type"] != "Comment"
    ]


def attributes(token: dict) -> dict[str, object]:
    told = {name: value for (_, name), value in token["data"].items()}
    token["data"] = ""
    if "style" in told:
        told["style"] = [
            (name.strip(), value.strip().replace(".00%", ".0%"))
            for name, _, value in (each.partition(":") for each in told["style"].split(";"))
            if name.strip()
        ]
    return told


def merged(html: str) -> list[tuple[str, object]]:
    """The tree with texts joined, which a comment may have parted."""
    joined: list = []
    for each in tree(html):
        is_text = each[0] in {"Characters", "SpaceCharacters"}
        if is_text and joined and joined[-1][0] == "Text":
            joined[-1] = ("Text", joined[-1][1] + each[1])
        else:
            joined.append(("Text", each[1]) if is_text else each)
    return joined


@pytest.mark.parametrize("line_numbers", LINE_NUMBERS)
def test_all_that_the_reference_of_material_shows_stays_as_it_is(line_numbers):
    html = rendered(FEATURES.read_text("utf-8"), line_numbers)
    safe, removed = SAFE.clean(html)
    assert removed == Counter()
    assert merged(safe) == merged(html)


def test_the_features_have_what_they_are_to_show():
    html = rendered(FEATURES.read_text("utf-8"), "table")
    for sign in (
        *('class="admonition', "<details", 'class="tabbed-set', 'class="task-list', "annotate"),
        *('class="linenos"', "__codelineno", 'class="footnote-ref', "arithmatex", "<math"),
        *('<pre class="mermaid"', "<svg", "<abbr", "text-align", "<dl>", "<video", "<audio"),
        *("<figure", 'class="keys"', "md-button", 'class="grid cards"', "headerlink", "critic"),
        *("progress-bar", "#only-dark", "magiclink", 'class="toc"', "figcaption", "hll"),
    ):
        assert sign in html


GONE = {
    "<script>x()</script>": ("", {Removed("script"): 1}),
    "<p onclick=x()>a</p>": ("<p>a</p>", {Removed("p", "onclick", "x()"): 1}),
    "<form action=/x>a<button>b</button></form>": (
        "ab",
        {Removed("form"): 1, Removed("button"): 1},
    ),
    "<x-y>kept words</x-y>": ("kept words", {Removed("x-y"): 1}),
    '<a href="javascript:x()">a</a>': ("<a>a</a>", {Removed("a", "href", "javascript:x()"): 1}),
    '<a href="strange:x">a</a>': ("<a>a</a>", {Removed("a", "href", "strange:x"): 1}),
    "<img name=currentScript src=a>": (
        '<img src="a">',
        {Removed("img", "name", "currentScript"): 1},
    ),
    "<p id=__config>a</p>": ("<p>a</p>", {Removed("p", "id", "__config"): 1}),
    '<p class="md-overlay mine">a</p>': (
        '<p class="mine">a</p>',
        {Removed("p", "class", "md-overlay"): 1},
    ),
    '<p style="color:red;position:fixed">a</p>': (
        '<p style="color:red">a</p>',
        {Removed("p", "style", "position"): 1},
    ),
    '<p style="p\\6fsition:fixed">a</p>': (
        '<p style="">a</p>',
        {Removed("p", "style", "p\\6fsition"): 1},
    ),
    "<label for=__drawer>a</label>": ("<label>a</label>", {Removed("label", "for", "__drawer"): 1}),
    "<math><mtext><style>x</style></mtext></math>": (
        "<math><mtext></mtext></math>",
        {Removed("style"): 1},
    ),
    "<input type=password name=a>": (
        "<input>",
        {Removed("input", "type", "password"): 1, Removed("input", "name", "a"): 1},
    ),
}


@pytest.mark.parametrize("html", GONE)
def test_what_may_not_be_there_goes_and_is_known(html):
    safe, removed = SAFE.clean(html)
    assert (safe, dict(removed)) == GONE[html]


@pytest.mark.parametrize(
    ("address", "stays"),
    [
        ("https://example.com/a?b#c", True),
        ("../2024/churn.md", True),
        ("#x", True),
        ("mailto:a@example.com", True),
        ("s3://bucket/key", True),
        ("data:text/html,x", False),
        (" da\nta:text/html,x", False),
        (" " * 99 + "data:text/html,x", False),
        ("JaVaScRiPt:x", False),
        ("java&#9;script:x", False),
        ("&#1;javascript:x", False),
        ("vscode://file/x", False),
    ],
)
def test_an_address_of_a_link_stays_by_its_scheme(address, stays):
    safe, removed = SAFE.clean(f'<a href="{address}">a</a>')
    assert ("href" in safe) is stays
    assert bool(removed) is not stays


@pytest.mark.parametrize(
    ("source", "stays"),
    [
        ("data:image/png;base64,AAAA", True),
        ("DATA:image/webp,x", True),
        ("data:image/svg+xml,x", False),
        ("data:text/html,x", False),
        ("database.png", True),
    ],
)
def test_a_picture_may_stand_in_its_address_if_it_holds_points_only(source, stays):
    assert ("src" in SAFE.clean(f'<img src="{source}">')[0]) is stays


@pytest.mark.parametrize(
    ("source", "stays"),
    [
        ("a.png 1x, b.png 2x", True),
        ("a,b.png 1x", True),
        ("a.png, javascript:x 2x", False),
        ("", False),
    ],
)
def test_each_picture_to_choose_from_has_an_address_of_the_web_or_the_site(source, stays):
    assert ("srcset" in SAFE.clean(f'<img srcset="{source}">')[0]) is stays


@pytest.mark.parametrize(
    ("source", "stays"),
    [
        ("https://example.org/a", True),
        ("../a/", True),
        ("javascript:x", False),
        (" \x01JAVASCRIPT:x", False),
        ("data:text/html,x", False),
    ],
)
def test_a_quotation_is_from_an_address_of_the_web_or_the_site(source, stays):
    assert ("cite" in SAFE.clean(f'<q cite="{source}">x</q>')[0]) is stays


def test_nothing_on_the_list_runs_or_is_emptied():
    assert not TAGS & EMPTIED
    assert not TAGS & {"script", "iframe", "object", "embed", "form", "base", "meta", "link"}
    listed = set().union(*ATTRIBUTES.values())
    assert [name for name in listed if name.startswith("on")] == []
    assert not listed & {"action", "formaction", "srcdoc", "ping", "xlink:href"}


@given(st.text(alphabet=st.sampled_from("<>/=\"' \n&;:#-!abehilmoprstx"), max_size=80))
def test_what_is_safe_stays_as_it_is(text):
    safe, _ = SAFE.clean(text)
    again, removed = SAFE.clean(safe)
    assert (again, removed) == (safe, Counter())


def text(body: str, line: int = 5) -> Postmortem:
    return Postmortem(
        id="a", source="2024/a.md", title="A", body=body, lines={"body": line} if line else {}
    )


def told(body: str) -> list[str]:
    _, removed = SAFE.clean(markdown.markdown(body, extensions=["attr_list", "fenced_code"]))
    return [str(each) for each in problems_of(removed, text(body), "posts")]


def test_an_author_is_told_the_line_and_what_to_write_instead():
    body = "One\n\n`onclick=`\n\n<p onclick='x()'>two</p>\n\n<iframe src='/x'></iframe>"
    one, other = told(body)
    where, _, what = one.partition(": ")
    assert where == "posts/2024/a.md:9"
    assert what == "the attribute `onclick` of `<p>` was taken out of the page. Take it out."
    assert other == (
        "posts/2024/a.md:11: `<iframe>` was taken out of the page: it is not among what a body may "
        "have. Link to it, or put the picture or recording beside the postmortem."
    )


def test_an_address_is_found_however_it_is_written():
    (line,) = told("One\n\n[a](java&#115;cript:alert)")
    assert line.startswith("posts/2024/a.md:7: the address `javascript:alert` of `<a>`")


def test_each_occurrence_is_told_and_code_is_not_taken_for_one():
    body = "```\n<script>\n```\n\n<script>a</script>\n\nText\n\n<script>b</script>"
    assert [line.split(": ")[0] for line in told(body)] == [
        "posts/2024/a.md:9",
        "posts/2024/a.md:13",
    ]


def test_what_cannot_be_found_is_told_without_a_line():
    problems = problems_of(Counter({Removed("script"): 1}), text("Nothing here"), "posts")
    assert [(each.line, each.path) for each in problems] == [(0, "posts/2024/a.md")]


def test_a_page_of_faults_is_told_in_part():
    removed = Counter({Removed("p", f"data-{i}", "1"): 1 for i in range(99)})
    body = "\n".join(f"<p data-{i}=1>" for i in range(99))
    problems = problems_of(removed, text(body), "posts")
    assert len(problems) == MOST + 1
    assert problems[-1].message == "79 more things were taken out of the page"


def test_a_fault_that_stands_everywhere_is_told_in_part():
    body = "\n".join("<p data-x=1>" for _ in range(99))
    removed = Counter({Removed("p", "data-x", str(i)): 1 for i in range(99)})
    problems = problems_of(removed, text(body), "posts")
    assert [each.line for each in problems] == [*range(5, 5 + MOST), 0]


def test_what_was_made_safe_once_is_known_with_what_went(tmp_path):
    asked = []

    class Counting(Sanitizer):
        def clean(self, html):
            asked.append(html)
            return super().clean(html)

    html = '<b onclick="x()">a</b><b onclick="x()">b</b><script>c</script>'
    for _ in range(2):
        store = Store(tmp_path)
        safe, removed = Counting().recall(html, Memory(store))
        store.close()
        assert (safe, removed) == SAFE.clean(html)
        assert removed[Removed("b", "onclick", "x()")] == 2
    assert asked == [html]
