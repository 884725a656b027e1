"""What the benchmark in the browser works out by itself. Nothing here starts a browser."""

import gzip
import http.client
import json
import math
import os
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from string import Template

import pytest

from benchmarks.search.bench import demo, read_queries
from benchmarks.search.engines import HERE, STOP, Node, take_apart
from benchmarks.search.figures import average_by_kind, percentile, ratios, sample, times
from benchmarks.search.ours import our_kind, write_ours
from benchmarks.search.server import NETWORKS, Sent, serve
from benchmarks.search.sites import kind_by_suffix

KINDS = {query["kind"] for query in read_queries()}


def answer(took: float, *, pause: float = 0, found: bool = True, late: bool = False) -> dict:
    return {"cold": {"opening": 10, "took": took, "pause": pause, "found": found, "late": late}}


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 2, 3], 0.5, 2),
        (range(1, 101), 0.95, 95),
        ([7], 0.95, 7),
        ([1, math.inf], 1, math.inf),
        ([], 0.5, math.inf),
    ],
)
def test_a_percentile_is_one_of_the_values(values, share, expected):
    assert percentile(values, share) == expected


def test_the_sample_does_not_depend_on_the_order_of_the_file():
    queries = read_queries()
    assert sample(queries, 40) == sample(queries[::-1], 40)


@pytest.mark.parametrize("size", [13, 26, 40, 130])
def test_the_sample_has_as_many_of_each_kind(size):
    chosen = sample(read_queries(), size)
    numbers = Counter(query["kind"] for query in chosen)
    assert len({query["id"] for query in chosen}) == size
    assert set(numbers) == KINDS
    assert max(numbers.values()) - min(numbers.values()) <= 1


def test_a_larger_sample_begins_with_the_smaller():
    assert sample(read_queries(), 40)[:13] == sample(read_queries(), 13)


def test_a_further_query_is_of_another_kind():
    chosen = sample(read_queries(), 40)
    assert all(one["kind"] != other["kind"] for one, other in pairwise(chosen))


def test_a_late_query_counts_as_endless_and_one_without_results_not_at_all():
    rows = [answer(5), answer(30_000, late=True), answer(2, found=False), {}]
    assert times(rows, "cold") == [15, math.inf]


def test_ratios_are_those_of_queries_that_both_answered():
    ours = [answer(90, pause=80), answer(10), answer(10, found=False)]
    theirs = [answer(40), answer(10, late=True), answer(10)]
    assert ratios(ours, theirs, "cold", pauses=True) == [2]
    assert ratios(ours, theirs, "cold", pauses=False) == [0.4]


def test_bytes_by_kind_are_means_over_all_queries_the_most_first():
    rows = [
        {"cold": {"bytes by kind": {"d": 10}, "requests by kind": {"d": 2}}},
        {"cold": {"bytes by kind": {"d": 20, "t": 40}, "requests by kind": {"d": 1, "t": 1}}},
        {},
    ]
    assert list(average_by_kind(rows, "cold").items()) == [("t", (20, 0.5)), ("d", (15, 1.5))]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", None),
        ("index.html", None),
        ("pagefind/pagefind.js", "js"),
        ("engine.mjs", "js"),
        ("pagefind/wasm.en.pagefind", "wasm"),
        ("pagefind/index/en_1.pf_index", "pf_index"),
    ],
)
def test_kinds_of_the_files_of_others(path, kind):
    assert kind_by_suffix(path) == kind


def test_our_site_holds_what_its_page_asks_for(tmp_path):
    docs = [take_apart(path.removesuffix(".md"), text) for path, text in demo()]
    write_ours(docs, tmp_path)
    page = (tmp_path / "index.html").read_text()
    paths = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*")}
    kinds = {path: our_kind(path) for path in paths}
    boot = next(path for path, kind in kinds.items() if kind == "postmortems")
    assert f'src="{boot}"' in page
    assert all(f'href="{path}"' in page for path in paths if path.endswith(".css"))
    expected = {"postmortems", "search", "engine", "manifest", "t", "w", "d", "f"}
    assert expected <= set(kinds.values())


def test_the_server_counts_what_it_sends_compressed(tmp_path):
    (tmp_path / "a.js").write_text("let a;" * 1000)
    (tmp_path / "b.pf_meta").write_bytes(b"b" * 1000)
    with serve(tmp_path, NETWORKS["none"]) as (address, counter):
        connection = http.client.HTTPConnection(address.split("/")[2])

        def get(path: str, **headers: str) -> tuple[int, bytes, str]:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read(), response.headers.get("ETag", "")

        _, script, tag = get("/a.js?1")
        assert gzip.decompress(script) == b"let a;" * 1000
        assert get("/b.pf_meta")[1] == b"b" * 1000
        assert get("/a.js", **{"If-None-Match": tag})[:2] == (304, b"")
        assert get("/c.js")[0] == 404
        connection.close()
        sent = counter.take()
    assert [each.path for each in sent] == ["a.js", "b.pf_meta", "a.js", "c.js"]
    assert [each.body for each in sent] == [len(script), 1000, 0, 0]
    assert all(isinstance(each, Sent) and each.head > 0 for each in sent)


NODE = shutil.which("node")


@pytest.mark.skipif(
    not NODE and not os.environ.get("POSTMORTEMS_REQUIRE_ALL"), reason="there is no node"
)
def test_a_query_is_taken_apart_in_the_page_as_in_the_judged_benchmark(tmp_path):
    script = Template((HERE / "pages" / "query.mjs").read_text(encoding="utf-8"))
    text = script.safe_substitute(stopwords=" ".join(sorted(STOP)))
    (tmp_path / "query.mjs").write_text(text, encoding="utf-8")
    (tmp_path / "run.mjs").write_text(
        'import { readFileSync } from "node:fs";\n'
        'import { readQuery } from "./query.mjs";\n'
        "const texts = JSON.parse(readFileSync(0));\n"
        "console.log(JSON.stringify(texts.map(readQuery)));\n"
    )
    texts = [query["text"] for query in read_queries()]
    run = subprocess.run(
        [NODE, tmp_path / "run.mjs"],
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    expected = [Node.query(text) for text in texts]
    for query in expected:
        del query["raw"]
    assert json.loads(run.stdout) == expected
