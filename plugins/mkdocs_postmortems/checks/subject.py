"""What a rule may look at: one postmortem, its text and past, and what is around it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from mkdocs_postmortems.catalog import Catalog, Surface
from mkdocs_postmortems.catalog.lineage import RELATIONS
from mkdocs_postmortems.catalog.measures.repeats import Group, groups_in
from mkdocs_postmortems.checks.detection.people import Names, names_of
from mkdocs_postmortems.domain import Author, Postmortem
from mkdocs_postmortems.source.versions import Version

_NO_DAY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _folded(title: str) -> str:
    """`title` as titles are compared."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _anything(_: str) -> bool:
    return True


@dataclass(frozen=True)
class Collection:
    """What is around a postmortem, the same for all.

    What a rule looks up in all of them is prepared here once, never once a postmortem.

    Attributes:
        catalog: All that could be read, hidden ones too.
        authors: The authors file, by id.
        assets: Paths of the files beside the postmortems, relative to their folder with `/`.
        now: The moment of the check (aware).
        options: What the site says to single rules, by id and name.
        is_there: Whether a path that begins with `..` or `/` leads to a file of the site; the
            first counts from the postmortems folder, the second from the site's root.
        named: What the people are called, where that is known; None to look it up.
    """

    catalog: Catalog
    authors: Mapping[str, Author]
    assets: frozenset[str]
    now: dt.datetime
    options: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    is_there: Callable[[str], bool] = _anything
    named: Names | None = None

    def option(self, rule: str, name: str) -> tuple[str, ...]:
        """The texts that the site gives the rule of that id under `name`."""
        return self.options.get(rule, {}).get(name, ())

    @cached_property
    def alone(self) -> "Collection":
        """The same without anything that changes while a text does not."""
        known = self.catalog.vocabularies
        return Collection(
            catalog=Catalog((), _NO_DAY, known),
            authors=self.authors,
            assets=frozenset(),
            now=_NO_DAY,
            options=self.options,
            named=self.people,
        )

    @cached_property
    def all(self) -> tuple[Postmortem, ...]:
        """Every postmortem that could be read, newest first."""
        return self.catalog.shown_on(Surface.SERVED_PAGE)

    @cached_property
    def people(self) -> Names:
        """What the people are called whom the files know."""
        return names_of(self.authors, self.all) if self.named is None else self.named

    @cached_property
    def sources(self) -> frozenset[str]:
        """Paths of the postmortems, relative to their folder with `/`."""
        return frozenset(each.source for each in self.all)

    @cached_property
    def repeats(self) -> Mapping[str, tuple[Group, ...]]:
        """Failures that do not know of each other, by the id of the newest."""
        found: dict[str, tuple[Group, ...]] = {}
        for group in groups_in(self.all):
            newest = group.members[0].id
            found[newest] = (*found.get(newest, ()), group)
        return found

    def is_followed(self, postmortem: Postmortem) -> bool:
        """Whether a later postmortem refers to it."""
        return postmortem.id in self._referred_to

    @cached_property
    def _referred_to(self) -> frozenset[str]:
        named = (getattr(each, relation) for each in self.all for relation in RELATIONS)
        return frozenset(chain.from_iterable(named))

    def by_title(self, title: str) -> tuple[Postmortem, ...]:
        """The postmortems of that title, whatever its case, blanks and punctuation."""
        return self._by_title.get(_folded(title), ())

    @cached_property
    def _by_title(self) -> Mapping[str, tuple[Postmortem, ...]]:
        found: dict[str, tuple[Postmortem, ...]] = {}
        for each in self.all:
            title = _folded(each.title)
            found[title] = (*found.get(title, ()), each)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One postmortem to look at.

    Attributes:
        postmortem: The record.
        text: The whole file, decoded, with LF at the end of its lines.
        body_line: The line in the file on which its body begins, from 1.
        versions: What the file said at each commit, oldest first; None where git cannot tell.
        collection: What is around it.
    """

    postmortem: Postmortem
    text: str
    body_line: int
    versions: tuple[Version, ...] | None
    collection: Collection
