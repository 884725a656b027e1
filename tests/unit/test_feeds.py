"""Feeds as a feed reader reads them: Atom 1.0 and JSON Feed 1.1, from one model."""

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_postmortems.feeds import Category, Entry, Feed, write_atom, write_json

HOME = "https://example.org/lab/"
ATOM = "{http://www.w3.org/2005/Atom}"
OWN = HOME + "feed.xml"
DAY = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def entry(name: str = "a", **fields: object) -> Entry:
    url = f"{HOME}{name}/"
    return Entry(**{"id": url, "url": url, "title": name.upper(), "updated": DAY, **fields})


def feed(*entries: Entry, **fields: str) -> Feed:
    about = {"id": OWN, "url": HOME, "title": "Leakage", "author": "Lab notes", **fields}
    return Feed(**about, entries=entries)


def read(written: bytes) -> feedparser.FeedParserDict:
    """As a feed reader reads it, which has to have nothing to complain of."""
    found = feedparser.parse(written, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


FULL = entry(
    title="A & B <fail>",
    updated=dt.datetime(2024, 6, 2, 13, 30, 5, 999, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    published=DAY,
    authors=("Ada & Co", "Bo"),
    categories=(
        Category("failed", "Failed & over", HOME + "outcome/"),
        Category("overfit", "Overfitting"),
    ),
    summary="Short <b>",
    content='<p title="&quot;">Long &amp; <em>wide</em></p>',
)

# -- Atom


def test_atom_tells_what_the_feed_is():
    found = read(write_atom(feed(entry(), description="About <it>"), OWN))

    assert found.version == "atom10"
    assert (found.feed.id, found.feed.title, found.feed.author) == (OWN, "Leakage", "Lab notes")
    assert found.feed.subtitle == "About <it>"
    assert {(each.rel, each.type, each.href) for each in found.feed.links} == {
        ("self", "application/atom+xml", OWN),
        ("alternate", "text/html", HOME),
    }


def test_atom_tells_all_of_an_entry():
    (found,) = read(write_atom(feed(FULL), OWN)).entries

    assert (found.id, found.link) == (HOME + "a/", HOME + "a/")
    assert (found.title, found.title_detail.type) == ("A & B <fail>", "text/plain")
    assert (found.published, found.updated) == ("2024-05-01T00:00:00Z", "2024-06-02T13:30:05+02:00")
    assert [each.name for each in found.authors] == ["Ada & Co", "Bo"]
    assert [(each.term, each.scheme, each.label) for each in found.tags] == [
        ("failed", HOME + "outcome/", "Failed & over"),
        ("overfit", None, "Overfitting"),
    ]
    assert (found.summary, found.summary_detail.type) == ("Short <b>", "text/plain")
    (content,) = found.content
    assert (content.type, content.value) == ("text/html", FULL.content)


def test_atom_has_what_the_standard_wants_and_nothing_twice():
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    for written in (write_atom(feed(), OWN), write_atom(feed(FULL, entry("b")), OWN)):
        root = ET.fromstring(written)
        assert root.tag == ATOM + "feed"
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        for element in (root, *root.iter(ATOM + "entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1
            for name in ("subtitle", "published", "summary", "content"):
                assert len(element.findall(ATOM + name)) <= 1
        for name in ("updated", "published"):
            moments = [each.text or "" for each in root.iter(ATOM + name)]
            assert [each for each in moments if not RFC_3339.fullmatch(each)] == []


def test_atom_names_no_author_of_an_entry_by_an_address():
    assert b"email" not in write_atom(feed(FULL), OWN)


# -- JSON Feed


def test_json_tells_what_the_feed_is():
    found = json.loads(write_json(feed(description="About <it>"), HOME + "feed.json"))

    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Leakage",
        "home_page_url": HOME,
        "feed_url": HOME + "feed.json",
        "description": "About <it>",
        "authors": [{"name": "Lab notes"}],
        "items": [],
    }


def test_json_tells_all_of_an_entry():
    (found,) = json.loads(write_json(feed(FULL), OWN))["items"]

    assert found == {
        "id": HOME + "a/",
        "url": HOME + "a/",
        "title": "A & B <fail>",
        "content_html": FULL.content,
        "summary": "Short <b>",
        "date_published": "2024-05-01T00:00:00Z",
        "date_modified": "2024-06-02T13:30:05+02:00",
        "authors": [{"name": "Ada & Co"}, {"name": "Bo"}],
        "tags": ["Failed & over", "Overfitting"],
    }


def test_json_leaves_out_what_is_not_told_but_the_content_that_is_wanted():
    (found,) = json.loads(write_json(feed(entry()), OWN))["items"]

    assert set(found) == {"id", "url", "title", "content_html", "date_modified"}


# -- both


def test_the_order_is_the_models():
    made = feed(entry("b"), entry("c"), entry("a"))

    assert [each.title for each in read(write_atom(made, OWN)).entries] == ["B", "C", "A"]
    items = json.loads(write_json(made, OWN))["items"]
    assert [each["title"] for each in items] == ["B", "C", "A"]


@pytest.mark.parametrize("write", [write_atom, write_json])
def test_the_bytes_are_the_same_each_time(write, monkeypatch):
    before = write(feed(FULL, entry("b")), OWN)
    monkeypatch.setenv("TZ", "Pacific/Auckland")

    assert write(feed(FULL, entry("b")), OWN) == before


def test_a_feed_changed_when_its_newest_entry_did():
    older, newer = entry("a"), entry("b", updated=DAY + dt.timedelta(hours=1))

    assert feed(older, newer).updated == newer.updated
    assert feed(newer, older).updated == newer.updated


def test_an_empty_feed_has_a_date_that_no_clock_told():
    assert read(write_atom(feed(), OWN)).feed.updated == "1970-01-01T00:00:00Z"


def test_what_it_is_known_by_does_not_follow_from_its_title():
    one, other = feed(FULL), feed(FULL, title="Other", author="Else")

    def known(written: bytes) -> list[str]:
        found = read(written)
        return [found.feed.id, *(each.id for each in found.entries)]

    assert known(write_atom(one, OWN)) == known(write_atom(other, OWN))


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_a_feed_cannot_hold_is_replaced(bad):
    made = feed(entry(title=f"a{bad}b", content=f"<p>c{bad}d</p>", authors=(f"e{bad}f",)))
    (found,) = read(write_atom(made, OWN)).entries

    assert (found.title, found.content[0].value, found.author) == ("a�b", "<p>c�d</p>", "e�f")


@given(st.text(), st.text(), st.text(), st.text(), st.text())
@example("a\r\nb\rc\nd", "\t a ", "]]>", "<!--", "a\r\nb\rc\nd\t")
def test_any_text_comes_back_from_atom(title, summary, content, author, label):
    made = feed(
        entry(
            title=title,
            summary=summary,
            content=content,
            authors=(author,),
            categories=(Category(label, label, label),),
        )
    )
    root = ET.fromstring(write_atom(made, OWN))

    def text(path: str) -> str:
        element = root.find("/".join(ATOM + name for name in f"entry/{path}".split("/")))
        return (element.text or "") if element is not None else ""

    told = {"title": title, "summary": summary, "content": content, "author/name": author}
    assert {path: text(path) for path in told} == {
        path: held(each).replace("\r\n", "\n").replace("\r", "\n") for path, each in told.items()
    }
    category = root.find(f"{ATOM}entry/{ATOM}category")
    assert category is not None
    assert [category.get(name) for name in ("term", "label")] == [held(label)] * 2


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_comes_back_from_json(title, content):
    (found,) = json.loads(write_json(feed(entry(title=title, content=content)), OWN))["items"]

    def without_halves(text: str) -> str:
        return re.sub("[\ud800-\udfff\ufffe\uffff]", "�", text)

    assert (found["title"], found["content_html"]) == (
        without_halves(title),
        without_halves(content),
    )


def held(text: str) -> str:
    """What XML keeps of a text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "�", text)
