"""The JSON Schema of front matter agrees with the reader, and with what the guide says of it."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from mkdocs_postmortems.domain import Severity, Vocabularies
from mkdocs_postmortems.domain.extension import read_extension, vocabularies_of
from mkdocs_postmortems.source import Settings, read
from mkdocs_postmortems.source.front_matter import Parts, split
from mkdocs_postmortems.source.names import FIELDS
from mkdocs_postmortems.source.nodes import to_json
from mkdocs_postmortems.source.yaml_nodes import read_yaml
from mkdocs_postmortems.writing.draft import Draft
from mkdocs_postmortems.writing.schema import DRAFTS, schema_of, schema_text
from mkdocs_postmortems.writing.schema_fields import KINDS, MAPS
from mkdocs_postmortems.writing.snippets import snippets_text
from mkdocs_postmortems.writing.templates import Templates
from unit.making import read_fields

if TYPE_CHECKING:
    from mkdocs_postmortems.domain.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
DEMO = sorted(ROOT.glob("postmortems/*/*.md"))
GUIDE = (ROOT / "docs/reference/front-matter.md").read_text("utf-8")
SCHEMA = schema_of(Vocabularies())
VALIDATOR = Draft202012Validator(SCHEMA)
DECLARED = vocabularies_of({"audiences": {"board": "The board", "works_council": "Council"}})
RETIRED = Vocabularies().extended(read_extension({"outcome": {"retired": "Retired"}}))

_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def is_valid(fields: str) -> bool:
    return VALIDATOR.is_valid(to_json(read_yaml(fields)))


def is_read(fields: str) -> bool:
    """Whether the reader takes all of it."""
    reading = read(f"---\n{fields}\n---\n\nText.\n".encode(), "2024/a.md", Settings())
    return not [each for each in reading.problems if each.severity > Severity.NOTE]


@pytest.mark.parametrize("draft", [Draft202012Validator, Draft7Validator])
def test_it_is_a_schema_of_the_draft_it_names(draft):
    name = "7" if draft is Draft7Validator else "2020-12"
    schema = schema_of(Vocabularies(), name)

    draft.check_schema(schema)
    assert schema["$schema"] == draft.META_SCHEMA["$id"] == DRAFTS[name]
    assert draft(schema).is_valid({"outcome": "failed"})
    assert not draft(schema).is_valid({"outcome": "faild"})


def test_it_has_the_same_bytes_each_time():
    assert schema_text(Vocabularies()) == schema_text(Vocabularies())
    assert json.loads(schema_text(Vocabularies())) == SCHEMA


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_and_each_of_its_names_is_in_it_and_told_of(name):
    about = SCHEMA["properties"][name]

    assert about["description"]
    for alias in FIELDS[name]:
        assert SCHEMA["properties"][alias]["$ref"] == about["$ref"]
        assert about["description"] in SCHEMA["properties"][alias]["description"]


def test_it_has_no_field_that_there_is_not():
    assert set(KINDS) == set(FIELDS)
    assert set(SCHEMA["properties"]) == {*FIELDS, *(a for names in FIELDS.values() for a in names)}


def test_each_key_of_a_map_is_told_of():
    for name in {*MAPS} - {"cause_map"}:
        text = json.dumps(SCHEMA["$defs"][name])
        for key in MAPS[name].keys:
            assert re.search(rf'"{key}": {{"description": "[^"]', text), (name, key)


@pytest.mark.parametrize("name", ["outcome", "stage", "decision", "confidence", "split", "cause"])
def test_each_code_is_in_it_with_what_it_means(name):
    vocabulary: Vocabulary = getattr(Vocabularies(), name)
    consts = [each for each in SCHEMA["$defs"][name]["anyOf"] if "const" in each]

    assert [each["const"] for each in consts] == list(vocabulary.codes)
    assert all(each["title"] and each["description"] for each in consts)


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_the_demo_is_valid(path):
    parts = split(path.read_text("utf-8"), path.name)
    assert isinstance(parts, Parts)

    errors = VALIDATOR.iter_errors(to_json(read_yaml(parts.block)))
    assert [(list(each.path), each.message) for each in errors] == []


@pytest.mark.parametrize("name", Templates.shipped_names())
def test_what_a_shipped_template_begins_with_is_valid(name):
    draft = Draft(title="Trees", date=dt.date(2026, 11, 24))
    parts = split(Templates(None).render(name, draft), "a.md")
    assert isinstance(parts, Parts)

    assert is_valid(parts.block)


def test_what_the_template_of_a_new_project_leaves_empty_is_valid():
    template = ROOT / "plugins/mkdocs_postmortems/templates/project/experiment.md"
    parts = split(template.read_text("utf-8"), template.name)
    assert isinstance(parts, Parts)

    assert is_valid(parts.block)


@pytest.mark.parametrize("block", _BLOCK.findall(GUIDE))
def test_what_the_guide_shows_is_valid(block):
    assert is_valid(block)


@pytest.mark.parametrize(
    "fields",
    [
        "title: 1984",
        "title: no",
        "title:",
        "outcome: Failed",
        "stage: Offline-Evaluation",
        "stage: offline evaluation",
        "causes: data.shift",
        "causes: [shift, {code: Weak Baseline, certainty: Likely}]",
        "tags: a, b",
        "tags: [a, 2024, null]",
        "date: 2024-06-15",
        "date: 20240615",
        "date: 14 March 2024",
        "date: {created: 2024-01-01, updated: 2024-02-01}",
        "draft: yes",
        "draft: 0",
        "unlisted: Off",
        "published: 2024-01-01",
        "published: false",
        "published:",
        "author: ada",
        "authors: [ada, {name: Grace, url: https://x.test}]",
        "success_criteria: People use it",
        "criteria: [{metric: auc, op: at least, target: 81%}, Words]",
        "success_criteria: {metric: auc, op: '≥', target: 1e-3, kind: Guardrail}",
        "results: {metric: auc, value: 4_812, ci: [0.1, 0.2], n: 3, higher_is_better: yes}",
        "baseline: The rule",
        "baseline: {name: The rule, metric: auc, value: .5}",
        "cost: {spent: 3, unit: days}",
        "lessons: [One, {text: Two, do: it, id: two}]",
        "due: 2024-06-15",
        "runs: mlflow:1",
        "x-of-others: {deep: [1]}",
        "Success-Criteria: 3",
    ],
)
def test_what_the_reader_takes_is_valid(fields):
    assert is_read(fields)
    assert is_valid(fields)


@pytest.mark.parametrize(
    "fields",
    [
        "outcome: faild",
        "outcome: [failed]",
        "stage: later",
        "confidence: certain",
        "causes: [people]",
        "causes: [{certainty: known}]",
        "causes: [{code: shift, certainty: perhaps}]",
        "draft: maybe",
        "draft:",
        "date: [2024-01-01]",
        "date: soon",
        "title: [a]",
        "tags: {a: b}",
        "authors: [{url: https://x.test}]",
        "results: [{metric: auc, tartget: 3}]",
        "results: [{value: 3}]",
        "results: [0.81]",
        "results: [{metric: auc, value: high}]",
        "results: [{metric: auc, ci: [1, 2, 3]}]",
        "results: [{metric: auc, higher_is_better: up}]",
        "success_criteria: [{metric: auc, split: valid}]",
        "success_criteria: [{metric: auc, op: about}]",
        "success_criteria: [{metric: auc, kind: main}]",
        "lessons: [{do: it}]",
        "data: [{version: 3}]",
    ],
)
def test_what_the_reader_does_not_take_is_not_valid(fields):
    assert not is_read(fields)
    assert not is_valid(fields)


def test_the_codes_of_a_project_are_in_it():
    assert Draft202012Validator(schema_of(RETIRED)).is_valid({"outcome": "retired"})
    assert not is_valid("outcome: retired")
    assert "retired|" in snippets_text(RETIRED)


@pytest.mark.parametrize(
    "fields",
    [
        "audience: board",
        "audience: Works Council",
        "audience: [board, works-council]",
        "audiences: board, works_council",
    ],
)
def test_the_audiences_of_a_project_are_in_it_as_the_reader_takes_them(fields):
    block = to_json(read_yaml(fields))
    assert Draft202012Validator(schema_of(DECLARED)).is_valid(block)
    assert read_fields(f"title: A\n{fields}", settings=Settings(DECLARED)).postmortem
    assert not is_valid(fields)


@pytest.mark.parametrize("fields", ["audience: bord", "audience:", "audience: []", "audience: {}"])
def test_what_would_hide_a_page_from_all_is_not_valid(fields):
    block = to_json(read_yaml(fields))
    assert not Draft202012Validator(schema_of(DECLARED)).is_valid(block)
    assert not read_fields(f"title: A\n{fields}", settings=Settings(DECLARED)).postmortem


def test_snippets_and_templates_offer_audiences_where_there_are_any():
    draft = Draft(title="Trees", date=dt.date(2026, 11, 24))
    assert '"audience: [${1|board,works_council|}]"' in snippets_text(DECLARED)
    assert "audience" not in snippets_text(Vocabularies())
    hint = "# audience: [] # only where not everybody may see it: board, works_council"
    assert hint in Templates(None, Settings(DECLARED)).render("failed", draft)
    assert "audience" not in Templates(None).render("failed", draft)


def test_its_patterns_are_of_the_strict_kind_that_editors_compile():
    text = schema_text(Vocabularies())

    for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', text):
        escaped = set(re.findall(r"\\(.)", json.loads(f'"{pattern}"')))
        assert escaped <= set("^$\\.*+?()[]{}|/ds"), pattern


def test_a_snippet_brings_what_the_schema_takes():
    for snippet in json.loads(snippets_text(Vocabularies())).values():
        body = "\n".join(snippet["body"])
        body = re.sub(r"\$\{\d\|([^,|]+)[^|]*\|\}", r"\1", body)
        body = re.sub(r"\$\{\d:([^}]*)\}", r"\1", body)
        body = body.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2024-06-15")
        body = re.sub(r"\$\d", "1", body)
        assert snippet["scope"] == "markdown"
        assert is_valid(body), body
        assert is_read(body), body
