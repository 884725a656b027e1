"""Who sees what: one rule for every surface of the site, as a table."""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from mkdocs_postmortems.domain import Moment, has_come, instant


class Visibility(StrEnum):
    """What a postmortem is to the readers of one site, or of one answer.

    That it is for others wins over draft, so that they do not count it either; draft wins over the
    future, and all of them over unlisted.
    """

    PUBLISHED = "published"
    DRAFT = "draft"
    UNLISTED = "unlisted"
    SCHEDULED = "scheduled"
    RESTRICTED = "restricted"


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
    Visibility.RESTRICTED: frozenset({Surface.SERVED_PAGE}),
}
"""The surfaces on which each kind appears; on all others no trace of it may be found."""


class Dated(Protocol):
    """What has a place in the order of postmortems, and may be hidden."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def date(self) -> Moment | None:
        """When it is from."""

    @property
    def draft(self) -> bool:
        """Whether it is a draft."""

    @property
    def unlisted(self) -> bool:
        """Whether it is to be in no list."""

    @property
    def audience(self) -> tuple[str, ...]:
        """Who may see it, by name; without any, everybody may."""


def newest_first(postmortem: Dated) -> tuple[bool, float, str]:
    """The key that puts postmortems in order: undated ones last; equals by id."""
    if postmortem.date is None:
        return (True, 0.0, postmortem.id)
    return (False, -instant(postmortem.date), postmortem.id)


def visibility_of(
    postmortem: Dated, now: dt.datetime, audience: Collection[str] = ()
) -> Visibility:
    """What `postmortem` is at the moment `now` (aware), to readers who belong to all of `audience`.

    They see what is for one of these, and what is for everybody.
    """
    if postmortem.audience and not set(postmortem.audience) & set(audience):
        return Visibility.RESTRICTED
    if postmortem.draft:
        return Visibility.DRAFT
    if postmortem.date is not None and not has_come(postmortem.date, now):
        return Visibility.SCHEDULED
    return Visibility.UNLISTED if postmortem.unlisted else Visibility.PUBLISHED


def is_shown(visibility: Visibility, surface: Surface) -> bool:
    """Whether what has this visibility appears on this surface."""
    return surface in SURFACES[visibility]
