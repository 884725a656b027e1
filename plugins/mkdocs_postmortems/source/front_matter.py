"""Where the front matter ends and the body begins.

Front matter opens on the first line that says something: `---` for YAML (closed by `---` or
`...`), `+++` for TOML, or `{` for JSON, which YAML reads. A comment such as a licence may stand
before it. What is opened and never closed is a problem, not a body: it may hold `draft: true`.
"""

import json
import re
from dataclasses import dataclass
from typing import Literal

from mkdocs_postmortems.domain import Form, Problem, Severity

Syntax = Literal["yaml", "toml", "none"]

_LEADING_COMMENT = re.compile(r"\s*<!--.*?-->[ \t]*\n(?=\s*(?:---|\+\+\+)[ \t]*\n)", re.DOTALL)
_YAML_OPENS = re.compile(r"\s*^ {0,3}---[ \t]*(?:yaml)?[ \t]*(?:#[^\n]*)?\n", re.MULTILINE)
_YAML_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_OPENS = re.compile(r"\s*^\+\+\+[ \t]*\n", re.MULTILINE)
_TOML_CLOSES = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_HIDDEN_FURTHER_DOWN = re.compile(
    r"^[ \t]*(?:---|\+\+\+)[^\n]*\n(?:[ \t]*\S[^\n]*\n){0,12}?"
    r"[ \t]*[\"']?(?P<flag>draft|unlisted|published|audiences?)[\"']?[ \t]*[:=]",
    re.MULTILINE | re.IGNORECASE,
)
_TOP = 1_500
_JSON_OPENS = re.compile(r"\s*\{\s*\"")


@dataclass(frozen=True, slots=True)
class Parts:
    """A file cut in two.

    Attributes:
        syntax: How the front matter is written; `none` where there is none.
        block: The front matter's text without its fences.
        block_line: The line in the file on which `block` begins, from 1.
        body: The rest.
        body_line: The line in the file on which `body` begins, from 1.
        problem: What is odd about the form, where it could be read all the same.
        block_at: How many characters of the file stand before `block`.
    """

    syntax: Syntax
    block: str
    block_line: int
    body: str
    body_line: int
    problem: Problem | None = None
    block_at: int = 0


def split(text: str, path: str) -> Parts | Problem:
    """Cut `text` into front matter and body, or tell why its front matter has no end."""
    comment = _LEADING_COMMENT.match(text)
    if comment:
        return _split_from(text, comment.end(), path, _comment_first(path))
    return _split_from(text, 0, path, None)


def _comment_first(path: str) -> Problem:
    return Problem(
        path=path,
        line=1,
        message="a comment stands before the front matter, which other tools then do not see",
        remedy="Begin the file with `---`",
        rule=Form.COMMENT_FIRST,
    )


def _split_from(text: str, start: int, path: str, problem: Problem | None) -> Parts | Problem:
    if opened := _YAML_OPENS.match(text, start):
        return _fenced(text, opened.end(), "yaml", path, problem)
    if opened := _TOML_OPENS.match(text, start):
        return _fenced(text, opened.end(), "toml", path, problem)
    if opened := _JSON_OPENS.match(text, start):
        return _braced(text, opened.start() + text[opened.start() :].index("{"), path)
    if hidden := _HIDDEN_FURTHER_DOWN.search(text[:_TOP]):
        return Problem(
            path=path,
            line=text.count("\n", 0, hidden.start("flag")) + 1,
            message=f"`{hidden['flag']}` stands in what looks like front matter further down",
            remedy="Begin the file with `---`, the fields, and `---`",
            severity=Severity.ERROR,
            rule=Form.FRONT_MATTER,
        )
    return Parts("none", "", 0, text, 1)


def _fenced(
    text: str, start: int, syntax: Literal["yaml", "toml"], path: str, problem: Problem | None
) -> Parts | Problem:
    closes = _YAML_CLOSES if syntax == "yaml" else _TOML_CLOSES
    block_line = text.count("\n", 0, start) + 1
    closed = closes.search(text, start)
    if closed is None:
        fence = "---" if syntax == "yaml" else "+++"
        return Problem(
            path=path,
            line=block_line - 1,
            message="front matter is opened here and never closed",
            remedy=f"Write `{fence}` on a line of its own below the last field",
            severity=Severity.ERROR,
            rule=Form.FRONT_MATTER,
        )
    block = text[start : closed.start()]
    body_start = min(closed.end() + 1, len(text))
    body_line = text.count("\n", 0, closed.start()) + 2
    return Parts(syntax, block, block_line, text[body_start:], body_line, problem, start)


def _braced(text: str, start: int, path: str) -> Parts | Problem:
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return Problem(
            path=path,
            line=line,
            message="the file begins with `{` as JSON front matter does, and is not valid JSON",
            remedy="Write the fields as YAML between two lines of `---`",
            severity=Severity.ERROR,
            rule=Form.FRONT_MATTER,
        )
    line = text.count("\n", 0, start) + 1
    body_line = text.count("\n", 0, end) + 1
    return Parts("yaml", text[start:end], line, text[end:], body_line, block_at=start)
