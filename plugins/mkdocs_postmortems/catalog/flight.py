"""What is still in flight: experiments without a result, and promises whose day has come.

The file drawer (Rosenthal, Psychological Bulletin, 1979) is what was tried and never told; here it
is kept in sight.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import NOT_READABLE, Action, Postmortem, day_of

OLD_DRAFT = dt.timedelta(days=90)
"""The age from which a draft is counted as forgotten."""


@dataclass(frozen=True, slots=True)
class Promise:
    """An action with the postmortem that promised it."""

    action: Action
    postmortem: Postmortem


@dataclass(frozen=True, slots=True, kw_only=True)
class InFlight:
    """What waits for somebody.

    Attributes:
        overdue: Pending experiments whose result was due before today, the longest ago first.
        due: Those with a day to come, the soonest first.
        open: Those without a day, the oldest first.
        unread: Experiments whose outcome nobody can read, the oldest first.
        promises: Actions that were due before today and are not done, the longest ago first.
        revisits: Postmortems that were to be looked at again by today and were not taken up, the
            longest ago first.
        old_drafts: How many drafts are older than 90 days. Nothing else is told of them.
    """

    overdue: tuple[Postmortem, ...]
    due: tuple[Postmortem, ...]
    open: tuple[Postmortem, ...]
    unread: tuple[Postmortem, ...]
    promises: tuple[Promise, ...]
    revisits: tuple[Postmortem, ...]
    old_drafts: int

    @property
    def pending(self) -> int:
        """How many experiments have no result yet."""
        return len(self.overdue) + len(self.due) + len(self.open)

    @property
    def unfinished(self) -> int:
        """How many experiments nobody can tell the end of, for want of a result or of its code."""
        return self.pending + len(self.unread)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has anything to do."""
        return not (self.unfinished or self.promises or self.revisits or self.old_drafts)


def in_flight(
    published: Iterable[Postmortem],
    drafts: Iterable[Postmortem],
    was_taken_up: Callable[[Postmortem], bool],
    today: dt.date,
) -> InFlight:
    """What is in flight among `published`, newest first, and `drafts`, as of `today`."""
    listed = list(published)[::-1]
    pending = [each for each in listed if each.outcome == "pending"]
    dated = sorted((each for each in pending if each.due), key=_due)
    promises = [
        Promise(action, postmortem)
        for postmortem in listed
        for action in postmortem.actions
        if action.due and action.due < today and not action.done
    ]
    revisits = [
        each for each in listed if each.revisit and each.revisit <= today and not was_taken_up(each)
    ]
    return InFlight(
        overdue=tuple(each for each in dated if _due(each) < today),
        due=tuple(each for each in dated if _due(each) >= today),
        open=tuple(each for each in pending if not each.due),
        unread=tuple(each for each in listed if each.outcome == NOT_READABLE.code),
        promises=tuple(sorted(promises, key=lambda each: each.action.due or today)),
        revisits=tuple(sorted(revisits, key=lambda each: each.revisit or today)),
        old_drafts=sum(_is_old(each, today) for each in drafts),
    )


def _due(postmortem: Postmortem) -> dt.date:
    return postmortem.due or dt.date.max


def _is_old(postmortem: Postmortem, today: dt.date) -> bool:
    return postmortem.date is not None and today - day_of(postmortem.date) > OLD_DRAFT
