"""Bodies that would exhaust the Markdown parser, found before it sees them."""

import re
from dataclasses import dataclass

_DEEPEST_QUOTE = 30
_DEEPEST_LIST = 24
_TAB = 4
_QUOTES = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d+[.)])[ \t]")


@dataclass(frozen=True, slots=True)
class TooDeep:
    """What is nested too deep, and on which line of the body, from 1."""

    message: str
    remedy: str
    line: int


def too_deep(body: str) -> TooDeep | None:
    """The first line nested deeper than Python-Markdown, which recurses, can be trusted with."""
    deepest_list = 0
    for number, line in enumerate(body.split("\n"), start=1):
        quotes = _QUOTES.match(line)
        if quotes and quotes[1].count(">") > _DEEPEST_QUOTE:
            message = f"quotes are nested deeper than {_DEEPEST_QUOTE} levels"
            return TooDeep(message, "Quote less deeply", number)
        item = _ITEM.match(line)
        if item is None:
            continue
        level = len(item[1].expandtabs(_TAB)) // _TAB
        # An indented line is code unless the level above it is a list's.
        deepest_list = level if level <= deepest_list + 1 else deepest_list
        if deepest_list > _DEEPEST_LIST:
            message = f"lists are nested deeper than {_DEEPEST_LIST} levels"
            return TooDeep(message, "Nest less deeply", number)
    return None
