"""The guide names what there is, all of it and nothing else."""

import json
import re
import textwrap
from dataclasses import fields
from pathlib import Path

import click
import pytest

from mkdocs_postmortems.cli import main
from mkdocs_postmortems.cli.hosting import CI_FILES, HOST_FILES
from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.exports.records import FORMAT, INBOUND
from mkdocs_postmortems.exports.tables import TABLES
from mkdocs_postmortems.mcp.schemas import TOOLS
from mkdocs_postmortems.options import PostmortemsOptions
from mkdocs_postmortems.site.measure_words import WORDS
from mkdocs_postmortems.source.names import FIELDS
from unit.guide import DOCS, FENCED, INLINE, PAGES, TEMPLATES, page_named, table_rows

_CALL = re.compile(r"^\s*(?:\$ )?(?:uv run |uvx )?postmortems +([\w-]+)(.*)$", re.MULTILINE)
_FLAG = re.compile(r"(?<!\S)--?[a-z][\w-]*")


def _code(text: str) -> list[str]:
    """What stands in backticks: inline, and in blocks."""
    blocks = [match[2] for match in FENCED.finditer(text)]
    return [*INLINE.findall(FENCED.sub("", text)), *blocks]


def _first_cells(text: str) -> dict[str, list[str]]:
    """The rows whose first cell is code, by that code."""
    return {row[0].strip("`"): row[1:] for row in table_rows(text) if row[0].startswith("`")}


def _options() -> dict[str, object]:
    return {name: option.default for name, option in PostmortemsOptions._schema}


def _as_written(default: object) -> str:
    return default if isinstance(default, str) else json.dumps(default)


def _commands() -> dict[str, click.Command]:
    assert isinstance(main, click.Group)
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command}


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_stands_in_the_reference_with_all_its_names(name: str) -> None:
    rows = {row[0]: row[1:] for row in table_rows(page_named("front-matter.md")) if len(row) == 5}
    assert f"`{name}`" in rows
    other_names, holds, effect, otherwise = rows[f"`{name}`"]
    assert set(INLINE.findall(other_names)) == set(FIELDS[name])
    assert holds
    assert effect
    assert otherwise


@pytest.mark.parametrize("name", [each.name for each in fields(Vocabularies)])
def test_each_code_stands_in_the_reference_with_its_label(name: str) -> None:
    rows = [
        (row[0].strip("`"), row[1])
        for row in table_rows(page_named("vocabularies.md"))
        if row[0].startswith("`")
    ]
    for term in getattr(Vocabularies(), name).terms:
        assert (term.code, term.label) in rows


def test_the_reference_has_no_code_that_does_not_exist() -> None:
    known = {
        (term.code, term.label)
        for each in fields(Vocabularies)
        for term in getattr(Vocabularies(), each.name).terms
    }
    rows = [row for row in table_rows(page_named("vocabularies.md")) if row[0].startswith("`")]
    assert {(row[0].strip("`"), row[1]) for row in rows} == known


def test_each_cause_stands_under_its_family() -> None:
    sections = re.split(r"^### Family `(\w+)`$", page_named("vocabularies.md"), flags=re.MULTILINE)
    written = {
        (family, code)
        for family, section in zip(sections[1::2], sections[2::2], strict=True)
        for code in _first_cells(section)
    }
    assert written == {(term.family, term.code) for term in Vocabularies().cause.terms}


def test_the_reference_has_no_field_that_does_not_exist() -> None:
    rows = [row for row in table_rows(page_named("front-matter.md")) if len(row) == 5]
    assert [
        row[0] for row in rows if row[0].startswith("`") and row[0].strip("`") not in FIELDS
    ] == []


def test_each_option_stands_in_the_reference_with_its_default() -> None:
    rows = _first_cells(page_named("options.md"))
    assert {name: row[1] for name, row in rows.items()} == {
        name: f"`{_as_written(default)}`" for name, default in _options().items()
    }


@pytest.mark.parametrize("name", _options())
def test_each_option_has_an_example(name: str) -> None:
    examples = [match[2] for match in FENCED.finditer(page_named("options.md"))]
    assert any(re.search(rf"^ *{name}:", example, re.MULTILINE) for example in examples)


@pytest.mark.parametrize("name", _commands())
def test_each_command_stands_in_the_reference_with_its_options(name: str) -> None:
    page = page_named("commands.md")
    inline = INLINE.findall(FENCED.sub("", page))
    assert f"postmortems {name}" in inline
    for parameter in _commands()[name].params:
        if isinstance(parameter, click.Argument):
            assert parameter.name is not None
            assert parameter.name.upper() in inline
            continue
        assert set(parameter.opts) <= set(inline)
        if isinstance(parameter.type, click.Choice):
            assert set(parameter.type.choices) <= set(inline)


@pytest.mark.parametrize("name", _commands())
def test_each_option_of_a_command_has_a_row_in_its_section_with_its_default(name: str) -> None:
    section = (
        page_named("commands.md").partition(f"## `postmortems {name}`\n")[2].partition("\n## ")[0]
    )
    told = {option: row[1] for row in table_rows(section) for option in INLINE.findall(row[0])}
    for parameter in _commands()[name].params:
        if isinstance(parameter, click.Option):
            assert set(parameter.opts) <= set(told)
            default = parameter.default
            if isinstance(default, int | str) and not isinstance(default, bool):
                assert str(default) in told[parameter.opts[0]]


