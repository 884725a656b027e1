"""An internal site asks search engines to stay away, on every page and once on each."""

import pytest

from integration.harness import post

TAG = "noindex, nofollow"


def told(built) -> dict[str, list[str]]:
    """What each page of the site tells search engines, by its path."""
    return {
        path: [each.get("content") or "" for each in built.page(path).all("meta", name="robots")]
        for path in built.pages
    }


def posts() -> dict[str, str]:
    return {
        "a.md": post("A", date="2024-01-01", outcome="failed", aliases=["/old/"]),
        "b.md": post("B", date="2024-01-01", unlisted=True, aliases=["/quiet/"]),
    }


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_every_page_of_an_internal_site_is_tagged_once(site, theme):
    said = told(site(posts(), docs={"guide.md": "# Guide\n"}, theme=theme))
    assert said.pop("postmortems/b/") == ["noindex"]
    assert {"", "404.html", "guide/", "postmortems/", "postmortems/a/", "old/"} <= said.keys()
    assert {path: tags for path, tags in said.items() if tags != [TAG]} == {}


def test_a_public_site_tags_what_is_unlisted_and_has_no_robots_txt(site):
    built = site(posts(), options={"robots": "public"})
    tagged = {path: tags for path, tags in told(built).items() if tags}
    assert tagged == {"postmortems/b/": ["noindex"], "quiet/": ["noindex"]}
    assert not built.has("robots.txt")


def test_robots_txt_bars_all_and_the_sitemap_stays(site):
    built = site(posts())
    rules = [line for line in built.files["robots.txt"].decode().splitlines() if line[0] != "#"]
    assert rules == ["User-agent: *", "Disallow: /"]
    assert built.has("sitemap.xml")
    assert not built.has("postmortems/robots.txt")


def test_the_sites_own_word_counts(site):
    own = "User-agent: ours\nAllow: /\n"
    override = (
        '{% extends "base.html" %}{% block extrahead %}'
        '<meta content="all" name=robots>{% endblock %}'
    )
    built = site(
        posts(),
        docs={"robots.txt": own},
        files={"overrides/main.html": override},
        theme={"name": "mkdocs", "custom_dir": "overrides"},
    )
    assert built.files["robots.txt"].decode() == own
    assert built.warnings == []
    said = told(built)
    assert said[""] == ["all"]
    assert said["postmortems/"] == ["all"]
