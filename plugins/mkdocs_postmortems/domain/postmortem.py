"""The postmortem: everything one Markdown file says, as one immutable record."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import Field, JsonValue

from mkdocs_postmortems.domain.evidence import Baseline, Cause, Criterion, Dataset, Result
from mkdocs_postmortems.domain.lesson import Lesson
from mkdocs_postmortems.domain.moment import Moment
from mkdocs_postmortems.domain.record import Record
from mkdocs_postmortems.domain.vocabulary import NOT_READABLE
from mkdocs_postmortems.kept.fingerprint import fingerprint, plain


def is_verdict(outcome: str | None) -> bool:
    """Whether an outcome says how an experiment ended."""
    return outcome not in {None, "pending", NOT_READABLE.code}


class Author(Record):
    """Who wrote it: a person, a team, or `anonymous`."""

    name: str = Field(description="The name to show")
    id: str = Field(default="", description="Key in the authors file, where there is one")
    url: str = Field(default="", description="A page about the author")
    team: str = Field(default="", description="The author's team")
    description: str = Field(default="", description="A few words about the author")


class Action(Record):
    """Something to do after it. Always optional."""

    text: str = Field(description="What is to be done")
    owner: str = Field(default="", description="Who does it: a team, or an id")
    due: dt.date | None = Field(default=None, description="Until when")
    done: bool = Field(default=False, description="Whether it is done")
    ref: str = Field(default="", description="Its ticket or address")


class Concern(Record):
    """A doubt that was raised, and when; answered or not."""

    text: str = Field(description="The doubt")
    raised: str = Field(default="", description="When it was raised")
    answered: str = Field(default="", description="What was answered")


class Cost(Record):
    """What it took, or saved."""

    planned: float | None = Field(default=None, description="What was meant to be spent")
    spent: float | None = Field(default=None, description="What was spent")
    saved: float | None = Field(default=None, description="What was saved")
    unit: str = Field(default="", description="Of what: days, GPU hours, EUR")
    basis: str = Field(default="", description="How it was estimated")


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
    title: str = Field(description="What was tried and what came of it, on one line")
    date: Moment | None = Field(default=None, description="A day, or a moment with its time zone")
    updated: Moment | None = Field(default=None, description="When it was last changed")
    expires: Moment | None = Field(default=None, description="From then on a banner is shown")
    draft: bool = Field(default=False, description="Keeps the page to the preview")
    unlisted: bool = Field(
        default=False, description="Gives the page an address that nothing leads to"
    )
    audience: tuple[str, ...] = Field(
        default=(), description="Names of those who may see it; without any, everybody may"
    )
    authors: tuple[Author, ...] = Field(
        default=(), description="Who wrote it: ids of the authors file, names, a team"
    )
    team: str = Field(default="", description="Whose page it is")
    summary: str = Field(default="", description="At most 280 characters, plain text")
    tags: tuple[str, ...] = Field(default=(), description="What it is about")
    series: tuple[str, ...] = Field(
        default=(), description="Names of what it is a part of, ordered by date"
    )
    images: tuple[str, ...] = Field(
        default=(), description="Paths of pictures from the file; the first stands on the card"
    )
    audio: tuple[str, ...] = Field(default=(), description="Paths of sound, shown as players")
    videos: tuple[str, ...] = Field(default=(), description="Paths of films, shown as players")
    slug: str = Field(default="", description="The last part of the page's address")
    url: str = Field(default="", description="The whole address under the site")
    aliases: tuple[str, ...] = Field(default=(), description="Addresses the page had before")

    outcome: str | None = Field(default=None, description="Makes the page an experiment")
    stage: str | None = Field(default=None, description="Where it ended")
    decision: str | None = Field(default=None, description="What was decided")
    confidence: str | None = Field(default=None, description="How sure you are of the outcome")
    revisit: dt.date | None = Field(default=None, description="The day to look again")
    revisit_when: str = Field(default="", description="On which condition to look again")
    hypothesis: str = Field(
        default="", description="If this changes, then that metric moves by so much, because"
    )
    success_criteria: tuple[Criterion, ...] = Field(
        default=(), description="What would count as success, stated before the result"
    )
    baseline: Baseline | None = Field(default=None, description="What had to be beaten")
    results: tuple[Result, ...] = Field(default=(), description="What was measured")
    causes: tuple[Cause, ...] = Field(
        default=(), description="Why it came out like this: causes, never people"
    )
    lessons: tuple[Lesson, ...] = Field(
        default=(), description="What somebody else could act on, a sentence each"
    )
    actions: tuple[Action, ...] = Field(default=(), description="What is to be done after it")
    concerns: tuple[Concern, ...] = Field(
        default=(), description="Doubts that were raised, and when"
    )
    started: dt.date | None = Field(default=None, description="The day the work began")
    ended: dt.date | None = Field(default=None, description="The day the work ended")
    due: dt.date | None = Field(default=None, description="When a pending one should have a result")
    cost: Cost | None = Field(default=None, description="What it took, or saved")
    data: tuple[Dataset, ...] = Field(default=(), description="Which data was used")
    runs: tuple[str, ...] = Field(
        default=(), description="Where the figures come from, such as mlflow:ID or an address"
    )
    builds_on: tuple[str, ...] = Field(
        default=(), description="Ids of the postmortems that it continues"
    )
    replicates: tuple[str, ...] = Field(default=(), description="Ids of those that it repeats")
    contradicts: tuple[str, ...] = Field(
        default=(), description="Ids of those that found otherwise"
    )
    supersedes: tuple[str, ...] = Field(default=(), description="Ids of those whose place it takes")
    corrections: tuple[Correction, ...] = Field(
        default=(), description="Later changes of the verdict, in the open"
    )
    reviewed_by: tuple[str, ...] = Field(default=(), description="Who reviewed the page")
    reviewed: dt.date | None = Field(default=None, description="The day of the review")
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

    @property
    def has_verdict(self) -> bool:
        """Whether it is known how it ended."""
        return is_verdict(self.outcome)

    @cached_property
    def digest(self) -> bytes:
        """The digest of all that it says and of where each field stands: equal for equal ones."""
        return fingerprint(self.model_dump_json(), self.body, plain(self.lines))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, which copies what was worked out too."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("digest", None)
        return copied

    def line_of(self, field: str) -> int:
        """The line on which `field` stands, or 0."""
        return self.lines.get(field, 0)
