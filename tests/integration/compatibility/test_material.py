"""Material for MkDocs: its tags, its blog, its features beside ours."""

import pytest

from integration.harness import PIXEL, Page, post, text_of


def tagged(page: Page) -> dict[str, list[str]]:
    """What Material's own tags page lists, by tag."""
    found: dict[str, list[str]] = {}
    tag = ""
    for each in page.one("article").iter():
        if each.tag == "h2":
            tag = "".join(each.itertext()).replace("¶", "").strip()
        elif each.tag == "li":
            found.setdefault(tag, []).append(text_of(each))
    return found


def test_its_tags_page_lists_what_is_published(site):
    built = site(
        {
            "a.md": post("A", tags=["one", "two"]),
            "b.md": post("B", tags=["two"]),
            "quiet.md": post("zqquiet", tags=["two", "zqtag"], unlisted=True),
            "draft.md": post("zqdraft", tags=["two", "zqtag"], draft=True),
        },
        docs={
            "tags.md": "# Tags\n\n<!-- material/tags -->\n",
            "g.md": "---\ntags: [two]\n---\n# G\n",
        },
        theme="material",
        plugins=("search", "tags"),
    )
    assert built.warnings == []
    assert tagged(built.page("tags/")) == {"one": ["A"], "two": ["A", "B", "G"]}
    assert built.traces("zqdraft") == set()
    assert built.traces("zqtag") == {"postmortems/quiet/index.html"}


def test_its_blog_can_stand_beside_ours(site):
    built = site(
        {"a.md": post("A", date="2024-01-01")},
        docs={
            "blog/index.md": "# Blog\n",
            "blog/posts/x.md": "---\ndate: 2024-01-01\n---\n# Theirs\n\nx\n",
        },
        theme="material",
        plugins=("search", "blog"),
    )
    assert built.aborted == ""
    assert built.page("postmortems/").titles == ["A"]
    assert [each for each in built.pages if each.endswith("/theirs/")] != []


def test_its_meta_plugin_does_not_change_who_sees_a_post(site):
    built = site(
        {"a.md": post("A"), "b.md": post("zqdraft", draft=True)},
        docs={"postmortems/.meta.yml": "template: main.html\ndraft: false\ntags: [x]\n"},
        theme="material",
        plugins=("search", "meta"),
    )
    assert built.traces("zqdraft") == set()
    assert built.page("postmortems/a/").one("div", "pm-post") is not None


@pytest.mark.parametrize(
    "features",
    [[], ["navigation.tabs", "navigation.indexes", "navigation.instant", "toc.integrate"]],
    ids=str,
)
def test_its_features(site, features):
    built = site(
        {"a.md": post("A", "## Part\n\nx"), "b.md": post("B")},
        theme={"name": "material", "features": features},
    )
    assert built.warnings == []
    assert built.page("postmortems/a/").texts("h1") == ["A"]
    assert built.page("postmortems/").titles == ["A", "B"]


def test_its_extensions_work_in_bodies(site):
    body = (
        '!!! note "Mind"\n    Text [^1].\n\n??? tip\n    More ![x](x.png).\n\n- [x] done\n\n'
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A [link](b.md).\n\n"
        "## Lessons learnt {#own}\n\n- One\n"
    )
    built = site(
        {"a.md": post("A", body), "b.md": post("B"), "x.png": PIXEL},
        theme="material",
        markdown_extensions=[
            "admonition",
            "attr_list",
            "footnotes",
            "tables",
            "pymdownx.details",
            "pymdownx.tasklist",
            {"toc": {"permalink": True}},
        ],
    )
    assert built.warnings == []
    page = built.page("postmortems/a/")
    assert page.one("div", "admonition") is not None
    (image,) = page.one("details").iter("img")
    assert built.target("postmortems/a/", image.get("src")) == "postmortems/x.png"
    (link,) = [each for each in page.one("div", "footnote").iter("a") if each.text == "link"]
    assert built.target("postmortems/a/", link.get("href")) == "postmortems/b/"
    assert text_of(page.one("li", "pm-lesson-item")) == "One"
    assert page.one("h2", id="own") is not None


def test_a_sites_own_template_comes_before_ours(site):
    built = site(
        {"a.md": post("A")},
        files={"overrides/postmortems/_byline.html": "<b>{{ post.record.title | e }} by us</b>"},
        theme={"name": "material", "custom_dir": "overrides"},
    )
    assert built.page("postmortems/a/").text("p", "pm-post__byline") == "A by us"
