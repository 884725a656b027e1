"""Every page has an address of its own, inside the site, the same on every file system."""

import pytest

from integration.harness import PIXEL, post

VIEWS = ("lessons", "lineage", "in-flight", "insights")
DIRECTORIES = pytest.mark.parametrize("directories", [True, False])


def address(page: str, *, directories: bool) -> str:
    return f"{page}/" if directories else f"{page}.html"


@DIRECTORIES
@pytest.mark.parametrize(
    ("path", "fields", "page"),
    [
        ("a.md", {}, "postmortems/a"),
        ("2024/03/a b.md", {}, "postmortems/2024/03/a b"),
        ("2024/a.md", {"slug": "better"}, "postmortems/2024/better"),
        ("2024/a.md", {"slug": "échec-失敗"}, "postmortems/2024/échec-失敗"),
        ("2024/a.md", {"url": "/what/we/tried/"}, "what/we/tried"),
        ("2024/a.md", {"url": "what/we/tried.html"}, "what/we/tried"),
        ("2024/a.md", {"url": "/what/we/tried/index.html"}, "what/we/tried"),
        ("2024/a.md", {"url": "/away", "slug": "ignored"}, "away"),
        ("draft/index/x.md", {}, "postmortems/draft/index/x"),
    ],
)
def test_where_a_page_is(site, path, fields, page, directories):
    built = site({path: post("A title", **fields)}, use_directory_urls=directories)
    assert built.warnings == []
    own = address(page, directories=directories)
    assert built.page(own).text("h1") == "A title"
    index = address("postmortems", directories=True) + ("" if directories else "index.html")
    (card,) = built.page(index).all("h2", "pm-card__title")
    assert built.target(index, card.find("a").get("href")) == own


REFUSED = {
    "slug": [
        "../../../escape",
        "/tmp/escape",
        "C:\\x",
        "a/b",
        "..",
        "con",
        "x.",
        ".hidden",
        "%2e%2e",
    ],
    "url": ["../../escape", "/a/../../b", "//host/x", "https://host/x", "/", "/a/.git/b", "a\\b"],
}


@DIRECTORIES
@pytest.mark.parametrize(
    ("field", "written"), [(field, text) for field, texts in REFUSED.items() for text in texts]
)
def test_an_address_it_cannot_have_is_refused_with_its_line(
    site, tmp_path, field, written, directories
):
    built = site({"a.md": post("A", **{field: written})}, use_directory_urls=directories)
    (warning,) = built.warnings
    assert warning.startswith(f"postmortems/a.md:3: {field}: `{written}` cannot be used: ")
    assert warning.endswith("until then it is at `postmortems/a`.")
    assert built.page(address("postmortems/a", directories=directories)).text("h1") == "A"
    assert {path.name for path in tmp_path.iterdir()} == {"project1"}
    assert {path.name for path in built.root.iterdir()} == {
        ".cache", "docs", "mkdocs.yml", "postmortems", "site",
    }  # fmt: skip
    own = address("postmortems/a", directories=directories)
    others = ("search", *(f"postmortems/{each}" for each in VIEWS))
    views = {address(each, directories=directories) for each in others}
    assert built.pages == {"", "404.html", "postmortems/", own, *views}


