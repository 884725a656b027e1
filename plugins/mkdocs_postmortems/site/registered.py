"""Whether criteria were there before the result, in words. No word of it judges."""

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_postmortems.catalog.differences import worded
from mkdocs_postmortems.catalog.registration import Registration, Status
from mkdocs_postmortems.domain import Moment

_WORDS = {
    Status.REGISTERED: ("Registered", "Written down before any result, on"),
    Status.CHANGED: ("Changed", "Others were written down before any result, on"),
    Status.RESULTS_FIRST: ("Result first", "None were written down before there was a result."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What a page says of it.

    Attributes:
        word: The answer.
        explanation: What the file's history shows, up to the date.
        moment: When the registered criteria took their form; None where there were none.
        differences: How today's differ from them.
        is_open: Whether a correction was added since the criteria changed.
    """

    word: str
    explanation: str
    moment: Moment | None
    differences: tuple[str, ...]
    is_open: bool


def registered(registration: Registration, split: Callable[[str], str]) -> Registered | None:
    """`registration` as a page tells it, with `split` for the label of a split.

    None where nothing is known.
    """
    if registration.status not in _WORDS:
        return None
    word, explanation = _WORDS[registration.status]
    differences = (
        worded(each, lambda code: split(code).lower()) for each in registration.differences
    )
    return Registered(
        word=word,
        explanation=explanation,
        moment=registration.moment,
        differences=tuple(differences),
        is_open=registration.is_open,
    )
