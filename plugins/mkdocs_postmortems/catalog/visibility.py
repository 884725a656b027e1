"""Who sees what: one rule for every surface of the site, as a table."""

import datetime as dt
from enum import StrEnum

from mkdocs_postmortems.domain import Postmortem, has_come


class Visibility(StrEnum):
    """What a postmortem is to readers. Draft wins over the future, and both over unlisted."""

    PUBLISHED = "published"
    DRAFT = "draft"
    UNLISTED = "unlisted"
    SCHEDULED = "scheduled"


class Surface(StrEnum):
    """Where a postmortem can appear."""

    BUILT_PAGE = "own page of a build"
    SERVED_PAGE = "own page of the preview"
    ASSETS = "images beside it"
    COLLECTION = "index, facets, series, lessons, previous and next, related, backlinks, lineage"
    FIGURES = "figures on the dashboard"
    SEARCH = "search of the browser, the command line and assistants"
    EXPORTS = "feeds, sitemap.xml, llms.txt, JSON, Markdown twins"


_EVERYWHERE = frozenset(Surface)
SURFACES: dict[Visibility, frozenset[Surface]] = {
    Visibility.PUBLISHED: _EVERYWHERE,
    Visibility.DRAFT: frozenset({Surface.SERVED_PAGE}),
    Visibility.UNLISTED: frozenset({Surface.BUILT_PAGE, Surface.SERVED_PAGE, Surface.ASSETS}),
    Visibility.SCHEDULED: frozenset({Surface.SERVED_PAGE}),
}
"""The surfaces on which each kind appears; on all others no trace of it may be found."""


def visibility_of(postmortem: Postmortem, now: dt.datetime) -> Visibility:
    """What `postmortem` is to readers at the moment `now` (aware)."""
    if postmortem.draft:
        return Visibility.DRAFT
    if postmortem.date is not None and not has_come(postmortem.date, now):
        return Visibility.SCHEDULED
    return Visibility.UNLISTED if postmortem.unlisted else Visibility.PUBLISHED


def is_shown(visibility: Visibility, surface: Surface) -> bool:
    """Whether what has this visibility appears on this surface."""
    return surface in SURFACES[visibility]
