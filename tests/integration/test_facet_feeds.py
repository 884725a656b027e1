"""Feeds of all postmortems and of each value of a facet, in real builds, as a reader reads them."""

import json
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest

from integration.harness import PREVIEW, SITE, Built, Page, post
from integration.test_feeds import POSTS
from integration.test_visibility import AUDIENCES, HIDDEN, WORDS, project

VERSIONS = {"atom": "atom10", "rss": "rss20"}
FACETS = (
    "outcome",
    "stage",
    "cause",
    "decision",
    "split",
    "tag",
    "author",
    "team",
    "series",
    "year",
)


def read(built: Built, path: str) -> feedparser.FeedParserDict:
    """A feed that a feed reader has nothing to complain of."""
    found = feedparser.parse(
        built.raw[f"postmortems/{path}"], sanitize_html=False, resolve_relative_uris=False
    )
    assert not found.bozo, found.bozo_exception
    assert found.version == VERSIONS[path.rpartition(".")[2]]
    return found


def read_json(built: Built, path: str) -> dict[str, Any]:
    """A feed that has what JSON Feed 1.1 demands of one."""
    found: dict[str, Any] = json.loads(built.raw[f"postmortems/{path}"])
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"]
    for item in found["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
    return found


def feeds(built: Built) -> set[str]:
    """The paths of all feeds under the blog."""
    paths = {path.removeprefix("postmortems/") for path in built.raw}
    return {path for path in paths if path.rpartition("/")[2].startswith("feed.")}


def titles(built: Built, path: str) -> list[str]:
    return [each.title for each in read(built, path).entries]


# -- which there are


def test_the_index_has_every_format_and_each_value_of_a_facet_an_atom_feed(site):
    built = site(project(), strict=False)
    values = {"outcome/failed", "stage/modelling", "decision/stop", "cause/overfit", "year/2024"}
    values |= {"tag/zqopen-tag", "tag/shared-tag", "author/zqopen-author", "team/zqopen-team"}
    values |= {"series/zqopen-series", "split/test"}
    assert {value.partition("/")[0] for value in values} == set(FACETS)
    expected = {f"{value}/feed.atom" for value in values}
    assert feeds(built) == expected | {"feed.atom", "feed.rss", "feed.json"}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (
            "all",
            {
                f"{at}feed.{form}"
                for at in ("", "year/2024/", "year/2024/01/")
                for form in ("atom", "rss", "json")
            },
        ),
        ("index", {"feed.atom", "feed.rss", "feed.json"}),
        ("none", set()),
    ],
)
def test_the_option_says_which_there_are(site, choice, expected):
    built = site({"a.md": post("A", date="2024-01-01")}, options={"feeds": choice}, strict=True)
    assert built.aborted == ""
    assert feeds(built) == expected
    page = built.page("postmortems/year/2024/")
    assert len(page.all("link", rel="alternate feed")) == len(
        {path for path in expected if path.startswith("year/2024/feed")}
    )


def test_a_choice_that_does_not_exist_is_refused(site):
    built = site(POSTS, options={"feeds": "some"})
    assert "feeds" in built.aborted + built.all_log
    assert built.raw == {}


def test_without_a_search_there_are_feeds_all_the_same(site):
    built = site(POSTS, options={"search": False})
    assert titles(built, "outcome/succeeded/feed.atom") == ["B"]


# -- what is in them


def test_every_format_tells_the_same_entries_newest_first_whatever_the_outcome(site):
    built = site(POSTS, options={"feeds": "all"})
    listed = ["D", "C", "B", "A leak <in> production & after"]
    assert titles(built, "feed.atom") == titles(built, "feed.rss") == listed
    assert [each["title"] for each in read_json(built, "feed.json")["items"]] == listed
    assert titles(built, "stage/production/feed.rss") == ["D", "B", listed[-1]]


def test_the_whole_text_is_in_each_with_whole_addresses(site):
    built = site(POSTS, options={"feeds": "all"})
    atom = read(built, "outcome/failed/feed.atom").entries[-1]
    rss = read(built, "outcome/failed/feed.rss").entries[-1]
    item = read_json(built, "outcome/failed/feed.json")["items"][-1]
    assert atom.content[0].value == rss.content[-1].value == item["content_html"]
    shown = Page(item["content_html"])
    assert "It had a leakage." in shown.texts("p")[2]
    assert "Look twice" in shown.texts("li")
    addresses = [each.get("href") or each.get("src") or "" for each in shown.all("a")]
    addresses += [each.get("src") or "" for each in shown.all("img")]
    assert f"{SITE}postmortems/2024/x.png" in addresses
    assert [each for each in addresses if not each.startswith("https://")] == []


def test_an_entry_is_known_by_one_address_in_every_feed(site):
    built = site(POSTS, options={"feeds": "all"})
    known = f"{SITE}postmortems/2024/b/"
    assert read(built, "feed.atom").entries[2].id == known
    assert read(built, "feed.rss").entries[2].id == known
    assert read_json(built, "feed.json")["items"][2]["id"] == known
    assert read(built, "outcome/succeeded/feed.atom").entries[0].id == known


def test_what_a_feed_says_of_itself(site):
    built = site(POSTS, options={"feeds": "all", "blog_title": "Tried & dropped"})
    for path in ("feed.rss", "tag/credit-scoring/feed.rss", "tag/credit-scoring/feed.atom"):
        found = read(built, path).feed
        page = path.rpartition("feed.")[0]
        links = {each.rel: each.href for each in found.links}
        assert links["self"] == f"{SITE}postmortems/{path}"
        assert links["alternate"] == f"{SITE}postmortems/{page}"
        assert found.title == "Tried & dropped" + (": Credit scoring" if page else "")
    assert read_json(built, "feed.json")["feed_url"] == f"{SITE}postmortems/feed.json"


