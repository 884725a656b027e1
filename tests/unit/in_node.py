"""The browser's part of the search, run in Node on index files in a folder."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import pytest

from mkdocs_postmortems.search.engine import Answer
from mkdocs_postmortems.search.excerpt import Excerpt, excerpt
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.static import static_files
from mkdocs_postmortems.site.scripts import ENGINE_PARTS

SCRIPTS = Path(__file__).parents[2] / "plugins" / "mkdocs_postmortems" / "assets" / "search"
PARTS = ENGINE_PARTS[:-1]
SHOWN = """
function shown({ hits, total, isCounted, groups }) {
  const terms = new Set(groups.flatMap((group) => [...group.terms.keys()]));
  const forms = groups.flatMap((group) => group.forms);
  return { total, isCounted, hits: hits.map(({ document, score, matched, passage }) => [
    document.id, score, matched, passage.kind, passage.heading, passage.text,
    excerpt(passage.text, terms, forms),
  ]) };
}
"""


class Node:
    """Our scripts in a process of their own, which must be closed."""

    def __init__(self) -> None:
        program = shutil.which("node")
        if program is None:
            if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
                pytest.fail("there is no node to run the browser's engine in")
            pytest.skip("there is no node to run the browser's engine in")
        self._process = subprocess.Popen(
            [
                program,
                str(Path(__file__).with_name("search_in_node.mjs")),
                *(str(SCRIPTS / f"{part}.js") for part in PARTS),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, code: str, given: object = None) -> Any:
        """What `code` returns, in which `given` is what is given."""
        assert self._process.stdin, "it is open"
        assert self._process.stdout, "it is open"
        print(json.dumps({"code": code, "given": given}), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        assert "problem" not in answer, answer["problem"]
        return answer.get("value")

    def open(self, *folders: Path) -> None:
        """Prepare to search the indexes in `folders`, all together."""
        sites = [
            {"folder": f"{folder}/", "base": "", "title": folder.name if place else ""}
            for place, folder in enumerate(folders)
        ]
        self.run(f"{SHOWN} Object.assign(globalThis, {{ shown }});")
        self.run("globalThis.desk = new Desk({ sites: given });", sites)
        self.run("globalThis.engine = await desk.engine();")

    def search(self, text: str, most: int = 10) -> dict[str, Any]:
        """What the engine finds, as `told` tells it."""
        code = "return shown(await engine.search(given.text, given.most));"
        return self.run(code, {"text": text, "most": most})

    def ask(self, ask: str, **given: object) -> Any:
        """What the desk answers."""
        return self.run("return desk[given.ask](given.given);", {"ask": ask, "given": given})

    def desk_search(
        self,
        text: str = "",
        filters: Sequence[tuple[str, str]] = (),
        order: str = "",
        most: int = 9,
        skip: int = 0,
    ) -> dict[str, Any]:
        """What the desk answers to a search."""
        return self.ask("search", text=text, filters=filters, order=order, most=most, skip=skip)


def written(index: Index, folder: Path) -> Path:
    """`folder`, with the files of `index` in it."""
    for name, content in static_files(index, lambda document: f"{document.id}/"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8", newline="\n")
    return folder


def told(answer: Answer) -> dict[str, Any]:
    """Our own answer as the browser's is told."""
    hits = [
        [
            *(hit.document.id, hit.score, hit.matched),
            *(hit.passage.kind, hit.passage.heading, hit.passage.text),
            pieces(excerpt(hit.passage.text, answer.marked, answer.marked_forms)),
        ]
        for hit in answer.hits
    ]
    return {"total": answer.total, "isCounted": answer.is_counted, "hits": hits}


def pieces(shown: Excerpt) -> list[str]:
    """An excerpt as the browser has it: pieces of text, every other one of which matched."""
    cut: list[str] = []
    at = 0
    for start, end in shown.marks:
        cut += [shown.text[at:start], shown.text[start:end]]
        at = end
    return [*cut, shown.text[at:]]


def addresses(answer: dict[str, Any]) -> list[str]:
    """The ids of what the desk found, in their order."""
    return [hit["address"].partition("/#")[0].removesuffix("/") for hit in answer["hits"]]
