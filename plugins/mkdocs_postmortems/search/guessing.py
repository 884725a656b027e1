"""What a search took its words for, and which it could do nothing with."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.nearness import MOST_CORRECTIONS, commonest_first
from mkdocs_postmortems.search.passages import Group
from mkdocs_postmortems.search.query import parse
from mkdocs_postmortems.search.tokens import STOP_WORDS

_SHORTEST = 3


class Guess(NamedTuple):
    """A word of a search that no postmortem has.

    Attributes:
        word: The word, folded.
        near: Words that are in some, the commonest first.
        is_taken: Whether those were looked for instead; else they merely begin alike.
    """

    word: str
    near: tuple[str, ...]
    is_taken: bool


def guesses(source: Source, text: str, groups: Sequence[Group]) -> Iterator[Guess]:
    """The guesses about the words of a search, of which `groups` were looked for."""
    for group in groups:
        if group.is_corrected:
            yield Guess(group.word, _spelt(source, group), is_taken=True)
    found = {word for group in groups for word in (group.word, *group.others)}
    for word in dict.fromkeys(each.word for each in parse(text).words):
        if word not in found and word not in STOP_WORDS:
            yield Guess(word, _alike(source, word), is_taken=False)


def _spelt(source: Source, group: Group) -> tuple[str, ...]:
    """The words behind the terms that are looked for instead, one a term."""
    first = dict.fromkeys(group.word[:2])
    words = [each for letter in first for each in source.words(letter) if each.term in group.terms]
    by_term: dict[str, str] = {}
    for each in sorted(words, key=commonest_first):
        by_term.setdefault(each.term, each.word)
    return _first(by_term.values())


def _alike(source: Source, word: str) -> tuple[str, ...]:
    """The words that begin as `word` does, with as many letters as any does."""
    for length in range(len(word) - 1, _SHORTEST - 1, -1):
        if words := source.words(word[:length]):
            return _first(each.word for each in sorted(words, key=commonest_first))
    return ()


def _first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MOST_CORRECTIONS]
