import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.publishing.canaries import Canaries
from mkdocs_postmortems.publishing.checking import check
from mkdocs_postmortems.publishing.facts import Facts, Hidden

TITLE = "Trees & rules on “raw” clicks didn't help"
DRAFT = Hidden(
    path="postmortems/2026/raw-click-rules.md",
    id="2026/raw-click-rules",
    title=TITLE,
    page="postmortems/2026/raw-click-rules",
    reason="draft",
)
QUIET = Hidden(
    path="postmortems/quiet-one-here.md",
    id="quiet-one-here",
    title="A quiet one for a few readers",
    page="postmortems/quiet-one-here",
    reason="unlisted",
    own=("postmortems/quiet-one-here/index.html",),
)
FILES = ("index.html", "postmortems/index.html", "postmortems/quiet-one-here/index.html")


def found(text: str | bytes, *hidden: Hidden, file: str = "index.html", files=FILES) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    return [leak.name for leak in Canaries(hidden or (DRAFT,), files).leaks(file, content)]


def named(page: str, title: str = "") -> Hidden:
    return Hidden(f"{page}.md", page.removeprefix("postmortems/"), title, page, "draft")


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        f"<h1>{TITLE.replace('&', '&amp;')}</h1>",
        TITLE.replace("&", "&amp;").replace("'", "&#39;"),
        TITLE.replace("&", "&amp;").replace("'", "&#x27;"),
        json.dumps({"title": TITLE}),
        json.dumps({"title": TITLE}, ensure_ascii=False),
        f"“{TITLE}”",
        gzip.compress(TITLE.encode(), mtime=0),
        "<a href='../2026/raw-click-rules/'>",
        "https://example.org/lab/postmortems/2026/raw-click-rules.md",
        '{"id":"2026/raw-click-rules"}',
        "raw-click-rules",
    ],
)
def test_title_and_address_are_found_in_every_spelling(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "raw clicks",
        "raw-click-rules-again",
        "more-raw-click-rules",
        "raw_click_rules",
        "öraw-click-rules",
        "raw-click-rulesö",
        TITLE.lower(),
        TITLE[:-1],
        b"\x1f\x8b broken",
    ],
)
def test_what_is_only_like_it_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize("page", ["postmortems/churn", "postmortems/2026", "postmortems/dark-mode"])
def test_a_plain_word_is_looked_for_only_with_its_folder(page):
    word = page.rpartition("/")[2]
    assert found(f"<p>{word} /{word}/ {word}.md", named(page)) == []
    assert found(f"<p>{page}", named(page)) == [page]


def test_a_name_that_another_page_has_is_looked_for_with_its_folder():
    files = (*FILES, "tags/raw-click-rules/index.html")
    assert found("<a href='tags/raw-click-rules/'>", files=files) == []
    assert found("/2026/raw-click-rules/", files=files) == ["2026/raw-click-rules"]


@pytest.mark.parametrize("title", ["Notes", "Notes on churn", "Hyperparameteroptimierung"])
def test_a_title_that_may_be_anybodys_is_not_looked_for(title):
    assert found(title, named("postmortems/x", title)) == []


def test_what_people_wrote_elsewhere_is_no_leak():
    canaries = Canaries((DRAFT, QUIET), FILES)
    canaries.allow(
        f"See {TITLE} in [the draft](2026/raw-click-rules.md).".encode(), "docs/index.md"
    )
    assert not list(canaries.leaks("index.html", f"{TITLE} raw-click-rules".encode()))
    assert list(canaries.leaks("index.html", b"quiet-one-here"))


@pytest.mark.parametrize(
    "written",
    [
        "## Raw click: rules!",
        "see *raw* click\nrules",
        "a **Trees** &amp; rules\non “raw” clicks didn't help.",
        "2026: raw click rules",
    ],
)
def test_words_count_and_not_how_they_are_set(written):
    canaries = Canaries((DRAFT,), FILES)
    canaries.allow(written.encode(), "docs/index.md")
    found = {
        each.name for each in canaries.leaks("index.html", f"{TITLE} raw-click-rules".encode())
    }
    assert found == ({"raw-click-rules"} if "Trees" in written else {TITLE})


@pytest.mark.parametrize(
    ("written", "is_its_own"),
    [
        ("[x](churn.md)", True),
        ("[x](../2026/ch%75rn.md#a)", True),
        ("[x](churn.mdx)", False),
        ("[x](other-churn.md)", False),
        ("[x](churn)", False),
    ],
)
def test_a_text_that_links_to_a_file_may_have_its_address_and_not_its_title(written, is_its_own):
    quiet = Hidden("posts/2026/churn.md", "2026/churn", TITLE, "posts/2026/elsewhere", "unlisted")
    canaries = Canaries((quiet,), FILES)
    canaries.allow(written.encode(), "docs/index.md")
    told = f"/posts/2026/elsewhere/ and {TITLE}".encode()
    found = {each.name for each in canaries.leaks("index.html", told)}
    assert found == ({TITLE} if is_its_own else {TITLE, "2026/elsewhere"})


