"""What a postmortem has to do with others, in words."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Relation(Generic[T]):
    """A relation to other postmortems, worded from this one's side.

    Attributes:
        label: What it is called.
        others: The others, as they are shown.
    """

    label: str
    others: tuple[T, ...]
