"""What the honesty family finds in the past of a file, as real repositories have it."""

import os
from pathlib import Path

import pytest

from mkdocs_postmortems.checks.finding import Finding, Level
from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.selection import Checks
from repositories import Repository, needs_git
from unit.checking import EXAMPLE, findings, write_lab

pytestmark = needs_git

PATH = f"postmortems/{EXAMPLE}"
PAST = tuple(rule.id for rule in RULES if rule.past)
BODY = "\n".join(f"Line {number} of what was tried." for number in range(12))


def file(outcome: str, target: float | None = 0.85, value: float | None = 0.81, *more: str) -> str:
    lines = ["---", "title: Calls", "date: 2024-05-01", f"outcome: {outcome}"]
    if target:
        lines += ["success_criteria:", f"  - {{metric: recall, split: test, target: {target}}}"]
    if value and outcome != "pending":
        lines += ["results:", f"  - {{metric: recall, split: test, value: {value}}}"]
    return "\n".join([*lines, *more, "---", "", BODY, ""])


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    write_lab(tmp_path / "lab")
    return Repository(tmp_path / "lab")


def found(repository: Repository, path: str = EXAMPLE) -> list[Finding]:
    told = findings(repository.root, Checks(select=PAST))
    return [each for each in told if each.path == path]


def rules(repository: Repository) -> list[str]:
    return [each.rule for each in found(repository)]


def history(repository: Repository, *texts: str, apart: int = 7) -> None:
    """Commit these, a week apart."""
    for number, text in enumerate(texts):
        repository.commit(1 + apart * number, {PATH: text})


def test_criteria_that_were_kept_are_not_asked_about(repository: Repository):
    history(repository, file("pending"), file("failed"))
    assert rules(repository) == []


def test_a_target_that_was_moved_after_the_result_is_asked_about(repository: Repository):
    history(repository, file("pending"), file("failed"), file("failed", 0.8))
    (one,) = found(repository)
    assert (one.rule, one.level, one.line) == ("HON101", Level.WARNING, 5)
    assert one.message == (
        "the criteria are not those from before the result: recall on test: target 0.8, "
        "registered 0.85 (registered on 2024-01-01)"
    )


def test_it_is_asked_about_across_a_rename_too(repository: Repository):
    history(repository, file("pending"), file("failed"))
    repository.move(20, PATH, "postmortems/2024/renamed.md", file("failed", 0.8))
    assert [each.rule for each in found(repository, "2024/renamed.md")] == ["HON101"]


def test_a_change_that_a_correction_tells_is_information(repository: Repository):
    said = "corrections: [{date: 2024-01-20, why: The target was a slip}]"
    history(repository, file("pending"), file("failed"), file("failed", 0.8, 0.81, said))
    (one,) = found(repository)
    assert (one.rule, one.level, one.remedy) == ("HON101", Level.INFO, "")


def test_a_metric_that_was_switched_is_told_once(repository: Repository):
    switched = file("failed").replace("metric: recall", "metric: auc", 1)
    history(repository, file("pending"), switched)
    (one,) = found(repository)
    assert one.rule == "HON103"
    assert one.message.startswith("`auc` decides, and before the result `recall` did")


def test_a_switch_that_a_correction_tells_is_information(repository: Repository):
    said = "corrections: [{date: 2024-01-20, why: Recall was the wrong question}]"
    switched = file("failed", 0.85, 0.81, said).replace("metric: recall", "metric: auc", 1)
    history(repository, file("pending"), switched)

    assert [(each.rule, each.level) for each in found(repository)] == [("HON103", Level.INFO)]


def test_what_else_changed_is_told_beside_a_switch(repository: Repository):
    guard = "  - {metric: latency, op: '<=', target: 40, kind: guardrail}\n"
    before = file("pending").replace("---\n\n", f"{guard}---\n\n")
    after = file("failed").replace("metric: recall", "metric: auc", 1)
    after = after.replace("results:", f"{guard.replace('40', '90')}results:")
    history(repository, before, after)

    told = {each.rule: each.message for each in found(repository)}
    assert told.keys() == {"HON101", "HON103"}
    assert "latency: target 90, registered 40" in told["HON101"]
    assert "auc" not in told["HON101"]


def test_criteria_that_came_after_the_result_are_asked_about(repository: Repository):
    history(repository, file("failed", None), file("failed"))
    assert rules(repository) == ["HON102"]


@pytest.mark.parametrize("was", ["pending", "failed"])
def test_an_experiment_that_became_an_essay_without_a_word_is_asked_about(
    repository: Repository, was: str
):
    essay = file(was).replace(f"outcome: {was}\n", "")
    history(repository, file(was), essay)

    (one,) = found(repository)

    assert (one.rule, one.level, one.line) == ("HON105", Level.WARNING, 1)
    assert one.message.startswith(f"the outcome was `{was}` on 2024-01-01, and there is none now")


