"""A registered experiment gets its result: what was promised stays, what came of it is added."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_postmortems.domain import NOT_READABLE, Problem, Severity
from mkdocs_postmortems.domain.problem import stopped
from mkdocs_postmortems.source import Settings
from mkdocs_postmortems.source.body import is_lessons_heading
from mkdocs_postmortems.source.names import meant_by
from mkdocs_postmortems.source.outline import outline
from mkdocs_postmortems.source.plain import plain_text
from mkdocs_postmortems.writing.editing import EditError, Manuscript, Value
from mkdocs_postmortems.writing.subject import Subject, subject_of
from mkdocs_postmortems.writing.templates import TemplateSection

_WORD = re.compile(r"\w+")
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "did", "has", "have", "is", "it", "of", "the", "to", "was", "we", "what")
)
_ALIKE = {frozenset({"question"}): frozenset({"use", "case"})}
"""A heading of the template for plans, and the one of the others that asks for the same."""
_ORDER = ("outcome", "stage", "decision", "confidence")


class VerdictError(Exception):
    """A verdict that cannot be given like this; the message says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What came of an experiment; what is empty was not told.

    Attributes:
        outcome: The code.
        ended: The last day; None leaves the one that is written.
        stage: The code.
        decision: The code.
        confidence: The code.
        causes: Codes.
        lessons: Texts.
        results: Maps as `results` has them.
    """

    outcome: str
    ended: dt.date | None = None
    stage: str = ""
    decision: str = ""
    confidence: str = ""
    causes: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    results: tuple[Mapping[str, Value], ...] = ()


def check_pending(subject: Subject, shown: str) -> None:
    """See that a postmortem waits for its result; `shown` is how it is called.

    Raises:
        VerdictError: It has one, or one that cannot be read, or is an essay.
    """
    outcome = subject.postmortem.outcome
    if outcome is None:
        raise VerdictError(
            f"{shown} has no outcome, so it is an essay. "
            "Write `outcome: pending` into it first if it is an experiment"
        )
    check_readable(subject, shown)
    if outcome != "pending":
        raise VerdictError(
            f"{shown} is concluded already: {outcome}. "
            "Change the verdict with `postmortems correct`, which says why"
        )


def check_readable(subject: Subject, shown: str) -> None:
    """See that the outcome of a postmortem can be read; `shown` is how it is called.

    Raises:
        VerdictError: It cannot.
    """
    postmortem = subject.postmortem
    if postmortem.outcome == NOT_READABLE.code:
        told = next(each for each in subject.problems if _is_about_outcome(each))
        raise VerdictError(
            f"{shown}:{told.line}: the outcome cannot be read, so nothing is built on it: "
            f"{told.message}. {stopped(told.remedy)}"
        )


def _is_about_outcome(problem: Problem) -> bool:
    return problem.field == "outcome" or meant_by(problem.field) == "outcome"


def conclude(
    subject: Subject,
    conclusion: Conclusion,
    sections: Iterable[TemplateSection],
    settings: Settings,
) -> Subject:
    """The postmortem with its result, and those of `sections` that it has not got yet.

    Raises:
        EditError: The front matter cannot be edited, or no section added, without harm.
    """
    manuscript = _with_fields(subject, conclusion)
    has_lessons = bool(subject.postmortem.lessons or conclusion.lessons)
    missing = missing_sections(
        manuscript.body, sections, settings.lessons_headings, has_lessons=has_lessons
    )
    if missing:
        manuscript = _with_sections(manuscript, missing)
    return subject_of(manuscript, settings)


def _with_fields(subject: Subject, conclusion: Conclusion) -> Manuscript:
    manuscript, written = subject.manuscript, subject.postmortem
    for place, name in enumerate(_ORDER):
        if code := getattr(conclusion, name):
            manuscript = manuscript.set(name, code, _ORDER[:place][::-1])
    if conclusion.ended:
        manuscript = manuscript.set("ended", conclusion.ended, ("started", *_ORDER[::-1]))
    lists: dict[str, Sequence[Value]] = {
        "results": conclusion.results,
        "causes": _new(conclusion.causes, (each.code for each in written.causes)),
        "lessons": _new(conclusion.lessons, (each.text for each in written.lessons)),
    }
    for name, values in lists.items():
        if values:
            manuscript = manuscript.append(name, values)
    return manuscript


def _new(texts: Sequence[str], known: Iterable[str]) -> list[str]:
    written = set(known)
    return [text for text in dict.fromkeys(texts) if text not in written]


def missing_sections(
    body: str,
    sections: Iterable[TemplateSection],
    lessons_headings: tuple[str, ...] = (),
    *,
    has_lessons: bool = False,
) -> list[TemplateSection]:
    """Those of `sections` whose heading `body` has not got, in these words or nearly.

    With `has_lessons`, which stand elsewhere, none for lessons is missing.
    """

    def meaning(heading: str) -> frozenset[str]:
        if is_lessons_heading(heading, lessons_headings):
            return frozenset({"lessons"})
        words = [word for word in _WORD.findall(heading.casefold()) if not word.isdigit()]
        telling = frozenset(words) - _SMALL_WORDS or frozenset(words)
        return _ALIKE.get(telling, telling)

    known = {meaning(plain_text(line.heading)) for line in outline(body) if line.level}
    if has_lessons:
        known.add(frozenset({"lessons"}))
    return [each for each in sections if meaning(each.heading) not in known]


def _with_sections(manuscript: Manuscript, sections: Sequence[TemplateSection]) -> Manuscript:
    if opened := _opened_line(manuscript.body):
        problem = Problem(
            path=manuscript.path,
            line=manuscript.body_line + opened - 1,
            message="a block of code or a comment is opened here and never closed, so sections "
            "below would be part of it",
            remedy="Close it first",
            severity=Severity.ERROR,
        )
        raise EditError(problem)
    return manuscript.add_to_body("\n".join(each.text for each in sections))


def _opened_line(body: str) -> int:
    """The line of `body`, from 1, on which code or a comment without end begins; 0 if none does."""
    lines = outline(f"{body}\n\n## Below")
    if lines and lines[-1].heading == "Below":
        return 0
    return lines[-1].number + 1 if lines else 1
