"""Feeds that people subscribe to: what is in one, and how it is written. Knows no site generator.

Feeds are written with the standard library. Of the feed libraries that are kept up, one brings a
compiled XML library along, the other writes one author for an entry and categories without their
scheme; both take the clock for what is not told, and neither writes JSON Feed.
"""

from mkdocs_postmortems.feeds.atom import write_atom
from mkdocs_postmortems.feeds.jsonfeed import write_json
from mkdocs_postmortems.feeds.model import Category, Entry, Feed
from mkdocs_postmortems.feeds.rss import write_rss
from mkdocs_postmortems.feeds.standalone import standalone

__all__ = ["Category", "Entry", "Feed", "standalone", "write_atom", "write_json", "write_rss"]
