"""The feeds of a build, made of its rendered pages."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_postmortems.domain import Postmortem, Problem, Severity
from mkdocs_postmortems.domain.saved_search import SavedSearch
from mkdocs_postmortems.feeds import Feed, write_atom, write_json
from mkdocs_postmortems.kept.fingerprint import plain
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.entries import FEW, MOST, Entries
from mkdocs_postmortems.site.following import OPTION, feed_paths, named
from mkdocs_postmortems.site.offering import Offer, offers_of
from mkdocs_postmortems.site.searching import Searching

_Write = Callable[[Feed, str], bytes]
_Unfilled = tuple[Feed, tuple[Postmortem, ...]]
"""A feed without entries, and the postmortems that they are to be made of."""


def add_feeds(
    blog: Blog,
    search: Searching | None,
    entries: Entries,
    files: Files,
    config: MkDocsConfig,
) -> list[Problem]:
    """Add every feed, and answer with what was noticed.

    `search` is the site's, None where it has none; `entries` are made of the site's pages.
    Without a `site_url` no link could be whole, so there are no feeds.
    """
    adder = _Adder(entries, files, config)
    if search:
        _add_searches(adder, blog, search)
    if config.site_url:
        _add_offers(adder, blog)
    return adder.problems


def _add_searches(adder: "_Adder", blog: Blog, searching: Searching) -> None:
    for search in blog.content.plan.saved_searches:
        for term in searching.unheard(search.query):
            adder.problems.append(_never_said(search, term, adder.config))
        if not adder.config.site_url:
            continue
        feed, listed = _of_search(search, searching, blog, adder.entries, adder.config)
        for path, write in zip(feed_paths(search), (write_atom, write_json), strict=True):
            adder.add(path, feed, listed, write, "a feed of a saved search")


def _add_offers(adder: "_Adder", blog: Blog) -> None:
    plan, catalog = blog.content.plan, blog.content.catalog
    rank = {each.id: place for place, each in enumerate(catalog.published)}
    for offer in offers_of(catalog, plan.blog, plan.feeds):
        feed, listed = _of_offer(offer, rank, blog, adder.entries, adder.config)
        for form in offer.formats:
            adder.add(offer.path(form), feed, listed, form.write, "a feed")


def _of_search(
    search: SavedSearch, searching: Searching, blog: Blog, entries: Entries, config: MkDocsConfig
) -> _Unfilled:
    """What `search` finds, newest first."""
    found = searching.found(search.query)
    page = f"{blog.ways.search_url}?q={quote(search.query)}"
    listed = entries.newest(each for each in blog.content.catalog.published if each.id in found)
    feed = Feed(
        id=entries.whole(quote(feed_paths(search)[0])),
        url=entries.whole(page),
        title=f"{blog.ways.title}: {search.title}",
        description=f"Postmortems for the search: {search.query}",
        author=config.site_name,
    )
    return feed, listed


def _of_offer(
    offer: Offer, rank: dict[str, int], blog: Blog, entries: Entries, config: MkDocsConfig
) -> _Unfilled:
    """What the listing of `offer` has, newest first even where that begins with the oldest."""
    title, value = blog.ways.title, offer.value
    listed: Iterable[Postmortem] = value.postmortems if value else blog.content.catalog.published
    feed = Feed(
        id=entries.whole(quote(offer.path())),
        url=entries.whole(blog.ways.page_url(offer.page)),
        title=f"{title}: {value.label}" if value else title,
        description=f"Postmortems by {offer.facet}: {value.label}" if value else "",
        author=config.site_name,
    )
    most = FEW if value else MOST
    return feed, entries.newest(sorted(listed, key=lambda each: rank[each.id]), most)


def _never_said(search: SavedSearch, term: str, config: MkDocsConfig) -> Problem:
    return Problem(
        path=named(config),
        field=OPTION,
        message=f"`{search.title}` asks for `{term}`, which no postmortem has so far",
        severity=Severity.NOTE,
    )


class _Adder:
    """Adds feeds to a build, but where something else is.

    Attributes:
        entries: What feeds are made of.
        config: MkDocs' own settings.
        problems: What was in the place of a feed.
    """

    def __init__(self, entries: Entries, files: Files, config: MkDocsConfig) -> None:
        self.problems: list[Problem] = []
        self.entries = entries
        self.config = config
        self._files = files
        self._taken = _paths(files)

    def add(
        self, path: str, feed: Feed, listed: tuple[Postmortem, ...], write: _Write, what: str
    ) -> None:
        """Add `feed` of those `listed` at `path`, as `write` writes it.

        `what` is what problems call it.
        """
        if there := self._taken.get(path):
            message = f"this file stands in the place of {what}"
            remedy = "Rename it, unless it is meant to"
            self.problems.append(Problem(path=there, message=message, remedy=remedy))
            return
        content = self._written(path, feed, listed, write)
        level = InclusionLevel.INCLUDED
        self._files.append(File.generated(self.config, path, content=content, inclusion=level))

    def _written(
        self, path: str, feed: Feed, listed: tuple[Postmortem, ...], write: _Write
    ) -> bytes:
        keys = tuple(map(self.entries.key, listed))

        def anew() -> bytes:
            filled = replace(feed, entries=tuple(map(self.entries.of, listed)))
            return write(filled, self.entries.whole(quote(path)))

        key = self.entries.memory.key("feed", path, write.__name__, plain(feed), keys)
        return self.entries.memory.recall(key, anew)


def _paths(files: Files) -> dict[str, str]:
    """Every path of the site, folders too, with the name of a file that is there."""
    found: dict[str, str] = {}
    for file in files:
        path = file.dest_uri
        while path and path not in found:
            found[path] = file.src_uri
            path = path.rpartition("/")[0]
    return found
