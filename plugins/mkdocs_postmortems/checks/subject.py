"""What a rule may look at: one postmortem, its text and past, and what is around it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import Author, Postmortem
from mkdocs_postmortems.source.versions import Version


@dataclass(frozen=True)
class Collection:
    """What is around a postmortem, the same for all.

    What a rule looks up in all of them is prepared here once, never once a postmortem.

    Attributes:
        catalog: All that could be read, hidden ones too.
        authors: The authors file, by id. No other names are known, and none are guessed.
        assets: Paths of the files beside the postmortems, relative to their folder with `/`.
        now: The moment of the check (aware).
    """

    catalog: Catalog
    authors: Mapping[str, Author]
    assets: frozenset[str]
    now: dt.datetime


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
