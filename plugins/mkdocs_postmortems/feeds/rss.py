"""RSS 2.0 (rssboard.org/rss-specification), by the RSS Advisory Board's best practices profile.

The names of authors stand in `dc:creator`, since RSS' own element wants their e-mail addresses.
"""

from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs_postmortems.feeds.model import Entry, Feed
from mkdocs_postmortems.feeds.text import holdable

_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def write_rss(feed: Feed, address: str) -> bytes:
    """`feed` as a document whose own whole address is `address`."""
    used = _NAMESPACES if feed.entries else {"xmlns:atom": _NAMESPACES["xmlns:atom"]}
    root = Element("rss", {"version": "2.0", **used})
    channel = SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.url)
    _add(channel, "description", feed.description or feed.title)
    if feed.entries:
        _add(channel, "lastBuildDate", format_datetime(feed.updated))
    _add(channel, "atom:link", rel="self", type="application/rss+xml", href=address)
    for entry in feed.entries:
        _add_item(channel, entry)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add_item(channel: Element, entry: Entry) -> None:
    item = _add(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    _add(item, "guid", entry.id, isPermaLink="true" if entry.id == entry.url else "false")
    _add(item, "pubDate", format_datetime(entry.published or entry.updated))
    for name in entry.authors:
        _add(item, "dc:creator", name)
    for each in entry.categories:
        _add(item, "category", each.label, **({"domain": each.scheme} if each.scheme else {}))
    if entry.summary:
        # HTML, by RSS 2.0; a summary is text.
        _add(item, "description", escape(entry.summary, quote=False))
    if entry.content:
        _add(item, "content:encoded", entry.content)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    held = {key: holdable(value) for key, value in attributes.items()}
    element = SubElement(parent, name, held)
    element.text = holdable(text) or None
    return element
