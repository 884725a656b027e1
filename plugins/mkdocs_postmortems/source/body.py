"""What a body says without front matter: title, summary, lessons, length."""

import re
from dataclasses import dataclass, replace

from mkdocs_postmortems.source.outline import Line, outline
from mkdocs_postmortems.source.plain import plain_text, shorten

SUMMARY_LIMIT = 280

LESSONS_HEADINGS = (
    "lessons learnt",
    "lessons learned",
    "lesson learnt",
    "lesson learned",
    "lessons",
    "lessons and takeaways",
    "what we learnt",
    "what we learned",
    "what we have learnt",
    "what we have learned",
    "what did we learn",
    "what have we learnt",
    "what have we learned",
    "what i learnt",
    "what i learned",
    "learnings",
    "key learnings",
    "our learnings",
    "takeaways",
    "take aways",
    "key takeaways",
    "key lessons",
    "main lessons",
)
"""Headings that mean "lessons learnt", without case, numbers and punctuation."""

_GENERIC_HEADINGS = frozenset(
    {
        "abstract",
        "background",
        "context",
        "description",
        "goal",
        "goals",
        "impact",
        "introduction",
        "motivation",
        "overview",
        "purpose",
        "summary",
        "tl dr",
        "tldr",
    }
)
_WORD = re.compile(r"\w+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_ITEM = re.compile(r"(?P<indent>[ ]{0,3})(?:[-*+]|\d{1,4}[.)])[ \t]+(?P<text>\S.*)")
_NESTED_ITEM = re.compile(r"[ \t]+(?:[-*+]|\d{1,4}[.)])[ \t]+\S")
_NO_PARAGRAPH = re.compile(
    r"\s*(?:[-*_=]{3,}\s*$|[#>|]|!!!|\?\?\?|===|:::|\{[{%]|\[[^\]]+\]:|<|!\[[^\]]*\]\([^)]*\)\s*$)"
    r"|(?: {4}|\t)"
)
_BYLINE = re.compile(r"(?:written |posted )?(?:by|authors?|date|status)\b\s*:?", re.IGNORECASE)
_FIRST_SENTENCES = 6_000
_SHORTEST_SUMMARY = 30
_LINES_ABOVE_A_TITLE = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """The heading that names the page: its text, and the body without it.

    Attributes:
        title: Plain text; empty where no heading can serve.
        body: The body, without the heading where it opened it.
        removed: How many lines were taken off the top.
    """

    title: str
    body: str
    removed: int


def opening(body: str, title: str = "") -> Opening:
    """Find the heading that is the page's title.

    With a `title` given, a first-level heading at the top that repeats it is taken off. Without,
    a heading of the first level among the first lines serves; else a heading at the very top,
    unless it is one of those that every write-up has (Summary, Background).
    """
    lines = [line for line in outline(body) if line.text.strip()]
    top = lines[0] if lines else None
    if title:
        repeats = top and top.level == 1 and _same(plain_text(top.heading), title)
        return _without(body, top, title) if top and repeats else Opening(title, body, 0)
    early = lines[: _LINES_ABOVE_A_TITLE + 1]
    first = next((line for line in early if line.level == 1 and plain_text(line.heading)), None)
    if first is not None:
        found = plain_text(first.heading)
        return _without(body, first, found) if first is top else Opening(found, body, 0)
    if top and top.level and (named := plain_text(top.heading)) and not _is_generic(named):
        return _without(body, top, named)
    return Opening("", body, 0)


def _same(one: str, other: str) -> bool:
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())


def _is_generic(heading: str) -> bool:
    return " ".join(_WORD.findall(heading.casefold())) in _GENERIC_HEADINGS


def _without(body: str, heading: Line, title: str) -> Opening:
    lines = body.split("\n")
    last = heading.number
    if not heading.text.lstrip().startswith("#"):
        last += 1
    while last < len(lines) and not lines[last].strip():
        last += 1
    above = lines[: heading.number - 1]
    if any(line.strip() for line in above):
        # Code or a comment. It stays, and blank lines keep the place of what is below.
        blank = [""] * (last - len(above))
        return Opening(title, "\n".join([*above, *blank, *lines[last:]]), 0)
    return Opening(title, "\n".join(lines[last:]), last)


