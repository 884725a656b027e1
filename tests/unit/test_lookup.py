"""Which postmortem is meant by what is typed."""

from pathlib import Path

import pytest

from mkdocs_postmortems.writing.lookup import LookupFailed, find_post

POSTS = (
    "2025/2025-01-02-churn-model.md",
    "2025/2025-03-04-churn-rules.md",
    "2025/2025-05-06-old-churn-rules.md",
    "2026/plan.md",
    "plan.md",
    "2026/Größe.markdown",
    "2026/Modell_eins.md",
)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    for post in (*POSTS, "index.md"):
        (tmp_path / "postmortems" / post).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "postmortems" / post).write_text("# x\n")
    (tmp_path / "elsewhere.md").write_text("# x\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "postmortems"


@pytest.mark.parametrize(
    ("typed", "post"),
    [
        ("2025/2025-01-02-churn-model", "2025/2025-01-02-churn-model.md"),
        ("2025/2025-01-02-churn-model.md", "2025/2025-01-02-churn-model.md"),
        ("postmortems/2025/2025-01-02-churn-model.md", "2025/2025-01-02-churn-model.md"),
        ("./postmortems/2025/../plan.md", "plan.md"),
        ("2025-01-02-churn-model", "2025/2025-01-02-churn-model.md"),
        ("churn-model", "2025/2025-01-02-churn-model.md"),
        ("Model", "2025/2025-01-02-churn-model.md"),
        ("plan", "plan.md"),
        ("2026/plan", "2026/plan.md"),
        ("GRO\u0308SSE", "2026/Größe.markdown"),
        ("eins", "2026/Modell_eins.md"),
        ("odell_eins", "2026/Modell_eins.md"),
        ("postmortems\\2026\\plan.md", "2026/plan.md"),
    ],
)
def test_an_id_the_end_of_one_or_a_path_will_do(folder, typed, post):
    assert find_post(folder, POSTS, typed) == post


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "churn-rules",
            r"is the end of 2 ids: `2025/2025-03-04-churn-rules`, `2025/2025-05-06-old",
        ),
        (
            "churn-modl",
            r"there is no postmortem `churn-modl`\. Did you mean `2025/2025-01-02-churn",
        ),
        ("2026/plam", "Did you mean `2026/plan`"),
        ("weather", "there is no postmortem `weather`$"),
        ("", "there is no postmortem ``$"),
        ("elsewhere.md", "not in the postmortems folder"),
        ("postmortems/index.md", "is not a postmortem"),
        ("link.md", "is a link, and links are not followed"),
    ],
)
def test_what_is_not_clear_is_told(folder, typed, message):
    Path("link.md").symlink_to("postmortems/plan.md")
    with pytest.raises(LookupFailed, match=message):
        find_post(folder, POSTS, typed)


def test_an_absolute_path_will_do_from_anywhere(folder, monkeypatch):
    monkeypatch.chdir("/")
    assert find_post(folder, POSTS, str(folder / "2026/plan.md")) == "2026/plan.md"


def test_a_part_of_ids_names_those_that_hold_it(folder):
    with pytest.raises(LookupFailed) as failed:
        find_post(folder, POSTS, "churn-r")
    assert str(failed.value) == (
        "there is no postmortem `churn-r`. Did you mean `2025/2025-03-04-churn-rules`, "
        "`2025/2025-05-06-old-churn-rules`?"
    )