@DIRECTORIES
@pytest.mark.parametrize(
    ("fields", "page", "owner"),
    [
        ({"url": "/index"}, "index", "the site itself"),
        ({"url": "/404.html"}, "404", "the site itself"),
        ({"url": "search"}, "search", "the site itself"),
        ({"url": "/postmortems/"}, "postmortems", "a page that lists postmortems"),
        ({"slug": "tag"}, "postmortems/tag", "a page that lists postmortems"),
        ({"slug": "TAG"}, "postmortems/TAG", "a page that lists postmortems"),
        ({"url": "postmortems/tag/mine"}, "postmortems/tag/mine", "a page that lists postmortems"),
        ({"url": "/guide/"}, "guide", "docs/guide.md"),
        ({"url": "/Guide/"}, "Guide", "docs/guide.md"),
        ({"url": "/section/"}, "section", "docs/section/index.md"),
        ({"url": "/myindex/"}, "myindex", "docs/myindex.md"),
        ({"url": "/plain/"}, "plain", "docs/plain/index.html"),
    ],
)
def test_an_address_that_is_taken_leaves_the_post_out(site, fields, page, owner, directories):
    built = site(
        {"a.md": post("zqintruder", **fields), "b.md": post("B", tags=["mine"])},
        docs={
            "guide.md": "# Guide\n",
            "section/index.md": "# Section\n",
            "myindex.md": "# My index\n",
            "plain/index.html": "<h1>Plain</h1>",
        },
        use_directory_urls=directories,
    )
    (field,) = fields
    (error,) = built.lines("ERROR")
    assert error == (
        f"postmortems/a.md:3: {field}: its address `{page}` belongs to {owner} already, so it is "
        "left out. Give one of the two another `slug` or file name."
    )
    assert built.traces("zqintruder") == set()
    assert built.page("" if directories else "index.html").text("h1") == "Home"


@DIRECTORIES
def test_a_post_cannot_take_the_place_of_the_index(site, directories):
    built = site(
        {"a.md": post("zqintruder", slug="index"), "b.md": post("B")},
        use_directory_urls=directories,
    )
    index = built.page("postmortems/" if directories else "postmortems/index.html")
    assert index.text("h1") == "Postmortems"
    assert "B" in index.titles


@DIRECTORIES
@pytest.mark.parametrize(
    ("path", "text", "owner"),
    [
        ("postmortems/b.md", "# From docs\n", "docs/postmortems/b.md"),
        ("postmortems/b/index.md", "# From docs\n", "docs/postmortems/b/index.md"),
    ],
)
def test_a_docs_page_keeps_its_address(site, path, text, owner, directories):
    built = site(
        {"b.md": post("zqintruder"), "c.md": post("C")},
        docs={path: text},
        use_directory_urls=directories,
    )
    (error,) = built.lines("ERROR")
    assert error.startswith(f"postmortems/b.md: its address `postmortems/b` belongs to {owner}")
    kept = "postmortems/b/index.html" if directories or "index" in path else "postmortems/b.html"
    assert built.page(kept).text("h1") == "From docs"
    assert built.traces("zqintruder") == set()


@DIRECTORIES
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("a.md", {"slug": "same"}), ("b.md", {"slug": "same"})),
        (("a.md", {"slug": "Same"}), ("b.md", {"slug": "same"})),
        (("a.md", {"slug": "caf\u00e9"}), ("b.md", {"slug": "cafe\u0301"})),
        (("a.md", {"url": "/x/y/"}), ("b.md", {"url": "x/y.html"})),
        (("x/index.md", {}), ("x.md", {})),
        (("x/README.md", {}), ("x/index.md", {})),
        (("Abc.md", {}), ("abc.md", {})),
        (("cafe\u0301.md", {}), ("caf\u00e9.md", {})),
        (("same.md", {}), ("a.md", {"slug": "same"})),
    ],
    ids=str,
)
def test_of_two_that_want_one_address_the_first_keeps_it(site, first, second, directories):
    kept, left = sorted([first, second]) if first[0] != "same.md" else (first, second)
    built = site(
        {kept[0]: post("kept", **kept[1]), left[0]: post("zqleftout", **left[1])},
        use_directory_urls=directories,
    )
    (error,) = built.lines("ERROR")
    assert error.startswith(f"postmortems/{left[0]}")
    assert f" belongs to {kept[0]} already, so it is left out." in error
    assert built.traces("zqleftout") == set()
    index = built.page("postmortems/" if directories else "postmortems/index.html")
    assert index.titles == ["kept"]
    assert built.lines("INFO")[-1].endswith("1 left out because of errors")


