"""Pages of a listing, counted from the oldest, so that a new postmortem changes the front only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a listing.

    Attributes:
        number: 0 for the front; else the page's number, counted from the oldest, from 1.
        items: What is on it, in the listing's order.
        newer: The number of the page before it in reading; None on the front.
        older: The number of the page after it; None on the last.
    """

    number: int
    items: tuple[T, ...]
    newer: int | None
    older: int | None


def paginate(items: Sequence[T], size: int) -> list[Leaf[T]]:
    """Cut `items`, newest first, into a front and full pages of `size`.

    The front holds between `size` and twice `size` less one (or everything, when that is less), so
    it is never almost empty. When it would hold twice `size`, its older half becomes a page.
    """
    full_pages = max((len(items) - size) // size, 0)
    front = len(items) - full_pages * size
    leaves = [Leaf(0, tuple(items[:front]), None, full_pages or None)]
    for number in range(full_pages, 0, -1):
        start = front + (full_pages - number) * size
        newer = number + 1 if number < full_pages else 0
        older = number - 1 if number > 1 else None
        leaves.append(Leaf(number, tuple(items[start : start + size]), newer, older))
    return leaves
