"""The browser's engine and ours give the same hits in the same order, with the same scores."""

import datetime as dt
from pathlib import Path

import pytest

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.glossary import Glossary, seeded
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.static import static_files
from mkdocs_postmortems.source import read
from unit.in_node import Node, told, written

ROOT = Path(__file__).parents[2]
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
def node(index: Index, tmp_path_factory: pytest.TempPathFactory):
    with Node() as started:
        started.open(written(index, tmp_path_factory.mktemp("index")))
        yield started


@pytest.mark.parametrize("text", QUERIES)
def test_the_browser_ranks_as_the_terminal_does(text: str, index: Index, node: Node) -> None:
    assert node.search(text) == told(Engine(index).search(text))


def test_the_queries_find_something(index: Index) -> None:
    found = [Engine(index).search(text).total for text in QUERIES]

    assert sum(map(bool, found)) > len(QUERIES) * 0.7


def test_what_is_hidden_is_in_no_file(index: Index) -> None:
    files = "".join(content for _, content in static_files(index, lambda document: document.id))
    assert "yzzyleak" not in files.lower()
    assert "leakag" in files
