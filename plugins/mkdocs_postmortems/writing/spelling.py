"""Regular expressions (ECMA-262, without flags) for words that are read in any case."""

import re
from collections.abc import Iterable

from mkdocs_postmortems.domain.spelling import TWO_WAYS, level

_SYNTAX = frozenset("^$\\.*+?()[]{}|/")


def any_case(word: str) -> str:
    """A pattern of `word` in any case, which the strict reading (flag `u`) takes too."""
    return "".join(map(_either, word))


def _either(char: str) -> str:
    if char.lower() != char.upper():
        return f"[{char.lower()}{char.upper()}]"
    return f"\\{char}" if char in _SYNTAX else char


def spellings_of(codes: Iterable[tuple[str, str]]) -> str:
    """A pattern of codes, each with its family or "", as the reader takes them.

    That is: in any case, with blanks, hyphens, underscores or nothing between their words, in
    British or American spelling, and after `family.` or `family/`, where they have one.
    """
    return f"^\\s*(?:{'|'.join(_spellings(family, code) for family, code in codes)})\\s*$"


def _spellings(family: str, code: str) -> str:
    words = r"[\s_-]*".join(map(_either_way, code.casefold().split("_")))
    return f"(?:{any_case(family)}[./])?{words}" if family else words


def _either_way(word: str) -> str:
    """A pattern of `word` in any case, as it is spelt in Britain or in America."""
    return "".join(_pattern(piece) for piece in _PIECES.split(level(word)))


_PIECES = re.compile(f"({'|'.join(f'(?:{either.pattern})' for either, _, _ in TWO_WAYS)})")


def _pattern(piece: str) -> str:
    return next((both for _, ours, both in TWO_WAYS if ours == piece), None) or any_case(piece)
