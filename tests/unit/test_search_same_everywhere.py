"""The browser's engine and ours give the same hits in the same order, with the same scores."""

import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.excerpt import Excerpt, excerpt
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.glossary import Glossary, seeded
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.static import static_files
from mkdocs_postmortems.source import read

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "plugins" / "mkdocs_postmortems" / "assets" / "search"
NODE = shutil.which("node")
if NODE is None and not os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
    pytest.skip("there is no node to run the browser's engine in", allow_module_level=True)

OTHERS = {
    "cjk.md": """---
title: 顧客の解約予測は失敗した
author: 佐藤
tags: [解約]
---

学習データに漏れがあった。モデル gpt2 は使えない。
""",
    "accents.md": """---
title: Un modèle raté à l'école
outcome: failed
---

Le café était fermé. Straße, İstanbul, ﬁne, 𝒳 and ½.
""",
    "draft.md": """---
title: Xyzzyleak
draft: true
---

xyzzyleak
""",
    "emoji.md": """---
title: 🔥 hot 𠮷野 leakage
tags: [C++, 'C#', data-quality]
---

𠮷野家 leakage of data. ~~x~~
""",
}
# One a line; some are empty, and some end with a blank.
QUERIES = (Path(__file__).parents[1] / "data" / "queries.txt").read_text("utf-8").split("\n")[:-1]


@pytest.fixture(scope="module")
def index() -> Index:
    files = {
        file.relative_to(ROOT / "postmortems").as_posix(): file.read_bytes()
        for file in sorted((ROOT / "postmortems").glob("2*/*.md"))
    }
    files |= {path: text.encode() for path, text in OTHERS.items()}
    readings = [read(data, path) for path, data in files.items()]
    posts = [reading.postmortem for reading in readings if reading.postmortem]
    catalog = Catalog(posts, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    return build_index(documents_of(catalog), Glossary.of(seeded()))


@pytest.fixture(scope="module")
def in_node(index: Index, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("index")
    for name, content in static_files(index, lambda document: f"{document.id}/"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    script = folder / "search.js"
    parts = ("stem", "tokens", "query", "passages", "excerpt", "engine", "source")
    script.write_text("\n".join((SCRIPTS / f"{part}.js").read_text("utf-8") for part in parts))
    assert NODE, "node is needed here"
    asked = "".join(json.dumps({"text": text, "most": 10}) + "\n" for text in QUERIES)
    done = subprocess.run(
        [NODE, str(Path(__file__).with_name("search_in_node.mjs")), str(script), str(folder)],
        input=asked,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(QUERIES, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("text", QUERIES)
def test_the_browser_ranks_as_the_terminal_does(text: str, index: Index, in_node) -> None:
    answer = Engine(index).search(text)
    ours = [
        [
            hit.document.id,
            hit.score,
            hit.matched,
            hit.passage.kind,
            hit.passage.heading,
            hit.passage.text,
            pieces(excerpt(hit.passage.text, answer.marked, answer.marked_forms)),
        ]
        for hit in answer.hits
    ]
    assert in_node[text]["hits"] == ours
    assert in_node[text]["total"] == answer.total


def pieces(shown: Excerpt) -> list[str]:
    """An excerpt as the browser has it: pieces of text, every other one of which matched."""
    cut: list[str] = []
    at = 0
    for start, end in shown.marks:
        cut += [shown.text[at:start], shown.text[start:end]]
        at = end
    return [*cut, shown.text[at:]]


def test_the_queries_find_something(in_node) -> None:
    assert sum(bool(answer["hits"]) for answer in in_node.values()) > len(QUERIES) * 0.7


def test_what_is_hidden_is_in_no_file(index: Index) -> None:
    files = "".join(content for _, content in static_files(index, lambda document: document.id))
    assert "yzzyleak" not in files.lower()
    assert "leakag" in files
