"""Lineage: what builds on what, who took whose place, and references that lead nowhere."""

import datetime as dt

import pytest

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.lineage import RELATIONS
from mkdocs_postmortems.domain import Postmortem
from unit.making import NOW, made, read_fields, record


def links(catalog: Catalog, postmortem: Postmortem) -> list[tuple[str, str, bool]]:
    return [(link.relation, link.other.id, link.is_inbound) for link in catalog.links(postmortem)]


def problems(*postmortems: Postmortem, unread: dict[str, str] | None = None) -> list[str]:
    return [str(each) for each in Catalog(postmortems, NOW, unread=unread).problems]


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_relation_is_seen_from_both_ends(relation: str):
    first, second = record("first"), record("second", **{relation: ["first"]})
    catalog = Catalog([first, second], NOW)

    assert links(catalog, second) == [(relation, "first", False)]
    assert links(catalog, first) == [(relation, "second", True)]
    assert catalog.problems == ()


def test_its_own_links_come_first_each_in_the_order_of_relations():
    hub = record("hub", supersedes=["old"], builds_on=["base"])
    catalog = Catalog([hub, record("old"), record("base"), record("fan", replicates=["hub"])], NOW)

    assert links(catalog, hub) == [
        ("builds_on", "base", False),
        ("supersedes", "old", False),
        ("replicates", "fan", True),
    ]


def test_who_takes_its_place():
    old, new = record("old"), record("new", supersedes=["old"])
    catalog = Catalog([old, new], NOW)

    assert catalog.superseded_by(old) == (new,)
    assert catalog.superseded_by(new) == ()


def test_a_draft_names_and_is_named_by_nobody_and_that_is_no_problem():
    seen = record("seen", builds_on=["draft"])
    draft = record("draft", draft=True, supersedes=["seen"])
    catalog = Catalog([seen, draft], NOW)

    assert (links(catalog, seen), links(catalog, draft)) == ([], [])
    assert catalog.superseded_by(seen) == ()
    assert catalog.problems == ()


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_reference_that_leads_nowhere_is_told_at_its_line(relation: str):
    lost = made(read_fields(f"title: T\n{relation}: [quite-another-thing]"))

    assert problems(lost) == [
        (
            f"churn.md:3: {relation}: there is no postmortem `quite-another-thing`. "
            "Write the other file's path without `.md`."
        )
    ]


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_names_itself_or_goes_round_is_told_at_its_line(relation: str):
    def naming(target: str, path: str) -> Postmortem:
        return made(read_fields(f"title: T\n{relation}: [{target}]", path=path))

    assert problems(naming("a", "a.md")) == [f"a.md:3: {relation}: names this postmortem itself."]
    circle = [f"a.md:3: {relation}: goes round in a circle: a → b → a."]
    expected = [] if relation == "contradicts" else circle
    assert problems(naming("b", "a.md"), naming("a", "b.md")) == expected


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("2023/chrun", "2023/churn"),
        ("churn", "2024/churn"),
        ("rank", "2023/rank"),
    ],
)
def test_the_one_that_was_meant_is_named(target: str, near: str):
    found = problems(
        record("2024/new", builds_on=[target]),
        record("2023/churn"),
        record("2024/churn"),
        record("2023/rank"),
    )

    assert found == [
        f"2024/new.md: builds_on: there is no postmortem `{target}`. Did you mean `{near}`?"
    ]


def test_one_in_the_same_folder_is_meant_before_others_however_deep_it_lies():
    new = record("2024/q1/new", builds_on=["churn"])

    (told,) = problems(new, record("2024/q0/churn"), record("2024/q1/churn"), record("churns"))

    assert told.endswith("Did you mean `2024/q1/churn`?")


def test_one_that_could_not_be_read_is_not_called_missing():
    assert problems(record("a", builds_on=["b"]), unread={"b": "b.md"}) == [
        "a.md: builds_on: `b` could not be read."
    ]


def test_one_that_names_itself_is_told_and_not_linked():
    alone = record("a", supersedes=["a"])
    catalog = Catalog([alone], NOW)

    assert links(catalog, alone) == []
    assert [str(each) for each in catalog.problems] == [
        "a.md: supersedes: names this postmortem itself."
    ]


def test_a_circle_is_told_once_at_its_first_member():
    circle = [
        record("b", supersedes=["c"]),
        record("c", supersedes=["a"]),
        record("a", supersedes=["b"]),
        record("tail", supersedes=["a"]),
    ]

    assert problems(*circle) == ["a.md: supersedes: goes round in a circle: a → b → c → a."]


@pytest.mark.parametrize("relation", ["builds_on", "replicates", "supersedes"])
def test_no_relation_to_the_past_may_go_round(relation: str):
    circle = [
        record("a", **{relation: ["c"]}),
        record("b", **{relation: ["c"]}),
        record("c", **{relation: ["b"]}),
    ]

    assert problems(*circle) == [f"b.md: {relation}: goes round in a circle: b → c → b."]


def test_two_may_contradict_each_other():
    assert problems(record("a", contradicts=["b"]), record("b", contradicts=["a"])) == []


def test_two_relations_that_lead_back_are_no_circle_of_one():
    assert problems(record("a", builds_on=["b"]), record("b", replicates=["a"])) == []


@pytest.mark.parametrize(
    ("own", "others", "is_told"),
    [
        ("2024-01-01", "2024-01-02", True),
        ("2024-01-01", "2024-01-01", True),
        ("2024-01-01", "2023-12-31", False),
        ("2024-01-01", None, True),
        (None, "2023-12-31", True),
    ],
)
def test_who_found_otherwise_since(own: str | None, others: str | None, *, is_told: bool):
    def dated(name: str, day: str | None, **more: list[str]) -> Postmortem:
        return record(name, date=dt.date.fromisoformat(day) if day else None, **more)

    first, other = dated("first", own), dated("other", others, contradicts=["first"])
    catalog = Catalog([first, other], NOW)

    assert catalog.contradicted_by(first) == ((other,) if is_told else ())
    assert catalog.contradicted_by(other) == ()


def test_two_circles_are_told_twice():
    assert problems(
        record("a", supersedes=["b"]),
        record("b", supersedes=["a"]),
        record("c", supersedes=["d"]),
        record("d", supersedes=["c"]),
    ) == [
        "a.md: supersedes: goes round in a circle: a → b → a.",
        "c.md: supersedes: goes round in a circle: c → d → c.",
    ]


def test_two_ways_to_one_end_are_no_circle():
    assert (
        problems(
            record("top", supersedes=["left", "right"]),
            record("left", supersedes=["end"]),
            record("right", supersedes=["end"]),
            record("end"),
        )
        == []
    )


def test_a_chain_of_thousands_is_followed_without_recursion():
    chain = [record(f"n{n:04}", supersedes=[f"n{n + 1:04}"]) for n in range(3_000)]

    assert problems(*chain, record("n3000")) == []
