"""What is in a feed, whatever the format. Texts are plain unless told otherwise."""

import datetime as dt
from dataclasses import dataclass

_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Category:
    """One thing that an entry is about.

    Attributes:
        term: What programs know it by.
        label: What readers see.
        scheme: The address of the set of terms that it belongs to; empty for none.
    """

    term: str
    label: str
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page in a feed.

    Attributes:
        id: What readers' programs know it by, an address that stays the same for good.
        url: The page's whole address.
        title: Its title.
        updated: When it last changed (aware).
        published: When it was published (aware), where that is known.
        authors: Their names.
        categories: What it is about.
        summary: What it says in short; may be empty.
        content: What it says, as HTML that stands alone.
    """

    id: str
    url: str
    title: str
    updated: dt.datetime
    published: dt.datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    summary: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A list of pages that somebody follows.

    Attributes:
        id: What readers' programs know it by, an address that stays the same for good.
        url: The whole address of the page that it belongs to.
        title: Its title.
        description: What is in it; may be empty.
        author: Who speaks where an entry names nobody.
        entries: Its pages, in the order in which they are listed.
    """

    id: str
    url: str
    title: str
    author: str
    description: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def updated(self) -> dt.datetime:
        """When its newest entry changed; 1970 while it has none, since a clock is not asked."""
        return max((entry.updated for entry in self.entries), default=_NEVER)
