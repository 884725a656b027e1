"""Hidden means hidden: the table of section 5 of the design, cell by cell."""

import datetime as dt

import pytest

from mkdocs_postmortems.catalog import Catalog, Surface, Visibility, is_shown, visibility_of
from mkdocs_postmortems.domain import Lesson, Postmortem
from unit.making import NOW, ids, record

TOMORROW = NOW + dt.timedelta(days=1)
ONE_OF_EACH = {
    Visibility.PUBLISHED: record("published", date="2024-01-01"),
    Visibility.DRAFT: record("draft", date="2024-01-01", draft=True),
    Visibility.UNLISTED: record("unlisted", date="2024-01-01", unlisted=True),
    Visibility.SCHEDULED: record("scheduled", date=TOMORROW),
    Visibility.RESTRICTED: record("restricted", date="2024-01-01", audience=("board",)),
}

TABLE = """
    surface      published draft unlisted scheduled restricted
    BUILT_PAGE   yes       no    yes      no        no
    SERVED_PAGE  yes       yes   yes      yes       yes
    ASSETS       yes       no    yes      no        no
    COLLECTION   yes       no    no       no        no
    FIGURES      yes       no    no       no        no
    SEARCH       yes       no    no       no        no
    EXPORTS      yes       no    no       no        no
"""


def cells() -> list[tuple[Surface, Visibility, bool]]:
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return [
        (Surface[row[0]], Visibility(kind), cell == "yes")
        for row in rows
        for kind, cell in zip(head[1:], row[1:], strict=True)
    ]


def test_the_table_is_whole():
    assert len(cells()) == len(Surface) * len(Visibility) == 35


@pytest.mark.parametrize(("surface", "visibility", "shown"), cells())
def test_who_sees_what(surface: Surface, visibility: Visibility, shown: bool):  # noqa: FBT001
    catalog = Catalog(ONE_OF_EACH.values(), NOW)
    postmortem = ONE_OF_EACH[visibility]

    assert is_shown(visibility, surface) is shown
    assert catalog.visibility(postmortem) is visibility
    assert (postmortem in catalog.shown_on(surface)) is shown


@pytest.mark.parametrize(
    ("fields", "visibility"),
    [
        ({}, Visibility.PUBLISHED),
        ({"date": NOW}, Visibility.PUBLISHED),
        ({"date": NOW + dt.timedelta(seconds=1)}, Visibility.SCHEDULED),
        ({"date": "2024-06-16"}, Visibility.PUBLISHED),
        ({"date": "2024-06-17"}, Visibility.SCHEDULED),
        ({"draft": True, "unlisted": True}, Visibility.DRAFT),
        ({"draft": True, "date": TOMORROW}, Visibility.DRAFT),
        ({"unlisted": True, "date": TOMORROW}, Visibility.SCHEDULED),
        ({"expires": "2020-01-01"}, Visibility.PUBLISHED),
    ],
)
def test_draft_wins_over_the_future_and_both_over_unlisted(
    fields: dict[str, object], visibility: Visibility
):
    """At noon of 15 June in UTC it is 16 June in Kiritimati already, and 17 June nowhere."""
    assert visibility_of(record("a", **fields), NOW) is visibility


@pytest.mark.parametrize(
    ("audience", "readers", "visibility"),
    [
        ((), (), Visibility.PUBLISHED),
        ((), ("board",), Visibility.PUBLISHED),
        (("board",), (), Visibility.RESTRICTED),
        (("board",), ("risk",), Visibility.RESTRICTED),
        (("board",), ("board",), Visibility.PUBLISHED),
        (("board", "risk"), ("risk",), Visibility.PUBLISHED),
        (("board",), ("risk", "board"), Visibility.PUBLISHED),
    ],
)
def test_readers_see_what_is_for_everybody_and_for_one_of_their_audiences(
    audience: tuple[str, ...], readers: tuple[str, ...], visibility: Visibility
):
    assert visibility_of(record("a", audience=audience), NOW, readers) is visibility


@pytest.mark.parametrize(
    ("fields", "to_the_board"),
    [
        ({"draft": True}, Visibility.DRAFT),
        ({"date": TOMORROW}, Visibility.SCHEDULED),
        ({"unlisted": True}, Visibility.UNLISTED),
    ],
)
def test_for_whom_it_is_comes_first(fields: dict[str, object], to_the_board: Visibility):
    held = record("a", audience=("board",), **fields)
    assert visibility_of(held, NOW) is Visibility.RESTRICTED
    assert visibility_of(held, NOW, ("board",)) is to_the_board


def test_a_forgotten_draft_for_others_is_not_counted():
    old = {"date": "2023-01-01", "draft": True}
    posts = [record("a", **old), record("b", audience=("board",), **old)]
    assert Catalog(posts, NOW).in_flight.old_drafts == 1
    assert Catalog(posts, NOW, audience=("board",)).in_flight.old_drafts == 2


def test_what_is_past_its_expiry_is_kept_and_marked():
    past, ahead, never = (
        record("past", expires="2024-06-15"),
        record("ahead", expires="2024-06-17"),
        record("never"),
    )
    catalog = Catalog([past, ahead, never], NOW)

    assert len(catalog.published) == 3
    assert [catalog.is_expired(each) for each in (past, ahead, never)] == [True, False, False]


def test_what_is_held_back_is_told_with_its_reason_by_path():
    held = Catalog(ONE_OF_EACH.values(), NOW).held_back()

    assert [(postmortem.source, visibility.value) for postmortem, visibility in held] == [
        ("draft.md", "draft"),
        ("restricted.md", "restricted"),
        ("scheduled.md", "scheduled"),
        ("unlisted.md", "unlisted"),
    ]


def hides(postmortem: Postmortem) -> dict[str, object]:
    names = ("date", "draft", "unlisted", "audience")
    return {name: getattr(postmortem, name) for name in names}


def test_nothing_hidden_is_named_by_any_view():
    told = {
        "tags": ["shared"],
        "series": ["all"],
        "team": "Growth",
        "outcome": "failed",
        "causes": [{"code": "labels"}],
        "lessons": [Lesson(text="One.", anchor="lesson-one")],
        "builds_on": ["published"],
        "supersedes": ["published"],
    }
    everyone = [
        each.model_copy(update=dict(record(each.id, **told)) | hides(each))
        for each in ONE_OF_EACH.values()
    ]
    catalog = Catalog(everyone, NOW)
    seen = catalog.published[0]

    assert ids(catalog.published) == ["published"]
    for name in (
        "outcome",
        "stage",
        "decision",
        "cause",
        "tag",
        "author",
        "team",
        "series",
        "year",
    ):
        for value in catalog.facet(name).values:
            assert ids(value.postmortems) == ["published"]
    assert [learnt.postmortem.id for learnt in catalog.lessons] == ["published"]
    assert catalog.links(seen) == ()
    assert catalog.superseded_by(seen) == ()
    for each in everyone:
        neighbours = catalog.neighbours(each)
        assert (neighbours.older, neighbours.newer) == (None, None)
        assert catalog.links(each) == ()