def test_moments_in_rss_are_written_as_mail_writes_them(site):
    entry = read(site(POSTS), "feed.rss").entries[-1]
    assert entry.published == "Wed, 01 May 2024 12:00:00 +0200"
    assert parsedate_to_datetime(entry.published).isoformat() == "2024-05-01T12:00:00+02:00"


def test_a_feed_has_the_newest_also_of_a_series_that_is_read_from_its_beginning(site):
    posts = {
        f"p{number:02}.md": post(f"P{number:02}", date=f"2024-01-{number:02}", series="S")
        for number in range(1, 32)
    }
    newest = [f"P{number:02}" for number in range(31, 1, -1)]
    built = site(posts)
    assert titles(built, "feed.rss") == newest
    assert titles(built, "series/s/feed.atom") == newest[:10]


def test_a_blog_without_postmortems_can_be_followed(site):
    built = site({}, strict=True)
    assert titles(built, "feed.atom") == titles(built, "feed.rss") == []
    assert read_json(built, "feed.json")["items"] == []


def test_a_build_a_year_later_writes_the_same_bytes(site, monkeypatch):
    before = site(POSTS, options={"feeds": "all"})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    after = site(POSTS, options={"feeds": "all"})
    assert len(feeds(before)) > 20
    for path in feeds(before):
        assert after.raw[f"postmortems/{path}"] == before.raw[f"postmortems/{path}"], path


# -- what is hidden


@pytest.mark.parametrize("serving", [False, True])
def test_what_is_hidden_is_in_no_feed(site, serving):
    built = site(project(), options={"feeds": "all", "audiences": AUDIENCES}, serving=serving)
    paths = {f"postmortems/{path}" for path in feeds(built)}
    assert built.traces(WORDS["published"]) >= paths
    for state in HIDDEN:
        assert built.traces(WORDS[state]) & paths == set()
    (entry,) = read(built, "feed.rss").entries
    assert entry.link == f"{PREVIEW if serving else SITE}postmortems/zqopenfile/"


# -- where they are found


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize(
    ("page", "feed"),
    [("postmortems/", ""), ("postmortems/tag/credit-scoring/", "tag/credit-scoring/")],
)
def test_a_listing_leads_to_its_feeds(site, theme, directories, page, feed):
    built = site(
        POSTS, options={"feeds": "all"}, theme=theme, use_directory_urls=directories, strict=False
    )
    if not directories:
        page = f"{page.rstrip('/')}.html" if feed else f"{page}index.html"
    expected = [f"postmortems/{feed}feed.{form}" for form in ("atom", "rss", "json")]
    shown = built.page(page)
    heads = shown.all("link", rel="alternate feed")
    types = ["application/atom+xml", "application/rss+xml", "application/feed+json"]
    assert [each.get("type") for each in heads] == types
    assert [built.target(page, each.get("href") or "") for each in heads] == expected
    for place in (
        shown.one("aside", "pm-listing__aside"),
        shown.one("header", "pm-listing__header"),
    ):
        found = [each.get("href") or "" for each in place.iter("a") if each.get("type") in types]
        assert [built.target(page, each) for each in found] == expected[: len(found)] != []


def test_a_post_leads_to_the_feeds_of_all(site):
    shown = site(POSTS).page("postmortems/2024/b/")
    links = [each.get("href") for each in shown.all("link", rel="alternate feed")]
    assert links == ["../../feed.atom", "../../feed.rss", "../../feed.json"]


def test_no_feed_is_announced_as_a_translation(site):
    """Material's script takes `alternate` alone for one, and asks for its sitemap."""
    built = site(POSTS, theme="material")
    for address in ("postmortems/", "postmortems/2024/b/", "postmortems/outcome/failed/"):
        assert built.page(address).all("link", rel="alternate") == []


def test_an_address_in_any_script(site):
    built = site({"a.md": post("A", date="2024-01-01", tags=["Утечки"])}, options={"feeds": "all"})
    found = read(built, "tag/утечки/feed.rss").feed
    assert "".join(each.href for each in found.links).isascii()
    assert found.title == "Postmortems: Утечки"


# -- what is told


def test_without_an_address_of_the_site_there_are_none_and_who_asked_for_them_is_told_once(site):
    built = site(POSTS, site_url=None, options={"feeds": "atom"})
    assert feeds(built) == set()
    (told,) = [line for line in built.lines("INFO") if "feeds" in line]
    assert told == (
        "mkdocs.yml: site_url: there are no feeds, since their links are whole addresses, and the "
        "site has none. Write `site_url: https://…`, or `feeds: none`."
    )
    assert built.lines("WARNING") == []
    shown = built.page("postmortems/")
    assert shown.all("link", rel="alternate feed") == []
    assert "Follow" not in shown.text("aside", "pm-listing__aside")


@pytest.mark.parametrize("options", [{}, {"feeds": "none"}])
def test_who_asked_for_no_feeds_is_told_nothing(site, options):
    built = site(POSTS, site_url=None, options=options)
    assert [line for line in built.lines("INFO") if "feeds" in line] == []


@pytest.mark.parametrize("mine", ["postmortems/feed.rss", "postmortems/feed.rss/page.md"])
def test_what_stands_in_the_place_of_a_feed_is_told_and_stays(site, mine):
    built = site(POSTS, docs={mine: "mine"})
    assert built.lines("WARNING") == [
        f"{mine}: this file stands in the place of a feed. Rename it, unless it is meant to."
    ]
    assert feeds(built) >= {"feed.atom", "feed.json"}
    assert len([path for path in built.raw if path.startswith("postmortems/feed.rss")]) == 1