def test_an_outcome_that_was_taken_back_at_once_or_with_a_reason_is_not_asked_about(
    repository: Repository,
):
    essay = file("failed").replace("outcome: failed\n", "")
    said = essay.replace("date:", "corrections: [{why: It was no experiment.}]\ndate:", 1)
    repository.commit(1, {PATH: file("failed"), "postmortems/2024/said.md": file("failed")})
    repository.commit(2, {PATH: essay})
    repository.commit(9, {"postmortems/2024/said.md": said})

    assert rules(repository) == []
    assert found(repository, "2024/said.md") == []


def test_a_verdict_that_cannot_be_read_any_more_is_not_told_to_have_changed(
    repository: Repository,
):
    history(repository, file("failed"), file("faild"))
    assert rules(repository) == []


def test_a_verdict_that_changed_without_a_word_is_asked_about(repository: Repository):
    history(repository, file("pending"), file("failed"), file("mixed"))
    (one,) = found(repository)
    assert (one.rule, one.line) == ("HON104", 4)
    assert one.message == (
        "the outcome was `failed` on 2024-01-08 and is `mixed`, and no correction says why"
    )


def test_a_verdict_that_changed_and_is_not_committed_is_asked_about(repository: Repository):
    history(repository, file("pending"), file("failed"))
    repository.write(PATH, file("succeeded", 0.85, 0.9))
    assert rules(repository) == ["HON104"]


def test_a_verdict_that_was_taken_back_to_pending_is_asked_about(repository: Repository):
    history(repository, file("failed"), file("pending"))
    assert rules(repository) == ["HON104"]


def test_a_correction_answers_it_and_an_older_one_does_not(repository: Repository):
    said = "corrections: [{date: 2024-01-20, was: failed, now: mixed, why: A shop was left out}]"
    history(repository, file("failed"), file("mixed", 0.85, 0.81, said))
    assert rules(repository) == []
    repository.commit(30, {PATH: file("invalid", 0.85, 0.81, said)})
    assert rules(repository) == ["HON104"]


def test_a_verdict_of_a_few_hours_is_a_draft(repository: Repository):
    history(repository, file("pending"), file("failed"), file("mixed"), apart=0)
    assert rules(repository) == []


def test_a_verdict_that_was_changed_and_changed_back_is_a_slip(repository: Repository):
    history(repository, file("failed"), file("mixed"), file("failed"))
    assert rules(repository) == []


def test_a_merged_branch_with_the_result_keeps_what_was_registered(repository: Repository):
    history(repository, file("pending"))
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(10, {PATH: file("failed", 0.8)})
    repository.git("switch", "--quiet", "main")
    repository.commit(11, {"other.txt": "x"})
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", day=12)
    assert rules(repository) == ["HON101"]


def test_one_commit_asks_nothing(repository: Repository):
    history(repository, file("failed"))
    assert rules(repository) == []


def test_no_commit_and_a_shallow_clone_ask_nothing(repository: Repository, tmp_path: Path):
    repository.write(PATH, file("failed"))
    assert rules(repository) == []
    history(repository, file("pending"), file("failed"), file("mixed", 0.8))
    assert rules(repository) == ["HON104", "HON101"]
    source = repository.root.as_uri()
    repository.git("clone", "--quiet", "--depth=2", source, str(tmp_path / "shallow"))
    assert findings(tmp_path / "shallow", Checks(select=PAST)) == []


def test_a_project_that_does_not_ask_git_is_asked_nothing(repository: Repository):
    history(repository, file("pending"), file("failed", 0.8))
    repository.write(
        "mkdocs.yml", "site_name: Lab\nplugins:\n  - postmortems:\n      git_dates: false\n"
    )
    assert rules(repository) == []


def test_git_is_not_asked_where_no_rule_wants_to_know(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    history(repository, file("pending"), file("failed", 0.8))
    repository.write("mkdocs.yml", "site_name: Lab\nplugins: [postmortems]\n")
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))

    findings(repository.root, Checks(select=("LRN",)))
    without = trace.read_text().count('"event":"start"')
    findings(repository.root, Checks(select=PAST))
    assert trace.read_text().count('"event":"start"') == 2 * without + 4


def test_a_long_history_without_changes_asks_nothing(repository: Repository):
    history(repository, *(file("pending", 0.85, None, f"team: T{n}") for n in range(40)), apart=1)
    history(repository, *(file("failed", 0.85, 0.81, f"team: T{n}") for n in range(40)), apart=1)
    assert rules(repository) == []


def test_a_plan_that_the_file_says_changed_is_told_as_open_with_its_day(repository: Repository):
    said = "corrections: [{date: 2024-01-20, why: The target was a slip}]"
    history(repository, file("pending"), file("failed"), file("failed", 0.8, 0.81, said))

    (one,) = found(repository)

    assert one.message.endswith("(registered on 2024-01-01, as a correction says)")
