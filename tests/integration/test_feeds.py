"""Feeds of saved searches in real builds, read as a feed reader reads them."""

import json
from typing import Any

import feedparser
import pytest

from integration.harness import PIXEL, PREVIEW, SITE, Built, Page, post, text_of
from integration.test_visibility import HIDDEN, WORDS, project

LEAKAGE = {"title": "Leakage in production", "query": "leakage stage:production"}
POSTS: dict[str, str | bytes] = {
    "2024/a.md": post(
        "A leak <in> production & after",
        "It had a leakage. ![x](x.png) [B](b.md) [top](/postmortems/) [out](https://o.example/)\n\n"
        "## Lessons learnt\n\n- Look *twice*\n",
        date="2024-05-01 12:00:00 +0200",
        updated="2024-06-01",
        author=["Ada", "Bo"],
        outcome="failed",
        stage="production",
        causes=["overfit", "labels"],
        tags=["Credit scoring"],
        summary="It said a < b & that.",
    ),
    "2024/b.md": post(
        "B", "Leakage again.", date="2024-07-01", outcome="succeeded", stage="production"
    ),
    "2024/c.md": post("C", "Leakage.", date="2024-08-01", outcome="failed", stage="idea"),
    "2024/d.md": post("D", "Nothing of it.", date="2024-09-01", stage="production"),
    "2024/x.png": PIXEL,
}


def options(*searches: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"saved_searches": list(searches or [LEAKAGE]), **more}


def atom(built: Built, slug: str = "leakage-in-production") -> feedparser.FeedParserDict:
    """The Atom feed, which has to be one that a feed reader has nothing to complain of."""
    found = feedparser.parse(
        built.raw[f"search/feeds/{slug}.xml"], sanitize_html=False, resolve_relative_uris=False
    )
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def json_feed(built: Built, slug: str = "leakage-in-production") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.raw[f"search/feeds/{slug}.json"])
    return found


def titles(built: Built, slug: str) -> list[str]:
    """The titles of a feed, which are the same in both formats."""
    listed = [each.title for each in atom(built, slug).entries]
    assert [each["title"] for each in json_feed(built, slug)["items"]] == listed
    return listed


# -- what is in it


def test_a_feed_has_what_matches_newest_first_whatever_the_outcome(site):
    built = site(POSTS, options=options(), strict=True)
    assert built.aborted == ""
    assert titles(built, "leakage-in-production") == ["B", "A leak <in> production & after"]


def test_an_entry_tells_what_the_page_tells(site):
    entry = atom(site(POSTS, options=options())).entries[1]
    assert entry.id == entry.link == f"{SITE}postmortems/2024/a/"
    assert (entry.published, entry.updated) == ("2024-05-01T12:00:00+02:00", "2024-06-01T00:00:00Z")
    assert [each.name for each in entry.authors] == ["Ada", "Bo"]
    assert [(each.scheme, each.term, each.label) for each in entry.tags] == [
        (f"{SITE}postmortems/outcome/", "failed", "Failed"),
        (f"{SITE}postmortems/cause/", "overfit", "Overfitting"),
        (f"{SITE}postmortems/cause/", "labels", "Labels"),
        (f"{SITE}postmortems/tag/", "Credit scoring", "Credit scoring"),
    ]
    assert entry.summary == "It said a < b & that."


