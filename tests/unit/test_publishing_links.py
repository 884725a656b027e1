from contextlib import closing
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.publishing.links import Broken, Links, found_in, told
from mkdocs_postmortems.publishing.markup import Markup, Reader

FILES = {
    "index.html",
    "a/index.html",
    "a/b/index.html",
    "c.html",
    "größe/index.html",
    "img/x y.png",
    "s.css",
    "404.html",
}


def read(html: str):
    return Reader().read(html.encode())


def broken(html: str, page: str = "a/index.html", site_url: str = "", **others: str) -> list[str]:
    links = Links(FILES, site_url)
    links.add(page, read(html))
    for name, content in others.items():
        links.add(f"{name}.html".replace("_", "/"), read(content))
    return [each.target for each in links.broken()]


@pytest.mark.parametrize(
    ("html", "targets"),
    [
        ("<a href=x>", {"x"}),
        ("<A HREF='x'>", {"x"}),
        ('<a title="a > b" href="x&amp;y">', {"x&y"}),
        ('<img alt=">" src=x srcset="a.png 1x, b.png 2x">', {"x", "a.png", "b.png"}),
        ('<link rel="stylesheet" href="s.css"><script src="j.js"></script>', {"s.css", "j.js"}),
        ('<link rel="preconnect" href="https://x">', set()),
        ("<video poster=p><source src=v></video><object data=o>", {"p", "v", "o"}),
        ('<use href="#icon"><area href=r>', {"#icon", "r"}),
        ('<meta http-equiv="refresh" content="0; url=../b/">', {"../b/"}),
        ('<!-- <a href="x"> --><a href="y">', {"y"}),
        ('<script>let a = "<a href=x>"</script><style>a{}</style>', set()),
        ('<script src="s>t"><a href=x></script >', {"s>t"}),
        ("<textarea><a href=x></textarea><title><a href=x></title>", set()),
        ('<!-- a -->a href="x">', set()),
        ("&lt;a href=x&gt;", set()),
        ("<a href=x", set()),
    ],
)
def test_what_a_page_links_to_and_loads_is_found(html, targets):
    assert read(html).targets == targets


@pytest.mark.parametrize("damage", [None, b"", b"[1, 2]", b"[1, 2, 3]", b"\xff"])
def test_what_a_page_says_is_kept_and_what_is_damaged_is_read_again(tmp_path, damage):
    page = b'<base href="b/"><a id="x" href="y">'
    with closing(Store(tmp_path)) as store:
        said = Reader(store).read(page)
    with closing(Store(tmp_path)) as store:
        if damage is not None:
            store.get = lambda _: damage
        assert Reader(store).read(page) == said == Markup({"x"}, {"y"}, "b/")


def test_anchors_are_ids_and_names_of_links():
    html = '<h2 id="a">A</h2><a name="b"></a><input name="c"><p id="d&amp;e" id="f">'
    assert read(html).anchors == {"a", "b", "d&e"}


class Plain(HTMLParser):
    """The whole page by Python's own parser."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        has = dict(reversed(attrs))
        if tag == "a" and has.get("href"):
            self.found.add(has["href"].strip())


PIECES = st.sampled_from(
    [
        '<a href="x">', "<a href='y z'>", "<a class=b href=z>", "<p title='>'>", '<p title="<a>">',
        "text", "&lt;", "</a>", "</p>", "<br/>", "<!-- c <a href=no> -->", "\n", "ü",
        "<script>if (a<b) '<a href=no>'</script>", "<style>a > b {}</style>",
        "<!doctype html>", '<a id="1" href="?q=1#f">',
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_links_are_those_that_a_whole_parser_finds(html):
    plain = Plain()
    plain.feed(html)
    plain.close()
    assert read(html).targets == plain.found


@given(st.text(alphabet="<>\"'=!-/ ahrefscript", max_size=200))
def test_no_text_is_too_broken_to_be_read(text):
    Reader().read(text.encode())


@pytest.mark.parametrize(
    "target",
    [
        "", ".", "./", "../", "..", "b/", "b", "../c.html", "../c.html?v=1", "../gr%C3%B6%C3%9Fe/",
        "../größe/", "../img/x%20y.png", "/a/", "/c.html", "#", "#top", "#:~:text=x",
        "https://elsewhere.example/x", "//elsewhere.example/x", "mailto:a@example.org",
        "javascript:void(0)", "data:image/png;base64,AA", "b/index.html",
    ],
)  # fmt: skip
def test_what_is_there_or_elsewhere_is_not_broken(target):
    assert broken(f'<a href="{target}">') == []


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("x/", "a/x/"),
        ("../C.html", "C.html"),
        ("../img/", "img/"),
        ("../../../c.htm", "c.htm"),
        ("/x", "x"),
        ("#x", "a/#x"),
        ("../#x", "#x"),
        ("../c.html#x%20y", "c.html#x%20y"),
    ],
)
def test_what_is_missing_is_told_from_the_root(target, missing):
    others = {"index": "<p>", "c": "<p>"}
    assert broken(f'<a href="{target}">', **others) == [missing]


def test_an_anchor_may_be_written_with_escapes_or_without():
    html = '<h1 id="größe"><h2 id="50%"><a href="#gr%C3%B6%C3%9Fe"><a href="#größe"><a href="#50%">'
    assert broken(html) == []


@pytest.mark.parametrize("target", ["/lab/x/", "https://example.org/lab/x/"])
def test_addresses_below_the_site_are_its_own(target):
    url = "https://example.org/lab/"
    assert broken(f'<a href="{target}">', site_url=url) == ["x/"]
    assert broken(f'<a href="{target.replace("x/", "a/")}">', site_url=url) == []
    assert broken('<a href="/another/x/">', site_url=url) == []


def test_a_base_changes_what_is_relative():
    assert broken('<base href="../"><a href="c.html"><a href="b/">') == ["b/"]


def test_pages_with_the_same_link_are_counted_and_the_first_is_named():
    links = Links(FILES)
    for page in ("c.html", "404.html", "a/index.html"):
        links.add(page, read('<link href="/gone.css"><link href="/gone.css?2">'))
    assert list(links.broken()) == [Broken("gone.css", "404.html", 3)]
    assert links.count == 3


def test_a_broken_link_is_told_with_the_file_that_its_page_was_made_from():
    text = "# A\n\n[x](#größe)\n[y](../x/)\n"
    found = found_in(Broken("x/", "a/index.html", 1), "docs/a.md", text)
    assert told(found) == "docs/a.md:4: `/x/` is not in the site"
    assert found_in(Broken("c#größe", "a/index.html", 1), "docs/a.md", text).line == 3
    assert found_in(Broken("c#y", "a/index.html", 1), "docs/a.md", text).line == 0
    assert told(Broken("a/#x", "c.html", 2_000)) == (
        "c.html: `#x` leads nowhere in `/a/`: there is no such anchor (2,000 pages link to it)"
    )
