"""What is in flight: no pending experiment drops out, and nothing hidden is told but a number."""

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import NOT_READABLE
from unit.making import NOW, ids, record


def flight(*postmortems):
    return Catalog(postmortems, NOW).in_flight


def test_pending_ones_are_parted_by_their_day_overdue_longest_first():
    found = flight(
        record("late", outcome="pending", due="2024-06-14"),
        record("later", outcome="pending", due="2024-01-01"),
        record("today", outcome="pending", due="2024-06-15"),
        record("far", outcome="pending", due="2025-01-01"),
        record("new", outcome="pending", date="2024-05-01"),
        record("old", outcome="pending", date="2023-05-01"),
        record("done", outcome="failed", due="2024-01-01"),
    )
    assert ids(found.overdue) == ["later", "late"]
    assert ids(found.due) == ["today", "far"]
    assert ids(found.open) == ["old", "new"]
    assert found.pending == 6


def test_an_experiment_whose_outcome_nobody_can_read_is_in_sight_and_not_pending():
    found = flight(
        record("new", outcome=NOT_READABLE.code, date="2024-05-01"),
        record("old", outcome=NOT_READABLE.code, date="2023-05-01"),
    )
    assert ids(found.unread) == ["old", "new"]
    assert found.pending == 0
    assert not found.is_empty
    assert not record("new", outcome=NOT_READABLE.code).has_verdict


def test_promises_are_those_past_their_day_and_not_done():
    action = {"text": "Tell the owners", "due": "2024-06-14"}
    found = flight(
        record("a", actions=[action, {**action, "done": True}, {**action, "due": "2024-06-15"}]),
        record("b", actions=[{"text": "Some day"}, {**action, "text": "B", "due": "2024-01-01"}]),
    )
    assert [(each.postmortem.id, each.action.text) for each in found.promises] == [
        ("b", "B"),
        ("a", "Tell the owners"),
    ]


def test_another_look_is_due_until_somebody_took_it_up():
    found = flight(
        record("waiting", revisit="2024-06-15"),
        record("taken", revisit="2024-01-01"),
        record("replaced", revisit="2024-01-01"),
        record("not yet", revisit="2024-06-16"),
        record("next", builds_on=["taken"], supersedes=["replaced"]),
    )
    assert ids(found.revisits) == ["waiting"]


def test_what_waits_longest_for_another_look_comes_first():
    days = {"a": "2024-03-01", "b": "2024-01-01", "c": "2024-02-01"}
    found = flight(*(record(name, date="2023-01-01", revisit=day) for name, day in days.items()))
    assert ids(found.revisits) == ["b", "c", "a"]


def test_drafts_are_a_number_and_nothing_else():
    found = flight(
        record("old", draft=True, date="2024-03-16", outcome="pending"),
        record("young", draft=True, date="2024-03-17"),
        record("undated", draft=True),
        record("unlisted", unlisted=True, date="2020-01-01", outcome="pending"),
    )
    assert found.old_drafts == 1
    assert found.pending == 0
    assert not found.is_empty
    assert flight().is_empty
