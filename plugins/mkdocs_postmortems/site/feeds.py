"""The feeds of a build, made of its rendered pages."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote, urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_postmortems.domain import Moment, Postmortem, Problem, Severity, Vocabularies, instant
from mkdocs_postmortems.domain.saved_search import SavedSearch
from mkdocs_postmortems.feeds import Category, Entry, Feed, standalone, write_atom, write_json
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.saved import matching, unheard
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.following import OPTION, feed_paths, named

MOST = 30
"""How many entries a feed has at most."""


def add_feeds(
    blog: Blog, index: Index, env: Environment, files: Files, config: MkDocsConfig
) -> list[Problem]:
    """Add the feeds of the saved searches, and answer with what was noticed.

    `index` is the site's, `env` shows its pages, all of which are rendered. Without a `site_url`
    no link could be whole, so there are no feeds.
    """
    searches = blog.content.plan.saved_searches
    problems = [
        _never_said(each, term, config) for each in searches for term in unheard(index, each.query)
    ]
    maker = _Maker(blog, index, env, config)
    for search in searches if config.site_url else ():
        feed = maker.feed(search)
        for path, write in zip(feed_paths(search), (write_atom, write_json), strict=True):
            if files.get_file_from_path(path):
                problems.append(_taken(path))
                continue
            content = write(feed, maker.whole(quote(path)))
            files.append(
                File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)
            )
    return problems


def _never_said(search: SavedSearch, term: str, config: MkDocsConfig) -> Problem:
    return Problem(
        path=named(config),
        field=OPTION,
        message=f"`{search.title}` asks for `{term}`, which no postmortem has so far",
        severity=Severity.NOTE,
    )


def _taken(path: str) -> Problem:
    message = "this file stands in the place of a feed of a saved search"
    return Problem(path=path, message=message, remedy="Rename it, unless it is meant to")


class _Maker:
    """Makes feeds of one build; an entry that is in several is made once."""

    def __init__(self, blog: Blog, index: Index, env: Environment, config: MkDocsConfig) -> None:
        self._blog = blog
        self._index = index
        self._template = env.get_template("postmortems/_entry.html")
        self._config = config
        self._entries: dict[str, Entry | None] = {}

    def whole(self, address: str) -> str:
        """The whole address of one under the site."""
        return urljoin(self._config.site_url or "", address)

    def feed(self, search: SavedSearch) -> Feed:
        """What `search` finds, newest first. What has no date cannot be new, and is left out."""
        found = {document.id for document in matching(self._index, search.query)}
        published = self._blog.content.catalog.published
        entries = (self._entry(each) for each in published if each.id in found)
        page = f"{self._blog.ways.search_url}?q={quote(search.query)}"
        return Feed(
            id=self.whole(quote(feed_paths(search)[0])),
            url=self.whole(page),
            title=f"{self._blog.ways.title}: {search.title}",
            description=f"Postmortems for the search: {search.query}",
            author=self._config.site_name,
            entries=tuple(islice((each for each in entries if each), MOST)),
        )

    def _entry(self, postmortem: Postmortem) -> Entry | None:
        if postmortem.id not in self._entries:
            self._entries[postmortem.id] = self._made(postmortem)
        return self._entries[postmortem.id]

    def _made(self, postmortem: Postmortem) -> Entry | None:
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
