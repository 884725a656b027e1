"""Whether criteria were fixed before the result, from the versions of a file."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.catalog.differences import Aspect, differences_of, worded
from mkdocs_postmortems.catalog.registration import Registration, Status, registration_of
from mkdocs_postmortems.domain import Criterion, Postmortem
from mkdocs_postmortems.source.versions import Version
from unit.making import made, read_fields

RECALL = "success_criteria: [{metric: recall, split: test, target: 0.85}]"
LOWER = RECALL.replace("0.85", "0.8")
PENDING = "outcome: pending"
FAILED = "outcome: failed"
MEASURED = "results: [{metric: recall, split: test, value: 0.81}]"
CORRECTED = "corrections: [{date: 2024-05-01, why: The target was a slip}]"


def now(*fields: str) -> Postmortem:
    return made(read_fields("\n".join(fields) or "title: An essay"))


def day(number: int) -> dt.datetime:
    return dt.datetime(2024, 3, number, tzinfo=dt.UTC)


def past(*texts: tuple[str, ...]) -> list[Version]:
    versions = []
    for number, fields in enumerate(texts, start=1):
        said = now(*fields)
        versions.append(
            Version(
                commit=f"c{number}",
                moment=day(number),
                outcome=said.outcome,
                success_criteria=said.success_criteria,
                results=said.results,
                corrections=len(said.corrections),
            )
        )
    return versions


def asked(*texts: tuple[str, ...], today: tuple[str, ...] = ()) -> Registration:
    """What is told where these were committed, and the last of them, or `today`, is there now."""
    return registration_of(now(*(today or texts[-1])), past(*texts))


def told(registration: Registration) -> list[str]:
    return [worded(each, lambda code: code.replace("_", " ")) for each in registration.differences]


def test_criteria_that_stayed_since_before_the_result_are_registered():
    found = asked((PENDING,), (PENDING, RECALL), (PENDING, RECALL), (FAILED, RECALL, MEASURED))
    assert (found.status, found.moment, found.commit) == (Status.REGISTERED, day(2), "c2")
    assert found.differences == ()


def test_a_threshold_that_was_moved_after_the_result_is_told_with_both_figures():
    found = asked((PENDING, RECALL), (FAILED, RECALL, MEASURED), (FAILED, LOWER, MEASURED))
    assert (found.status, found.moment) == (Status.CHANGED, day(1))
    assert told(found) == ["recall on test: target 0.8, registered 0.85"]


def test_a_threshold_that_was_moved_with_the_result_has_changed_too():
    assert asked((PENDING, RECALL), (FAILED, LOWER, MEASURED)).status is Status.CHANGED


def test_a_threshold_that_was_moved_and_is_not_committed_has_changed():
    found = asked((PENDING, RECALL), today=("outcome: succeeded", LOWER, MEASURED))
    assert found.status is Status.CHANGED


def test_a_threshold_that_was_moved_and_moved_back_is_registered():
    moved = (FAILED, LOWER, MEASURED)
    found = asked((PENDING, RECALL), (FAILED, RECALL, MEASURED), moved, (FAILED, RECALL, MEASURED))
    assert found.status is Status.REGISTERED


def test_a_plan_may_change_until_there_is_a_result():
    found = asked((PENDING, RECALL), (PENDING, LOWER), (FAILED, LOWER, MEASURED))
    assert (found.status, found.moment) == (Status.REGISTERED, day(2))


def test_a_result_that_was_taken_out_again_still_came():
    found = asked((PENDING, RECALL), (FAILED, RECALL, MEASURED), (PENDING, LOWER), (FAILED, LOWER))
    assert found.status is Status.CHANGED


def test_an_outcome_is_a_result_without_a_figure_and_a_figure_not_measured_yet_is_none():
    assert asked((PENDING, RECALL), (FAILED, RECALL), (FAILED, LOWER)).status is Status.CHANGED
    planned = "results: [{metric: recall, split: test}]"
    found = asked((PENDING, RECALL, planned), (PENDING, LOWER, planned), (FAILED, LOWER, MEASURED))
    assert found.status is Status.REGISTERED


def test_a_pending_one_is_registered_from_its_first_commit_on():
    assert asked((PENDING, RECALL)).status is Status.REGISTERED
    assert asked((PENDING, RECALL), today=(PENDING, LOWER)).status is Status.UNKNOWN


def test_one_commit_with_the_result_tells_nothing():
    assert asked((FAILED, RECALL, MEASURED)).status is Status.UNKNOWN


def test_a_result_that_was_there_from_the_first_commit_tells_nothing():
    found = asked((FAILED, RECALL, MEASURED), (FAILED, LOWER, MEASURED))
    assert found.status is Status.UNKNOWN


@pytest.mark.parametrize("versions", [None, []])
def test_without_git_nothing_is_known(versions: list[Version] | None):
    assert registration_of(now(FAILED, RECALL), versions).status is Status.UNKNOWN


def test_criteria_that_came_after_the_result_came_second():
    assert asked((FAILED, MEASURED), (FAILED, RECALL, MEASURED)).status is Status.RESULTS_FIRST
    assert asked((FAILED,), today=(FAILED, RECALL)).status is Status.RESULTS_FIRST


def test_criteria_that_came_with_the_result_of_a_registered_experiment_came_second():
    assert asked((PENDING,), (FAILED, RECALL, MEASURED)).status is Status.RESULTS_FIRST


def test_a_note_that_became_an_experiment_in_one_commit_tells_nothing():
    assert asked(("title: A note",), (FAILED, RECALL, MEASURED)).status is Status.UNKNOWN


def test_without_criteria_there_is_nothing_to_tell():
    assert asked((PENDING,), (FAILED, MEASURED)).status is Status.UNKNOWN
    assert asked((PENDING,)).status is Status.UNKNOWN


def test_criteria_that_were_deleted_after_the_result_have_changed():
    found = asked((PENDING, RECALL), (FAILED, MEASURED))
    assert (found.status, told(found)) == (Status.CHANGED, ["recall on test >= 0.85: removed"])


def test_a_correction_since_the_change_says_it_openly():
    before = ((PENDING, RECALL), (FAILED, RECALL, MEASURED))
    with_change = (FAILED, LOWER, MEASURED, CORRECTED)
    assert asked(*before, (FAILED, LOWER, MEASURED), with_change).is_open
    assert asked(*before, with_change).is_open
    assert asked(*before, today=with_change).is_open
    assert asked(*before, with_change).status is Status.CHANGED


def test_a_correction_from_before_the_change_says_nothing_of_it():
    corrected = (FAILED, RECALL, MEASURED, CORRECTED)
    changed = (FAILED, LOWER, MEASURED, CORRECTED)
    assert not asked((PENDING, RECALL), corrected, changed).is_open
    assert not asked((PENDING, RECALL), corrected, today=changed).is_open


def test_another_metric_that_decides_is_told_as_a_switch():
    other = "success_criteria: [{metric: auc, split: test, target: 0.7}]"
    found = asked((PENDING, RECALL), (FAILED, other, MEASURED))
    assert found.switched == (("recall",), ("auc",))

    demoted = RECALL.replace("}]", ", kind: guardrail}, {metric: auc, target: 0.7}]")
    assert asked((PENDING, RECALL), (FAILED, demoted)).switched == (("recall",), ("auc",))


def test_one_more_metric_is_no_switch():
    more = RECALL.replace("}]", "}, {metric: auc, target: 0.7}]")
    assert asked((PENDING, RECALL), (FAILED, more)).switched == ((), ())


# -- differences


def criterion(**fields: Any) -> Criterion:
    return Criterion(**{"metric": "recall", "split": "test", "target": 0.85, **fields})


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({"target": 0.8}, "recall on test: target 0.8, registered 0.85"),
        ({"target": None}, "recall on test: target none, registered 0.85"),
        ({"op": ">"}, "recall on test: comparison >, registered >="),
        ({"split": "validation"}, "recall on validation: split validation, registered test"),
        ({"kind": "guardrail"}, "recall on test: kind guardrail, registered primary"),
        ({"metric": "auc"}, "auc on test: metric auc, registered recall"),
        ({"text": "Enough"}, "“Enough”, registered without words"),
    ],
)  # fmt: skip
def test_each_part_of_a_criterion_that_differs_is_told(after: dict[str, Any], words: str):
    found = list(differences_of([criterion()], [criterion(**after)]))
    assert words in [worded(each, lambda code: code) for each in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            Criterion(text="Recall *rises*  by 2 points."),
            Criterion(text="recall rises by 2 Points"),
        ),
        (criterion(metric="Recall_At-5"), criterion(metric="recall at 5")),
        (criterion(target=None, op=">="), criterion(target=None, op=">")),
    ],
)
def test_what_is_written_otherwise_and_means_the_same_is_no_difference(
    before: Criterion, after: Criterion
):
    assert list(differences_of([before], [after])) == []


def test_criteria_in_another_order_are_the_same():
    one, other = criterion(), criterion(metric="latency", op="<=", target=40)
    assert list(differences_of([one, other, one], [other, one, one])) == []


def test_words_that_were_rewritten_are_told_as_such_and_others_as_removed_and_added():
    before = [Criterion(text="Recall rises by five points on the test set")]
    nearly = [Criterion(text="Recall rises by two points on the test set")]
    other = [Criterion(text="Planners like it")]

    assert [each.aspect for each in differences_of(before, nearly)] == [Aspect.WORDING]
    assert [each.aspect for each in differences_of(before, other)] == [
        Aspect.REMOVED,
        Aspect.ADDED,
    ]


CRITERIA = st.lists(
    st.builds(
        Criterion,
        text=st.sampled_from(["", "Recall rises by five points", "Recall rises by two points"]),
        metric=st.sampled_from(["", "recall", "auc"]),
        split=st.sampled_from(["", "test", "online"]),
        op=st.sampled_from([">=", "<="]),
        target=st.sampled_from([None, 0.8, 0.85]),
        kind=st.sampled_from(["primary", "guardrail"]),
    ),
    max_size=5,
)


@given(CRITERIA, st.randoms(use_true_random=False))
def test_the_order_of_criteria_never_plays_a_part(criteria: list[Criterion], random: Any):
    shuffled = random.sample(criteria, len(criteria))
    assert list(differences_of(criteria, shuffled)) == []


@given(CRITERIA, CRITERIA)
def test_every_criterion_that_is_there_on_one_side_only_is_told(
    before: list[Criterion], after: list[Criterion]
):
    found = list(differences_of(before, after))
    assert bool(found) == (Counter(map(meaning, before)) != Counter(map(meaning, after)))
    assert all(worded(each, lambda code: code) for each in found)


def meaning(criterion: Criterion) -> tuple[object, ...]:
    op = criterion.op if criterion.target is not None else ""
    return (*criterion.model_dump(exclude={"op"}).values(), op)


def test_the_same_metric_on_two_splits_is_compared_split_by_split():
    before = [criterion(), criterion(split="online", target=0.7)]
    after = [criterion(split="online", target=0.6), criterion()]
    (found,) = differences_of(before, after)
    assert worded(found, lambda code: code) == ("recall on online: target 0.6, registered 0.7")