@pytest.mark.parametrize("name", TABLES)
def test_each_column_of_a_table_stands_in_the_reference_in_its_place(name: str) -> None:
    section = page_named("data.md").partition(f"### `{name}`\n")[2].partition("\n### ")[0]
    kinds = {"texts": "list of texts", "integer": "whole number"}
    assert [(column, told[0]) for column, told in _first_cells(section).items()] == [
        (f"{column.name}", kinds.get(column.kind, column.kind)) for column in TABLES[name].columns
    ]


def test_the_reference_names_the_version_of_the_records_and_the_fields_they_add() -> None:
    page = page_named("data.md")
    assert f"version, now {FORMAT};" in page
    assert set(INBOUND.values()) <= set(INLINE.findall(page))


def _told_of_tools() -> str:
    return (DOCS / "how-to" / "ask-from-an-assistant.md").read_text(encoding="utf-8")


def test_each_tool_stands_in_the_guide_with_its_arguments_and_limits() -> None:
    tools = {tool["name"]: tool["inputSchema"]["properties"] for tool in TOOLS}
    told = {name: row[0] for name, row in _first_cells(_told_of_tools()).items() if name in tools}
    assert {name: INLINE.findall(cell) for name, cell in told.items()} == {
        name: list(takes) for name, takes in tools.items()
    }
    for name, takes in tools.items():
        if "limit" in takes:
            assert f"`limit` ({takes['limit']['default']})" in told[name]
            assert f"`limit` goes up to {takes['limit']['maximum']}." in _told_of_tools()


def test_each_value_that_comes_with_a_postmortem_stands_in_the_guide() -> None:
    gives = {tool["name"]: tool["outputSchema"]["properties"] for tool in TOOLS}
    common = gives["search_postmortems"]["postmortems"]["items"]["required"]
    (sentence,) = re.findall(
        r"^Every postmortem comes with ([^.]+)\.", _told_of_tools(), re.MULTILINE
    )
    assert INLINE.findall(sentence) == [name for name in common if name != "passage"]


def test_the_guide_starts_the_server_as_it_can_be_started() -> None:
    blocks = [match[2] for match in FENCED.finditer(_told_of_tools())]
    snippets = [json.loads(block) for block in blocks]
    servers = [each.get("mcpServers", each.get("servers")) for each in snippets]
    starts = [server["postmortems"] for server in servers if server]
    assert len(starts) == 2
    for start in starts:
        assert start["command"] == "postmortems"
        name, *arguments = start["args"]
        known = {option for each in _commands()[name].params for option in each.opts}
        assert {each for each in arguments if each.startswith("-")} <= known
    (call,) = [each for each in snippets if "method" in each]
    assert call["params"]["name"] in {tool["name"] for tool in TOOLS}


def test_the_options_of_the_command_line_itself_stand_in_the_reference() -> None:
    inline = INLINE.findall(FENCED.sub("", page_named("commands.md")))
    for parameter in main.params:
        for option in parameter.opts:
            assert f"postmortems {option}" in inline


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_no_page_names_a_command_that_does_not_exist(page: Path) -> None:
    own = {option for parameter in main.params for option in parameter.opts} | {"--help", "-h"}
    calls = [
        call for code in _code(page.read_text(encoding="utf-8")) for call in _CALL.findall(code)
    ]
    for command, rest in calls:
        if command.startswith("-"):
            assert command in own
            continue
        assert command in _commands()
        known = {option for each in _commands()[command].params for option in each.opts}
        assert set(_FLAG.findall(rest)) <= known | {"--help", "-h"}


def test_the_search_for_commands_finds_what_it_should() -> None:
    assert _CALL.findall("postmortems new --x 1\ncd postmortems\n$ postmortems init lab") == [
        ("new", " --x 1"),
        ("init", " lab"),
    ]
    assert not _CALL.findall("- postmortems:\npostmortems/2025/a.md\npostmortems: x")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_no_page_has_html(page: Path) -> None:
    prose = INLINE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))
    assert not re.findall(r"</?[a-zA-Z!][^>\n]*>", prose)


def test_every_page_is_in_the_navigation() -> None:
    configuration = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES:
        assert f": {page.relative_to(DOCS).as_posix()}\n" in configuration


def test_every_figure_of_the_dashboard_is_explained() -> None:
    rows = [f"| `{name}` | {words.title} | {words.formula} |" for name, words in WORDS.items()]
    page = page_named("pages.md").splitlines()
    assert [row for row in rows if row not in page] == []


@pytest.mark.parametrize("host", [*CI_FILES, *HOST_FILES])
def test_the_guide_shows_the_very_files_of_a_host(host: str) -> None:
    page = (DOCS / "how-to" / "host-the-site.md").read_text(encoding="utf-8")
    shown: dict[str, list[str]] = {}
    for match in FENCED.finditer(page):
        if title := re.search(r'title="(.*)"', match[0].partition("\n")[0]):
            shown.setdefault(title[1], []).append(textwrap.dedent(match[2]).strip("\n"))
    for path, parts in {**CI_FILES.get(host, {}), **HOST_FILES.get(host, {})}.items():
        texts = [
            (TEMPLATES / "project" / part).read_text(encoding="utf-8").strip("\n") for part in parts
        ]
        assert shown[path][: len(texts)] == texts
