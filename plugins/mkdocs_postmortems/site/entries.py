"""The entries of feeds, made of a build's rendered pages."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_postmortems.domain import Moment, Postmortem, Vocabularies, instant
from mkdocs_postmortems.feeds import Category, Entry, standalone
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.ground import Ground

MOST = 30
"""How many entries a feed has at most."""
FEW = 10
"""How many one of a value of a facet has: there are many of those, and each has whole texts."""


class Entries:
    """Makes the entries of one build; one that is in several feeds is made once."""

    def __init__(self, blog: Blog, ground: Ground, env: Environment, config: MkDocsConfig) -> None:
        """Make them of the pages of `blog`, which are rendered, and `env` shows."""
        self._blog = blog
        self._ground = ground
        self._template = env.get_template("postmortems/_entry.html")
        self._config = config
        self._made: dict[str, Entry] = {}

    @property
    def memory(self) -> Memory:
        """What was made before."""
        return self._ground.memory

    def whole(self, address: str) -> str:
        """The whole address of one under the site."""
        return urljoin(self._config.site_url or "", address)

    def newest(self, postmortems: Iterable[Postmortem], most: int = MOST) -> tuple[Postmortem, ...]:
        """The first `most` of `postmortems`; what has no date cannot be new, and is left out."""
        return tuple(islice(filter(self._page_of, postmortems), most))

    def key(self, postmortem: Postmortem) -> bytes:
        """The digest of all that its entry is made of; empty where that is not told."""
        page = self._page_of(postmortem)
        return self._ground.text(self._blog.view(postmortem), page) if page else b""

    def of(self, postmortem: Postmortem) -> Entry:
        """The entry of one of the `newest`."""
        if postmortem.id not in self._made:
            key = self._ground.memory.key("entry", self.key(postmortem))
            make = partial(self._make, postmortem)
            self._made[postmortem.id] = self._ground.memory.recall(key, make)
        return self._made[postmortem.id]

    def _page_of(self, postmortem: Postmortem) -> Page | None:
        page = self._blog.page_of(postmortem)
        is_dated = postmortem.date or postmortem.updated
        return page if page and page.canonical_url and is_dated else None

    def _make(self, postmortem: Postmortem) -> Entry:
        page = self._page_of(postmortem)
        moments = [each for each in (postmortem.date, postmortem.updated) if each]
        if not (page and page.canonical_url):
            raise ValueError(postmortem.id)
        shown = self._template.render(
            post=self._blog.view(postmortem),
            postmortems=self._blog.ways,
            page=page,
            base_url="",
            config=self._config,
        )
        return Entry(
            id=page.canonical_url,
            url=page.canonical_url,
            title=postmortem.title,
            published=_aware(postmortem.date) if postmortem.date else None,
            updated=_aware(max(moments, key=instant)),
            authors=tuple(author.name for author in postmortem.authors),
            categories=tuple(self._categories(postmortem)),
            summary=postmortem.summary,
            content=standalone(shown, page.canonical_url),
        )

    def _categories(self, postmortem: Postmortem) -> Iterator[Category]:
        """Outcome and causes by their codes, and the tags."""
        known: Vocabularies = self._blog.content.catalog.vocabularies
        if code := postmortem.outcome:
            yield self._category("outcome", code, known.outcome.term(code).label)
        for cause in postmortem.causes:
            yield self._category("cause", cause.code, known.cause.term(cause.code).label)
        for tag in postmortem.tags:
            yield self._category("tag", tag, tag)

    def _category(self, facet: str, term: str, label: str) -> Category:
        return Category(term, label, self.whole(self._blog.ways.facet_url(facet)))


def _aware(moment: Moment) -> dt.datetime:
    """`moment` with its zone; a day without a time begins in UTC."""
    if isinstance(moment, dt.datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return dt.datetime(moment.year, moment.month, moment.day, tzinfo=dt.UTC)
