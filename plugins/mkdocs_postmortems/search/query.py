"""What was typed, taken apart: words, phrases, what must not occur, and fields."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from mkdocs_postmortems.search.tokens import STOP_WORDS, Token, composed, tokens

FILTERS = (
    "outcome",
    "stage",
    "decision",
    "confidence",
    "cause",
    "tag",
    "team",
    "author",
    "series",
    "year",
)
"""The facets that `name:value` can narrow a search to."""


_PIECE = re.compile(
    r'(?P<not>-)?(?:(?P<name>[a-z]+):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))'
    r'|"(?P<phrase>[^"]*)"?|(?P<word>\S+))',
    re.IGNORECASE,
)


class Query(NamedTuple):
    """A search.

    Attributes:
        words: The tokens to look for, stop words left out unless there is nothing else to ask.
        typed: The same with all stop words, as they were typed.
        phrases: Runs of terms that must occur as they stand.
        excluded: Terms that must not occur.
        unphrased: Runs of terms that must not occur as they stand.
        filters: Facets with the values they must have; of several values of one facet any will do.
        unfiltered: Facets with values they must not have.
        is_open: Whether the last word may still grow: nothing was typed after it.
    """

    words: tuple[Token, ...] = ()
    typed: tuple[Token, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    unphrased: tuple[tuple[str, ...], ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    unfiltered: tuple[tuple[str, str], ...] = ()
    is_open: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it says more than words: something to be left out or kept to."""
        return bool(self.filters or self.unfiltered or self.excluded or self.unphrased)

    @property
    def is_common(self) -> bool:
        """Whether it is of stop words only, which no postmortem is found by."""
        return bool(self.typed) and all(word.word in STOP_WORDS for word in self.typed)


def parse(text: str, *, is_narrowed: bool = False) -> Query:
    """Take a search apart. Any text is a search; what is half typed is taken as far as it goes.

    `is_narrowed` tells that there are filters besides those in `text`.
    """
    text = composed(text)[:1_000]
    words: list[Token] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[str] = []
    unphrased: list[tuple[str, ...]] = []
    wanted: list[tuple[str, str]] = []
    unwanted: list[tuple[str, str]] = []
    is_open = False
    for piece in _PIECE.finditer(text):
        is_open = False
        name = (piece["name"] or "").lower()
        value = piece["quoted"] if piece["quoted"] is not None else piece["value"]
        if name in FILTERS and value is not None:
            (unwanted if piece["not"] else wanted).append((name, value))
        elif piece["not"]:
            terms = tuple(token.term for token in tokens(_words_of(piece)))
            if piece["phrase"] is not None and len(terms) > 1:
                unphrased.append(terms)
            else:
                excluded += terms
        elif piece["phrase"] is not None:
            found = tokens(piece["phrase"])
            words += found
            if len(found) > 1:
                phrases.append(tuple(token.term for token in found))
        else:
            found = tokens(piece[0])
            words += found
            is_open = bool(found) and piece.end() == len(text)
    telling = tuple(word for word in words if word.word not in STOP_WORDS)
    is_open = is_open and (not telling or words[-1] is telling[-1])
    narrows = is_narrowed or wanted or unwanted or excluded or unphrased
    # Stop words beside a filter say no more than the filter does.
    sought = telling or (() if narrows and not phrases else tuple(words))
    return Query(
        sought,
        tuple(words),
        tuple(phrases),
        tuple(excluded),
        tuple(unphrased),
        tuple(wanted),
        tuple(unwanted),
        is_open and bool(sought),
    )


def without_filters(text: str) -> str:
    """A search without its `name:value` pieces."""
    return _PIECE.sub(
        lambda piece: "" if (piece["name"] or "").lower() in FILTERS else piece[0], text
    )


def _words_of(piece: re.Match[str]) -> str:
    if piece["phrase"] is not None:
        return piece["phrase"]
    return piece["word"] or piece[0].lstrip("-")


def as_query(text: str, given: Mapping[str, tuple[str, ...]]) -> str:
    """`text` with filters given apart from it, in the language of queries."""
    parts = [
        '{}:"{}"'.format(name, value.replace('"', " "))
        for name, values in given.items()
        for value in values
    ]
    query = " ".join([*parts, text] if text else parts)
    # What is no text in Unicode is in no postmortem.
    return query.encode(errors="replace").decode()


def first_day(text: str) -> str:
    """The beginning of a year, a month or a day, as an ISO day.

    Raises:
        ValueError: It is none of them.
    """
    padded = text + "-01-01"[len(text) - 4 :] if len(text) in {4, 7} else text
    return dt.date.fromisoformat(padded).isoformat()
