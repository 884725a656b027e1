"""Other plugins on the same site: each does its work, and ours is as it would be without them."""

import pytest
import yaml

from integration.harness import post, run, settings, write
from repositories import Repository, moment

OTHERS = (
    "search",
    "tags",
    {"rss": {"match_path": r"(?!postmortems/|search\.md)", "use_git": False}},
    {"git-revision-date-localized": {"type": "iso_datetime", "enable_creation_date": True}},
    {"redirects": {"redirect_maps": {"old.md": "postmortems/a.md"}}},
    "macros",
    {"mkdocs-jupyter": {"include_requirejs": False}},
)
POSTS = {
    "a.md": post("A", "{{ 7 * 7 }} and {% raw %}\n\n## Lessons learnt\n\n- One", tags=["t"]),
    "b.md": post("B", "text", date="2024-02-01", builds_on=["a"], outcome="failed"),
    "draft.md": post("zqdraft", "zqdraft", draft=True, tags=["t"]),
    "quiet.md": post("zqquiet", "zqquiet", unlisted=True, tags=["t"]),
}
DOCS = {
    "index.md": "# Home\n\n{{ 6 * 7 }}\n",
    "tags.md": "# Tags\n\n<!-- material/tags -->\n",
    "book.ipynb": '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Book"]}], '
    '"metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", '
    '"name": "python3"}}, "nbformat": 4, "nbformat_minor": 4}\n',
}


def made(root, plugins, after=()):
    """A project in a repository, whose files were committed on the ninth day of 2024."""
    said = settings(None, "material", plugins, {})
    said["plugins"] += after
    said["markdown_extensions"] = ["attr_list"]
    write(root / "docs", DOCS)
    write(root / "postmortems", POSTS)
    write(root, {"mkdocs.yml": yaml.safe_dump(said, sort_keys=False)})
    Repository(root).commit(9)
    return run(root, strict=True)


@pytest.fixture(scope="module", autouse=True)
def _still():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        patch.setenv("DISABLE_MKDOCS_2_WARNING", "true")
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        yield


@pytest.fixture(scope="module", params=["before", "behind"])
def built(request, tmp_path_factory):
    root = tmp_path_factory.mktemp(request.param)
    behind = request.param == "behind"
    site = made(root, () if behind else OTHERS, OTHERS if behind else ())
    assert site.aborted == "", site.warnings
    return site


def test_all_of_them_build_without_a_warning(built):
    assert built.warnings == []


def test_postmortems_are_as_they_are_without_them(built):
    page = built.page("postmortems/a/")
    assert page.text("div", "pm-body").startswith("{{ 7 * 7 }} and {% raw %}")
    assert page.one("li", "pm-lesson-item") is not None
    assert built.page("postmortems/").titles == ["B", "A"]


def test_tags_list_what_is_published(built):
    assert "A" in built.page("tags/").texts("a")
    assert built.traces("zqdraft") == set()


def test_what_is_unlisted_is_in_no_list_of_theirs(built):
    assert built.traces("zqquiet") == {"postmortems/quiet/index.html"}


def test_dates_of_git_are_those_of_the_postmortems_file(built):
    day = moment(9).date().isoformat()
    dates = built.page("postmortems/a/").texts("span", "git-revision-date-localized-plugin")
    assert len(dates) == 2
    assert all(each.startswith(day) for each in dates)


def test_redirects_may_lead_to_a_postmortem(built):
    assert "../postmortems/a/" in built.page("old/").html


def test_macros_and_notebooks_work_in_docs(built):
    assert "<p>42</p>" in built.page("").html
    assert any(text.startswith("Book") for text in built.page("book/").texts("h1"))


def test_rss_has_the_other_pages(built):
    feed = built.files["feed_rss_created.xml"].decode()
    assert "<title>Home</title>" in feed or "<title>Tags</title>" in feed
    assert "/postmortems/" not in feed


def test_rss_as_it_is_by_default_is_refused_with_the_line_to_write(tmp_path):
    site = made(tmp_path, ("rss",))
    assert 'match_path: "(?!postmortems/|search\\\\.md)"' in site.aborted
