"""Inside a postmortem: how close the words of a search stand, and which passage answers it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from mkdocs_postmortems.search.documents import Passage
from mkdocs_postmortems.search.glossary import Form
from mkdocs_postmortems.search.tokens import (
    STOP_WORDS,
    beginnings,
    terms_and_words,
    terms_begun,
    words_in,
)

CLOSEST = 12
"""The greatest closeness."""
_WINDOW = 12


class Group(NamedTuple):
    """A word of a search with all that may stand for it.

    Attributes:
        word: The word as it was typed, folded.
        terms: The terms and concepts that may stand for it, and how much each counts of 16.
        forms: The forms of those concepts.
        others: Further words of the search for which the same stands.
        is_corrected: Whether the word occurs nowhere and the terms are of words near to it.
    """

    word: str
    terms: Mapping[str, int]
    forms: tuple[Form, ...] = ()
    others: tuple[str, ...] = ()
    is_corrected: bool = False

    def stands_in(self, terms: Sequence[str]) -> bool:
        """Whether anything that may stand for the word is in a text's terms, all of them."""
        return not self.terms.keys().isdisjoint(terms) or any(
            occurs(form, terms) for form in self.forms
        )


def terms_of(passage: Passage) -> list[str]:
    """The terms of heading and text, in order, stop words included."""
    return [term for term, _ in terms_and_words(_text(passage))]


def closeness(passages: Iterable[Passage], groups: Sequence[Group]) -> int:
    """How much of the search stands within twelve telling words of one passage, 0 to `CLOSEST`."""
    begun = _begun(groups)
    return max((_closeness(passage, groups, begun) for passage in passages), default=0)


def _begun(groups: Sequence[Group]) -> AbstractSet[str]:
    """How words begin that may be looked for."""
    terms = {term for group in groups for term in group.terms}
    return beginnings(terms.union(*(form for group in groups for form in group.forms)))


def _text(passage: Passage) -> str:
    return f"{passage.heading} {passage.text}"


def _closeness(passage: Passage, groups: Sequence[Group], begun: AbstractSet[str]) -> int:
    text = _text(passage)
    words = zip(terms_begun(text, begun), words_in(text), strict=True)
    telling = [term for term, word in words if word not in STOP_WORDS]
    places = [
        (place, each)
        for place, term in enumerate(telling)
        for each, group in enumerate(groups)
        if term in group.terms
    ]
    inside: Counter[int] = Counter()
    most = start = 0
    for place, group in places:
        inside[group] += 1
        while place - places[start][0] >= _WINDOW:
            inside[places[start][1]] -= 1
            start += 1
        most = max(most, sum(1 for count in inside.values() if count))
    return CLOSEST * (most - 1) // (len(groups) - 1) if most > 1 else 0


def best_passage(passages: Iterable[Passage], groups: Sequence[Group]) -> Passage:
    """The passage that answers best, by how many words, a lesson before others; then the first."""
    begun = _begun(groups)
    return max(passages, key=lambda each: _fit(each, groups, begun), default=_NOTHING)


def _fit(passage: Passage, groups: Sequence[Group], begun: AbstractSet[str]) -> tuple[int, bool]:
    terms = terms_begun(_text(passage), begun)
    found = sum(1 for group in groups if group.stands_in(terms))
    return (found * 2 + (found > 0 and passage.kind == "lesson"), passage.kind == "opening")


def occurs(phrase: Sequence[str], terms: Sequence[str]) -> bool:
    """Whether `phrase` stands in `terms` as it is."""
    first, length, start = phrase[0], len(phrase), 0
    # Most phrases stand nowhere, which a list tells of itself much faster than a loop does.
    while first in terms[start:]:
        place = terms.index(first, start)
        if tuple(terms[place : place + length]) == tuple(phrase):
            return True
        start = place + 1
    return False


_NOTHING = Passage("opening", "", "", "")