def test_a_json_item_tells_the_same(site):
    item = json_feed(site(POSTS, options=options()))["items"][1]
    assert item["id"] == item["url"] == f"{SITE}postmortems/2024/a/"
    assert item["date_published"] == "2024-05-01T12:00:00+02:00"
    assert item["date_modified"] == "2024-06-01T00:00:00Z"
    assert item["authors"] == [{"name": "Ada"}, {"name": "Bo"}]
    assert item["tags"] == ["Failed", "Overfitting", "Labels", "Credit scoring"]
    assert item["summary"] == "It said a < b & that."


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_the_whole_text_is_in_it_with_whole_addresses(site, theme):
    corrected = post(
        "B",
        "Leakage.\n\n## Part\n",
        date="2024-07-01",
        outcome="failed",
        stage="production",
        corrections=[{"was": "succeeded", "now": "failed", "why": "bug"}],
        results=[{"metric": "auc", "value": 0.5, "baseline": 0.6}],
        lessons=[{"text": "Ask **who** labels", "applies_when": "a < b"}],
    )
    built = site(
        {**POSTS, "2024/b.md": corrected},
        options=options(),
        theme=theme,
        markdown_extensions=[{"toc": {"permalink": True}}],
    )
    newer, older = (Page(each.content[0].value) for each in atom(built).entries)
    assert {each.get("href") or each.get("src") for each in older.all("a") + older.all("img")} >= {
        f"{SITE}postmortems/2024/x.png",
        f"{SITE}postmortems/2024/b/",
        f"{SITE}postmortems/cause/overfit/",
        "https://o.example/",
    }
    assert "It said a < b & that." in older.texts("p")
    assert older.texts("li")[-1] == "Look twice"
    assert newer.texts("h2") == ["Lessons learnt", "Results", "Part"]
    assert newer.texts("li") == ["Ask who labels Applies when a < b"]
    assert "Corrected: was Succeeded, is now Failed. bug" in newer.texts("p")
    assert newer.all("svg") == []
    item = json_feed(built)["items"][0]
    assert item["content_html"] == atom(built).entries[0].content[0].value
    for page in (newer, older):
        for each in [*page.all("a"), *page.all("img")]:
            assert (each.get("href") or each.get("src") or "").startswith("https://")


def test_a_feed_has_the_newest_thirty(site):
    posts = {
        f"p{number:02}.md": post(f"P{number:02}", date=f"2024-01-{number:02}", outcome="failed")
        for number in range(1, 32)
    }
    built = site(posts, options=options({"query": "outcome:failed"}))
    assert titles(built, "outcome-failed") == [f"P{number:02}" for number in range(31, 1, -1)]


def test_what_has_no_date_cannot_be_new(site):
    posts = {
        "a.md": post("A"),
        "b.md": post("B", date="2024-01-01"),
        "c.md": post("C", updated="2024-02-01"),
    }
    built = site(posts, options=options({"query": "came"}, {"query": "-zzz"}))
    assert titles(built, "came") == titles(built, "zzz") == ["B", "C"]
    assert "published" not in atom(built, "zzz").entries[1]


def test_a_feed_that_nothing_matches_can_be_followed_all_the_same(site):
    built = site(POSTS, options=options({"query": "stage:replication"}))
    assert built.warnings == []
    assert titles(built, "stage-replication") == []
    assert atom(built, "stage-replication").feed.updated == "1970-01-01T00:00:00Z"
    assert built.lines("INFO")[-1] == (
        "mkdocs.yml: saved_searches: `stage:replication` asks for `stage:replication`, "
        "which no postmortem has so far."
    )


def test_what_the_feed_says_of_itself(site):
    built = site(POSTS, options=options(blog_title="Tried & dropped"))
    feed, listed = atom(built).feed, json_feed(built)
    assert feed.title == listed["title"] == "Tried & dropped: Leakage in production"
    assert feed.author == listed["authors"][0]["name"] == "Lab notes"
    assert feed.id == f"{SITE}search/feeds/leakage-in-production.xml"
    assert feed.updated == "2024-07-01T00:00:00Z"
    links = {each.rel: each.href for each in feed.links}
    assert links["self"] == feed.id
    assert links["alternate"] == listed["home_page_url"]
    assert listed["home_page_url"] == f"{SITE}search/?q=leakage%20stage%3Aproduction"
    assert listed["feed_url"] == f"{SITE}search/feeds/leakage-in-production.json"


