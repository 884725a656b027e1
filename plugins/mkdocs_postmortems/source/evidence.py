"""The nested fields: criteria, results, baseline, data, causes, lessons, concerns, corrections."""

import re
from typing import Literal, cast

from mkdocs_postmortems.domain import (
    Action,
    Baseline,
    Cause,
    Concern,
    Correction,
    Cost,
    Criterion,
    Dataset,
    Form,
    Lesson,
    Result,
    Vocabularies,
    lesson_anchor,
)
from mkdocs_postmortems.domain.evidence import Operator
from mkdocs_postmortems.source.fields import FALSE, TRUE, Fields, one_line
from mkdocs_postmortems.source.nodes import Mapping, Scalar, Sequence
from mkdocs_postmortems.source.plain import plain_text

OPERATORS: dict[str, Operator] = {
    ">=": ">=", "=>": ">=", "≥": ">=", "gte": ">=", "ge": ">=", "at least": ">=", "min": ">=",
    ">": ">", "gt": ">", "above": ">", "more than": ">", "greater than": ">",
    "<=": "<=", "=<": "<=", "≤": "<=", "lte": "<=", "le": "<=", "at most": "<=", "max": "<=",
    "<": "<", "lt": "<", "below": "<", "less than": "<",
    "==": "==", "=": "==", "eq": "==", "equals": "==", "equal to": "==",
}  # fmt: skip
"""The comparisons by the ways to write them."""
_ANCHOR = re.compile(r"[^\w-]+")


def read_criteria(fields: Fields, vocabularies: Vocabularies) -> tuple[Criterion, ...]:
    """`success_criteria`: texts, or maps of metric, split, op, target and kind."""

    def from_fields(item: Fields, _: Mapping) -> Criterion | None:
        words = item.line("text") or item.line("name")
        metric = item.line("metric")
        if not words and not metric:
            _lacks(fields, "success_criteria", item, "metric")
            return None
        return Criterion(
            text=words,
            metric=metric,
            split=item.code("split", vocabularies.split) or "",
            op=_operator(item),
            target=item.number("target"),
            kind=_kind(item),
        )

    return fields.each("success_criteria", lambda text: Criterion(text=_line(text)), from_fields)


def _line(scalar: Scalar) -> str:
    return one_line(scalar.text)


def _lacks(fields: Fields, name: str, item: Fields, wanted: str) -> None:
    """Tell that an item has no `wanted`, at its first line."""
    line = item.first_line or getattr(fields.node(name), "line", 0)
    message = f"an item has no `{wanted}` and was left out"
    fields.report.add(message, rule=Form.INCOMPLETE, at=line, field=name)


def _operator(item: Fields) -> Operator:
    scalar = item.scalar("op", "a comparison")
    if scalar is None:
        return ">="
    known = OPERATORS.get(" ".join(scalar.text.casefold().split()))
    if known is None:
        message = f"`{one_line(scalar.text)[:20]}` is no comparison; `>=` was taken"
        remedy = 'Write one of ">=", ">", "<=", "<", "=="'
        item.tell("op", Form.UNKNOWN_CODE, scalar, message, remedy)
    return known or ">="


def _kind(item: Fields) -> Literal["primary", "guardrail"]:
    scalar = item.scalar("kind", "primary or guardrail")
    written = scalar.text.strip().casefold() if scalar else "primary"
    if scalar and written not in {"primary", "guardrail"}:
        message = f"`{written[:20]}` is not known; `primary` was taken"
        item.tell("kind", Form.UNKNOWN_CODE, scalar, message, "Write `primary` or `guardrail`")
    return "guardrail" if written == "guardrail" else "primary"


def read_results(fields: Fields, vocabularies: Vocabularies) -> tuple[Result, ...]:
    """`results`: maps of metric, split, value, baseline, ci, n, higher_is_better and run."""

    def from_text(scalar: Scalar) -> None:
        remedy = "Write `- {metric: auc, split: test, value: 0.81}`"
        message = "wants a map for each figure"
        fields.tell("results", Form.KIND, scalar, message, remedy)

    def from_fields(item: Fields, _: Mapping) -> Result | None:
        metric = item.line("metric") or item.line("name")
        if not metric:
            _lacks(fields, "results", item, "metric")
            return None
        return Result(
            metric=metric,
            split=item.code("split", vocabularies.split) or "",
            value=item.number("value"),
            baseline=item.number("baseline"),
            ci=_interval(item),
            n=item.whole("n"),
            higher_is_better=_truth(item, "higher_is_better"),
            run=item.line("run"),
        )

    return fields.each("results", from_text, from_fields)


def _interval(item: Fields) -> tuple[float, float] | None:
    node = item.node("ci")
    if node is None:
        return None
    ends = node.items if isinstance(node, Sequence) else ()
    scalars = [end for end in ends if isinstance(end, Scalar)]
    if len(scalars) != 2 or len(ends) != 2:
        message = "an interval is two numbers in brackets"
        item.tell("ci", Form.KIND, node, message, "Write `ci: [0.78, 0.84]`")
        return None
    low, high = (item.number_of("ci", end) for end in scalars)
    if low is None or high is None:
        return None
    return (low, high) if low <= high else (high, low)


def _truth(item: Fields, name: str) -> bool | None:
    """True or false in a map; what is neither is told, and nothing taken for it."""
    scalar = item.scalar(name, "true or false")
    if scalar is None:
        return None
    written = scalar.text.strip().casefold()
    if written in TRUE | FALSE:
        return written in TRUE
    message = f"`{one_line(scalar.text)[:20]}` is neither true nor false"
    remedy = f"Write `{name}: true` or `{name}: false`"
    item.tell(name, Form.FLAG, scalar, message, remedy)
    return None


