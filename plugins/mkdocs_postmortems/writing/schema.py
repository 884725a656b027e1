"""Front matter as a JSON Schema (draft 2020-12), for editors that complete and check as one types.

What the reader takes is valid, in the spellings that it takes: a text alone where a list is wanted,
codes in any case, numbers as text, dates as text, nothing at all. Unknown fields are valid, as they
are kept; unknown keys of a map are not, as they are dropped. The reader also takes names of fields
and keys in other cases: those of fields are not looked at here, and keys are wanted as documented.
What is said of a field comes from the records, and the codes from the vocabularies, those
of the project among them.
"""

import json
from typing import Any

from pydantic import BaseModel

from mkdocs_postmortems.domain import Postmortem, Vocabularies
from mkdocs_postmortems.domain.vocabulary import Vocabulary
from mkdocs_postmortems.source.names import FIELDS
from mkdocs_postmortems.writing.schema_fields import (
    ABOUT,
    ABOUT_KEYS,
    CODES,
    IN_RECORD,
    KINDS,
    MAPS,
    SHARED,
    MapOf,
)
from mkdocs_postmortems.writing.spelling import spellings_of

_ID = "urn:mkdocs-postmortems:front-matter"
Schema = dict[str, Any]


DRAFTS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "7": "http://json-schema.org/draft-07/schema#",
}
"""The drafts that the schema is valid in: it needs nothing that the older one does not have."""


def schema_text(vocabularies: Vocabularies, draft: str = "2020-12") -> str:
    """The schema as JSON, the same bytes for the same vocabularies."""
    return json.dumps(schema_of(vocabularies, draft), ensure_ascii=False, indent=2) + "\n"


def schema_of(vocabularies: Vocabularies, draft: str = "2020-12") -> Schema:
    """The schema of front matter whose codes are of `vocabularies`."""
    properties: Schema = {}
    for name, aliases in FIELDS.items():
        field = {"description": _about(name), "$ref": f"#/$defs/{KINDS[name]}"}
        properties[name] = field
        for alias in aliases:
            properties[alias] = {**field, "description": f"Same as {name}. {field['description']}"}
    return {
        "$schema": DRAFTS[draft],
        "$id": _ID,
        "title": "Front matter of a postmortem",
        "description": "Every field may be left out. Fields that are not listed are kept.",
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": True,
        "$defs": {
            **SHARED,
            **{code: _codes(getattr(vocabularies, code)) for code in CODES},
            "causes": _one_or_more({"anyOf": [{"$ref": "#/$defs/cause"}, _map(MAPS["cause_map"])]}),
            **{name: _with_maps(about) for name, about in MAPS.items() if name != "cause_map"},
        },
    }


def _about(name: str) -> str:
    """What a field is for, as its record says it, or as is said here."""
    field = Postmortem.model_fields.get(IN_RECORD.get(name, name))
    return ABOUT.get(name) or (field.description if field and field.description else "")


def _codes(vocabulary: Vocabulary) -> Schema:
    """A code: each as it is written, with what it means, or in another spelling of it."""
    written: list[Schema] = []
    for term in vocabulary.terms:
        family = f" ({term.family})" if term.family else ""
        about = term.meaning or f"{term.label}{family}"
        written.append({"const": term.code, "title": term.label, "description": about})
    codes = [(term.family, each) for term in vocabulary.terms for each in (term.code, *term.forms)]
    spelt = {"type": "string", "pattern": spellings_of(codes)}
    return {"anyOf": [*written, spelt, {"type": "null"}]}


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": {"anyOf": [item, {"type": "null"}]}}]}


def _with_maps(about: MapOf) -> Schema:
    item = _map(about)
    if about.or_text:
        item = {"anyOf": [{"$ref": "#/$defs/text"}, item]}
    return {"anyOf": [*_one_or_more(item)["anyOf"], {"type": "null"}]}


def _map(about: MapOf) -> Schema:
    """A map whose keys are known; each is told of as its record does."""
    properties = {
        key: {"description": _about_key(about.record, key), "$ref": f"#/$defs/{kind}"}
        for key, kind in about.keys.items()
    }
    found: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if about.needs:
        found["anyOf"] = [{"required": [key]} for key in about.needs]
    return found


def _about_key(record: type[BaseModel], key: str) -> str:
    field = record.model_fields.get(key)
    return (field.description if field else "") or ABOUT_KEYS[key]
