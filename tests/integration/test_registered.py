"""The page says whether criteria were there before the result, as real repositories have it."""

import os
from pathlib import Path

import pytest

from integration.harness import Built, post, text_of
from repositories import Repository, needs_git

pytestmark = needs_git

TARGET = {"metric": "recall", "split": "test", "op": ">=", "target": 0.85}
MEASURED = [{"metric": "recall", "split": "test", "value": 0.81}]
BODY = "\n".join(f"Line {number} of what was tried." for number in range(12))


def plan(**fields) -> str:
    return post(**{"title": "A", "body": BODY, "success_criteria": [TARGET], **fields})


def result(target: float = 0.85, outcome: str = "failed", **fields) -> str:
    given = {"success_criteria": [TARGET | {"target": target}], "outcome": outcome, **fields}
    return plan(results=MEASURED, **given)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    return Repository(tmp_path / "lab")


def told(built: Built, page: str = "postmortems/a/") -> str:
    assert built.warnings == []
    return " / ".join(text_of(each) for each in built.page(page).all("div", "pm-registered"))


def test_criteria_from_before_the_result_are_registered(site, repository):
    repository.commit(1, {"postmortems/a.md": plan(outcome="pending")})
    repository.commit(2, {"postmortems/a.md": result()})

    assert (
        told(site(folder="lab")) == "Registered Written down before any result, on 1 January 2024."
    )


def test_a_threshold_moved_after_the_result_shows_as_changed_across_a_rename(site, repository):
    repository.commit(61, {"postmortems/2024/plan.md": plan(outcome="pending")})
    repository.move(62, "postmortems/2024/plan.md", "postmortems/2024/recall.md", result())
    repository.move(63, "postmortems/2024/recall.md", "postmortems/a.md", result(0.8, "succeeded"))

    built = site(folder="lab")
    assert told(built) == (
        "Changed Others were written down before any result, on 1 March 2024. What differs: "
        "recall on test: target 0.8, registered 0.85"
    )
    assert built.page("postmortems/a/").texts("strong", "pm-registered__word") == ["Changed"]


def test_a_correction_since_the_change_is_named(site, repository):
    repository.commit(1, {"postmortems/a.md": plan(outcome="pending")})
    repository.commit(2, {"postmortems/a.md": result()})
    why = [{"date": "2024-01-03", "why": "The target was a slip"}]
    repository.commit(3, {"postmortems/a.md": result(0.8, corrections=why)})

    assert "What differs, as a correction since then says: recall" in told(site(folder="lab"))


def test_criteria_deleted_after_the_result_are_still_told(site, repository):
    repository.commit(1, {"postmortems/a.md": plan(outcome="pending")})
    gone = post("A", BODY, outcome="failed", results=MEASURED)
    repository.commit(2, {"postmortems/a.md": gone})

    built = site(folder="lab")
    assert "recall on test >= 0.85: removed" in told(built)
    assert built.page("postmortems/a/").text("h2", id="pm-criteria") == "Criteria for success"


def test_criteria_that_came_after_the_result_are_told_as_such(site, repository):
    repository.commit(1, {"postmortems/a.md": result(success_criteria=None)})
    repository.commit(2, {"postmortems/a.md": result()})

    assert told(site(folder="lab")) == (
        "Result first None were written down before there was a result."
    )


def test_what_is_not_known_is_not_told(site, repository, tmp_path):
    repository.commit(
        1, {"postmortems/a.md": plan(outcome="pending"), "postmortems/b.md": result()}
    )
    repository.commit(2, {"postmortems/a.md": result()})
    source = repository.root.as_uri()
    repository.git("clone", "--quiet", "--depth=1", source, str(tmp_path / "shallow"))

    assert told(site(folder="shallow", options={"git_dates": True})) == ""
    assert told(site(folder="lab"), "postmortems/b/") == ""
    assert told(site(folder="lab", options={"git_dates": False})) == ""


def test_a_page_without_criteria_says_nothing_of_them(site, repository):
    repository.commit(1, {"postmortems/a.md": post("A", BODY, outcome="pending")})
    repository.commit(2, {"postmortems/a.md": post("A", BODY, outcome="failed")})

    assert told(site(folder="lab")) == ""


def test_what_git_holds_is_text_on_the_page(site, repository):
    hostile = plan(outcome="pending", success_criteria=["<img src=x onerror=alert(1)> & more"])
    repository.commit(1, {"postmortems/a.md": hostile})
    repository.commit(2, {"postmortems/a.md": result()})

    built = site(folder="lab")
    assert "“<img src=x onerror=alert(1)> & more”: removed" in told(built)
    assert built.page("postmortems/a/").all("img") == []


def test_two_builds_from_one_repository_have_the_same_bytes(site, repository):
    repository.commit(1, {"postmortems/a.md": plan(outcome="pending")})
    repository.commit(2, {"postmortems/a.md": result(0.8)})

    assert site(folder="lab").raw == site(folder="lab").raw
