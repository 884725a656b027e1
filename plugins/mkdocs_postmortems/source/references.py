"""What a postmortem refers to beside itself: targets of links and images, with their lines."""

import posixpath
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.source.outline import outline

_INLINE = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>\n]+)>|(?P<plain>(?:[^\s()]+|\([^\s()]*\))+))")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]\n]+\]:\s*(?:<(?P<angled>[^<>\n]+)>|(?P<plain>\S+))")
_ATTRIBUTE = re.compile(
    r"<[a-zA-Z][^<>]*?\b(?:src|href|poster|data)\s*=\s*(?:\"(?P<angled>[^\"]+)\"|'(?P<plain>[^']+)')"
)
# Most lines have no target, and to look for a mark is quicker.
_PATTERNS = (("](", _INLINE), ("]:", _DEFINITION), ("<", _ATTRIBUTE))
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Reference:
    """A target within the site or beside the file.

    Attributes:
        target: As written, without query and fragment, with `%20` and the like read.
        line: The line in the file, from 1.
        field: The front matter field it stands in; empty for the body.
    """

    target: str
    line: int
    field: str = ""


def references(postmortem: Postmortem) -> list[Reference]:
    """Every local target in front matter and body, code left out."""
    named = [
        Reference(path, _line(postmortem, field), field)
        for field, paths in (
            ("images", postmortem.images),
            ("audio", postmortem.audio),
            ("videos", postmortem.videos),
        )
        for path in paths
    ]
    begin = postmortem.line_of("body") - 1
    said = (Reference(target, begin + line) for line, target in _targets_in(postmortem.body))
    local = (each for each in (*named, *said) if not _SCHEME.match(each.target))
    cleaned = (replace(each, target=clean_target(each.target)) for each in local)
    return [each for each in cleaned if each.target]


@lru_cache(maxsize=32_768)  # a build asks four times of each body, and has all of them in memory
def _targets_in(body: str) -> tuple[tuple[int, str], ...]:
    """The targets in `body` as they are written, each with its line in it, from 1."""
    return tuple(
        (line.number, match["angled"] or match["plain"])
        for line in outline(body)
        for mark, pattern in _PATTERNS
        if mark in line.text
        for match in pattern.finditer(line.text)
    )


def _line(postmortem: Postmortem, field: str) -> int:
    spellings = (field, field.removesuffix("s"), "cover")
    return next((line for each in spellings if (line := postmortem.line_of(each))), 0)


def clean_target(written: str) -> str:
    """A target without query and fragment, with `%20` and the like read."""
    return unquote(re.split(r"[?#]", written, maxsplit=1)[0])


def beside(postmortem: Postmortem, target: str) -> str:
    """The path under the postmortems folder that `target`, as `postmortem` writes it, means.

    `/images/x.png` counts from the folder itself. A path that leads out of the folder begins
    with `..`.
    """
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(postmortem.source), target))


def local_parts(target: str) -> SplitResult | None:
    """The parts of a target within the site that names a file; None for every other."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc or not parts.path else parts
