"""Which words of the vocabulary a mistyped or half-typed word may have meant."""

from collections.abc import Sequence

from mkdocs_postmortems.search.index import Source, Word

_MOST_COMPLETIONS = 8
MOST_CORRECTIONS = 4
"""How many words a mistyped one is taken for."""
_SHORTEST = 4
_LONG = 8


def completions(prefix: str, source: Source) -> list[str]:
    """The terms of the commonest words that begin with `prefix`, the commonest first."""
    return _terms(sorted(source.words(prefix), key=commonest_first))[:_MOST_COMPLETIONS]


def corrections(word: str, source: Source) -> list[tuple[str, int]]:
    """The terms of the words nearest to `word`, with their distance; the commonest first.

    A slip is a letter too many, too few, another, or two changed about (Damerau). None is looked
    for in words below four letters, two from eight. The first letter is taken to be right, or
    changed about with the second.
    """
    if len(word) < _SHORTEST:
        return []
    limit = 2 if len(word) >= _LONG else 1
    letters = set(word)
    nearest: list[tuple[int, Word]] = []
    for first in dict.fromkeys(word[:2]):
        for known in source.words(first):
            # A slip brings in one letter and drops one at the most: this spares most comparisons.
            if len(letters.symmetric_difference(known.word)) > 2 * limit:
                continue
            distance = slips(word, known.word, limit)
            if distance <= limit:
                limit = distance
                nearest.append((distance, known))
    best = [known for distance, known in nearest if distance == limit]
    terms = _terms(sorted(best, key=commonest_first))
    return [(term, limit) for term in terms[:MOST_CORRECTIONS]]


def commonest_first(word: Word) -> tuple[int, str]:
    """The key to sort words by."""
    return (-word.frequency, word.word)


def _terms(words: Sequence[Word]) -> list[str]:
    return list(dict.fromkeys(word.term for word in words))


def slips(one: str, other: str, limit: int) -> int:
    """The optimal string alignment distance of two words, or `limit` + 1 where it is greater."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row = row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = above
    return min(row[-1], limit + 1)
