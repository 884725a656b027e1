"""Regular expressions (ECMA-262, without flags) for words that are read in any case."""

from collections.abc import Iterable

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

    That is: in any case, with blanks, hyphens, underscores or nothing between their words, and
    after `family.` or `family/`, where they have one.
    """
    return f"^\\s*(?:{'|'.join(_spellings(family, code) for family, code in codes)})\\s*$"


def _spellings(family: str, code: str) -> str:
    words = r"[\s_-]*".join(map(any_case, code.split("_")))
    return f"(?:{any_case(family)}[./])?{words}" if family else words
