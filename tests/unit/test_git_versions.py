"""What a file said at each commit, in real repositories."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.domain import Criterion, Postmortem, Vocabularies
from mkdocs_postmortems.source import read_folder
from mkdocs_postmortems.source.git import GitError, read_blobs
from mkdocs_postmortems.source.verdict import VerdictReader
from mkdocs_postmortems.source.versions import Past, Version, read_versions
from repositories import Repository, moment, needs_git
from unit.making import made, read_text

pytestmark = needs_git

FILLER = "\n".join(f"Line {number} of a text that is long enough." for number in range(12))


def plan(target: float = 0.85, title: str = "Churn") -> str:
    return (
        f"---\ntitle: {title}\noutcome: pending\nsuccess_criteria:\n"
        f"  - {{metric: recall, split: test, target: {target}}}\n---\n\n{FILLER}\n"
    )


def result(target: float = 0.85, outcome: str = "failed", title: str = "Churn") -> str:
    measured = "results:\n  - {metric: recall, split: test, value: 0.81}\n---"
    concluded = plan(target, title).replace("pending", outcome)
    return concluded.replace("\n---\n", f"\n{measured}\n", 1)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    return Repository(tmp_path / "repository")


def past_of(folder: Path) -> Past:
    readings = read_folder(folder, ask_git=False).readings
    return read_versions(folder, [each.postmortem for each in readings if each.postmortem])


def told(version: Version) -> tuple[int, str | None, float | None, int]:
    """Day, outcome, target and number of results."""
    criteria = version.success_criteria
    day = (version.moment - moment(1)).days + 1
    return day, version.outcome, criteria[0].target if criteria else None, len(version.results)


def history(folder: Path, path: str) -> list[tuple[int, str | None, float | None, int]] | None:
    found = past_of(folder).versions.get(path)
    return None if found is None else [told(each) for each in found]


PLANNED = (1, "pending", 0.85, 0)


def test_each_commit_of_a_file_is_a_version_oldest_first(repository: Repository):
    repository.commit(1, {"a.md": plan()})
    repository.commit(2, {"b.md": plan()})
    repository.commit(3, {"a.md": result()})

    assert history(repository.root, "a.md") == [PLANNED, (3, "failed", 0.85, 1)]
    assert history(repository.root, "b.md") == [(2, "pending", 0.85, 0)]


def test_what_is_not_committed_is_no_version(repository: Repository):
    repository.commit(1, {"a.md": plan()})
    repository.write("a.md", result())
    repository.write("b.md", result())

    assert history(repository.root, "a.md") == [PLANNED]
    assert history(repository.root, "b.md") is None


def test_renames_are_followed_in_a_chain_and_with_changes(repository: Repository):
    repository.commit(1, {"old.md": plan()})
    repository.move(2, "old.md", "newer.md", plan(0.8))
    repository.move(3, "newer.md", "2024/newest.md", result(0.8))

    found = history(repository.root, "2024/newest.md")
    assert found == [PLANNED, (2, "pending", 0.8, 0), (3, "failed", 0.8, 1)]


def test_a_name_that_changed_in_its_case_only_is_the_same_file(repository: Repository):
    repository.commit(1, {"churn.md": plan()})
    repository.move(2, "churn.md", "moved.md")
    repository.move(2, "moved.md", "Churn.md")

    assert [each[0] for each in history(repository.root, "Churn.md") or ()] == [1, 2, 2]


def test_two_files_that_swap_their_names_keep_their_pasts(repository: Repository):
    repository.commit(1, {"a.md": plan(0.7, "A"), "b.md": plan(0.9, "B")})
    repository.commit(2, {"a.md": plan(0.9, "B"), "b.md": plan(0.7, "A")})

    assert [each[2] for each in history(repository.root, "a.md") or ()] == [0.9, 0.9]
    assert [each[2] for each in history(repository.root, "b.md") or ()] == [0.7, 0.7]


def test_a_copy_begins_anew_whatever_git_is_configured_to(repository: Repository):
    repository.git("config", "diff.renames", "copies")
    repository.commit(1, {"a.md": plan()})
    repository.commit(2, {"b.md": plan(), "a.md": plan(0.8)})

    assert history(repository.root, "b.md") == [(2, "pending", 0.85, 0)]


def test_a_file_that_was_deleted_and_made_again_keeps_its_past(repository: Repository):
    repository.commit(1, {"a.md": plan()})
    (repository.root / "a.md").unlink()
    repository.commit(2)
    repository.commit(3, {"a.md": result()})

    assert history(repository.root, "a.md") == [PLANNED, (3, "failed", 0.85, 1)]


def test_a_new_file_under_the_name_of_one_that_moved_begins_anew(repository: Repository):
    repository.commit(1, {"a.md": plan()})
    repository.move(2, "a.md", "b.md")
    repository.commit(3, {"a.md": "---\noutcome: failed\n---\n\nSomething short.\n"})

    assert history(repository.root, "a.md") == [(3, "failed", None, 0)]
    assert [each[0] for each in history(repository.root, "b.md") or ()] == [1, 2]


@pytest.mark.parametrize("origin", ["notes/a.md", "a.md", "notes/[x] *.md", "postmortems2/a.md"])
def test_a_file_that_came_from_outside_of_the_folder_brings_its_past(
    repository: Repository, origin: str
):
    repository.commit(1, {origin: plan(), "notes/other.md": "Something else."})
    repository.move(2, origin, "postmortems/a.md")
    repository.commit(3, {"postmortems/a.md": result()})

    found = history(repository.root / "postmortems", "a.md")
    assert found == [PLANNED, (2, "pending", 0.85, 0), (3, "failed", 0.85, 1)]


def test_a_folder_that_was_renamed_brings_the_past_of_its_files(repository: Repository):
    repository.commit(1, {f"experiments/{name}.md": plan(title=name) for name in "abc"})
    repository.commit(2, {"experiments/a.md": result(title="a")})
    repository.git("mv", "experiments", "postmortems")
    repository.commit(3)

    folder = repository.root / "postmortems"
    assert [each[0] for each in history(folder, "a.md") or ()] == [1, 2, 3]
    assert [each[0] for each in history(folder, "b.md") or ()] == [1, 3]


def test_commits_of_a_branch_count_and_a_merge_that_made_nothing_does_not(repository: Repository):
    repository.commit(1, {"a.md": plan(), "b.md": plan()})
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(2, {"a.md": result()})
    repository.git("switch", "--quiet", "main")
    repository.commit(3, {"b.md": result()})
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", day=4)

    assert history(repository.root, "a.md") == [PLANNED, (2, "failed", 0.85, 1)]
    assert history(repository.root, "b.md") == [PLANNED, (3, "failed", 0.85, 1)]


def test_what_was_decided_in_a_merge_is_a_version(repository: Repository):
    repository.commit(1, {"a.md": plan()})
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(2, {"a.md": plan(0.8)})
    repository.git("switch", "--quiet", "main")
    repository.commit(3, {"a.md": plan(0.9)})
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "--quiet", "side", day=4)
    repository.commit(4, {"a.md": plan(0.7)})

    assert [each[2] for each in history(repository.root, "a.md") or ()] == [0.85, 0.8, 0.9, 0.7]


@pytest.mark.parametrize(("moved", "edited"), [(2, 3), (3, 2)])
def test_a_branch_that_edits_under_the_old_name_is_the_same_file(
    repository: Repository, moved: int, edited: int
):
    repository.commit(1, {"a.md": plan()})
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(edited, {"a.md": plan(0.8)})
    repository.git("switch", "--quiet", "main")
    repository.move(moved, "a.md", "b.md")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", day=4)

    targets = {each[0]: each[2] for each in history(repository.root, "b.md") or ()}
    assert (targets[1], targets[edited], targets[moved]) == (0.85, 0.8, 0.85)


def test_a_long_history_is_read_whole(repository: Repository):
    stream = []
    for number in range(1, 201):
        text = plan(number)
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@example.org> {1_704_100_000 + number} +0000\n"
            f"data 0\nM 100644 inline a.md\ndata {len(text)}\n{text}\n"
        )
    subprocess.run(
        ["git", "fast-import", "--quiet"],
        cwd=repository.root,
        check=True,
        input="".join(stream).encode(),
    )
    repository.git("reset", "--quiet", "--hard", "main")

    assert [each[2] for each in history(repository.root, "a.md") or ()] == list(range(1, 201))


def test_a_version_whose_front_matter_is_broken_is_left_out(repository: Repository):
    repository.commit(1, {"a.md": plan()})
    repository.commit(2, {"a.md": plan().replace("outcome: pending", "outcome: [pending")})
    repository.commit(3, {"a.md": plan().replace("---\n", "", 1)})
    repository.commit(4, {"a.md": result()})

    assert [each[0] for each in history(repository.root, "a.md") or ()] == [1, 3, 4]


def test_what_a_user_has_configured_changes_nothing(repository: Repository):
    repository.commit(1, {"postmortems/a.md": plan()})
    repository.commit(2, {"postmortems/é ü.md": plan()})
    repository.commit(2, {"elsewhere.md": plan()})
    repository.move(2, "elsewhere.md", "postmortems/c.md")
    repository.move(3, "postmortems/a.md", "postmortems/b.md")
    before = past_of(repository.root / "postmortems")
    for name, value in {
        "log.showSignature": "true",
        "log.showRoot": "false",
        "log.follow": "true",
        "log.date": "relative",
        "log.diffMerges": "off",
        "diff.renames": "false",
        "diff.renameLimit": "1",
        "diff.noprefix": "true",
        "diff.relative": "true",
        "core.quotePath": "true",
        "core.abbrev": "4",
        "color.ui": "always",
        "format.pretty": "oneline",
    }.items():
        repository.git("config", name, value)
    repository.write(".gitattributes", "*.md -diff -text\n")

    assert past_of(repository.root / "postmortems") == before
    assert {path: len(found) for path, found in before.versions.items()} == {
        "b.md": 2,
        "c.md": 2,
        "é ü.md": 1,
    }


def test_a_shallow_clone_knows_nothing_and_says_why(repository: Repository, tmp_path: Path):
    repository.commit(1, {"a.md": plan()})
    repository.commit(2, {"a.md": result()})
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(tmp_path / "c"))

    past = past_of(tmp_path / "c")
    assert past.versions == {}
    assert "shallow" in past.unknown


def test_a_clone_without_contents_knows_only_what_it_has(repository: Repository, tmp_path: Path):
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit(1, {"a.md": plan(), "b.md": result()})
    repository.commit(2, {"a.md": result()})
    source = repository.root.as_uri()
    repository.git("clone", "--quiet", "--filter=blob:none", source, str(tmp_path / "c"))
    # Whatever is not there cannot be fetched any more.
    repository.root.rename(tmp_path / "gone")

    past = past_of(tmp_path / "c")
    assert "a.md" not in past.versions
    assert "b.md" in past.versions or past.unknown


def test_a_repository_without_commits_says_so(repository: Repository):
    repository.write("a.md", plan())
    assert past_of(repository.root) == Past(unknown="the repository has no commits yet")


def test_no_repository_and_no_git_are_told_apart(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "a.md").write_text(plan(), encoding="utf-8")
    assert past_of(bare) == Past(unknown="the folder is in no git repository")

    repository.commit(1, {"a.md": plan()})
    monkeypatch.setenv("PATH", str(bare))
    assert past_of(repository.root) == Past(unknown="git is not installed")
    (bare / "git").write_text("no program", encoding="utf-8")
    assert past_of(repository.root).unknown.startswith("git cannot be run (")
    with pytest.raises(GitError, match="git cannot be run"):
        list(read_blobs(bare, ["a" * 40]))


@pytest.mark.skipif(os.name == "nt", reason="a script stands for git")
@pytest.mark.parametrize(
    ("printed", "contents"),
    [
        (r"aa blob 4\nText\nbb missing\n", [("aa", b"Text")]),
        (r"aa blob 4\nText\nbb blob 9\nTe", None),
        (r"aa blob 4\nText", None),
    ],
)
def test_a_content_is_given_whole_or_not_at_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    printed: str,
    contents: list[tuple[str, bytes]] | None,
):
    script = tmp_path / "git"
    script.write_text(f"#!/bin/sh\nprintf '{printed}'\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    if contents is None:
        with pytest.raises(GitError, match="ended before it had given all"):
            list(read_blobs(tmp_path, ["aa", "bb"]))
    else:
        assert list(read_blobs(tmp_path, ["aa", "bb"])) == contents


def test_a_repository_of_another_owner_says_what_to_do(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    repository.commit(1, {"a.md": plan()})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    assert "safe.directory" in past_of(repository.root).unknown


@pytest.mark.parametrize(("files", "days"), [("a", 2), ("abcdefgh", 5)])
def test_git_is_asked_as_often_for_many_files_as_for_one(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: str, days: int
):
    for day in range(1, days):
        repository.commit(day, {f"old/{name}.md": plan(day, name) for name in files})
    for name in files:
        repository.move(days, f"old/{name}.md", f"postmortems/{name}.md", plan(0.5, name))
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))

    assert len(past_of(repository.root / "postmortems").versions) == len(files)
    assert trace.read_text().count('"event":"start"') == 5


# -- what is read of each content


def facts(text: str) -> object:
    return VerdictReader(Vocabularies()).read(text.encode())


@pytest.mark.parametrize(
    "front",
    [
        "criteria:\n- Recall rises\noutcome: failed\n",
        "Outcome: failed\nSuccess-Criteria: Recall rises\n",
        '"outcome": failed\n\'criteria\': "Recall rises"\n',
        'summary: "opened here\noutcome: succeeded, so they said"\noutcome: failed\ncriteria: Recall rises\n',  # noqa: E501
        "tags: [a,\nb]\noutcome: failed\ncriteria: [\nRecall rises\n]\n",
        "hypothesis: &h Recall rises\noutcome: failed\ncriteria: *h\n",
        "base: &b {outcome: failed}\n<<: *b\ncriteria: Recall rises\n",
        "{outcome: failed, criteria: Recall rises}\n",
        "summary: |\n  outcome: succeeded\n\n  criteria: none\noutcome: failed # yes\ncriteria: Recall rises\n",  # noqa: E501
        "criteria: Other\nsuccess_criteria: Recall rises\noutcome: failed\n",
        "# outcome: succeeded\noutcome: failed\n# a word\ncriteria:\n\n# word\n  - Recall rises\n",
    ],
)
def test_fields_are_found_however_the_front_matter_is_written(front: str):
    read = facts(f"---\n{front}---\n\nText.\n")
    postmortem = made(read_text(f"---\n{front}---\n\nText.\n"))

    assert (read.outcome, read.success_criteria) == ("failed", (Criterion(text="Recall rises"),))
    assert agrees(postmortem, read)


def agrees(postmortem: Postmortem, read: object) -> bool:
    names = ("outcome", "success_criteria", "results")
    same = all(getattr(postmortem, name) == getattr(read, name) for name in names)
    return same and len(postmortem.corrections) == read.corrections


def test_toml_is_read_too():
    read = facts('+++\noutcome = "failed"\nsuccess_criteria = ["Recall rises"]\n+++\n\nText.\n')
    assert (read.outcome, read.success_criteria) == ("failed", (Criterion(text="Recall rises"),))


def test_a_file_without_front_matter_says_nothing():
    assert facts("# A title\n\noutcome: failed\n").outcome is None


LINES = st.sampled_from([
    "outcome: failed", "outcome: 'failed'", "Outcome: pending", "title: x", "summary: >", "  more",
    "criteria:", "success_criteria: Recall", "- a", "  - {metric: auc, target: 0.8}", "results:",
    "- metric: auc", "  value: 0.7", "corrections: [{why: x}]", "- {why: y}", "tags: [a,", "b]",
    "# note", "", 'key: "open', 'close"', "other: 'it''s", "x'", "]", "}", "a: {", "b: &x",
    "c: *x",
    "<<: *x", "? k", ": v", "\ttab", "é: ü", "outcome", "results: ]", "a:b",
])  # fmt: skip


@given(st.lists(LINES, max_size=9))
def test_a_field_read_alone_says_what_it_says_among_the_others(lines: list[str]):
    text = "---\n" + "\n".join(lines) + "\n---\n\nText.\n"
    reading = read_text(text)
    if reading.postmortem is not None:
        assert agrees(reading.postmortem, facts(text))


@given(st.text())
def test_reading_a_content_never_raises(text: str):
    facts(f"---\n{text}\n---\n")
    VerdictReader(Vocabularies()).read(text.encode("utf-16"))
