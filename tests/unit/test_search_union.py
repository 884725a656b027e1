"""Several sites searched as one, and what the desk answers a page, in Node."""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import RERANKED, Engine
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, build_index, facet_terms
from mkdocs_postmortems.search.query import as_query
from unit.in_node import Node, told, written
from unit.searching import index_of, post

CONCEPTS = [["churn", "attrition", "customers leaving"], ["holdout", "out of sample"]]
GLOSSARY = Glossary.of(CONCEPTS)
VOCABULARY = [
    *("leakage", "leaks", "civil", "war", "churn", "attrition", "customers leaving", "sepsis"),
    *("数据泄漏", "café", "the", "out of sample", "holdout", "quantisation", "civil war"),
]


def documents(seed: int, size: int) -> Sequence[Document]:
    draw = random.Random(seed)

    def text(most: int) -> str:
        return " ".join(draw.choices(VOCABULARY, k=draw.randrange(1, most)))

    posts = [
        post(
            f"site{seed}/p{each:02}",
            f"{text(30)}\n\n## {text(4)}\n\n{text(60)}",
            [text(8)],
            title=text(5),
            date=draw.choice([None, *(f"2024-{month:02}-01" for month in range(1, 6))]),
            outcome=draw.choice(["failed", "mixed", None]),
            tags=tuple(draw.sample(["nlp", "Data Quality", "c++"], draw.randrange(3))),
            causes=({"code": draw.choice(["shift", "selection"])},),
            team=draw.choice(["Flow", "Zoë's", ""]),
        )
        for each in range(size)
    ]
    return index_of(posts, *CONCEPTS).documents


OWN, OTHER, THIRD = documents(1, 40), documents(2, 25), documents(3, 9)
ALL = [*OWN, *OTHER, *THIRD]
WHOLE = build_index(ALL, GLOSSARY)
BY_ID = {each.id: each for each in ALL}
QUERIES = [
    *(
        "leakage ",
        "leakage civil ",
        "leak",
        "civ",
        "sepsiss ",
        "quanti",
        "churn ",
        "attrition war ",
    ),
    *('"civil war"', '"out of sample" leakage', '-"civil war" sepsis', "-leakage", "-leakage war "),
    *("tag:nlp", 'tag:"c++" leakage', "outcome:failed outcome:mixed", "-outcome:failed leakage "),
    *(
        "cause:data.shift churn",
        "team:flow -tag:nlp",
        "数据",
        "泄",
        "cafe",
        "the of",
        "zzzz",
        "customers leaving ",
    ),
]


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> list[Path]:
    root = tmp_path_factory.mktemp("sites")
    parts = {"own": OWN, "other": OTHER, "third": THIRD}
    return [written(build_index(each, GLOSSARY), root / name) for name, each in parts.items()]


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


def addresses(answer: dict[str, Any]) -> list[str]:
    return [hit["address"].partition("/#")[0].removesuffix("/") for hit in answer["hits"]]


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


# What the desk tells


def test_a_hit_tells_what_is_shown(alone, tmp_path):
    shown = post(
        "2024/a",
        "## Method\n\nBread.",
        ["Watch for leakage."],
        title="A leak",
        date="2024-01-01",
        tags=("x",),
        corrections=({"was": "failed"},),
    )
    alone.open(written(index_of([shown]), tmp_path))

    assert alone.desk_search("leakage ")["hits"] == [
        {
            "address": f"2024/a/#{shown.lessons[0].anchor}",
            "from": "",
            "date": "2024-01-01",
            "facets": {"year": ["2024"], "tag": ["x"]},
            "marks": ["corrected"],
            "title": ["A leak"],
            "kind": "lesson",
            "heading": "",
            "text": ["Watch for ", "leakage", "."],
        }
    ]


WORDS = [
    post("a", "Sepsis and leakage, leakages, leaky pipes.", title="Overfitting"),
    post("b", "Sepsis. The leakproof pipe."),
]


@pytest.mark.parametrize(
    ("text", "corrected", "unknown"),
    [
        ("sepsis ", [], []),
        ("sepsiss ", [["sepsiss", ["sepsis"]]], []),
        ("espsis pipes ", [["espsis", ["sepsis"]]], []),
        ("ovrefitting sepsiss ", [["ovrefitting", ["overfitting"]], ["sepsiss", ["sepsis"]]], []),
        ("zzzz ", [], [["zzzz", []]]),
        ("sepsis leakzzzzz ", [], [["leakzzzzz", ["leakage", "leakages", "leakproof", "leaky"]]]),
        ("zzzz yyyy zzzz ", [], [["zzzz", []], ["yyyy", []]]),
        ("leakage leakages leakage ", [], []),
        ("sepsis sepsiss ", [], []),
        ("the of ", [], []),
        ("tag:nothing sepsis ", [], []),
        ("sep", [], []),
        ("-zzzz sepsis ", [], []),
    ],
)
def test_words_that_were_taken_for_others_or_that_nobody_wrote_are_told(
    alone, tmp_path, text, corrected, unknown
):
    alone.open(written(index_of(WORDS), tmp_path))
    answer = alone.desk_search(text)

    assert (answer["corrected"], answer["unknown"]) == (corrected, unknown)


# How many of each value


def counted(
    engine: Engine, text: str, filters: Sequence[tuple[str, str]], name: str
) -> dict[str, int]:
    """How many of the hits have each value of a facet, its own filter left aside."""
    given: dict[str, tuple[str, ...]] = {}
    for other, value in filters:
        if other != name:
            given[other] = (*given.get(other, ()), value)
    asked = as_query(text, given)
    found = [hit.document for hit in engine.search(asked, 999).hits] if asked.strip() else ALL
    terms = Counter(term for each in found for term in facet_terms(each))
    return {
        term.partition(":")[2]: terms[term]
        for term in sorted(WHOLE.terms)
        if term.startswith(f"={name}:")
    }


NAMES = ["outcome", "tag", "team", "cause", "year", "series"]
FILTERS = [
    [],
    [("outcome", "failed")],
    [("outcome", "failed"), ("tag", "nlp")],
    [("tag", "nlp"), ("tag", "c++"), ("cause", "shift")],
    [("team", "nobody")],
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize(
    "text",
    [
        *("", "leakage ", "leak", "leakage civil ", "sepsiss ", "zzzz ", "churn -tag:nlp "),
        *("-leakage", "-outcome:failed", "-leakage war ", "outcome:mixed", "outcome:mixed leakage"),
        *("-tag:nlp -sepsis", "the of "),
    ],
)
def test_the_values_of_facets_are_counted_as_they_would_be_found(node, text, filters):
    counts = node.ask("counts", text=text, filters=filters, names=NAMES)

    engine = Engine(WHOLE)
    assert {name: dict(sorted(values.items())) for name, values in counts.items()} == {
        name: counted(engine, text, filters, name) for name in NAMES
    }


def test_a_filter_with_a_quotation_mark_is_found(alone, tmp_path):
    index: Index = index_of([post("a", tags=('say "hi"',)), post("b", tags=("say",))])
    alone.open(written(index, tmp_path))

    assert json.dumps(list(index.terms)).count("=tag:") == 2
    assert addresses(alone.desk_search(filters=[("tag", 'say "hi"')])) == ["a"]
    assert addresses(alone.desk_search("untitled", filters=[("tag", 'say "hi"')])) == ["a"]
