"""What a change of documents does to postings, gathered by term, so that each is edited once."""

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.index import facet_terms
from mkdocs_postmortems.search.weighing import Weighed

if TYPE_CHECKING:
    from array import array


class Edits:
    """Documents that come and go.

    Attributes:
        words: By how many documents more, or fewer, each word is in.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._gone: dict[str, set[int]] = defaultdict(set)
        self._come: dict[str, dict[int, int]] = defaultdict(dict)
        self.words: Counter[tuple[str, str]] = Counter()

    def take_out(self, number: int, document: Document, weighed: Weighed) -> None:
        """Let the document go that has `number`."""
        for term in (*weighed.shares, *facet_terms(document)):
            self._gone[term].add(number)
        self.words.subtract(weighed.words)

    def put_in(self, number: int, document: Document, weighed: Weighed) -> None:
        """Let a document come, as `number`."""
        for term, share in weighed.shares.items():
            self._come[term][number] = share
        for term in facet_terms(document):
            self._come[term][number] = 1
        self.words.update(weighed.words)

    @property
    def terms(self) -> list[str]:
        """The terms whose postings change, ascending."""
        return sorted(self._gone.keys() | self._come.keys())

    def apply(self, term: str, numbers: "array[int]", shares: bytearray) -> None:
        """Edit the postings of `term`, ascending, in place.

        Raises:
            KeyError: A document that goes is not among them.
        """
        come = self._come.get(term, {})
        for number in self._gone.get(term, set()) - come.keys():
            place = bisect_left(numbers, number)
            if place == len(numbers) or numbers[place] != number:
                raise KeyError(number)
            del numbers[place], shares[place]
        for number, share in come.items():
            place = bisect_left(numbers, number)
            if place < len(numbers) and numbers[place] == number:
                shares[place] = share
            else:
                numbers.insert(place, number)
                shares.insert(place, share)
