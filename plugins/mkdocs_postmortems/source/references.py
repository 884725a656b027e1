"""What a postmortem refers to beside itself: targets of links and images, with their lines."""

import posixpath
import re
from dataclasses import dataclass
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
        Reference(target, _line(postmortem, field), field)
        for field, paths in (
            ("images", postmortem.images),
            ("audio", postmortem.audio),
            ("videos", postmortem.videos),
        )
        for path in paths
        if (target := _local(path))
    ]
    begin = postmortem.line_of("body") - 1
    return [*named, *(Reference(each, begin + line) for line, each in _targets_in(postmortem.body))]


@lru_cache(maxsize=32_768)  # a build asks four times of each body, and has all of them in memory
def _targets_in(body: str) -> tuple[tuple[int, str], ...]:
    """The local targets in `body`, each with its line in it, from 1."""
    return tuple(
        (line.number, target)
        for line in outline(body)
        for mark, pattern in _PATTERNS
        if mark in line.text
        for match in pattern.finditer(line.text)
        if (target := _local(match["angled"] or match["plain"]))
    )


def _local(written: str) -> str:
    """The target that is `written`, cleaned; empty for one elsewhere."""
    return "" if _SCHEME.match(written) else clean_target(written)


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
