"""RSS 2.0 as a feed reader reads it, and as its specification wants it."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_postmortems.feeds import write_rss
from unit.test_feeds import DAY, FULL, HOME, entry, feed, read

OWN = HOME + "feed.rss"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def test_it_tells_what_the_feed_is():
    found = read(write_rss(feed(entry(), description="About <it>"), OWN))

    assert found.version == "rss20"
    assert (found.feed.title, found.feed.link) == ("Leakage", HOME)
    assert found.feed.subtitle == "About <it>"
    assert found.feed.updated == "Wed, 01 May 2024 00:00:00 +0000"
    assert {(each.rel, each.type, each.href) for each in found.feed.links} == {
        ("self", "application/rss+xml", OWN),
        ("alternate", "text/html", HOME),
    }


def test_it_tells_all_of_an_entry():
    (found,) = read(write_rss(feed(FULL), OWN)).entries

    assert (found.id, found.link) == (HOME + "a/", HOME + "a/")
    assert found.title == "A & B <fail>"
    assert found.published == "Wed, 01 May 2024 00:00:00 +0000"
    assert [each.name for each in found.authors] == ["Ada & Co", "Bo"]
    assert [(each.scheme, each.term) for each in found.tags] == [
        (HOME + "outcome/", "Failed & over"),
        (None, "Overfitting"),
    ]
    assert found.summary == "Short &lt;b&gt;"  # as HTML
    assert found.content[-1].value == FULL.content


def test_an_id_that_is_no_address_of_the_page_is_no_permalink():
    root = ET.fromstring(write_rss(feed(entry(id="urn:a")), OWN))
    guid = root.find("channel/item/guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("urn:a", "false")


def test_what_was_only_changed_is_dated_by_its_change_in_its_own_zone():
    zone = dt.timezone(dt.timedelta(hours=-3, minutes=-30))
    written = write_rss(feed(entry(updated=dt.datetime(2024, 6, 2, 9, tzinfo=zone))), OWN)
    assert ET.fromstring(written).findtext("channel/item/pubDate") == (
        "Sun, 02 Jun 2024 09:00:00 -0330"
    )


def test_it_has_what_the_standard_wants_and_nothing_twice():
    """RSS 2.0, required channel elements and elements of an item."""
    for written in (write_rss(feed(), OWN), write_rss(feed(FULL, entry("b")), OWN)):
        root = ET.fromstring(written)
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        (channel,) = root
        for name in ("title", "link", "description"):
            assert [bool(each.text) for each in channel.findall(name)] == [True]
        for item in channel.iter("item"):
            for name in ("title", "link", "guid", "pubDate"):
                assert len(item.findall(name)) == 1
            for name in ("description", CONTENT):
                assert len(item.findall(name)) <= 1


def test_a_feed_without_entries_has_no_date_of_a_last_change():
    assert b"lastBuildDate" not in write_rss(feed(), OWN)


def test_an_author_is_named_by_no_address():
    assert b"<author>" not in write_rss(feed(FULL), OWN)


@given(st.text(), st.text(), st.text())
@example("]]>", "<![CDATA[", "&amp;amp;")
@example("\x00\x1b", "\ud800", "\ufffe")
def test_any_text_makes_a_feed_that_can_be_read(title, body, author):
    item = entry(title=title, content=body, authors=(author,), published=DAY)
    found = ET.fromstring(write_rss(feed(item, title=title), OWN))

    for place, text in (("item/title", title), (f"item/{CONTENT}", body)):
        read_back = found.findtext(f"channel/{place}") or ""
        assert len(read_back) == len(_as_read(text))
        held = [(a, b) for a, b in zip(read_back, _as_read(text), strict=True) if a != b]
        assert {a for a, _ in held} <= {"\N{REPLACEMENT CHARACTER}"}


def _as_read(text: str) -> str:
    """XML reads every line's end as one line feed."""
    return re.sub("\r\n?", "\n", text)
