"""Bodies that would exhaust the Markdown parser, found before it sees them.

Where something is opened and never closed, Python-Markdown looks for its end once for each that is
opened, and each time to the end of the paragraph or the file: ten times the text takes a hundred
times as long. What it would look at is counted here, which takes as long as the text is.
"""

import re
from dataclasses import dataclass

from mkdocs_postmortems.source.outline import outline

_MOST_STEPS = 5_000_000
"""About a second of looking for a bracket's end."""
_MOST_SCANNED = 25_000_000
"""About a second of looking for a tag's end."""
_MOST_DEFINITIONS = 1_000
_MOST_OPEN = 20_000
_BRACKET = re.compile(r"\]\(|[\[\]()]")
_OPENED = re.compile(r"<[a-zA-Z/!?]")
_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
_NEVER_CLOSED = frozenset({"area", "br", "col", "hr", "img", "input", "source", "track", "wbr"})
_DEFINITION = re.compile(r"^ {0,3}:[ \t]", re.MULTILINE)
_ABBREVIATION = re.compile(r"^ {0,3}\*\[", re.MULTILINE)
_DEEPEST_QUOTE = 30
_DEEPEST_LIST = 24
_TAB = 4
_QUOTES = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d+[.)])[ \t]")


@dataclass(frozen=True, slots=True)
class TooMuch:
    """What is too deep or too much, and on which line of the body, from 1."""

    message: str
    remedy: str
    line: int


def too_deep(body: str) -> TooMuch | None:
    """The first line nested deeper than Python-Markdown, which recurses, can be trusted with."""
    deepest_list = 0
    for number, line in enumerate(body.split("\n"), start=1):
        quotes = _QUOTES.match(line)
        if quotes and quotes[1].count(">") > _DEEPEST_QUOTE:
            message = f"quotes are nested deeper than {_DEEPEST_QUOTE} levels"
            return TooMuch(message, "Quote less deeply", number)
        item = _ITEM.match(line)
        if item is None:
            continue
        level = len(item[1].expandtabs(_TAB)) // _TAB
        # An indented line is code unless the level above it is a list's.
        deepest_list = level if level <= deepest_list + 1 else deepest_list
        if deepest_list > _DEEPEST_LIST:
            message = f"lists are nested deeper than {_DEEPEST_LIST} levels"
            return TooMuch(message, "Nest less deeply", number)
    return None


def too_costly(body: str) -> TooMuch | None:
    """The first paragraph or tag that would take the parser seconds or more."""
    tail = body[body.rfind(">") + 1 :]
    opened = len(_OPENED.findall(tail)) if len(tail) > _MOST_DEFINITIONS else 0
    if opened * len(tail) > _MOST_SCANNED:
        message = "tags are opened and never closed, thousands of times"
        line = body.count("\n", 0, len(body) - len(tail.partition("<")[2])) + 1
        return TooMuch(message, "Put what is no tag into a code block, or write `&lt;`", line)
    if line := _where_too_many_are_open(body):
        message = f"more than {_MOST_OPEN:,} HTML elements are open at once"
        return TooMuch(message, "Close every element that is opened", line)
    defined = max(len(each.findall(body)) for each in (_DEFINITION, _ABBREVIATION))
    if body.count("[") * len(body) <= _MOST_STEPS and defined <= _MOST_DEFINITIONS:
        return None
    steps = abbreviations = 0
    for line, text in _paragraphs(body):
        steps += _steps(text) if "[" in text else 0
        if steps > _MOST_STEPS:
            message = "brackets are opened and never closed, thousands of times"
            return TooMuch(message, "Put data into a code block, or write `\\[`", line)
        abbreviations += len(_ABBREVIATION.findall(text))
        if max(abbreviations, len(_DEFINITION.findall(text))) > _MOST_DEFINITIONS:
            message = f"more than {_MOST_DEFINITIONS:,} definitions stand together"
            return TooMuch(message, "Part them by other text, or make a table of them", line)
    return None


def _where_too_many_are_open(body: str) -> int:
    """The line with the first HTML element that is too much, which every parser looks through."""
    if body.count("<") <= _MOST_OPEN:
        return 0
    opened = 0
    for found in _TAG.finditer(body):
        if found[2].casefold() not in _NEVER_CLOSED:
            opened = max(0, opened - 1) if found[1] else opened + 1
        if opened > _MOST_OPEN:
            return body.count("\n", 0, found.start()) + 1
    return 0


def _paragraphs(body: str) -> list[tuple[int, str]]:
    """The blocks of lines outside code, each with its first line."""
    blocks: list[tuple[int, list[str]]] = []
    last = -1
    for line in outline(body):
        if not line.text.strip():
            continue
        if line.number != last + 1:
            blocks.append((line.number, []))
        blocks[-1][1].append(line.text)
        last = line.number
    return [(number, "\n".join(lines)) for number, lines in blocks]


def _steps(text: str) -> int:
    """How many characters the parser would look at to find the ends of brackets."""
    steps = 0
    squares: list[int] = []
    rounds: list[int] = []
    for found in _BRACKET.finditer(text):
        mark, place = found[0], found.start()
        if mark == "[":
            squares.append(place)
        elif mark == "(" and rounds:
            rounds.append(place)
        elif mark == ")" and rounds:
            steps += place - rounds.pop()
        elif mark in {"]", "]("}:
            steps += place - squares.pop() if squares else 0
            if mark == "](":
                rounds.append(place)
    return steps + sum(len(text) - place for place in (*squares, *rounds))
