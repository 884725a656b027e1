"""Which documents have the words of a search, and how well they answer it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.passages import Group
from mkdocs_postmortems.search.weighing import rarity

WHOLE = 16
"""What a term counts that is a word of the search itself."""


class Matches(NamedTuple):
    """What was found of some words.

    Attributes:
        groups: How many words were looked for.
        scores: The score of each document that has any of them, by its number.
        matched: How many of them it has.
    """

    groups: int
    scores: Mapping[int, int]
    matched: Mapping[int, int]

    def rank(self, number: int, closeness: int = 0) -> tuple[bool, int, int]:
        """The key to sort by: all words first, then the score, then the newer."""
        matched = self.matched.get(number, 0)
        raised = self.scores.get(number, 0) * (matched + 1) * (WHOLE + closeness)
        return (matched < self.groups, -raised, -number)

    def best_first(self, numbers: Sequence[int], most: int) -> list[int]:
        """The best `most` of `numbers`, in their order."""
        whole = [each for each in numbers if self.matched.get(each, 0) == self.groups]
        if len(whole) >= most:
            return nsmallest(most, whole, key=self.rank)
        others = (each for each in numbers if self.matched.get(each, 0) < self.groups)
        return [*sorted(whole, key=self.rank), *nsmallest(most - len(whole), others, key=self.rank)]


def matches_of(source: Source, groups: Sequence[Group]) -> Matches:
    """The documents of `source` that have words of `groups`."""
    scores: Counter[int] = Counter()
    matched: Counter[int] = Counter()
    for group in groups:
        best = _best_shares(source, group.terms.items())
        if scores:
            scores.update(best)
        else:
            scores = Counter(best)
        matched.update(best.keys())
    return Matches(len(groups), scores, matched)


def _best_shares(source: Source, terms: Iterable[tuple[str, int]]) -> dict[int, int]:
    """For each document the greatest share that one of `terms`, with its weight, has in it."""
    best: dict[int, int] = {}
    for term, weight in terms:
        found = source.postings(term)
        if found is None:
            continue
        worth = rarity(len(found.documents), source.count) * weight
        weighed = zip(found.documents, (share * worth for share in found.shares), strict=True)
        if not best:
            best = dict(weighed)
            continue
        for number, amount in weighed:
            if amount > best.get(number, 0):
                best[number] = amount
    return best
