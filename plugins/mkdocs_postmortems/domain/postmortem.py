"""The postmortem: everything one Markdown file says, as one immutable record."""

import datetime as dt
from collections.abc import Mapping

from pydantic import Field, JsonValue

from mkdocs_postmortems.domain.evidence import Baseline, Cause, Criterion, Dataset, Result
from mkdocs_postmortems.domain.lesson import Lesson
from mkdocs_postmortems.domain.moment import Moment
from mkdocs_postmortems.domain.record import Record


class Author(Record):
    """Who wrote it: a person, a team, or `anonymous`."""

    name: str = Field(description="The name to show")
    id: str = Field(default="", description="Key in the authors file, where there is one")
    url: str = Field(default="", description="A page about the author")
    team: str = Field(default="", description="The author's team")
    description: str = Field(default="", description="A few words about the author")


class Action(Record):
    """Something to do after it. Always optional."""

    text: str
    owner: str = ""
    due: dt.date | None = None
    done: bool = False
    ref: str = ""


class Concern(Record):
    """A doubt that was raised, and when; answered or not."""

    text: str
    raised: str = ""
    answered: str = ""


class Cost(Record):
    """What it took, or saved."""

    planned: float | None = None
    spent: float | None = None
    saved: float | None = None
    unit: str = ""
    basis: str = ""


class Correction(Record):
    """A later change of verdict, in the open."""

    date: dt.date | None = Field(default=None, description="The day of the change")
    was: str = Field(default="", description="The outcome before, as a code or in words")
    now: str = Field(default="", description="The outcome since, as a code or in words")
    why: str = Field(default="", description="What showed it")


class Postmortem(Record):
    """One experiment or essay.

    Attributes whose code belongs to a vocabulary hold that code, or None when it is not told.
    All tuples keep the author's order.
    """

    id: str = Field(description="Path under the postmortems folder, without `.md`")
    source: str = Field(description="Path of the file under the postmortems folder")
    title: str
    date: Moment | None = Field(default=None, description="A day, or a moment with its time zone")
    updated: Moment | None = None
    expires: Moment | None = Field(default=None, description="From then on a banner is shown")
    draft: bool = False
    unlisted: bool = False
    authors: tuple[Author, ...] = ()
    team: str = ""
    summary: str = Field(default="", description="At most 280 characters, plain text")
    tags: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    slug: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()

    outcome: str | None = Field(default=None, description="Makes the page an experiment")
    stage: str | None = Field(default=None, description="Where it ended")
    decision: str | None = None
    confidence: str | None = None
    revisit: dt.date | None = None
    revisit_when: str = ""
    hypothesis: str = ""
    success_criteria: tuple[Criterion, ...] = ()
    baseline: Baseline | None = None
    results: tuple[Result, ...] = ()
    causes: tuple[Cause, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    actions: tuple[Action, ...] = ()
    concerns: tuple[Concern, ...] = ()
    started: dt.date | None = None
    ended: dt.date | None = None
    due: dt.date | None = Field(default=None, description="When a pending one should have a result")
    cost: Cost | None = None
    data: tuple[Dataset, ...] = ()
    runs: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    replicates: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    reviewed_by: tuple[str, ...] = ()
    reviewed: dt.date | None = None
    extra: dict[str, JsonValue] = Field(
        default_factory=dict, description="Front matter that is not of this vocabulary, kept"
    )

    body: str = Field(default="", exclude=True, description="Markdown below front matter and title")
    words: int = Field(default=0, description="Words in the body")
    lines: Mapping[str, int] = Field(
        default_factory=dict, exclude=True, description="Line of each field in the file, from 1"
    )

    @property
    def is_experiment(self) -> bool:
        """Whether it has an outcome; otherwise it is an essay."""
        return self.outcome is not None

    def line_of(self, field: str) -> int:
        """The line on which `field` stands, or 0."""
        return self.lines.get(field, 0)
