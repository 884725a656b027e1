"""Lineage as graphs: what is around a postmortem, and what hangs together."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.graph import Graph
from mkdocs_postmortems.catalog.lineage import RELATIONS, TO_THE_PAST
from mkdocs_postmortems.domain import Postmortem
from unit.lines import collections
from unit.making import NOW, ids, record


def edges(graph: Graph | None) -> set[tuple[str, str, tuple[tuple[str, bool], ...]]]:
    """Each edge by the ids of its earlier and its later end, and what is said."""
    assert graph is not None
    nodes = ids(graph.nodes)
    return {(nodes[each.earlier], nodes[each.later], each.said) for each in graph.edges}


def around(most: int, subject: Postmortem, *others: Postmortem) -> Graph | None:
    return Catalog([subject, *others], NOW).neighbourhood(subject, most)


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_is_named_is_on_the_side_of_the_past(relation: str):
    old, new = (
        record("old", date="2020-01-01"),
        record("new", date="2024-01-01", **{relation: ["old"]}),
    )
    expected = {("old", "new", ((relation, True),))}

    assert edges(around(9, old, new)) == edges(around(9, new, old)) == expected


@pytest.mark.parametrize("relation", TO_THE_PAST)
def test_what_one_follows_on_comes_first_whatever_the_dates_say(relation: str):
    late = record("late", date="2024-01-01")
    early = record("early", date="2020-01-01", **{relation: ["late"]})

    assert edges(around(9, early, late)) == {("late", "early", ((relation, True),))}


def test_all_that_two_say_of_each_other_is_one_edge():
    a = record("a", date="2020-01-01", contradicts=["b"])
    b = record("b", date="2021-01-01", contradicts=["a"], builds_on=["a"], body="[x](a.md)")

    (edge,) = edges(around(9, a, b))
    assert edge == ("a", "b", (("builds_on", True), ("contradicts", True), ("contradicts", False)))


def test_a_link_in_a_text_is_a_weak_relation_and_makes_no_picture_of_its_own():
    a = record("a", date="2020-01-01")
    b = record("b", date="2021-01-01", builds_on=["a"])
    c = record("c", date="2022-01-01", body="As [before](b.md).")

    assert edges(around(9, b, a, c)) == {
        ("a", "b", (("builds_on", True),)),
        ("b", "c", (("mentions", True),)),
    }
    assert around(9, c, a, b) is None


def test_neighbours_are_shown_with_what_they_say_of_each_other_and_no_further():
    a, b = record("a"), record("b", builds_on=["a"])
    subject, far = record("s", builds_on=["a", "b"]), record("far", builds_on=["b"])

    assert edges(around(9, subject, a, b, far)) == {
        ("a", "b", (("builds_on", True),)),
        ("a", "s", (("builds_on", True),)),
        ("b", "s", (("builds_on", True),)),
    }


def test_of_too_many_some_of_each_relation_are_taken_and_stated_ones_first():
    past = [record(f"past{n}") for n in range(9)]
    subject = record("s", builds_on=[each.id for each in past], body="[x](linked.md)")
    after = [record(f"after{n}", replicates=["s"]) for n in range(9)]
    against = record("against", contradicts=["s"])

    graph = around(7, subject, *past, *after, against, record("linked"))
    assert graph is not None
    assert sorted(ids(graph.nodes)) == [
        *("after0", "after1", "against", "past0", "past1", "past2"),
        "s",
    ]


def test_what_hangs_together_is_told_newest_first_and_loners_are_not():
    catalog = Catalog(
        [
            record("a", date="2020-01-01"),
            record("b", date="2023-01-01", supersedes=["a"]),
            record("c", date="2021-01-01"),
            record("d", date="2024-01-01", contradicts=["c"]),
            record("loner", date="2024-01-01", body="[x](a.md)"),
            record("draft", draft=True, builds_on=["a", "c"]),
        ],
        NOW,
    )

    assert [ids(line) for line in catalog.lines] == [["d", "c"], ["b", "a"]]


@settings(max_examples=30)
@given(collections())
def test_every_line_has_all_that_is_stated_and_each_postmortem_is_in_one_at_most(
    listed: list[Postmortem],
):
    catalog = Catalog(listed, NOW)
    lines = [set(ids(line)) for line in catalog.lines]

    for each in listed:
        having = [line for line in lines if each.id in line]
        others = {link.other.id for link in catalog.links(each)}
        assert len(having) == bool(others)
        assert all(others <= line for line in having)


@settings(max_examples=30)
@given(collections())
def test_a_graph_says_what_its_postmortems_say_of_each_other(listed: list[Postmortem]):
    catalog = Catalog(listed, NOW)
    graph = catalog.graph(listed)
    nodes = ids(graph.nodes)
    said = {
        (kind, *((nodes[edge.later], nodes[edge.earlier])[:: 1 if by_later else -1]))
        for edge in graph.edges
        for kind, by_later in edge.said
    }

    stated = {
        (relation, each.id, target)
        for each in listed
        for relation in RELATIONS
        for target in getattr(each, relation)
        if target != each.id
    }
    assert {each for each in said if each[0] != "mentions"} == stated
    weak = {frozenset(each[1:]) for each in said if each[0] == "mentions"}
    assert weak.isdisjoint(frozenset(each[1:]) for each in stated)
    assert all(edge.earlier < edge.later for edge in graph.edges)


@settings(max_examples=30)
@given(collections(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_is_no_matter(listed: list[Postmortem], random):
    shuffled = list(listed)
    random.shuffle(shuffled)

    assert Catalog(listed, NOW).graph(listed) == Catalog(shuffled, NOW).graph(shuffled)


def test_a_chain_of_thousands_is_put_in_order():
    chain = [
        record(f"n{n:04}", builds_on=[f"n{n + 1:04}"] if n < 2_999 else []) for n in range(3_000)
    ]
    catalog = Catalog(chain, NOW)

    (line,) = catalog.lines
    nodes = ids(catalog.graph(line).nodes)
    assert all(first > second for first, second in pairwise(nodes))
    assert len(nodes) == 3_000


@pytest.mark.parametrize(
    ("earlier", "later", "back", "on"),
    [
        ({}, {"builds_on": ["old"]}, True, False),
        ({"contradicts": ["new"]}, {}, False, True),
        ({"contradicts": ["new"]}, {"builds_on": ["old"]}, True, True),
    ],
)
def test_an_edge_points_to_whoever_is_named(
    earlier: dict[str, list[str]],
    later: dict[str, list[str]],
    back: bool,  # noqa: FBT001
    on: bool,  # noqa: FBT001
):
    old = record("old", date="2020-01-01", **earlier)
    graph = around(9, old, record("new", date="2024-01-01", **later))

    assert graph is not None
    (edge,) = graph.edges
    assert (edge.leads_back, edge.leads_on) == (back, on)
