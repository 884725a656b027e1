"""Every published postmortem as a record with its address, and the JSON Schema of the records."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import Field

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.lineage import RELATIONS
from mkdocs_postmortems.domain import NOT_READABLE, Lesson, Postmortem, Vocabularies
from mkdocs_postmortems.domain.record import Record

FORMAT = 1
"""The version of `postmortems.json`; it grows when a name or a meaning changes."""
SCHEMA_NAME = "postmortems.schema.json"
"""The schema's file, beside the records."""
INBOUND = {
    "builds_on": "built_on_by",
    "replicates": "replicated_by",
    "contradicts": "contradicted_by",
    "supersedes": "superseded_by",
}
"""What a relation is called at its other end."""
_ID = f"urn:mkdocs-postmortems:postmortems:{FORMAT}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LEFT_OUT = frozenset({"body", "lines", "draft", "unlisted"})
_CODED = ("outcome", "stage", "decision", "confidence")
# A browser that is told a wrong type finds no markup in it.
_AS_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>"}

AddressOf = Callable[[Postmortem], str]
"""Answers with the address of a postmortem's page."""
Values = dict[str, Any]


class LessonRecord(Lesson):
    """One thing learnt, with where it stands."""

    address: str = Field(description="Address of the lesson: its page's, with the fragment")


class PostmortemRecord(Postmortem):
    """One published experiment or essay. Fields that have nothing in them are left out."""

    address: str = Field(
        description="Address of the page: whole where the site has a `site_url`, else relative to "
        "the site's root"
    )
    lessons: tuple[LessonRecord, ...] = Field(default=(), description="What was learnt")
    built_on_by: tuple[str, ...] = Field(default=(), description="Ids of those that continue it")
    replicated_by: tuple[str, ...] = Field(default=(), description="Ids of those that repeat it")
    contradicted_by: tuple[str, ...] = Field(
        default=(), description="Ids of those that found otherwise later"
    )
    superseded_by: tuple[str, ...] = Field(
        default=(), description="Ids of those that take its place"
    )


class Collection(Record):
    """Every published postmortem of a site, by id. What is hidden is neither here nor named."""

    version: int = Field(description="Version of this form")
    postmortems: tuple[PostmortemRecord, ...] = Field(description="The postmortems, by id")


def records_json(catalog: Catalog, address_of: AddressOf) -> str:
    """The records as JSON, a line each: the same bytes for the same catalog."""
    records = sorted(records_of(catalog, address_of), key=lambda record: str(record["id"]))
    lines = ",\n".join(_json(each) for each in records)
    head = f'{{"$schema":{_json(SCHEMA_NAME)},"version":{FORMAT},"postmortems":['
    return f"{head}\n{lines}\n]}}\n" if lines else f"{head}]}}\n"


def records_of(catalog: Catalog, address_of: AddressOf) -> Iterator[Values]:
    """The published postmortems as values for JSON, without empty fields; newest first."""
    for postmortem in catalog.published:
        yield _record(postmortem, catalog, address_of(postmortem))


def lineage_of(postmortem: Postmortem, catalog: Catalog) -> dict[str, list[str]]:
    """The ids at the other ends of its relations, both ways; only of what is published."""
    found: dict[str, list[str]] = {}
    for link in catalog.links(postmortem):
        name = INBOUND[link.relation] if link.is_inbound else link.relation
        found.setdefault(name, []).append(link.other.id)
    return found


def _record(postmortem: Postmortem, catalog: Catalog, address: str) -> Values:
    dumped = postmortem.model_dump(mode="json", exclude={*_LEFT_OUT, *RELATIONS, "extra"})
    for lesson in dumped["lessons"]:
        lesson["address"] = f"{address}#{lesson['anchor']}"
    told = {"id": dumped.pop("id"), "address": address, **_filled(dumped)}
    told |= lineage_of(postmortem, catalog)
    return told | ({"extra": postmortem.extra} if postmortem.extra else {})


def _filled(value: Mapping[str, Any]) -> Values:
    """`value` without fields that have nothing in them."""
    pruned = {name: _pruned(each) for name, each in value.items()}
    return {name: each for name, each in pruned.items() if each not in (None, "", [], {})}


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return _filled(value)
    return [_pruned(each) for each in value] if isinstance(value, list) else value


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_AS_ESCAPES)


def schema_json(vocabularies: Vocabularies) -> str:
    """The JSON Schema (draft 2020-12) of `records_json`, with the site's own codes."""
    made = Collection.model_json_schema(mode="validation")
    made["properties"]["$schema"] = {"type": "string", "description": "The name of this file"}
    made["properties"]["version"]["const"] = FORMAT
    fields = made["$defs"]["PostmortemRecord"]["properties"]
    for name in _LEFT_OUT:
        del fields[name]
    for name in _CODED:
        codes = list(getattr(vocabularies, name).codes)
        about = fields[name]["description"]
        codes += [NOT_READABLE.code] if name == "outcome" else []
        fields[name] = {"type": "string", "enum": codes, "description": about}
    told = {"$schema": _DIALECT, "$id": _ID, **made}
    return json.dumps(_without_titles(told), ensure_ascii=False, indent=1) + "\n"


def _without_titles(value: Any) -> Any:
    """`value` without titles that only repeat a name."""
    if isinstance(value, list):
        return [_without_titles(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _without_titles(each)
        for name, each in value.items()
        if not (name == "title" and isinstance(each, str))
    }