@pytest.mark.parametrize("serving", [True, False])
def test_of_two_files_that_differ_in_their_suffix_the_first_is_read(site, serving):
    built = site(
        {"a.markdown": post("zqsketch", draft=True), "a.md": post("zqopen")}, serving=serving
    )
    (error,) = built.lines("ERROR")
    assert error == (
        "postmortems/a.md: `a.markdown` has the same id, so this file is left out. "
        "Give one of the two another name."
    )
    assert built.traces("zqopen") == set()
    assert built.traces("zqsketch") == ({"postmortems/a/index.html"} if serving else set())


def test_what_is_hidden_takes_no_address(site):
    built = site(
        {
            "a.md": post("A", slug="same", draft=True),
            "b.md": post("B", slug="same"),
            "c.md": post("C", slug="same", date="2999-01-01"),
        }
    )
    assert built.lines("ERROR") == []
    assert built.page("postmortems/same/").text("h1") == "B"


def test_names_that_only_some_systems_can_store_are_built_as_they_are(site):
    files = {f"{name}.md": post(name) for name in ("a<b", "I won't & can't", "fire 🔥", "a#b?c")}
    built = site(files)
    assert built.warnings == []
    titles = built.page("postmortems/").titles
    assert sorted(titles) == sorted(name.removesuffix(".md") for name in files)
    for link in built.page("postmortems/").all("h2", "pm-card__title"):
        built.target("postmortems/", link.find("a").get("href"))


def test_tags_make_addresses_inside_the_blog_and_do_not_collide(site):
    tags = ["../../x", "a/b", "c++", "c#", "#", ".", "c", "Ünïcode", "失敗"]
    built = site({"a.md": post("A", tags=tags)})
    assert built.warnings == []
    page = built.page("postmortems/a/")
    links = [each.get("href") for each in page.all("a", "pm-tag")]
    addresses = [built.target("postmortems/a/", link) for link in links]
    assert len(set(addresses)) == len(tags)
    assert all(each.startswith("postmortems/tag/") for each in addresses)
    assert [built.page(each).text("h1") for each in addresses] == tags


def test_spellings_of_a_tag_share_a_page(site):
    built = site(
        {
            "a.md": post("A", tags=["ML"], date="2024-01-01"),
            "b.md": post("B", tags=["ml"], date="2024-01-02"),
            "c.md": post("C", tags=["Ml "], date="2024-01-03"),
            "d.md": post("D", tags=["ML"], date="2024-01-04"),
        }
    )
    page = built.page("postmortems/tag/ml/")
    assert page.text("h1") == "ML"
    assert page.titles == ["D", "C", "B", "A"]
    assert [each for each in built.pages if each.startswith("postmortems/tag/")] != []


def test_twenty_folders_deep(site):
    deep = "/".join(["d"] * 20)
    built = site({f"{deep}/a.md": post("Deep", "![p](p.png)"), f"{deep}/p.png": PIXEL})
    assert built.warnings == []
    own = f"postmortems/{deep}/a/"
    assert built.target(own, built.page(own).one("img", alt="p").get("src")).endswith("/p.png")


def test_a_folder_named_like_a_file(site):
    built = site({"x.md/inner.md": post("Inner"), "ok.md": post("OK")})
    assert built.warnings == []
    assert built.page("postmortems/x.md/inner/").text("h1") == "Inner"


def test_a_docs_page_of_the_same_path_is_told_and_nothing_breaks(site):
    built = site(
        {"a.md": post("Mine", slug="b"), "c.md": post("Other")},
        docs={"index.md": "# Home\n", "postmortems/a.md": "# Theirs\n"},
    )
    (error,) = built.lines("ERROR")
    assert "postmortems/a.md: another file of the site is called `postmortems/a.md`" in error
    assert built.page("postmortems/a/").text("h1") == "Theirs"
    assert built.page("postmortems/c/").text("h1") == "Other"
