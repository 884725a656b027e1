"""What is known of an experiment before anybody writes: from a tracker, a notebook, a file."""

import datetime as dt
from dataclasses import dataclass

from mkdocs_postmortems.domain import Dataset, Result


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what stands there."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What a new postmortem begins with.

    It has no outcome, cause, lesson, criterion or confidence on purpose: no tracker knows them.

    Attributes:
        title: The experiment's name; empty where it has none.
        started: The first day.
        ended: The last day.
        tags: What it is about.
        results: What was measured, by split.
        data: What it was measured on.
        runs: Where it was tracked, as front matter's `runs`.
        parameters: Name and value of each setting, in the order to show.
        notes: What somebody wrote about it, in Markdown.
        links: Addresses of what it left behind.
        suggested_outcome: The outcome that its end suggests, to be told and never written; a run
            that was killed suggests `abandoned`.
        hints: What its writer should know, one sentence each, to be told and never written.
    """

    title: str = ""
    started: dt.date | None = None
    ended: dt.date | None = None
    tags: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    data: tuple[Dataset, ...] = ()
    runs: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    links: tuple[Link, ...] = ()
    suggested_outcome: str = ""
    hints: tuple[str, ...] = ()
