"""What a new postmortem is to say, as its writer and a tracker gave it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs_postmortems.domain import Moment
from mkdocs_postmortems.source.fields import one_line
from mkdocs_postmortems.source.text import without_control
from mkdocs_postmortems.writing.prefill import Prefill

LONGEST_TITLE = 300
_COMMAS = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known when the file is made.

    Attributes:
        title: What was tried; on one line.
        date: The day of the page.
        outcome: Its code; empty where nobody said.
        stage: Its code; empty where nobody said.
        authors: Ids of the authors file, or names.
        team: Whose it is; empty where the authors' teams count.
        tags: What it is about.
        is_draft: Whether no build is to have a page of it.
        builds_on: The ids of what came before.
        replicates: The ids of what is tried again.
        prefill: What a tracker knows.
    """

    title: str
    date: Moment
    outcome: str = ""
    stage: str = ""
    authors: tuple[str, ...] = ()
    team: str = ""
    tags: tuple[str, ...] = ()
    is_draft: bool = False
    builds_on: tuple[str, ...] = ()
    replicates: tuple[str, ...] = ()
    prefill: Prefill = field(default_factory=Prefill)

    def cleaned(self) -> "Draft":
        """The same as a reader takes it: each text on one line, each tag once, without `#`."""
        return replace(
            self,
            title=clean(self.title),
            authors=_each(self.authors),
            team=clean(self.team),
            tags=tags_in((*self.tags, *self.prefill.tags)),
            builds_on=_each(self.builds_on),
            replicates=_each(self.replicates),
        )

    def known(self) -> dict[str, Any]:
        """The front matter that is known, in its order, as plain values."""
        prefill = self.prefill
        values = {
            "title": self.title,
            "date": self.date,
            "authors": list(self.authors),
            "team": self.team,
            "tags": list(self.tags),
            "draft": self.is_draft,
            "builds_on": list(self.builds_on),
            "replicates": list(self.replicates),
            "started": prefill.started,
            "ended": prefill.ended,
            "outcome": self.outcome,
            "stage": self.stage,
            "data": [_told(each.model_dump()) for each in prefill.data],
            "runs": [*_each(prefill.runs)],
            "results": [_told(each.model_dump()) for each in prefill.results],
        }
        return {name: value for name, value in values.items() if value}


def clean(text: str) -> str:
    """`text` on one line, without what neither a file nor a terminal can bear."""
    whole = text.encode(errors="replace").decode()
    return one_line(without_control(whole))


def tags_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The tags in `texts`, each of which may have several between commas; each tag once."""
    parts = (part for text in texts for part in _COMMAS.split(clean(text)))
    tags = (part.lstrip("#").strip() for part in parts)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cleaned for text in texts if (cleaned := clean(text))))


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Those that say something: texts on one line, pairs as lists."""
    plain = {name: _plain(value) for name, value in values.items()}
    return {name: value for name, value in plain.items() if value not in ("", None)}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return list(value) if isinstance(value, tuple) else value
