"""The part of a passage that shows why it was found, with the words that matched."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mkdocs_postmortems.search.glossary import Form
from mkdocs_postmortems.search.tokens import Token, tokens


class Excerpt(NamedTuple):
    """A stretch of text and the places in it that matched.

    Attributes:
        text: The stretch, with an ellipsis where it was cut.
        marks: Begin and end of each match in `text`, ascending, apart from each other.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


def excerpt(
    text: str, terms: Collection[str], forms: Sequence[Form] = (), limit: int = 240
) -> Excerpt:
    """The stretch of `text`, composed (NFC), of about `limit` characters with the most matches.

    What matches is any of `terms`, and any of `forms` where all of it stands.
    """
    found = _matching(tokens(text), terms, forms)
    if len(text) <= limit:
        return Excerpt(text, _merged(found, 0, 0))
    start = _at_word(text, _best_start(found, limit), limit)
    end = start + limit
    if end < len(text) and (blank := text.rfind(" ", end - limit // 4, end)) >= 0:
        end = blank
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    inside = [token for token in found if start <= token.start and token.end <= end]
    return Excerpt(before + text[start:end] + after, _merged(inside, start, len(before)))


def _matching(written: list[Token], terms: Collection[str], forms: Sequence[Form]) -> list[Token]:
    matching = {place for place, token in enumerate(written) if token.term in terms}
    for form in forms:
        for place in range(len(written) - len(form) + 1):
            if all(written[place + each].term == term for each, term in enumerate(form)):
                matching.update(range(place, place + len(form)))
    return [written[place] for place in sorted(matching)]


def _best_start(found: list[Token], limit: int) -> int:
    """Where a stretch should begin to have the most different terms, the earliest if equal."""
    inside: Counter[str] = Counter()
    most = best = left = right = 0
    for first in found:
        begin = max(first.start - limit // 4, 0)
        while right < len(found) and found[right].start < begin + limit:
            inside[found[right].term] += 1
            right += 1
        while found[left].start < begin:
            inside[found[left].term] -= 1
            left += 1
        if len(+inside) > most:
            most, best = len(+inside), begin
    return best


def _at_word(text: str, start: int, limit: int) -> int:
    """The beginning of the word at `start`, if it is near: not every script has blanks."""
    if start < limit // 4:
        return 0
    blank = text.rfind(" ", start - limit // 4, start)
    return start if blank < 0 else blank + 1


def _merged(found: list[Token], start: int, shift: int) -> tuple[tuple[int, int], ...]:
    """The places of `found`, as they are after a cut at `start`; the pairs of one run are one."""
    merged: list[tuple[int, int]] = []
    for token in found:
        place = (token.start - start + shift, token.end - start + shift)
        if merged and place[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], place[1]))
        else:
            merged.append(place)
    return tuple(merged)
