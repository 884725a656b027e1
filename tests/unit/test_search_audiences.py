"""The terminal's index: one for each audience, and none holds a word of what is for others."""

import contextlib
from pathlib import Path

import pytest

from mkdocs_postmortems.mcp.server import ToolError
from mkdocs_postmortems.mcp.tools import call
from mkdocs_postmortems.project import find_project
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.ledger import Entry, as_row, kept_entries, key_of
from mkdocs_postmortems.search.shelf import open_index
from unit.making import NOW
from unit.searching import found

MKDOCS = """
plugins:
  - postmortems:
      git_dates: false
      audiences: {board: The board, risk: Risk}
"""


def post(audience: str) -> str:
    said = f"audience: {audience}\n" if audience else ""
    return f"---\ntitle: Of {audience or 'all'}\n{said}---\n\nA narwhal.\n"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv("POSTMORTEMS_AUDIENCE", raising=False)
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    for name in ("board", "risk", ""):
        (tmp_path / "postmortems" / f"of-{name or 'all'}.md").write_text(post(name))
    return tmp_path


def asked(root: Path, *audience: str) -> list[str]:
    with contextlib.closing(open_index(find_project(root, audience), NOW)) as source:
        return sorted(found(Engine(source), "narwhal "))


def caches(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.glob(".cache/postmortems/*.sqlite")}


def test_each_audience_finds_its_own_whatever_was_asked_before(root):
    for _ in range(2):
        assert asked(root) == ["of-all"]
        assert asked(root, "board") == ["of-all", "of-board"]
        assert asked(root, "risk") == ["of-all", "of-risk"]
        assert asked(root, "risk", "board") == ["of-all", "of-board", "of-risk"]
        assert asked(root, "board", "risk") == ["of-all", "of-board", "of-risk"]
    assert len(caches(root)) == 4


def test_no_cache_has_a_word_of_what_is_for_others(root):
    asked(root)
    assert [b"Of risk" in data for data in caches(root).values()] == [False]
    asked(root, "board")
    assert not any(b"Of risk" in data for data in caches(root).values())
    assert b"Of board" not in caches(root)["search.sqlite"]


def test_what_becomes_restricted_vanishes_from_the_cache(root):
    assert asked(root, "board") == ["of-all", "of-board"]
    (root / "postmortems/of-board.md").write_text(post("risk"))
    assert asked(root, "board") == ["of-all"]
    (board,) = caches(root).values()
    assert b"Of board" not in board
    assert b"Of risk" not in board
    (root / "postmortems/of-all.md").write_text(post("risk"))
    assert asked(root, "board") == []


def test_what_is_kept_of_a_file_knows_for_whom_it_is():
    entry = Entry("a.md", "1 2", is_read=True, draft=True, audience=("board", "risk"))
    kept = kept_entries([as_row(entry)])[key_of("a.md")]
    assert (kept.audience, kept.draft, kept.unlisted) == (("board", "risk"), True, False)


def test_an_assistant_is_told_of_what_is_for_its_audience_and_that_it_is(root):
    def values(*audience: str) -> dict[str, object]:
        return call(root, "get_postmortem", {"id": "of-board"}, audience)[0]

    assert values("board")["audience"] == ["board"]
    assert "\naudience: board\n" in call(root, "get_postmortem", {"id": "of-board"}, ["board"])[1]
    with pytest.raises(ToolError, match="no such postmortem"):
        values("risk")
    with pytest.raises(ToolError, match="`bord` is not declared"):
        values("bord")
