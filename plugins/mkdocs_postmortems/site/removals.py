"""What was taken out of a body, told to its author: where, what, and what to write instead."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from itertools import islice

from mkdocs_postmortems.domain import Postmortem, Problem
from mkdocs_postmortems.site.allowed import RESERVED_PREFIXES, SCHEMES
from mkdocs_postmortems.site.sanitizing import Removed, is_reserved
from mkdocs_postmortems.source.comments import without_comments
from mkdocs_postmortems.source.outline import outline

MOST = 20
"""How many problems of one page are told; the others are counted."""

_ADDRESSES = frozenset({"action", "background", "cite", "data", "href", "poster", "src", "srcset"})
_TOLD = _ADDRESSES | {"class", "for", "id", "name", "style"}
"""The attributes of which the value is told."""
_SCHEMES = f"{', '.join(sorted(SCHEMES - {'https'}))} or https"
_LINK = "Link to it, or put the picture or recording beside the postmortem"
_IN_MARKDOWN = "Write it in Markdown; what is meant as text goes between backticks"
_INSTEAD: Mapping[str, str] = {
    "script": "Take it out. A site's own scripts stand in `extra_javascript`; for mathematics, "
    "set `generic: true` for `pymdownx.arithmatex`",
    "style": "Take it out. A site's own styles stand in `extra_css`",
    **dict.fromkeys(("iframe", "embed", "object", "frame", "frameset"), _LINK),
    **dict.fromkeys(
        ("button", "fieldset", "form", "option", "select", "textarea"),
        "Link to the form, or style a link as a button with `{ .md-button }`",
    ),
    **dict.fromkeys(
        ("animate", "defs", "foreignobject", "image", "set", "use"),
        "Save the drawing as a file beside the postmortem, and show it as a picture",
    ),
    **dict.fromkeys(("base", "body", "head", "html", "link", "meta", "title"), "Take it out"),
}


def problems_of(found: Counter[Removed], text: Postmortem, folder: str) -> list[Problem]:
    """A problem for each thing that was taken out of the body of `text`, in `folder`."""
    alike: Counter[Removed] = Counter()
    for removed, count in found.items():
        alike[removed if removed.attribute in _TOLD else replace(removed, value="")] += count
    told = dict.fromkeys(
        Problem(
            path=f"{folder}/{text.source}",
            line=line,
            message=_message(removed),
            remedy=_remedy(removed),
        )
        for removed, count in islice(alike.items(), MOST)
        for line in islice(_lines(removed, count, text), MOST + 1)
    )
    problems = sorted(told, key=lambda each: (each.line, each.message))[:MOST]
    if len(alike) <= MOST and len(told) <= MOST:
        return problems
    rest = f"{found.total() - len(problems):,} more things were taken out of the page"
    return [*problems, Problem(path=f"{folder}/{text.source}", message=rest)]


def lost(text: Postmortem, folder: str) -> list[Problem]:
    """A problem where the body of `text` has words, of which its page shows none."""
    if not without_comments(text.body).strip():
        return []
    return [
        Problem(
            path=f"{folder}/{text.source}",
            line=text.line_of("body"),
            message="nothing of its text got into the page",
            remedy="Close every HTML element that is opened",
        )
    ]


def _message(removed: Removed) -> str:
    tag, name, value = removed.tag, removed.attribute, removed.value
    if not name:
        return f"`<{tag}>` was taken out of the page: it is not among what a body may have"
    if name == "style":
        return f"the style `{_short(value)}` of `<{tag}>` was taken out of the page"
    if name == "class":
        return f"the class `{_short(value)}` of `<{tag}>` was taken out: it is the theme's own"
    if name in {"for", "id", "name"} and is_reserved(value):
        return (
            f"the {name} `{_short(value)}` of `<{tag}>` was taken out: the page's scripts read it"
        )
    if name in _ADDRESSES:
        return f"the address `{_short(value)}` of `<{tag}>` was taken out of the page"
    return f"the attribute `{name}` of `<{tag}>` was taken out of the page"


def _remedy(removed: Removed) -> str:
    tag, name, value = removed.tag, removed.attribute, removed.value
    if not name:
        return _INSTEAD.get(tag, _IN_MARKDOWN)
    if name in {"for", "id", "name"} and is_reserved(value):
        starts = " or ".join(f"`{each}`" for each in RESERVED_PREFIXES)
        return f"Take a name that does not begin with {starts}"
    if name in {"class", "style"}:
        return "Take it out, or add a class of your own and style it in `extra_css`"
    if name in _ADDRESSES:
        return f"Write a relative address, or one with {_SCHEMES}"
    return "Take it out"


def _short(value: str) -> str:
    folded = " ".join(value.split()).replace("`", "'")
    return folded if len(folded) <= 60 else f"{folded[:59]}…"


def _lines(removed: Removed, count: int, text: Postmortem) -> Iterator[int]:
    """The lines in the file on which it stands, as far as they can be found; 0 for others."""
    first = text.line_of("body")
    found = [first + number - 1 for number in _places(removed, text.body)]
    yield from (found[:count] if first else ())
    if not found or not first:
        yield 0


def _places(removed: Removed, body: str) -> list[int]:
    """The lines of `body` that show signs of it, from 1; those outside code blocks if there are."""
    prose = [(line.number, unescape(line.text)) for line in outline(body)]
    lines = [(number, unescape(line)) for number, line in enumerate(body.split("\n"), start=1)]
    tries = ((where, sign) for sign in _signs(removed) for where in (prose, lines))
    found = (
        [number for number, line in where for _ in sign.finditer(line)] for where, sign in tries
    )
    return next(filter(None, found), [])


def _signs(removed: Removed) -> Iterator[re.Pattern[str]]:
    """How it may be written, the surest first."""
    opened = rf"<\s*{re.escape(removed.tag)}\b"
    if not removed.attribute:
        yield re.compile(opened, re.IGNORECASE)
        return
    named = rf"(?<![\w-]){re.escape(removed.attribute)}\s*="
    words = re.findall(r"\w+", removed.value)[:4]
    if removed.attribute in _TOLD and words:
        # What is between words may be left out of a value, such as a tab.
        yield re.compile(r"[^\n]{0,12}?".join(map(re.escape, words)), re.IGNORECASE)
    yield re.compile(rf"{opened}[^<>]*?{named}", re.IGNORECASE)
    yield re.compile(named, re.IGNORECASE)
