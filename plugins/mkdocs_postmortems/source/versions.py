"""What a file said of its experiment at each commit."""

import datetime as dt
from dataclasses import dataclass

from mkdocs_postmortems.domain import Criterion, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The verdict, and what it rests on, as one commit had them.

    Attributes:
        commit: The commit's name.
        moment: When it was made (aware).
        outcome: The code of the outcome, None where there was none.
        success_criteria: What would count as success.
        results: What was measured.
        corrections: How many corrections there were.
    """

    commit: str
    moment: dt.datetime
    outcome: str | None
    success_criteria: tuple[Criterion, ...]
    results: tuple[Result, ...]
    corrections: int
