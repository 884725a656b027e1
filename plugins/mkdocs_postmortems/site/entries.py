"""The entries of feeds, made of a build's rendered pages."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_postmortems.domain import Moment, Postmortem, Vocabularies, instant
from mkdocs_postmortems.feeds import Category, Entry, standalone
from mkdocs_postmortems.site.blog import Blog

MOST = 30
"""How many entries a feed has at most."""


class Entries:
    """Makes the entries of one build; one that is in several feeds is made once."""

    def __init__(self, blog: Blog, env: Environment, config: MkDocsConfig) -> None:
        """Make them of the pages of `blog`, which are rendered, and `env` shows."""
        self._blog = blog
        self._template = env.get_template("postmortems/_entry.html")
        self._config = config
        self._made: dict[str, Entry | None] = {}

    def whole(self, address: str) -> str:
        """The whole address of one under the site."""
        return urljoin(self._config.site_url or "", address)

    def newest(self, postmortems: Iterable[Postmortem]) -> tuple[Entry, ...]:
        """The first of `postmortems`; what has no date cannot be new, and is left out."""
        entries = map(self._entry, postmortems)
        return tuple(islice((each for each in entries if each), MOST))

    def _entry(self, postmortem: Postmortem) -> Entry | None:
        if postmortem.id not in self._made:
            self._made[postmortem.id] = self._make(postmortem)
        return self._made[postmortem.id]

    def _make(self, postmortem: Postmortem) -> Entry | None:
        page = self._blog.page_of(postmortem)
        moments = [each for each in (postmortem.date, postmortem.updated) if each]
        if not (page and page.canonical_url and moments):
            return None
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
