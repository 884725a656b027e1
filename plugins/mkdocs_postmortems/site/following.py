"""The saved searches of mkdocs.yml: their addresses, and what is wrong with them."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_postmortems.domain import Problem, Severity, Vocabularies, Vocabulary
from mkdocs_postmortems.domain.saved_search import SavedSearch
from mkdocs_postmortems.options import PostmortemsOptions, as_written
from mkdocs_postmortems.search.index import facet_term
from mkdocs_postmortems.search.query import FILTERS, Query, parse
from mkdocs_postmortems.site.listings import Followed
from mkdocs_postmortems.site.scripts import SEARCH_PAGE

if TYPE_CHECKING:
    from mkdocs_postmortems.site.content import Plan

OPTION = "saved_searches"
"""The option's name."""
_CODED = ("outcome", "stage", "decision", "confidence", "cause")
_LIKE_A_FILTER = re.compile(r"(?:^|\s)-?([a-z]+):(?=\S)", re.IGNORECASE)


def feed_paths(search: SavedSearch) -> tuple[str, str]:
    """The paths under the site of a search's feeds: as Atom, and as JSON Feed."""
    path = f"{SEARCH_PAGE}/feeds/{search.slug}"
    return f"{path}.xml", f"{path}.json"


def followed_searches(plan: "Plan", *, has_feeds: bool) -> tuple[Followed, ...]:
    """The saved searches as the search page lists them."""
    listed = []
    for search in plan.saved_searches:
        addresses = map(quote, feed_paths(search)) if has_feeds else ()
        listed.append(Followed(search.title, search.query, *addresses))
    return tuple(listed)


def named(config: MkDocsConfig) -> str:
    """How problems name the configuration file."""
    return Path(config.config_file_path or "mkdocs.yml").name


def problems_of(
    options: PostmortemsOptions, vocabularies: Vocabularies, config: MkDocsConfig
) -> Iterator[Problem]:
    """What keeps the saved searches from having feeds, or from finding anything."""
    path = named(config)
    if not options.saved_searches:
        is_asked_for = any("feeds" in each for each in as_written(options))
        if not config.site_url and is_asked_for and options.feeds != "none":
            yield _without_address(path)
        return
    if not options.search:
        message = "the site has no search, so it has no feeds of searches"
        yield Problem(path=path, field=OPTION, message=message, remedy="Remove `search: false`")
        return
    if not config.site_url:
        yield Problem(
            path=path,
            field="site_url",
            message="the feeds of `saved_searches` are left out, since their links are whole "
            "addresses, and the site has none",
            remedy="Write `site_url: https://…`, the address of the site",
        )
    for search in options.saved_searches:
        for message, remedy in _doubts(search.query, vocabularies):
            yield Problem(path=path, field=OPTION, message=message, remedy=remedy)


def _without_address(path: str) -> Problem:
    return Problem(
        path=path,
        field="site_url",
        message="there are no feeds, since their links are whole addresses, and the site has none",
        remedy="Write `site_url: https://…`, or `feeds: none`",
        severity=Severity.NOTE,
    )


def _doubts(text: str, vocabularies: Vocabularies) -> Iterator[tuple[str, str]]:
    """What in a query cannot be meant, and what may be."""
    query = parse(text)
    if query == Query():
        remedy = "Write words or filters, such as `leakage stage:production`"
        yield f"`{text}` has neither a word nor a filter, so it finds nothing", remedy
    for name, value in (*query.filters, *query.unfiltered):
        if name in _CODED and not _is_known(name, value, getattr(vocabularies, name)):
            yield f"`{name}:{value}` is not known", _meant(name, value, vocabularies)
    for name in _LIKE_A_FILTER.findall(text):
        near = difflib.get_close_matches(name.lower(), FILTERS, n=1, cutoff=0.75)
        if near and name.lower() not in FILTERS:
            yield (
                f"`{name}:` is no filter, and is looked for as a word",
                f"Did you mean `{near[0]}:`",
            )


def _is_known(name: str, value: str, vocabulary: Vocabulary) -> bool:
    """Whether a search understands `value`, which may be written with its family."""
    code = value.rpartition(".")[2]
    return any(facet_term(name, code) == facet_term(name, each) for each in vocabulary.codes)


def _meant(name: str, value: str, vocabularies: Vocabularies) -> str:
    vocabulary: Vocabulary = getattr(vocabularies, name)
    meant = " or ".join(f"`{name}:{code}`" for code in vocabulary.suggest(value))
    known = f"one of {', '.join(vocabulary.codes)}"
    return f"Did you mean {meant}? It is {known}" if meant else f"Write {known}"
