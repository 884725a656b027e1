"""What a postmortem is: records, vocabularies, problems. Pure, frozen, without input or output."""

from mkdocs_postmortems.domain.advice import advice
from mkdocs_postmortems.domain.evidence import (
    Baseline,
    Cause,
    Criterion,
    Dataset,
    Judgement,
    Result,
    Verdict,
    judge,
)
from mkdocs_postmortems.domain.form import Form
from mkdocs_postmortems.domain.lesson import Lesson, lesson_anchor
from mkdocs_postmortems.domain.moment import Moment, day_of, has_come, instant
from mkdocs_postmortems.domain.postmortem import (
    Action,
    Author,
    Concern,
    Correction,
    Cost,
    Postmortem,
    is_verdict,
)
from mkdocs_postmortems.domain.problem import Problem, Severity
from mkdocs_postmortems.domain.vocabulary import (
    NOT_READABLE,
    Term,
    Vocabularies,
    Vocabulary,
)

__all__ = [
    "NOT_READABLE",
    "Action",
    "Author",
    "Baseline",
    "Cause",
    "Concern",
    "Correction",
    "Cost",
    "Criterion",
    "Dataset",
    "Form",
    "Judgement",
    "Lesson",
    "Moment",
    "Postmortem",
    "Problem",
    "Result",
    "Severity",
    "Term",
    "Verdict",
    "Vocabularies",
    "Vocabulary",
    "advice",
    "day_of",
    "has_come",
    "instant",
    "is_verdict",
    "judge",
    "lesson_anchor",
]
