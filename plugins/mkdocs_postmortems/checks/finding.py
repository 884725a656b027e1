"""What a rule says of a postmortem."""

from dataclasses import dataclass
from enum import IntEnum

from mkdocs_postmortems.domain.problem import stopped


class Level(IntEnum):
    """How much a finding weighs."""

    INFO = 1
    """Worth knowing."""
    WARNING = 2
    """Worth mending before others rely on it."""
    ERROR = 3
    """Others would be misled or harmed."""

    @property
    def word(self) -> str:
        """The level as settings and output name it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a rule found in the postmortem that it was given.

    Attributes:
        message: What is to be seen, as a sentence without a full stop. It judges a text, never
            its author.
        remedy: What to write instead, as a sentence without a full stop; may be empty.
        line: The line in the file, from 1; 0 where no line is to blame.
        column: The column in the line, from 1; 0 where it is not known.
        level: How much it weighs, where that is another than its rule's.
    """

    message: str
    remedy: str = ""
    line: int = 0
    column: int = 0
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A remark as it is told.

    Attributes:
        rule: The id of the rule.
        path: The file, relative to the postmortems folder, with `/`.
        message: What is to be seen.
        remedy: What to write instead; may be empty.
        line: The line in the file, from 1.
        column: The column in the line, from 1.
        level: How much it weighs here.
    """

    rule: str
    path: str
    message: str
    remedy: str
    line: int
    column: int
    level: Level


def sentences(finding: Finding) -> str:
    """What was found and what to write instead, as sentences."""
    return " ".join(stopped(each) for each in (finding.message, finding.remedy) if each)