def read_baseline(fields: Fields) -> Baseline | None:
    """`baseline`: a text, or a map of name, metric and value."""

    def from_fields(item: Fields, _: Mapping) -> Baseline:
        metric = item.line("metric")
        name = item.line("name") or metric or "baseline"
        return Baseline(name=name, metric=metric, value=item.number("value"))

    found = fields.each("baseline", lambda text: Baseline(name=_line(text)), from_fields)
    return found[0] if found else None


def read_data(fields: Fields) -> tuple[Dataset, ...]:
    """`data`: texts, or maps of name, version and window."""

    def from_fields(item: Fields, _: Mapping) -> Dataset | None:
        name = item.line("name")
        if not name:
            _lacks(fields, "data", item, "name")
            return None
        return Dataset(name=name, version=item.line("version"), window=item.line("window"))

    return fields.each("data", lambda text: Dataset(name=_line(text)), from_fields)


def read_causes(fields: Fields, vocabularies: Vocabularies) -> tuple[Cause, ...]:
    """`causes`: codes, or maps of code, certainty and evidence; each code once."""

    def from_text(scalar: Scalar) -> Cause | None:
        code = fields.code_of("causes", scalar, vocabularies.cause)
        return Cause(code=code) if code else None

    def from_fields(item: Fields, mapping: Mapping) -> Cause | None:
        code = item.code("code", vocabularies.cause)
        if code is None:
            if item.node("code") is None:
                message = "an item has no `code` and was left out"
                fields.tell("causes", Form.INCOMPLETE, mapping, message)
            return None
        return Cause(code=code, certainty=_certainty(item), evidence=item.text("evidence"))

    unique: dict[str, Cause] = {}
    for cause in fields.each("causes", from_text, from_fields):
        unique.setdefault(cause.code, cause)
    return tuple(unique.values())


def _certainty(item: Fields) -> Literal["known", "likely"] | None:
    scalar = item.scalar("certainty", "known or likely")
    written = scalar.text.strip().casefold() if scalar else ""
    if scalar and written not in {"known", "likely"}:
        message = f"`{one_line(scalar.text)[:20]}` is not known"
        item.tell("certainty", Form.UNKNOWN_CODE, scalar, message, "Write `known` or `likely`")
        return None
    return cast("Literal['known', 'likely']", written) if written else None


def read_lessons(fields: Fields) -> tuple[Lesson, ...]:
    """`lessons`: texts, or maps of text, applies_when, do and id (an address of one's own)."""

    def from_text(scalar: Scalar) -> Lesson:
        return _lesson(" ".join(scalar.text.split()))

    def from_fields(item: Fields, mapping: Mapping) -> Lesson | None:
        text = " ".join(item.text("text").split())
        if not text:
            message = "a lesson has no `text` and was left out"
            fields.tell("lessons", Form.INCOMPLETE, mapping, message)
            return None
        own = _ANCHOR.sub("-", item.line("id")).strip("-")
        lesson = _lesson(text)
        return lesson.model_copy(
            update={
                "applies_when": item.line("applies_when"),
                "do": item.line("do"),
                "anchor": f"lesson-{own}" if own else lesson.anchor,
            }
        )

    return fields.each("lessons", from_text, from_fields)


def _lesson(markdown: str) -> Lesson:
    return Lesson(text=markdown, anchor=lesson_anchor(plain_text(markdown)))


def read_actions(fields: Fields) -> tuple[Action, ...]:
    """`actions`: texts, or maps of text, owner, due, done and ref."""

    def from_fields(item: Fields, _: Mapping) -> Action | None:
        text = item.line("text")
        if not text:
            _lacks(fields, "actions", item, "text")
            return None
        return Action(
            text=text,
            owner=item.line("owner"),
            due=item.day("due"),
            done=_truth(item, "done") or False,
            ref=item.line("ref"),
        )

    return fields.each("actions", lambda text: Action(text=_line(text)), from_fields)


def read_concerns(fields: Fields) -> tuple[Concern, ...]:
    """`concerns`: texts, or maps of text, raised and answered."""

    def from_fields(item: Fields, _: Mapping) -> Concern | None:
        text = item.line("text")
        if not text:
            _lacks(fields, "concerns", item, "text")
            return None
        return Concern(text=text, raised=item.line("raised"), answered=item.line("answered"))

    return fields.each("concerns", lambda text: Concern(text=_line(text)), from_fields)


def read_corrections(fields: Fields, vocabularies: Vocabularies) -> tuple[Correction, ...]:
    """`corrections`: texts, or maps of date, was, now and why; oldest first as written."""

    def outcome(item: Fields, name: str) -> str:
        written = item.line(name)
        return vocabularies.outcome.read(written) or written

    def from_fields(item: Fields, _: Mapping) -> Correction:
        return Correction(
            date=item.day("date"),
            was=outcome(item, "was"),
            now=outcome(item, "now"),
            why=item.text("why"),
        )

    return fields.each("corrections", lambda text: Correction(why=_line(text)), from_fields)


def read_cost(fields: Fields) -> Cost | None:
    """`cost`: a text (its basis), or a map of planned, spent, saved, unit and basis."""

    def from_fields(item: Fields, _: Mapping) -> Cost:
        return Cost(
            planned=item.number("planned"),
            spent=item.number("spent"),
            saved=item.number("saved"),
            unit=item.line("unit"),
            basis=item.line("basis"),
        )

    found = fields.each("cost", lambda text: Cost(basis=_line(text)), from_fields)
    return found[0] if found else None
