"""What each field of front matter holds, for its JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mkdocs_postmortems.domain import (
    Action,
    Author,
    Baseline,
    Cause,
    Concern,
    Correction,
    Cost,
    Criterion,
    Dataset,
    Lesson,
    Result,
)
from mkdocs_postmortems.source.evidence import OPERATORS
from mkdocs_postmortems.source.fields import FALSE, TRUE
from mkdocs_postmortems.writing.spelling import any_case


@dataclass(frozen=True, slots=True)
class MapOf:
    """A field that holds a map, or a list of them.

    Attributes:
        record: What becomes of a map; it says what the keys are for.
        keys: What each key holds.
        needs: Keys of which one must be there.
        or_text: Whether a text alone may stand for a map.
    """

    record: type[BaseModel]
    keys: Mapping[str, str]
    needs: tuple[str, ...] = ()
    or_text: bool = True


MAPS: dict[str, MapOf] = {
    "authors": MapOf(
        Author,
        {"name": "text", "url": "text", "team": "text", "description": "text"},
        needs=("name",),
    ),
    "criteria": MapOf(
        Criterion,
        {
            "text": "text",
            "name": "text",
            "metric": "text",
            "split": "split",
            "op": "operator",
            "target": "number",
            "kind": "kind",
        },
        needs=("text", "name", "metric"),
    ),
    "baseline": MapOf(Baseline, {"name": "text", "metric": "text", "value": "number"}),
    "results": MapOf(
        Result,
        {
            "metric": "text",
            "name": "text",
            "split": "split",
            "value": "number",
            "baseline": "number",
            "ci": "interval",
            "n": "number",
            "higher_is_better": "truth",
            "run": "text",
        },
        needs=("metric", "name"),
        or_text=False,
    ),
    "cause_map": MapOf(
        Cause, {"code": "cause", "certainty": "certainty", "evidence": "text"}, needs=("code",)
    ),
    "lessons": MapOf(
        Lesson, {"text": "text", "applies_when": "text", "do": "text", "id": "text"}, ("text",)
    ),
    "actions": MapOf(
        Action,
        {"text": "text", "owner": "text", "due": "date", "done": "truth", "ref": "text"},
        needs=("text",),
    ),
    "concerns": MapOf(Concern, {"text": "text", "raised": "text", "answered": "text"}, ("text",)),
    "corrections": MapOf(Correction, {"date": "date", "was": "text", "now": "text", "why": "text"}),
    "cost": MapOf(
        Cost,
        {
            "planned": "number",
            "spent": "number",
            "saved": "number",
            "unit": "text",
            "basis": "text",
        },
    ),
    "data": MapOf(Dataset, {"name": "text", "version": "text", "window": "text"}, needs=("name",)),
}
"""The fields that hold maps, by the name of their definition."""

CODES = ("outcome", "stage", "decision", "confidence", "split", "cause")
"""The definitions that hold a code of the vocabulary of their name."""

KINDS: dict[str, str] = {
    **dict.fromkeys(
        ("title", "team", "summary", "slug", "url", "revisit_when", "hypothesis"), "text"
    ),
    **dict.fromkeys(
        ("tags", "categories", "keywords", "series", "image", "images", "cover", "audio", "videos",
         "aliases", "runs", "builds_on", "replicates", "contradicts", "supersedes", "reviewed_by"),
        "texts",
    ),
    **dict.fromkeys(
        ("updated", "expiryDate", "revisit", "started", "ended", "due", "reviewed"), "date"
    ),
    **{each: each for each in ("outcome", "stage", "decision", "confidence")},
    **{each: each for each in MAPS if each not in {"criteria", "cause_map"}},
    "date": "published_date",
    "draft": "flag",
    "unlisted": "flag",
    "audience": "audience",
    "published": "published",
    "author": "authors",
    "success_criteria": "criteria",
    "causes": "causes",
}  # fmt: skip
"""The definition of each field."""

IN_RECORD = {
    "expiryDate": "expires",
    "image": "images",
    "cover": "images",
    "author": "authors",
    "categories": "tags",
    "keywords": "tags",
}
"""Fields that the record has under another name."""

ABOUT = {
    "published": "false makes a draft; a date is read as `date`, where that is missing",
}
"""What is said of the fields that the record does not have."""

ABOUT_KEYS = {
    "name": "Another name of the first key",
    "id": "Fixes the lesson's address, which is else made of its words",
}
"""What is said of keys that the record does not have."""


def _words(words: Mapping[str, object] | frozenset[str] | tuple[str, ...]) -> str:
    return f"^\\s*(?:{'|'.join(map(any_case, sorted(words)))})\\s*$"


_NUMBER = r"^\s*[+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?%?\s*$"
_NOTHING: dict[str, Any] = {"type": "null"}
_DATE: dict[str, Any] = {"type": ["string", "integer", "null"], "pattern": r"\d|^\s*$"}
_FLAG: list[dict[str, Any]] = [
    {"type": "boolean"},
    {"enum": [0, 1]},
    {"type": "string", "pattern": _words(TRUE | FALSE)},
]

SHARED: dict[str, Any] = {
    "text": {"type": ["string", "number", "boolean", "null"]},
    "texts": {
        "anyOf": [
            {"$ref": "#/$defs/text"},
            {"type": "array", "items": {"$ref": "#/$defs/text"}},
        ]
    },
    "number": {"type": ["number", "string", "null"], "pattern": rf"{_NUMBER}|^\s*$"},
    "interval": {
        "anyOf": [
            {
                "type": "array",
                "items": {"type": ["number", "string"], "pattern": _NUMBER},
                "minItems": 2,
                "maxItems": 2,
            },
            _NOTHING,
        ]
    },
    "date": _DATE,
    "published_date": {
        "anyOf": [
            _DATE,
            {"type": "object", "properties": {"created": _DATE, "updated": _DATE}},
        ]
    },
    "flag": {"anyOf": _FLAG},
    "truth": {"anyOf": [*_FLAG, _NOTHING]},
    "published": {"anyOf": [*_FLAG, _DATE]},
    "operator": {
        "anyOf": [
            {"enum": [">=", ">", "<=", "<", "=="]},
            {"type": "string", "pattern": _words(OPERATORS)},
            _NOTHING,
        ]
    },
    "kind": {
        "anyOf": [
            {"const": "primary", "description": "What decides"},
            {"const": "guardrail", "description": "What must not be harmed"},
            {"type": "string", "pattern": _words(("primary", "guardrail"))},
            _NOTHING,
        ]
    },
    "certainty": {
        "anyOf": [
            {"enum": ["known", "likely"]},
            {"type": "string", "pattern": _words(("known", "likely"))},
            _NOTHING,
        ]
    },
}
"""Definitions that several fields share."""
