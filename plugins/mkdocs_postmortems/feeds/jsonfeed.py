"""JSON Feed 1.1."""

import json
from collections.abc import Iterable
from typing import Any

from mkdocs_postmortems.feeds.model import Entry, Feed
from mkdocs_postmortems.feeds.text import holdable, timestamp

_VERSION = "https://jsonfeed.org/version/1.1"


# Signs that stand in texts only, so that what takes the file for a page finds no markup in it.
_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e"})


def write_json(feed: Feed, address: str) -> bytes:
    """`feed` as a document whose own whole address is `address`."""
    about = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": address,
        "description": feed.description,
        "authors": _named([feed.author]),
    }
    document = {**_told(about), "items": [_item(entry) for entry in feed.entries]}
    text = holdable(json.dumps(document, ensure_ascii=False, indent=2))
    return (text.translate(_MARKUP) + "\n").encode()


def _item(entry: Entry) -> dict[str, Any]:
    optional = {
        "summary": entry.summary,
        "date_published": timestamp(entry.published) if entry.published else "",
        "date_modified": timestamp(entry.updated),
        "authors": _named(entry.authors),
        "tags": [each.label for each in entry.categories],
    }
    needed = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
    }
    return {**needed, **_told(optional)}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _named(authors: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name} for name in authors]
