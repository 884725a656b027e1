"""Nothing hidden leaks into an answer of the terminal or an assistant, a table, a site elsewhere.

Each is asked of a random project, for each audience in turn, and of the same project without what
is hidden from that audience: it has to say the same.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from integration.harness import run
from integration.looking import found
from integration.marked import MarkedLab
from integration.test_hidden import PROJECTS, own_files
from mkdocs_postmortems.cli import main
from mkdocs_postmortems.exports.tables import TABLES
from mkdocs_postmortems.mcp.server import ToolError
from mkdocs_postmortems.mcp.tools import call

AUDIENCES = ((), ("board",), ("risk",))


def misspelt(word: str) -> str:
    """A word for which a search that corrects would take `word`."""
    return f"{word[:7]}{'b' if word[7] != 'b' else 'c'}{word[8:]}"


def commands(words: list[str]) -> Iterator[list[str]]:
    yield ["list"]
    yield ["list", "--json"]
    yield from (["export", "-f", "jsonl", "-w", table] for table in TABLES)
    for word in words:
        yield ["search", misspelt(word)]
        yield ["search", "leakage", "--tag", f"{misspelt(word)} tag"]
    yield ["search", "leakage window lesson", "--json", "-n", "50"]
    yield ["similar", "a churn window with drift in the labels", "--all"]


def calls(words: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    yield "list_lessons", {"limit": 50}
    yield "search_postmortems", {"query": "leakage lesson", "limit": 50}
    yield "search_postmortems", {"query": "churn", "tag": "nowhere"}
    yield "search_postmortems", {"query": "churn", "cause": "unfair"}
    for word in words:
        yield "search_postmortems", {"query": misspelt(word)}
        yield "find_similar", {"text": f"{misspelt(word)} and a baseline of labels"}
        yield "get_postmortem", {"id": misspelt(word)}


def answers(root: Path, audience: tuple[str, ...], words: list[str]) -> dict[str, bytes]:
    """All that is said to who asks for `audience`, by what was asked."""
    named = [argument for each in audience for argument in ("--audience", each)]
    said = {}
    with contextlib.chdir(root):
        for command in commands(words):
            result = CliRunner().invoke(main, [*command, *named])
            assert result.exception is None or isinstance(result.exception, SystemExit)
            said[" ".join(command)] = result.stdout.encode()
    for tool, given in calls(words):
        try:
            told = call(root, tool, given, audience)
        except ToolError as error:
            told = error
        said[f"{tool} {given}"] = str(told).encode()
    return said


def indexes(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.glob(".cache/postmortems/*.sqlite*")}


def hidden_from(lab: MarkedLab, audience: tuple[str, ...]) -> list[str]:
    marks = [each for each in lab.marks.values() if each.state(audience) != "published"]
    return [word for each in marks for word in (each.said, each.name)]


@pytest.mark.parametrize("seed", range(1, 1 + PROJECTS // 2))
def test_no_answer_tells_an_audience_of_what_is_hidden_from_it(tmp_path, seed):
    lab = MarkedLab(tmp_path / "lab", seed)
    lab.options["audience"] = ""
    for _ in range(2 if PROJECTS > 2 else 1):
        lab.hide()
        lab.write()
        for audience in AUDIENCES:
            assert_says_nothing_of_what_is_hidden(lab, audience)
    shutil.rmtree(tmp_path)


def assert_says_nothing_of_what_is_hidden(lab: MarkedLab, audience: tuple[str, ...]) -> None:
    hidden, before = hidden_from(lab, audience), indexes(lab.root)
    words = hidden[::2]
    said = answers(lab.root, audience, words)
    assert_in_none(said, hidden)
    kept = {name: data for name, data in indexes(lab.root).items() if before.get(name) != data}
    assert_in_none(kept, hidden)
    bare = lab.without_what_is_hidden(lab.root.with_name("bare"), audience)
    bare.write()
    assert answers(bare.root, audience, words) == said
    shutil.rmtree(bare.root)


def assert_in_none(files: dict[str, bytes], words: list[str]) -> None:
    assert {word: traces for word, traces in found(files, words).items() if traces} == {}


@pytest.mark.parametrize("seed", range(PROJECTS // 2))
def test_a_preview_has_what_is_hidden_on_its_own_page_alone(tmp_path, seed):
    lab = MarkedLab(tmp_path / "lab", seed)
    lab.write()
    files = run(lab.root, serving=True).raw
    for marks in lab.marks.values():
        if marks.state(lab.audience) != "published":
            traces = found(files, [marks.said])[marks.said]
            assert traces <= own_files(marks, files)
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("seed", range(2, 2 + PROJECTS // 2))
def test_a_site_for_another_generator_has_nothing_hidden(tmp_path, seed):
    lab = MarkedLab(tmp_path / "lab", seed)
    lab.write()
    with contextlib.chdir(lab.root):
        result = CliRunner().invoke(main, ["export", "--to", "zensical", "out"])
    assert result.exit_code == 0, result.output
    out = lab.root / "out"
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }
    for id_, marks in lab.marks.items():
        if marks.state(lab.audience) != "published":
            sought = [marks.said] if lab.is_linked(id_, lab.audience) else [marks.said, marks.name]
            assert_in_none(files, sought)
    shutil.rmtree(tmp_path)
