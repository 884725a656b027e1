"""MkDocs' own search and Material's: what is published is found, what is hidden is not."""

import json

import pytest

from integration.harness import Built, post

THEMES = pytest.mark.parametrize("theme", ["mkdocs", "material"])


def indexed(built: Built) -> dict[str, str]:
    """Titles by location."""
    index = json.loads(built.files["search/search_index.json"])
    return {each["location"]: each["title"] for each in index["docs"]}


POSTS = {
    "open.md": post("Open & <shut>", "words\n\n## A part\n\nmore", tags=["t"]),
    "quiet.md": post("Quiet", "quiet words\n\n## Quiet part\n\nmore", unlisted=True),
    "draft.md": post("Draft", "draft words", draft=True),
    "later.md": post("Later", "later words", date="2999-01-01"),
}


@THEMES
@pytest.mark.parametrize("serving", [True, False])
def test_the_index_has_what_is_published_and_no_lists(site, theme, serving):
    built = site(POSTS, docs={"guide.md": "# Guide\n"}, theme=theme, serving=serving)
    found = indexed(built)
    own = {location for location in found if location.startswith("postmortems/")}
    assert own == {"postmortems/open/", "postmortems/open/#a-part"}
    assert found["postmortems/open/"] == "Open &amp; &lt;shut&gt;"
    assert {"", "guide/"} <= set(found)


def test_other_pages_are_left_out_only_when_they_say_so(site):
    """MkDocs' own search heeds the field that Material's heeds, on every page."""
    built = site(
        POSTS,
        docs={
            "in.md": "---\nsearch: true\n---\n# In\n",
            "out.md": "---\nsearch:\n  exclude: true\n---\n# Out\n",
        },
    )
    found = indexed(built)
    assert "in/" in found
    assert "out/" not in found


@THEMES
def test_without_a_search_plugin(site, theme):
    built = site(POSTS, theme=theme, plugins=())
    assert built.aborted == ""
    assert built.page("postmortems/").titles == ["Open & <shut>"]


def test_options_of_the_search_plugin_hold(site):
    built = site(POSTS, plugins=({"search": {"indexing": "titles", "min_search_length": 2}},))
    index = json.loads(built.files["search/search_index.json"])
    assert index["config"]["min_search_length"] == 2
    assert {each["text"] for each in index["docs"]} == {""}
    assert "postmortems/quiet/" not in indexed(built)