def summary_of(body: str) -> str:
    """The first paragraph that says something, as plain text of at most 280 characters.

    Bylines, disclaimers all in bold, leads into a list and the lists themselves are passed over,
    unless there is nothing else.
    """
    paragraphs = _paragraphs(body[:_FIRST_SENTENCES])
    telling = (text for lines, text in paragraphs if _tells(lines, text))
    chosen = next(telling, next((text for _, text in paragraphs), ""))
    return shorten(chosen, SUMMARY_LIMIT)


def _paragraphs(body: str) -> list[tuple[list[str], str]]:
    """Each paragraph's lines, and the same as plain text."""
    found: list[tuple[list[str], str]] = []
    paragraph: list[str] = []
    for line in [*outline(body), Line(0, "")]:
        text = line.text.strip()
        if line.level or not text or (not paragraph and _NO_PARAGRAPH.match(line.text)):
            if paragraph and (plain := plain_text("\n".join(paragraph))):
                found.append((paragraph, plain))
            paragraph = []
        else:
            paragraph.append(text)
    return found


def _tells(lines: list[str], plain: str) -> bool:
    if len(plain) < _SHORTEST_SUMMARY or plain.endswith(":") or _BYLINE.match(plain):
        return False
    shouted = lines[0].startswith("**") and lines[-1].endswith("**")
    return not shouted and not _ITEM.match(lines[0])


@dataclass(frozen=True, slots=True)
class FoundLesson:
    """A list item under a lessons heading: its Markdown, its lines in the body, its indent."""

    text: str
    line: int
    last_line: int
    indent: int = 0


def is_lessons_heading(heading: str, more: tuple[str, ...] = ()) -> bool:
    """Whether a heading's plain text means "lessons learnt"; `more` adds the site's own."""
    words = [word for word in _WORD.findall(heading.casefold()) if not word.isdigit()]
    name = " ".join(words)
    known = LESSONS_HEADINGS + tuple(" ".join(_WORD.findall(each.casefold())) for each in more)
    return name in known


def lessons_in(body: str, more: tuple[str, ...] = ()) -> list[FoundLesson]:
    """The list items of the sections whose heading means "lessons learnt".

    A section reaches to the next heading of its own level or above, so that lists under
    "What went well" inside it count. Items nested in an item are part of it.
    """
    lists: list[list[FoundLesson]] = [[]]
    section = 0
    for line in outline(body):
        if line.level:
            lists.append([])
            if is_lessons_heading(plain_text(line.heading), more):
                section = line.level
            elif line.level <= section:
                section = 0
        elif section:
            _read_lesson_line(lists, line)
    return [lesson for found in lists for lesson in found if _WORD.search(lesson.text)]


def _read_lesson_line(lists: list[list[FoundLesson]], line: Line) -> None:
    """Take in a line of a lessons section; `lists[-1]` is the list that is being read."""
    if not line.text.strip():
        return
    found, item = lists[-1], _ITEM.match(line.text)
    last = found[-1] if found and _follows(found[-1], line) else None
    if item and not (last and len(item["indent"]) >= last.indent + 2):
        indent = len(item["indent"])
        found.append(FoundLesson(item["text"].strip(), line.number, line.number, indent))
    elif last:
        nested = _NESTED_ITEM.match(line.text)
        text = line.text[nested.end() - 1 :] if nested else line.text.strip()
        joint = "; " if nested else " "
        found[-1] = replace(last, text=f"{last.text}{joint}{text}", last_line=line.number)
    else:
        lists.append([])


def _follows(lesson: FoundLesson, line: Line) -> bool:
    """Whether a line can belong to the item above it: indented, or right below."""
    return line.text[0] in " \t" or line.number == lesson.last_line + 1


def count_words(body: str) -> int:
    """Words in `body`, a character of Chinese, Japanese or Korean counting as half a word.

    What stands in comments does not count.
    """
    body = _COMMENT.sub(" ", body)
    dense = len(_CJK.findall(body))
    return len(_WORD.findall(_CJK.sub(" ", body))) + dense // 2
