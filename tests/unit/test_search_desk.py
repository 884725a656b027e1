"""What the desk answers a page: hits, guesses and counts, in Node."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.guessing import guesses
from mkdocs_postmortems.search.index import Index, facet_terms
from mkdocs_postmortems.search.query import as_query, parse
from unit.in_node import Node, addresses, written
from unit.searching import index_of, post
from unit.sites import ALL, WHOLE, written_sites


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Iterator[Node]:
    with Node() as started:
        started.open(*written_sites(tmp_path_factory.mktemp("sites")))
        yield started


@pytest.fixture
def alone() -> Iterator[Node]:
    with Node() as started:
        yield started


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


@pytest.mark.parametrize(
    "text",
    ["", "leakage ", "sepsiss ", "the of ", "the sepsiss ", "leakag churnn qqqzzz", "leakagesque "],
)
def test_what_it_guesses_is_what_the_terminal_guesses(node, text):
    told = node.desk_search(text)

    groups = Engine(WHOLE).search(text).groups
    made = list(guesses(WHOLE, text, groups))
    for name, is_taken in (("corrected", True), ("unknown", False)):
        ours = [[each.word, list(each.near)] for each in made if each.is_taken is is_taken]
        assert told[name] == ours
    assert told["isCommon"] == parse(text).is_common


@pytest.mark.parametrize("text", ["the ", "of the", '"to be" '])
def test_stop_words_beside_a_filter_say_no_more_than_it(node, text):
    chosen = addresses(node.desk_search(text, filters=[("outcome", "failed")]))

    typed = addresses(node.desk_search(f"{text} outcome:failed "))
    alone = addresses(node.desk_search("outcome:failed"))
    assert chosen == typed == ([] if '"' in text else alone)


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
    query = parse(asked)
    is_all = not query.narrows and (query.is_common or not query.words)
    found = ALL if is_all else [hit.document for hit in engine.search(asked, 999).hits]
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


def test_a_stop_word_is_not_taken_for_a_word_that_is_spelt_alike(alone, tmp_path):
    index = index_of([post("a", "Being tired of these themes.")])
    alone.open(written(index, tmp_path))

    for text in ("tried ", "tried", "these "):
        assert Engine(index).search(text).hits == ()
        assert alone.desk_search(text) | {"missing": []} == {
            "hits": [],
            "total": 0,
            "isCounted": True,
            "missing": [],
            "corrected": [],
            "unknown": [],
            "isCommon": True,
        }


def test_all_that_a_half_typed_word_needs_is_asked_for_before_any_of_it_comes(alone, tmp_path):
    alone.open(written(index_of([post("a", "leakage leaks")]), tmp_path))

    asked = alone.run("""
        const asked = [];
        globalThis.fetch = (address) => { asked.push(address); return new Promise(() => {}); };
        engine.search("leak");
        for (let turn = 0; turn < 50; turn++) await null;
        return asked;
    """)
    assert sorted(address.split("/")[-2] for address in asked) == ["t0", "w0"]
