"""Exceptions from rules, as a file states them: `<!-- check: ignore=HON103 reason -->`.

One holds for the whole file. In front matter it is a comment of YAML or TOML, `# check: …`. The
reason is required: a reader of the text in a year has nothing else to judge the exception by.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_FAMILIES = ("BLM", "FMT", "HON", "LRN", "SAF")
_RULE = rf"(?:{'|'.join(_FAMILIES)})\d{{3}}"
_IDS = rf"[\w,]+(?:-\w+)*(?:(?<=,)[ \t]+(?i:{_RULE})\b,?)*"
_WORDS = rf"(?i:check:\s*ignore)\b(?:\s*=\s*(?P<ids>{_IDS}))?"
# A reason ends before the next comment, or marks without end would cost the square of their number.
_COMMENT = re.compile(rf"<!--\s*{_WORDS}(?P<reason>(?:(?!<!--).)*?)-->", re.DOTALL)
_FIELD_COMMENT = re.compile(rf"(?:^|[ \t])#[ \t]*{_WORDS}[ \t]*(?P<reason>[^\n]*)", re.MULTILINE)
# What names a rule in a comment is meant as an exception, however it is written.
_NAMED = re.compile(rf"<!--(?:(?!<!--|-->).)*?\b(?P<id>{_RULE})\b", re.DOTALL)
_FIELD_NAMED = re.compile(rf"^[^#\n]*#[^\n]*?\b(?P<id>{_RULE})\b", re.MULTILINE)
_FENCED = re.compile(
    r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_INLINE_CODE = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)*?(?<!`)(?P=ticks)(?!`)", re.DOTALL
)
_TELLING = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One exception.

    Attributes:
        rules: The ids of the rules, in capitals.
        reason: Why they do not hold here; empty where nothing is said.
        line: The line in the file, from 1.
        is_misspelt: Whether it is a comment that names a rule and is no exception as it stands.
    """

    rules: tuple[str, ...]
    reason: str
    line: int
    is_misspelt: bool = False


@lru_cache(maxsize=32_768)  # a preview asks of the same texts again and again
def read_ignores(text: str, body_line: int) -> tuple[Ignore, ...]:
    """The exceptions that the file `text` states, code left out; its body begins on `body_line`.

    Comments that name a rule in other words are among them, as misspelt.
    """
    if "check:" not in text.casefold() and not any(each in text for each in _FAMILIES):
        return ()
    head_end = _start_of(text, body_line)
    head, body = text[:head_end], text[head_end:]
    for code in (_FENCED, _INLINE_CODE):
        body = code.sub(_blank, body)
    found = [*_FIELD_COMMENT.finditer(head), *_COMMENT.finditer(head + body)]
    ignores = [_ignore(match, text) for match in found]
    rest = _COMMENT.sub(_blank, _FIELD_COMMENT.sub(_blank, head) + body)
    named = [*_FIELD_NAMED.finditer(rest, 0, head_end), *_NAMED.finditer(rest)]
    ignores += [_misspelt(match, text) for match in named]
    return tuple(sorted(ignores, key=lambda each: each.line))


def _misspelt(match: re.Match[str], text: str) -> Ignore:
    line = text.count("\n", 0, match.start("id")) + 1
    return Ignore(rules=(match["id"],), reason="", line=line, is_misspelt=True)


def _start_of(text: str, line: int) -> int:
    """Where the line of that number begins."""
    at = 0
    for _ in range(line - 1):
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        at = end + 1
    return at


def _blank(match: re.Match[str]) -> str:
    """As long as what was found, with its line ends, so that places stay what they are."""
    return re.sub(r"[^\n]", " ", match[0])


def _ignore(match: re.Match[str], text: str) -> Ignore:
    named = (each.strip() for each in (match["ids"] or "").split(","))
    ids = (each.upper() if "-" not in each else each for each in named)
    reason = " ".join(match["reason"].split())
    return Ignore(
        rules=tuple(dict.fromkeys(each for each in ids if each)),
        reason=reason if _TELLING.search(reason) else "",
        line=text.count("\n", 0, match.start("ids") if match["ids"] else match.end()) + 1,
    )
