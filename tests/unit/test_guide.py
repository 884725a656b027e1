"""The guide names what there is, all of it and nothing else."""

import json
import re
import textwrap
from collections.abc import Iterator
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
from mkdocs_postmortems.search import engine, weighing
from mkdocs_postmortems.search.matching import WHOLE
from mkdocs_postmortems.search.weighing import GREATEST, WEIGHTS
from mkdocs_postmortems.site.measure_words import WORDS
from mkdocs_postmortems.source.names import FIELDS
from mkdocs_postmortems.writing.templates import Templates
from screenshots import SCHEMES, SHOTS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

_FENCED = re.compile(r"^ *(```+)[^\n]*\n(.*?)^ *\1 *$", re.DOTALL | re.MULTILINE)
_TEMPLATES = DOCS.parent / "plugins" / "mkdocs_postmortems" / "templates"
_EVERYWHERE = {"front_matter", "fields", "body", "lessons"}
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)#]*)#only-(\w+)\)(.*)")
_INLINE = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(r"^\s*(?:\$ )?(?:uv run |uvx )?postmortems +([\w-]+)(.*)$", re.MULTILINE)
_FLAG = re.compile(r"(?<!\S)--?[a-z][\w-]*")


def _page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def _code(text: str) -> list[str]:
    """What stands in backticks: inline, and in blocks."""
    blocks = [match[2] for match in _FENCED.finditer(text)]
    return [*_INLINE.findall(_FENCED.sub("", text)), *blocks]


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each table row outside code blocks."""
    for line in _FENCED.sub("", text).splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _first_cells(text: str) -> dict[str, list[str]]:
    """The rows whose first cell is code, by that code."""
    return {row[0].strip("`"): row[1:] for row in _rows(text) if row[0].startswith("`")}


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
    rows = {row[0]: row[1:] for row in _rows(_page("front-matter.md")) if len(row) == 5}
    assert f"`{name}`" in rows
    other_names, holds, effect, otherwise = rows[f"`{name}`"]
    assert set(_INLINE.findall(other_names)) == set(FIELDS[name])
    assert holds
    assert effect
    assert otherwise


@pytest.mark.parametrize("name", [each.name for each in fields(Vocabularies)])
def test_each_code_stands_in_the_reference_with_its_label(name: str) -> None:
    rows = [
        (row[0].strip("`"), row[1])
        for row in _rows(_page("vocabularies.md"))
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
    rows = [row for row in _rows(_page("vocabularies.md")) if row[0].startswith("`")]
    assert {(row[0].strip("`"), row[1]) for row in rows} == known


def test_each_cause_stands_under_its_family() -> None:
    sections = re.split(r"^### Family `(\w+)`$", _page("vocabularies.md"), flags=re.MULTILINE)
    written = {
        (family, code)
        for family, section in zip(sections[1::2], sections[2::2], strict=True)
        for code in _first_cells(section)
    }
    assert written == {(term.family, term.code) for term in Vocabularies().cause.terms}


def test_the_reference_has_no_field_that_does_not_exist() -> None:
    rows = [row for row in _rows(_page("front-matter.md")) if len(row) == 5]
    assert [
        row[0] for row in rows if row[0].startswith("`") and row[0].strip("`") not in FIELDS
    ] == []


def test_each_option_stands_in_the_reference_with_its_default() -> None:
    rows = _first_cells(_page("options.md"))
    assert {name: row[1] for name, row in rows.items()} == {
        name: f"`{_as_written(default)}`" for name, default in _options().items()
    }


@pytest.mark.parametrize("name", _options())
def test_each_option_has_an_example(name: str) -> None:
    examples = [match[2] for match in _FENCED.finditer(_page("options.md"))]
    assert any(re.search(rf"^ *{name}:", example, re.MULTILINE) for example in examples)


@pytest.mark.parametrize("name", _commands())
def test_each_command_stands_in_the_reference_with_its_options(name: str) -> None:
    page = _page("commands.md")
    inline = _INLINE.findall(_FENCED.sub("", page))
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
    section = _page("commands.md").partition(f"## `postmortems {name}`\n")[2].partition("\n## ")[0]
    told = {option: row[1] for row in _rows(section) for option in _INLINE.findall(row[0])}
    for parameter in _commands()[name].params:
        if isinstance(parameter, click.Option):
            assert set(parameter.opts) <= set(told)
            default = parameter.default
            if isinstance(default, int | str) and not isinstance(default, bool):
                assert str(default) in told[parameter.opts[0]]


@pytest.mark.parametrize("name", TABLES)
def test_each_column_of_a_table_stands_in_the_reference_in_its_place(name: str) -> None:
    section = _page("data.md").partition(f"### `{name}`\n")[2].partition("\n### ")[0]
    kinds = {"texts": "list of texts", "integer": "whole number"}
    assert [(column, told[0]) for column, told in _first_cells(section).items()] == [
        (f"{column.name}", kinds.get(column.kind, column.kind)) for column in TABLES[name].columns
    ]


def test_the_reference_names_the_version_of_the_records_and_the_fields_they_add() -> None:
    page = _page("data.md")
    assert f"version, now {FORMAT};" in page
    assert set(INBOUND.values()) <= set(_INLINE.findall(page))


def _told_of_tools() -> str:
    return (DOCS / "how-to" / "ask-from-an-assistant.md").read_text(encoding="utf-8")


def test_each_tool_stands_in_the_guide_with_its_arguments_and_limits() -> None:
    tools = {tool["name"]: tool["inputSchema"]["properties"] for tool in TOOLS}
    told = {name: row[0] for name, row in _first_cells(_told_of_tools()).items() if name in tools}
    assert {name: _INLINE.findall(cell) for name, cell in told.items()} == {
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
    assert _INLINE.findall(sentence) == [name for name in common if name != "passage"]


def test_the_guide_starts_the_server_as_it_can_be_started() -> None:
    blocks = [match[2] for match in _FENCED.finditer(_told_of_tools())]
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
    inline = _INLINE.findall(_FENCED.sub("", _page("commands.md")))
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
    prose = _INLINE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))
    assert not re.findall(r"</?[a-zA-Z!][^>\n]*>", prose)


def _pictures() -> Iterator[tuple[Path, str, str, str]]:
    """Each picture of our own that a page shows: its file, what is said of it, its attributes."""
    for page in PAGES:
        text = _INLINE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))
        for told, path, scheme, given in _PICTURE.findall(text):
            yield (page.parent / path).resolve(), told, scheme, given


def test_pictures_are_small_and_say_what_they_show_and_their_size() -> None:
    for file, told, _, given in _pictures():
        data = file.read_bytes()
        assert len(data) <= 60_000, file.name
        assert told
        # The header of a WebP has its size less one (RFC 9649, section 2.7).
        assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8X")
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        assert given == f'{{ width="{width}" height="{height}" loading="lazy" }}'


def test_each_picture_is_there_for_light_and_dark_screens_and_none_is_left_over() -> None:
    shown = sorted((file.name, scheme) for file, _, scheme, _ in _pictures())
    assert shown == sorted(
        (f"{shot.name}-{scheme}.webp", scheme) for shot in SHOTS for scheme in SCHEMES
    )
    assert {name for name, _ in shown} == {file.name for file in (DOCS / "images").iterdir()}


def test_every_page_is_in_the_navigation() -> None:
    configuration = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES:
        assert f": {page.relative_to(DOCS).as_posix()}\n" in configuration


@pytest.mark.parametrize("name", Templates.shipped_names())
def test_each_template_stands_in_the_reference_with_its_headings_and_blocks(name: str) -> None:
    rows = list(_rows(_page("templates.md")))
    (told,) = [row[2] for row in rows if len(row) == 3 and row[0] == f"`{name}`"]
    headings = [each.heading for each in Templates(None).sections(name)]
    assert told in {" · ".join(headings) or "none", "as `failed`"}
    if told == "as `failed`":
        assert headings == [each.heading for each in Templates(None).sections("failed")]
        return
    (blocks,) = [row[1] for row in rows if len(row) == 2 and f"`{name}`" in row[0].split(", ")]
    source = (_TEMPLATES / "posts" / f"{name}.md").read_text(encoding="utf-8")
    named = re.findall(r"\{% block (\w+) %\}", source)
    assert _INLINE.findall(blocks) == [each for each in named if each not in _EVERYWHERE]


def test_the_numbers_that_search_ranks_by_are_those_of_the_code() -> None:
    page = (DOCS / "explanation" / "how-search-ranks.md").read_text(encoding="utf-8")
    fields = {row[0]: row[1:] for row in _rows(page) if len(row) == 4}
    assert {name: list(map(float, fields[name])) for name in WEIGHTS} == {
        name: list(field) for name, field in WEIGHTS.items()
    }
    counts = [int(row[1]) for row in _rows(page) if len(row) == 2 and row[1].isdecimal()]
    assert counts == [WHOLE, engine._COMPLETED, engine._CONCEPT, *engine._CORRECTED[1:]]
    assert f"from 1 to {GREATEST}." in page
    assert f"63 · *a* ÷ (*a* + {weighing._SATURATION})" in page


def test_every_figure_of_the_dashboard_is_explained() -> None:
    rows = [f"| `{name}` | {words.title} | {words.formula} |" for name, words in WORDS.items()]
    page = _page("pages.md").splitlines()
    assert [row for row in rows if row not in page] == []


@pytest.mark.parametrize("host", [*CI_FILES, *HOST_FILES])
def test_the_guide_shows_the_very_files_of_a_host(host: str) -> None:
    page = (DOCS / "how-to" / "host-the-site.md").read_text(encoding="utf-8")
    shown: dict[str, list[str]] = {}
    for match in _FENCED.finditer(page):
        if title := re.search(r'title="(.*)"', match[0].partition("\n")[0]):
            shown.setdefault(title[1], []).append(textwrap.dedent(match[2]).strip("\n"))
    for path, parts in {**CI_FILES.get(host, {}), **HOST_FILES.get(host, {})}.items():
        texts = [
            (_TEMPLATES / "project" / part).read_text(encoding="utf-8").strip("\n")
            for part in parts
        ]
        assert shown[path][: len(texts)] == texts
