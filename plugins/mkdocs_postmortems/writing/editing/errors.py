"""Why an edit was not made."""

from typing import NoReturn

from mkdocs_postmortems.domain import Problem


class EditError(Exception):
    """An edit that cannot be made without harm; nothing was changed. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class InTheWay(Exception):  # noqa: N818 - it says what is there, and `EditError` what comes of it
    """Something in the block that an edit would disturb; the message says what."""


def refuse(reason: str) -> NoReturn:
    """Give up an edit.

    Raises:
        InTheWay: Always, with the reason.
    """
    raise InTheWay(reason)
