"""The collection: everything a view can ask of all postmortems together."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mkdocs_postmortems.catalog import lineage
from mkdocs_postmortems.catalog.citations import citations_of, mention_links, mentions_of
from mkdocs_postmortems.catalog.facets import Facet, Value, facets_of
from mkdocs_postmortems.catalog.flight import InFlight, in_flight
from mkdocs_postmortems.catalog.graph import Graph, around, graph_of, groups_of
from mkdocs_postmortems.catalog.lineage import Link
from mkdocs_postmortems.catalog.visibility import (
    Surface,
    Visibility,
    is_shown,
    newest_first,
    visibility_of,
)
from mkdocs_postmortems.domain import Lesson, Postmortem, Vocabularies, has_come
from mkdocs_postmortems.domain.moment import day_of


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What comes before and after a postmortem in time."""

    older: Postmortem | None = None
    newer: Postmortem | None = None


@dataclass(frozen=True, slots=True)
class Learnt:
    """A lesson with the postmortem it comes from."""

    lesson: Lesson
    postmortem: Postmortem


class Catalog:
    """All postmortems of a site, ordered, divided and linked.

    What is hidden can be reached through `shown_on` and `held_back` only; every other answer is
    made from published postmortems.

    Attributes:
        vocabularies: The site's codes.
        published: What everybody sees, newest first; undated ones last; equals by id.
        problems: What is wrong between postmortems.
    """

    def __init__(
        self,
        postmortems: Iterable[Postmortem],
        now: dt.datetime,
        vocabularies: Vocabularies | None = None,
        unread: Mapping[str, str] | None = None,
        audience: Collection[str] = (),
    ) -> None:
        """Make the catalog as of `now` (aware), for readers who belong to all of `audience`.

        `unread` has the ids of files that could not be read, with their paths.
        """
        self._now = now
        self.vocabularies = vocabularies or Vocabularies()
        self._all = tuple(sorted(postmortems, key=newest_first))
        self._visibility = {each.id: visibility_of(each, now, audience) for each in self._all}
        self.published = self.shown_on(Surface.COLLECTION)
        self.problems = tuple(lineage.problems_of(self._all, unread or {}))
        self._facets = facets_of(self.published, self.vocabularies)
        self._links = lineage.links_of(self.published)
        self._places = {each.id: place for place, each in enumerate(self.published)}

    def shown_on(self, surface: Surface) -> tuple[Postmortem, ...]:
        """The postmortems that appear on `surface`, newest first."""
        return tuple(each for each in self._all if is_shown(self._visibility[each.id], surface))

    def held_back(self) -> tuple[tuple[Postmortem, Visibility], ...]:
        """What not everybody sees, and why, by path."""
        hidden = [each for each in self._all if each.id not in self._places]
        return tuple(
            (each, self._visibility[each.id]) for each in sorted(hidden, key=lambda p: p.source)
        )

    def visibility(self, postmortem: Postmortem) -> Visibility:
        """What `postmortem` is to readers."""
        return self._visibility[postmortem.id]

    def is_expired(self, postmortem: Postmortem) -> bool:
        """Whether its author's date of expiry has passed. It is shown all the same."""
        return postmortem.expires is not None and has_come(postmortem.expires, self._now)

    def facet(self, name: str) -> Facet:
        """The facet called `name`.

        There are outcome, stage, decision, cause, split, tag, author, team, series, year and month.
        """
        return self._facets[name]

    def months_of(self, year: Value) -> tuple[Value, ...]:
        """The months of a year in which something is dated, the newest first."""
        months = self._facets["month"].values
        return tuple(month for month in months if month.slug[:4] == year.slug)

    def named(self, name: str) -> Postmortem | None:
        """The published postmortem of that id, if there is one."""
        place = self._places.get(name)
        return None if place is None else self.published[place]

    def neighbours(self, postmortem: Postmortem) -> Neighbours:
        """What is published just before and after `postmortem`; nothing for a hidden one."""
        place = self._places.get(postmortem.id)
        if place is None:
            return Neighbours()
        newer = self.published[place - 1] if place else None
        older = self.published[place + 1] if place + 1 < len(self.published) else None
        return Neighbours(older=older, newer=newer)

    def links(self, postmortem: Postmortem) -> tuple[Link, ...]:
        """How `postmortem` and other published ones refer to each other."""
        return self._links.get(postmortem.id, ())

    def mentions(self, postmortem: Postmortem) -> tuple[Link, ...]:
        """How a text links it with other published ones, where neither states more."""
        return self._mention_links.get(postmortem.id, ())

    def neighbourhood(self, postmortem: Postmortem, most: int) -> Graph | None:
        """It and its nearest, `most` at most; None where no relation is stated."""
        return around(postmortem, self._ties, most) if self.links(postmortem) else None

    def graph(self, members: Iterable[Postmortem]) -> Graph:
        """All that `members`, which are published, have to do with each other."""
        return graph_of(members, self._ties)

    def tied(self, postmortem: Postmortem) -> frozenset[str]:
        """The ids of those that it has anything to do with, by a relation or a link in a text."""
        return frozenset(link.other.id for link in self._ties(postmortem))

    @cached_property
    def lines(self) -> tuple[tuple[Postmortem, ...], ...]:
        """What hangs together by stated relations, each newest first, as they are themselves."""
        return tuple(groups_of(self.published, self.links))

    def _ties(self, postmortem: Postmortem) -> tuple[Link, ...]:
        return self.links(postmortem) + self.mentions(postmortem)

    def superseded_by(self, postmortem: Postmortem) -> tuple[Postmortem, ...]:
        """The published postmortems that take the place of this one."""
        return self._naming(postmortem, "supersedes")

    def contradicted_by(self, postmortem: Postmortem) -> tuple[Postmortem, ...]:
        """The published postmortems that found otherwise, without those of earlier days."""
        naming = self._naming(postmortem, "contradicts")
        if postmortem.date is None:
            return naming
        day = day_of(postmortem.date)
        return tuple(each for each in naming if each.date is None or day_of(each.date) >= day)

    def _naming(self, postmortem: Postmortem, relation: str) -> tuple[Postmortem, ...]:
        links = self.links(postmortem)
        return tuple(link.other for link in links if link.is_inbound and link.relation == relation)

    @cached_property
    def lessons(self) -> tuple[Learnt, ...]:
        """Every published lesson, in the order of the postmortems and of their text."""
        return tuple(
            Learnt(lesson, postmortem)
            for postmortem in self.published
            for lesson in postmortem.lessons
        )

    @cached_property
    def _citations(self) -> dict[str, tuple[Postmortem, ...]]:
        return citations_of(self.published, self._mentions)

    @cached_property
    def _mentions(self) -> dict[str, frozenset[str]]:
        return mentions_of(self.published)

    @cached_property
    def _mention_links(self) -> dict[str, tuple[Link, ...]]:
        return mention_links(self.published, self._mentions, self._links)

    def taken_up_by(self, postmortem: Postmortem) -> tuple[Postmortem, ...]:
        """The published postmortems that build on this one, replicate it or link to it."""
        return self._citations.get(postmortem.id, ())

    @cached_property
    def in_flight(self) -> InFlight:
        """What waits for a result, for something promised, or for another look."""
        drafts = (each for each, why in self.held_back() if why is Visibility.DRAFT)
        return in_flight(self.published, drafts, self._was_taken_up, self._now.date())

    def _was_taken_up(self, postmortem: Postmortem) -> bool:
        return bool(self.taken_up_by(postmortem) or self.superseded_by(postmortem))
