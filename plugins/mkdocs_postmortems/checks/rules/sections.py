"""The learning family, on headings with nothing below them: a template that was not filled in."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.source.body import is_lessons_heading
from mkdocs_postmortems.source.comments import blank_comments
from mkdocs_postmortems.source.outline import Line, outline
from mkdocs_postmortems.source.plain import plain_text

_MOST_NAMED = 5
_NOTHING = frozenset({"", "tbd", "tba", "todo", "xxx"})
"""Letters of lines that say nothing; the underline of a heading has none."""


def _unfilled(subject: Subject) -> Iterable[Remark]:
    if not subject.postmortem.has_verdict:
        return
    body = blank_comments(subject.postmortem.body)
    headings = [line for line in outline(body) if line.level]
    empty = list(_without_text(headings, body.split("\n")))
    if not empty:
        return
    named = ", ".join(f"`{plain_text(each.heading)}`" for each in empty[:_MOST_NAMED])
    more = len(empty) - _MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    yield Remark(
        message=f"nothing is written under {named}{rest}",
        remedy="Write it, if only a sentence, or take the heading out; notes in comments are for "
        "the author and not on the page",
        line=subject.body_line + empty[0].number - 1,
    )


def _without_text(headings: list[Line], lines: list[str]) -> Iterator[Line]:
    """Headings with neither text nor a section with text below them; lessons are not asked for."""
    for heading, following in zip_longest(headings, headings[1:]):
        end = following.number - 1 if following else len(lines)
        has_text = any(map(_says_something, lines[heading.number : end]))
        has_parts = following is not None and following.level > heading.level
        if not has_text and not has_parts and not _is_for_lessons(heading):
            yield heading


def _says_something(line: str) -> bool:
    return "".join(filter(str.isalnum, line)).casefold() not in _NOTHING


def _is_for_lessons(heading: Line) -> bool:
    return is_lessons_heading(plain_text(heading.heading))


_FIELDS = (
    "---\ntitle: Churn from calls\ndate: 2024-05-01\noutcome: failed\ncauses: [shift]\n"
    "lessons: [Retrain each month where behaviour follows prices.]\n---\n\n## What was tried\n\n"
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="LRN104",
        name="section-without-text",
        level=Level.WARNING,
        reason="A heading that a template brought promises an answer. With nothing below it, a "
        "reader cannot tell whether nothing happened or nobody wrote it down. While the outcome "
        "is pending, nothing is asked.",
        bad=f"{_FIELDS}<!-- Enough that a colleague could do it again. -->\n",
        good=f"{_FIELDS}A boosted tree on a year of calls, against last year's sales.\n",
        source="The shipped [templates](templates.md)",
        look=_unfilled,
    ),
)
