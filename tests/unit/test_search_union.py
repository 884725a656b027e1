"""Several sites searched as one, in Node."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mkdocs_postmortems.search.engine import RERANKED, Engine
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import build_index
from unit.in_node import Node, addresses, told, written
from unit.searching import index_of, post
from unit.sites import ALL, BY_ID, GLOSSARY, OTHER, OWN, WHOLE, written_sites

QUERIES = [
    *("leakage ", "leakage civil ", "leak", "civ", "sepsiss ", "quanti", "churn "),
    *("attrition war ", "customers leaving ", "cafe", "数据", "泄", "the of", "zzzz"),
    *('"civil war"', '"out of sample" leakage', '-"civil war" sepsis', "-leakage", "-leakage war "),
    *("tag:nlp", 'tag:"c++" leakage', "outcome:failed outcome:mixed", "-outcome:failed leakage "),
    *("cause:data.shift churn", "team:flow -tag:nlp"),
]


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> list[Path]:
    return written_sites(tmp_path_factory.mktemp("sites"))


@pytest.fixture(scope="module")
def node(sites) -> Iterator[Node]:
    with Node() as started:
        started.open(*sites)
        yield started


@pytest.fixture
def alone() -> Iterator[Node]:
    with Node() as started:
        yield started


# The same as one index


@pytest.mark.parametrize("text", QUERIES)
def test_several_sites_rank_as_one_index_of_all(node, text):
    assert node.search(text, 12) == told(Engine(WHOLE).search(text, 12))


@pytest.mark.parametrize("text", [text for text in QUERIES if '"' not in text])
def test_how_the_documents_are_shared_out_changes_no_score(node, text):
    in_time = sorted(ALL, key=lambda each: (each.date, each.id))
    expected = Engine(build_index(in_time, GLOSSARY)).search(text, 99)
    found = node.search(text, 99)

    assert {hit[0]: hit[1] for hit in found["hits"]} == {
        hit.document.id: hit.score for hit in expected.hits
    }
    assert [hit[1:3] for hit in found["hits"][RERANKED:]] == [
        [hit.score, hit.matched] for hit in expected.hits[RERANKED:]
    ]


def test_the_queries_find_something_in_every_site():
    found = Counter(
        hit.document.id[:5] for text in QUERIES for hit in Engine(WHOLE).search(text, 99).hits
    )

    assert min(found["site1"], found["site2"], found["site3"]) > 20


@pytest.mark.parametrize("prefix", ["", "le", "c", "leakage", "数", "zzz"])
def test_words_are_counted_in_all_sites(node, prefix):
    found = node.run("return engine.source.words(given);", prefix)

    assert {each["word"]: each["frequency"] for each in found} == {
        each.word: each.frequency for each in WHOLE.words(prefix)
    }


def test_the_values_of_a_facet_are_those_of_all_sites(node):
    code = "return [...(await engine.source.facet('tag'))].map(([each, all]) => [each, [...all]]);"

    assert dict(node.run(code)) == {
        term.removeprefix("=tag:"): list(found.documents)
        for term, found in WHOLE.terms.items()
        if term.startswith("=tag:")
    }


def test_a_concept_that_only_another_site_has_is_looked_for(alone, tmp_path):
    glossary = Glossary.of([["gizmo", "handy thing"]])
    own = index_of([post("own", "Nothing of the kind.")])
    other = build_index(index_of([post("other", "A handy thing.")]).documents, glossary)
    alone.open(written(own, tmp_path / "own"), written(other, tmp_path / "other"))

    (hit,) = alone.desk_search("gizmo ")["hits"]
    assert (hit["from"], hit["text"]) == ("other", ["A ", "handy", " ", "thing", "."])


# In the order of time


def in_time(ids: Sequence[str]) -> list[str]:
    """Newest first; of one day our own site first, and of one site the last."""
    numbers = {each.id: number for number, each in enumerate(ALL)}
    place = {each.id: (each.id[4], -numbers[each.id]) for each in ALL}
    return sorted(sorted(ids, key=place.__getitem__), key=lambda id_: BY_ID[id_].date, reverse=True)


@pytest.mark.parametrize("most", [1, 7, 99])
@pytest.mark.parametrize("text", ["leakage ", "tag:nlp", '"civil war"', '-"civil war" leakage '])
def test_the_newest_come_first_across_sites(node, text, most):
    ids = in_time([hit.document.id for hit in Engine(WHOLE).search(text, 99).hits])

    assert addresses(node.desk_search(text, order="date", most=most)) == ids[:most]


@pytest.mark.parametrize("order", ["", "date"])
@pytest.mark.parametrize("text", ["", "leakage ", "leakage civil ", '"civil war"'])
def test_the_hits_after_the_first_follow_them(node, text, order):
    whole = node.desk_search(text, order=order, most=20)["hits"]
    first = node.desk_search(text, order=order, most=6)["hits"]
    rest = node.desk_search(text, order=order, most=20, skip=6)["hits"]

    assert [*first, *rest] == whole
    assert len(whole) > 9


def test_browsing_shows_the_newest_of_all_sites(node):
    answer = node.desk_search(most=20)

    assert addresses(answer) == in_time([each.id for each in ALL])[:20]
    assert (answer["total"], answer["isCounted"]) == (len(ALL), True)
    assert (answer["corrected"], answer["unknown"], answer["missing"]) == ([], [], [])


def test_for_the_newest_few_no_more_are_fetched_than_it_takes(alone, sites):
    alone.open(*sites)
    alone.run("fetched.length = 0;")
    alone.desk_search(most=3)

    fetched = [name for name in alone.run("return fetched;") if re.search(r"/d\d+/\d+\.js$", name)]
    assert len(fetched) <= 3 + len(sites)


# Sites that are not there


def test_a_site_that_is_not_there_is_told_and_the_rest_is_searched(alone, sites, tmp_path):
    alone.open(sites[0], tmp_path / "gone", sites[1])
    expected = Engine(build_index([*OWN, *OTHER], GLOSSARY))

    assert alone.desk_search("leakage ")["missing"] == ["gone"]
    assert alone.search("leakage ") == told(expected.search("leakage "))
    assert alone.ask("count") == len(OWN) + len(OTHER)


def test_a_site_of_another_version_counts_as_not_there(alone, sites, tmp_path):
    copy = shutil.copytree(sites[1], tmp_path / "old")
    manifest = copy / "manifest.js"
    manifest.write_text(manifest.read_text("utf-8").replace('"version":2', '"version":1'), "utf-8")
    alone.open(sites[0], copy)

    assert alone.desk_search("leakage ")["missing"] == ["old"]
    assert (
        alone.search("leakage ")["total"]
        == Engine(build_index(OWN, GLOSSARY)).search("leakage ").total
    )


def test_without_our_own_site_there_is_no_search_until_it_is_back(alone, sites, tmp_path):
    with pytest.raises(AssertionError, match="could not be loaded"):
        alone.open(tmp_path / "own", sites[1])
    shutil.copytree(sites[0], tmp_path / "own")

    assert alone.desk_search("leakage ")["missing"] == []
    assert alone.desk_search("leakage ")["total"] > 0
