"""Exceptions from rules, as a file states them: `<!-- check: ignore=HON103 reason -->`.

One holds for the whole file. In front matter it is a comment of YAML or TOML, `# check: …`. The
reason is required: a reader of the text in a year has nothing else to judge the exception by.
"""

import re
from dataclasses import dataclass

_MARK = "check:"
_WORDS = r"check:\s*ignore\b(?:\s*=\s*(?P<ids>[\w,]+))?"
# A reason ends before the next comment, or marks without end would cost the square of their number.
_COMMENT = re.compile(rf"<!--\s*{_WORDS}(?P<reason>(?:(?!<!--).)*?)-->", re.DOTALL)
_FIELD_COMMENT = re.compile(rf"(?:^|[ \t])#[ \t]*{_WORDS}[ \t]*(?P<reason>[^\n]*)", re.MULTILINE)
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
    """

    rules: tuple[str, ...]
    reason: str
    line: int


def read_ignores(text: str, body_line: int) -> tuple[Ignore, ...]:
    """The exceptions that the file `text` states, code left out; its body begins on `body_line`."""
    if _MARK not in text:
        return ()
    head_end = _start_of(text, body_line)
    head, body = text[:head_end], text[head_end:]
    for code in (_FENCED, _INLINE_CODE):
        body = code.sub(_blank, body)
    found = [*_FIELD_COMMENT.finditer(head), *_COMMENT.finditer(head + body)]
    return tuple(_ignore(match, text) for match in sorted(found, key=lambda match: match.start()))


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
    named = (match["ids"] or "").upper().split(",")
    reason = " ".join(match["reason"].split())
    return Ignore(
        rules=tuple(dict.fromkeys(each for each in named if each)),
        reason=reason if _TELLING.search(reason) else "",
        line=text.count("\n", 0, match.start("ids") if match["ids"] else match.end()) + 1,
    )
