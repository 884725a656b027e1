"""What an import would write, and what it tells of each file. Nothing here touches the disk."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

from mkdocs_postmortems.domain import Moment, Problem

Fate = Literal["mapped", "kept", "left"]
"""`mapped`: became a field of ours. `kept`: stands as it stood. `left`: did not come along."""


class State(StrEnum):
    """How a planned file stands to what is at its place."""

    NEW = "new"
    """Nothing is there."""
    THERE = "there"
    """The same is there already."""
    DIFFERS = "differs"
    """Something else is there, and stays."""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a part of a write-up.

    Attributes:
        fate: What became of it.
        text: What it is, for a reader of the report.
        line: The line in the source, from 1; 0 where it has none.
    """

    fate: Fate
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture or recording that comes along.

    Attributes:
        source: Its path in the source; for one out of a notebook, its name.
        target: Its path in the postmortems folder.
        state: How it stands to what is there.
        data: Its content, where it is no file of its own.
    """

    source: str
    target: str
    state: State = State.NEW
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A write-up that becomes a postmortem.

    Attributes:
        source: Its path in the source.
        target: Its path in the postmortems folder.
        title: Its title.
        date: Its date, None where nobody knows.
        draft: Whether it is hidden.
        data: The whole file.
        state: How it stands to what is there.
        pictures: What comes along.
        notes: What was mapped, kept and left.
        problems: What our reader says of the file at its new place.
    """

    source: str
    target: str
    title: str
    date: Moment | None
    draft: bool
    data: bytes
    state: State = State.NEW
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()

    def told(self, fate: Fate) -> tuple[Note, ...]:
        """The notes of one fate."""
        return tuple(note for note in self.notes if note.fate == fate)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is not imported, and why.

    Attributes:
        source: Its path in the source.
        reason: Why, as a sentence without a full stop.
        line: The line that is to blame, from 1; 0 where none is.
        is_fault: Whether somebody has to mend it, rather than it being no write-up.
    """

    source: str
    reason: str
    line: int = 0
    is_fault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do.

    Attributes:
        root: The folder that paths in the source count from.
        kind: The code of the source's kind.
        posts: What becomes a postmortem, in the order of source paths.
        left: What does not.
        others: How many further files there are, to which no imported write-up refers.
    """

    root: Path
    kind: str
    posts: tuple[Post, ...] = ()
    left: tuple[Left, ...] = field(default=())
    others: int = 0
