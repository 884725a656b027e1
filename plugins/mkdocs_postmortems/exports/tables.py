"""The postmortems as flat tables for analysis: which columns there are, and what is in them.

Within a format the names are stable; columns that are added come last.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.facets import teams_of
from mkdocs_postmortems.domain import Judgement, Lesson, Moment, Postmortem, Result, day_of, judge
from mkdocs_postmortems.exports.records import AddressOf, lineage_of

Kind = Literal["text", "texts", "integer", "number", "flag", "day"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name.
        kind: What its values are; each may be missing, but for lists, which may be empty.
    """

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A published postmortem with what only the collection knows of it."""

    postmortem: Postmortem
    address: str
    lineage: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        columns: Its columns in their order.
        rows: Answers with the rows that a postmortem gives it, by the columns' names.
    """

    columns: tuple[Column, ...]
    rows: Callable[[Told], Iterator[Row]]


def rows_of(table: Table, catalog: Catalog, address_of: AddressOf) -> Iterator[Row]:
    """The rows of `table`, postmortems by id; every column is there."""
    for postmortem in sorted(catalog.published, key=lambda each: each.id):
        told = Told(postmortem, address_of(postmortem), lineage_of(postmortem, catalog))
        for row in table.rows(told):
            yield {column.name: _value(row.get(column.name), column) for column in table.columns}


def _value(value: Any, column: Column) -> Any:
    if column.kind == "texts":
        return list(value or ())
    return None if value == "" else value


def _table(columns: str, rows: Callable[[Told], Iterator[Row]]) -> Table:
    """A table whose columns are written `name:kind`; a name alone is a text."""
    parts = (each.partition(":") for each in columns.split())
    return Table(tuple(Column(name, _KINDS[kind]) for name, _, kind in parts), rows)


_KINDS: dict[str, Kind] = {
    "": "text",
    "texts": "texts",
    "integer": "integer",
    "number": "number",
    "flag": "flag",
    "day": "day",
}


def _day(moment: Moment | None) -> dt.date | None:
    return day_of(moment) if moment else None


def _postmortem(told: Told) -> Iterator[Row]:
    p = told.postmortem
    yield {
        **{name: getattr(p, name) for name in _AS_THEY_ARE},
        **_head(told),
        "updated": _day(p.updated),
        "teams": teams_of(p),
        "authors": [each.name for each in p.authors],
        "causes": _causes(p),
        "criteria": len(p.success_criteria),
        "results": len(p.results),
        "lessons": len(p.lessons),
        "data": [each.name for each in p.data],
        "corrected": bool(p.corrections),
        **(_parts("baseline", p.baseline, "name", "metric", "value")),
        **(_parts("cost", p.cost, "planned", "spent", "saved", "unit")),
        **told.lineage,
    }


_AS_THEY_ARE = (
    *("stage", "decision", "confidence", "summary", "hypothesis", "tags", "series"),
    *("started", "ended", "due", "revisit", "revisit_when", "runs", "words", "audience"),
)


def _parts(prefix: str, record: Any, *names: str) -> Row:
    return {f"{prefix}_{name}": getattr(record, name, None) for name in names}


def _head(told: Told) -> Row:
    """What every table has of its postmortem."""
    p = told.postmortem
    about = {"id": p.id, "address": told.address, "title": p.title}
    return {**about, "date": _day(p.date), "outcome": p.outcome}


def _causes(postmortem: Postmortem) -> list[str]:
    return [each.code for each in postmortem.causes]


def _lessons(told: Told) -> Iterator[Row]:
    p = told.postmortem
    filed = {"confidence": p.confidence, "causes": _causes(p), "tags": p.tags}
    for lesson in p.lessons:
        yield {**_head(told), **filed, **_lesson(lesson, told.address)}


def _lesson(lesson: Lesson, page: str) -> Row:
    said = {"lesson": lesson.text, "applies_when": lesson.applies_when, "do": lesson.do}
    return {**said, "anchor": lesson.anchor, "address": f"{page}#{lesson.anchor}"}


def _results(told: Told) -> Iterator[Row]:
    for result in told.postmortem.results:
        yield {**_head(told), **_result(result)}


def _result(result: Result) -> Row:
    low, high = result.ci or (None, None)
    return {**result.model_dump(exclude={"ci"}), "ci_low": low, "ci_high": high}


def _criteria(told: Told) -> Iterator[Row]:
    p = told.postmortem
    for criterion in p.success_criteria:
        yield {**_head(told), **_judged(judge(criterion, p.results))}


def _judged(judgement: Judgement) -> Row:
    said = judgement.criterion.model_dump()
    said["criterion"] = said.pop("text")
    value = judgement.result.value if judgement.result else None
    return {**said, "verdict": str(judgement.verdict), "value": value}


_HEAD = "id address title date:day outcome"
TABLES = {
    "postmortems": _table(
        f"{_HEAD} stage decision confidence updated:day authors:texts teams:texts tags:texts "
        "series:texts summary causes:texts hypothesis baseline_name baseline_metric "
        "baseline_value:number criteria:integer results:integer lessons:integer started:day "
        "ended:day due:day revisit:day revisit_when cost_planned:number cost_spent:number "
        "cost_saved:number cost_unit data:texts runs:texts builds_on:texts built_on_by:texts "
        "replicates:texts replicated_by:texts contradicts:texts contradicted_by:texts "
        "supersedes:texts superseded_by:texts corrected:flag words:integer "
        "audience:texts",
        _postmortem,
    ),
    "lessons": _table(
        f"{_HEAD} confidence causes:texts tags:texts lesson applies_when do anchor", _lessons
    ),
    "results": _table(
        f"{_HEAD} metric split value:number baseline:number ci_low:number ci_high:number "
        "n:integer higher_is_better:flag run",
        _results,
    ),
    "criteria": _table(
        f"{_HEAD} criterion metric split op target:number kind verdict value:number", _criteria
    ),
}
"""The tables by their names."""