def test_what_entries_are_known_by_outlasts_other_titles_and_other_days(site, monkeypatch):
    def known(built: Built) -> list[str]:
        return [atom(built).feed.id, *(each.id for each in atom(built).entries)]

    before = site(POSTS, options=options())
    retitled = {**POSTS, "2024/b.md": str(POSTS["2024/b.md"]).replace("title: B", "title: Else")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    after = site(retitled, options=options(blog_title="Else"), site_name="Elsewhere")
    assert known(after) == known(before)
    assert atom(after).entries[0].title == "Else"


def test_a_build_a_year_later_writes_the_same_bytes(site, monkeypatch):
    before = site(POSTS, options=options())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    after = site(POSTS, options=options())
    feeds = [path for path in before.raw if path.startswith("search/feeds/")]
    assert len(feeds) == 2
    assert {path: after.raw[path] for path in feeds} == {path: before.raw[path] for path in feeds}


# -- what is hidden


@pytest.mark.parametrize("query", ["shared", "outcome:failed", 'tag:"shared tag"', "-nobody"])
def test_what_is_hidden_is_in_no_feed(site, query):
    built = site(project(), options=options({"title": "Feed", "query": query}))
    assert titles(built, "feed") == ["zqopen title"]
    feeds = {"search/feeds/feed.xml", "search/feeds/feed.json"}
    assert built.traces(WORDS["published"]) >= feeds
    for state in HIDDEN:
        assert built.traces(WORDS[state]) & {*feeds, "search/index.html"} == set()


def test_the_preview_has_the_feeds_that_a_build_would_have(site):
    built = site(project(), options=options({"query": "outcome:failed"}), serving=True)
    assert titles(built, "outcome-failed") == ["zqopen title"]
    (entry,) = atom(built, "outcome-failed").entries
    assert entry.link == f"{PREVIEW}postmortems/zqopenfile/"
    for state in HIDDEN:
        assert {path for path in built.traces(WORDS[state]) if "feeds" in path} == set()


# -- where it is


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
@pytest.mark.parametrize("directories", [True, False])
def test_the_search_page_leads_to_each_search_and_its_feeds(site, theme, directories):
    searches = ({"title": 'A "quoted" <title>', "query": 'tag:"credit scoring"'}, LEAKAGE)
    built = site(
        POSTS,
        options=options(*searches),
        theme=theme,
        use_directory_urls=directories,
        strict=True,
    )
    address = "search/" if directories else "search.html"
    page = built.page(address)
    (listed,) = page.all("section", "pm-followed")
    assert [text_of(each) for each in listed.iter("bdi")] == [each["title"] for each in searches]
    opened, first, second = [each.get("href") or "" for each in listed.iter("a")][:3]
    assert opened.endswith("?q=tag%3A%22credit%20scoring%22")
    assert built.target(address, opened.partition("?")[0] or address) == address
    assert built.target(address, first) == "search/feeds/a-quoted-title.xml"
    assert built.target(address, second) == "search/feeds/a-quoted-title.json"
    found = page.all("link", type="application/atom+xml")
    assert all("alternate" in (each.get("rel") or "").split() for each in found)
    assert [
        (each.get("title"), built.target(address, each.get("href") or "")) for each in found
    ] == [
        ('A "quoted" <title>', "search/feeds/a-quoted-title.xml"),
        ("Leakage in production", "search/feeds/leakage-in-production.xml"),
    ]


def test_other_pages_name_no_feed_of_a_search(site):
    links = site(POSTS, options=options()).page("postmortems/").all("link", rel="alternate feed")
    assert [each for each in links if "search/" in (each.get("href") or "")] == []


def test_every_link_of_a_feed_leads_somewhere_without_directory_addresses(site):
    built = site(POSTS, options=options(), use_directory_urls=False)
    (_, entry) = atom(built).entries
    assert entry.link == f"{SITE}postmortems/2024/a.html"
    links = [each.get("href") or "" for each in Page(entry.content[0].value).all("a")]
    own = [each for each in links if each.startswith(SITE)]
    assert f"{SITE}postmortems/2024/b.html" in own
    for link in own:
        built.target("search.html", link)
    assert built.target("search.html", atom(built).feed.link.partition("?")[0]) == "search.html"


def test_an_address_in_any_script(site):
    built = site(POSTS, options=options({"title": "Утечки", "query": "stage:production"}))
    assert len(atom(built, "утечки").entries) == 3
    feed = atom(built, "утечки").feed
    assert "".join([feed.id, *(each.href for each in feed.links)]).isascii()
    link = built.page("search/").one("link", type="application/atom+xml").get("href") or ""
    assert link.isascii()
    assert built.target("search/", link) == "search/feeds/утечки.xml"


def test_without_saved_searches_the_page_says_nothing_of_them(site):
    built = site(POSTS, strict=True)
    assert built.page("search/").all("section", "pm-followed") == []
    assert {path for path in built.raw if "feeds/" in path} == set()


# -- what is told


def test_without_an_address_there_are_no_feeds_and_the_searches_are_listed(site):
    built = site(POSTS, options=options(), site_url=None)
    (warning,) = built.lines("WARNING")
    assert warning == (
        "mkdocs.yml: site_url: the feeds of `saved_searches` are left out, since their links are "
        "whole addresses, and the site has none. Write `site_url: https://…`, the address of the "
        "site."
    )
    assert {path for path in built.raw if "feeds/" in path} == set()
    page = built.page("search/")
    assert page.all("link", type="application/atom+xml") == []
    (listed,) = page.all("section", "pm-followed")
    assert [each.get("href") for each in listed.iter("a")] == ["./?q=leakage%20stage%3Aproduction"]


def test_without_a_search_there_are_no_feeds(site):
    built = site(POSTS, options=options(search=False))
    (warning,) = built.lines("WARNING")
    assert warning == (
        "mkdocs.yml: saved_searches: the site has no search, so it has no feeds of searches. "
        "Remove `search: false`."
    )
    assert {path for path in built.raw if path.startswith("search/feeds/")} == set()


OUTCOMES = "pending, succeeded, failed, mixed, inconclusive, invalid, abandoned"
DOUBTS = {
    "outcome:faild": f"`outcome:faild` is not known. Did you mean `outcome:failed`? It is one of "
    f"{OUTCOMES}.",
    "-confidence:0.9": "`confidence:0.9` is not known. Write one of low, medium, high.",
    "outcom:failed": "`outcom:` is no filter, and is looked for as a word. Did you mean "
    "`outcome:`?",
    "!!!": "`!!!` has neither a word nor a filter, so it finds nothing. Write words or filters, "
    "such as `leakage stage:production`.",
}


@pytest.mark.parametrize(("query", "said"), DOUBTS.items(), ids=list(DOUBTS))
def test_a_query_that_cannot_be_meant_is_told_before_the_site_is_touched(site, query, said):
    given = options({"title": "T", "query": query})
    built = site(POSTS, options=given)
    assert built.lines("WARNING") == [f"mkdocs.yml: saved_searches: {said}"]
    assert built.has("search/feeds/t.xml")
    strict = site(POSTS, options=given, files={"site/old.html": b"old"}, strict=True)
    assert strict.aborted.startswith("Aborted in strict mode with 1 problem")
    assert strict.raw == {"old.html": b"old"}


@pytest.mark.parametrize(
    "query",
    [
        "outcome:failed",
        "Outcome:Failed",
        'stage:"offline evaluation"',
        "stage:offline-evaluation",
        "cause:validity.overfit",
        "cause:overfit -decision:roll_back",
        "tag:anything team:x author:y series:z year:1999",
        "outcome:retired",
        "https://example.org/ ratio 3:1",
    ],
)
def test_a_query_that_can_be_meant_is_not_doubted(site, query):
    more = {"vocabulary": {"outcome": {"retired": "Retired"}}}
    built = site(POSTS, options=options({"title": "T", "query": query}, **more), strict=True)
    assert built.aborted == ""
    assert built.warnings == []


def test_words_that_no_postmortem_has_are_noted(site):
    built = site(POSTS, options=options({"title": "T", "query": "leekage outcome:failed"}))
    assert built.warnings == []
    assert built.lines("INFO")[-1] == (
        "mkdocs.yml: saved_searches: `T` asks for `leekage`, which no postmortem has so far."
    )


def test_a_file_in_the_place_of_a_feed_is_told_and_stays(site):
    docs = {"search/feeds/leakage-in-production.xml": "<mine/>"}
    built = site(POSTS, options=options(), docs=docs)
    (warning,) = built.lines("WARNING")
    assert warning == (
        "search/feeds/leakage-in-production.xml: this file stands in the place of a feed of a "
        "saved search. Rename it, unless it is meant to."
    )
    assert built.raw["search/feeds/leakage-in-production.xml"] == b"<mine/>"
    assert len(json_feed(built)["items"]) == 2
