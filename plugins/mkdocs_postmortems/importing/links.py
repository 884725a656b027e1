"""Targets of links and pictures in a body, with the place of each, so that it can be exchanged.

Nothing is rendered and nothing else is touched: every byte that is no exchanged target stays.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_postmortems.source.outline import outline

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]{1,2000}?(?<!`)\1(?!`)")
_VISIBLE = re.compile(r"[^\r\n]")
# A tag of a template, such as `{{ site.baseurl }}` or `{{< ref "x.md" >}}`.
_TAG = r"\{\{[^{}\n]{1,300}\}\}|\{%[^%\n]{1,300}%\}"
_INLINE = re.compile(
    r"(?P<picture>!\[[^\[\]\n]{0,500})?\]\([ \t]*(?:<(?P<angled>[^<>\n]+)>|"
    # Python-Markdown takes blanks in a target.
    rf"(?P<loose>(?:{_TAG}){{0,3}}[^()\n\"'<>{{}}]{{1,300}}\.[A-Za-z0-9]{{2,5}}"
    r"(?=[ \t]*\)|[ \t]+[\"']))|"
    rf"(?P<plain>(?:{_TAG}|[^\s()]|\([^\s()]*\))+))"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]{1,500}\]:[ \t]*(?:<(?P<angled>[^<>\n]+)>|(?P<plain>[^\s<]\S*))",
    re.MULTILINE,
)
_ELEMENT = re.compile(r"<[a-zA-Z][^<>]{0,2000}>")
# Possessive (`++`), because what begins like a template's tag could be read in many ways.
_ATTRIBUTE = re.compile(
    r"\b(?:src|href|poster|data)\s*=\s*"
    rf"(?:\"(?P<angled>(?:{_TAG}|[^\"])++)\"|'(?P<plain>(?:{_TAG}|[^'])++)')"
)


@dataclass(frozen=True, slots=True)
class Link:
    """One target in a body.

    Attributes:
        start: Where it begins in the body.
        end: Where it ends.
        target: As it is written.
        is_html: Whether it stands in an HTML element, which no tool resolves.
        is_picture: Whether it is surely a picture's.
        line: The line in the body, from 1.
    """

    start: int
    end: int
    target: str
    is_html: bool
    is_picture: bool
    line: int


def links_in(body: str) -> list[Link]:
    """The targets in `body`, code and comments left out, in the order of their places."""
    prose = _prose(body)
    found = [
        _link(match, body, is_picture=bool(match.groupdict().get("picture")))
        for pattern in (_INLINE, _DEFINITION)
        for match in pattern.finditer(prose)
    ]
    for element in _ELEMENT.finditer(prose):
        is_picture = element[0][:4].casefold() == "<img"
        found += (
            _link(match, body, is_html=True, is_picture=is_picture)
            for match in _ATTRIBUTE.finditer(prose, element.start(), element.end())
        )
    return _apart(sorted(found, key=lambda link: link.start), body)


def _link(match: re.Match[str], body: str, *, is_picture: bool, is_html: bool = False) -> Link:
    name = next(name for name in ("angled", "loose", "plain") if match.groupdict().get(name))
    start, end = match.span(name)
    return Link(start, end, body[start:end], is_html, is_picture, 0)


def _apart(links: list[Link], body: str) -> list[Link]:
    """`links` with their lines, and without those that lie in one before them."""
    kept: list[Link] = []
    line, position = 1, 0
    for link in links:
        if kept and link.start < kept[-1].end:
            continue
        line += len(_LINE_ENDS.findall(body, position, link.start))
        position = link.start
        kept.append(Link(*_fields(link), line))
    return kept


def _fields(link: Link) -> tuple[int, int, str, bool, bool]:
    return link.start, link.end, link.target, link.is_html, link.is_picture


def _prose(body: str) -> str:
    """`body` with blanks in the place of code and comments, and LF at the end of its lines.

    Every character that is left is where it was.
    """
    starts = [0, *(end.end() for end in _LINE_ENDS.finditer(body))]
    plain = _LINE_ENDS.sub("\n", body)
    pieces: list[str] = []
    position = 0
    for line in outline(plain):
        start = starts[line.number - 1]
        pieces += (_blank(body[position:start]), _CODE.sub(lambda c: " " * len(c[0]), line.text))
        position = start + len(line.text)
    pieces.append(_blank(body[position:]))
    return "".join(pieces).replace("\r\n", " \n").replace("\r", "\n")


def _blank(text: str) -> str:
    return _VISIBLE.sub(" ", text)


def exchange(body: str, links: list[Link], target_of: Callable[[Link], str | None]) -> str:
    """`body` with the targets that `target_of` answers with; where it answers None, as it was."""
    pieces: list[str] = []
    position = 0
    for link in links:
        target = target_of(link)
        if target is not None:
            pieces += (body[position : link.start], target)
            position = link.end
    pieces.append(body[position:])
    return "".join(pieces)
