"""What the author says in a file, without what is said by others or by machines."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mkdocs_postmortems.source.outline import outline

_YAML_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_QUOTE = re.compile(r"[ \t]{0,12}(?:[-*+]|\d{1,4}[.)])?[ \t]{0,4}>")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,500}\]:")
_TICKS = re.compile(r"`+")
# Bounded, so that marks without end cost no more than their length.
_NOT_SAID = re.compile(
    r"<!--[^<]{0,2000}?-->"  # a comment
    r"|(?:https?|ftp|file)://[^\s<>)\]]{1,2000}|\bwww\.[^\s<>)\]]{1,2000}"
    r"|\]\([^()\s]{1,2000}"  # where a link leads
    r"|</?[a-zA-Z][^<>]{0,500}>"  # a tag
    r"|“[^“”]{1,500}”|(?<![\w\"])\"[^\"]{1,500}\"(?!\w)"  # words of others, or about a word
)

_MAY_NOT_BE_SAID = ("<", "“", '"', "://", "www.", "](")


@lru_cache(maxsize=1)  # several rules ask for the same text one after the other
def prose_of(text: str, body_line: int) -> str:
    """`text`, each character in its place, with blanks for what its author does not say there.

    That is: code, comments, addresses, tags, quotations, and in front matter, which ends before
    the line `body_line`, comments.
    """
    lines = text.split("\n")
    head, body = lines[: body_line - 1], lines[body_line - 1 :]
    said = dict(_said("\n".join(body)))
    return "\n".join(
        [
            *(_blanked(_YAML_COMMENT, line) for line in head),
            *(said.get(number) or " " * len(line) for number, line in enumerate(body, start=1)),
        ]
    )


def _said(body: str) -> Iterator[tuple[int, str]]:
    """The lines of the body in which its author speaks, by number, with blanks for the rest."""
    in_quote = False
    for line in outline(body):
        in_quote = bool(_QUOTE.match(line.text)) or (in_quote and bool(line.text.strip()))
        if not in_quote and not _DEFINITION.match(line.text):
            said = _without_code(line.text) if "`" in line.text else line.text
            is_plain = not any(mark in said for mark in _MAY_NOT_BE_SAID)
            yield line.number, said if is_plain else _blanked(_NOT_SAID, said)


def _without_code(line: str) -> str:
    """The line with blanks for its code spans, as CommonMark 0.31 delimits them (section 6.1)."""
    ticks = list(_TICKS.finditer(line))
    closing = _closing([len(each[0]) for each in ticks])
    pieces, at, number = list[str](), 0, 0
    while number < len(ticks):
        closes = closing[number]
        if closes is None:
            number += 1
            continue
        start, end = ticks[number].start(), ticks[closes].end()
        pieces += (line[at:start], " " * (end - start))
        at, number = end, closes + 1
    return "".join([*pieces, line[at:]])


def _closing(lengths: list[int]) -> list[int | None]:
    """For each run of backticks the next one of its length, which closes what it opens."""
    nearest: dict[int, int] = {}
    found: list[int | None] = []
    for number in reversed(range(len(lengths))):
        found.append(nearest.get(lengths[number]))
        nearest[lengths[number]] = number
    return found[::-1]


def _blanked(pattern: re.Pattern[str], line: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), line)