def test_a_name_that_many_files_have_counts_with_its_folder():
    quiet = Hidden("posts/a/index.md", "a/index", "", "posts/a", "unlisted")
    canaries = Canaries((quiet,), FILES)
    canaries.allow(b"[x](../b/index.md)", "docs/index.md")
    assert [each.name for each in canaries.leaks("index.html", b"/posts/a/")] == ["posts/a"]
    canaries.allow(b"[x](../posts/a/index.md)", "docs/index.md")
    assert not list(canaries.leaks("index.html", b"/posts/a/"))


def test_of_names_that_overlap_each_is_allowed():
    pages = ("one-two-three", "one-two-three-four", "two-three-four", "four-five-six")
    canaries = Canaries([named(f"postmortems/{page}") for page in pages], FILES)
    canaries.allow(b"one two three four five", "docs/index.md")
    text = b"one-two-three one-two-three-four two-three-four four-five-six"
    assert [each.name for each in canaries.leaks("a.html", text)] == ["four-five-six"]


def test_what_its_own_file_says_is_no_excuse():
    canaries = Canaries((QUIET,), FILES)
    canaries.allow(f"title: {QUIET.title}".encode(), QUIET.path)
    assert list(canaries.leaks("feed.xml", QUIET.title.encode()))


def test_an_unlisted_one_may_be_on_its_own_page_only():
    own = QUIET.own[0]
    assert found(QUIET.title, QUIET, file=own) == []
    assert found(QUIET.title, QUIET, file="sitemap.xml") == [QUIET.title]


def test_names_of_files_are_looked_at_too():
    canaries = Canaries((DRAFT, QUIET), FILES)
    assert [each.name for each in canaries.leaks_by_name("2026/raw-click-rules/plot.png")]
    assert not list(canaries.leaks_by_name("postmortems/quiet-one-here/plot.png"))


names = st.tuples(*[st.sampled_from(["abc", "abcd", "ab1"])] * 4).map("-".join)


@given(st.lists(names, min_size=1, max_size=6, unique=True), st.data())
def test_each_of_many_names_is_found_and_none_that_is_not_there(pages, data):
    hidden = [named(f"postmortems/{page}") for page in pages]
    shown = data.draw(st.lists(st.sampled_from(pages), unique=True))
    text = " /".join(["", *(f"{page}/" for page in shown)])
    assert set(found(text, *hidden)) == set(shown)


@pytest.fixture
def checked(tmp_path):
    """Check a site of some files; `pages` are the files that they were made from."""

    def run(files, sources=None, hidden=(DRAFT,)):
        for name, content in {**files, **(sources or {})}.items():
            path = tmp_path / ("root" if name.endswith(".md") else "site") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        pages = {"index.html": "docs/index.md"} if sources else {}
        facts = Facts(
            site_url="",
            strict=False,
            published=1,
            outcomes={},
            left_out=(),
            hidden=hidden,
            unread=(),
            pages=pages,
            copied=("c.svg",),
            words=(),
            vanished=(),
        )
        return check(tmp_path / "site", tmp_path / "root", facts, lambda _: None)

    return run


def test_a_link_to_a_hidden_page_is_a_leak_however_plain_its_name(checked):
    plain = named("churn")
    (leak,) = checked({"index.html": "<a href='./ch%75rn/'>"}, hidden=(plain,)).leaks
    assert (leak.name, leak.file) == ("/churn/", "index.html")


def test_a_link_that_somebody_wrote_is_only_broken(checked):
    found = checked({"index.html": "<a href='churn.md'>"}, {"docs/index.md": "[x](churn.md)"},
                    hidden=(named("churn"),))  # fmt: skip
    assert found.leaks == ()
    assert [each.target for each in found.broken] == ["churn.md"]


def test_a_link_to_a_page_that_has_the_address_of_a_hidden_one_is_none(checked):
    files = {"index.html": "<a href='churn/'>", "churn/index.html": "<p>"}
    assert checked(files, hidden=(named("churn"),)).leaks == ()


def test_each_file_that_leaks_is_told_once_and_pages_are_counted(checked):
    files = {"index.html": f"{TITLE} raw-click-rules", "b.json": json.dumps(TITLE), "c.svg": TITLE}
    found = checked(files)
    assert [each.file for each in found.leaks] == ["b.json", "index.html"]
    assert found.pages == 1
