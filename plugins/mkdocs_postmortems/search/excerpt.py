"""The part of a passage that shows why it was found, with the words that matched."""

from dataclasses import dataclass

from mkdocs_postmortems.search.tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of text and the places in it that matched.

    Attributes:
        text: The stretch, with an ellipsis where it was cut.
        marks: Begin and end of each match in `text`, ascending, apart from each other.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


def excerpt(text: str, terms: frozenset[str], limit: int = 240) -> Excerpt:
    """The stretch of `text`, composed (NFC), of about `limit` characters with the most matches."""
    found = [token for token in tokens(text) if token.term in terms]
    if len(text) <= limit:
        return Excerpt(text, _merged(found, 0, 0))
    start = _best_start(found, limit)
    start = 0 if start < limit // 4 else text.rfind(" ", 0, start) + 1
    end = text.rfind(" ", start, start + limit)
    end = end if end > start and start + limit < len(text) else start + limit
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    inside = [token for token in found if start <= token.start and token.end <= end]
    return Excerpt(before + text[start:end] + after, _merged(inside, start, len(before)))


def _best_start(found: list[Token], limit: int) -> int:
    """Where a stretch should begin to have the most different terms, the earliest if equal."""
    best = (0, 0)
    for first in found:
        begin = max(first.start - limit // 4, 0)
        inside = {each.term for each in found if begin <= each.start < begin + limit}
        if len(inside) > best[0]:
            best = (len(inside), begin)
    return best[1]


def _merged(found: list[Token], start: int, shift: int) -> tuple[tuple[int, int], ...]:
    """The places of `found`, as they are after a cut at `start`; the pairs of one run are one."""
    merged: list[tuple[int, int]] = []
    for token in found:
        place = (token.start - start + shift, token.end - start + shift)
        if not merged or place[0] >= merged[-1][1]:
            merged.append(place)
    return tuple(merged)
