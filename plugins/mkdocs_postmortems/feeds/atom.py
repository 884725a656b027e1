"""Atom 1.0 (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs_postmortems.feeds.model import Entry, Feed
from mkdocs_postmortems.feeds.text import holdable, timestamp

_NAMESPACE = "http://www.w3.org/2005/Atom"


def write_atom(feed: Feed, address: str) -> bytes:
    """`feed` as a document whose own whole address is `address`."""
    root = Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if feed.description:
        _add(root, "subtitle", feed.description)
    _add(root, "updated", timestamp(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.url)
    for entry in feed.entries:
        _add_entry(root, entry)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add_entry(root: Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    if entry.published:
        _add(element, "published", timestamp(entry.published))
    _add(element, "updated", timestamp(entry.updated))
    for name in entry.authors:
        _add(_add(element, "author"), "name", name)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    for each in entry.categories:
        scheme = {"scheme": each.scheme} if each.scheme else {}
        _add(element, "category", term=each.term, **scheme, label=each.label)
    if entry.summary:
        _add(element, "summary", entry.summary)
    if entry.content:
        _add(element, "content", entry.content, type="html")


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    held = {key: holdable(value) for key, value in attributes.items()}
    element = SubElement(parent, name, held)
    element.text = holdable(text) or None
    return element
