"""The four tools of `postmortems mcp`: what they find in a project's files as they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_postmortems.mcp.schemas import NOTICE, TOOLS
from mkdocs_postmortems.mcp.server import BadCallError
from mkdocs_postmortems.mcp.tools import LONGEST_LESSON, MOST, call
from unit.lab import NAMES, POSTS, SITE, Lab, post

ABOUT = {"id", "address", "title", "outcome", "date", "confidence", "causes"}
ABOUT |= {"superseded_by", "corrected", "audience"}


@pytest.fixture
def lab(tmp_path) -> Lab:
    return Lab(tmp_path)


@pytest.fixture
def many(tmp_path) -> Lab:
    lab = Lab(tmp_path)
    for each in range(60):
        lab.write(f"x{each}", post(f"Walrus {each}", lessons=[f"Count walrus {each}."]))
    return lab


# What the tools are


def test_there_are_four_and_they_only_read():
    assert [tool["name"] for tool in TOOLS] == [*NAMES]
    for tool in TOOLS:
        assert tool["annotations"]["readOnlyHint"] is True
        assert tool["annotations"]["destructiveHint"] is False
        assert tool["inputSchema"]["additionalProperties"] is False


@pytest.mark.parametrize("name", ["", "search", "Search_Postmortems", "x" * 1000])
def test_a_tool_that_there_is_not_is_no_call(lab, name):
    with pytest.raises(BadCallError) as caught:
        call(lab.root, name, {})

    assert len(str(caught.value)) < 300
    assert all(name in str(caught.value) for name in NAMES)


# search_postmortems


def test_a_search_tells_what_matched_and_what_came_of_it(lab):
    found = lab.values("search_postmortems", query="drifting")

    assert found["notice"] == NOTICE
    assert found["total"] == 1
    (hit,) = found["postmortems"]
    assert hit.pop("address") == "postmortems/2024/flu.md"
    assert hit == {
        "id": "2024/flu",
        "title": "Flu from searches",
        "outcome": "failed",
        "date": "2024-05-01",
        "confidence": "high",
        "causes": ["shift", "overfit"],
        "superseded_by": ["2025/flu-again"],
        "corrected": False,
        "audience": [],
        "passage": {"kind": "lesson", "heading": "", "text": "Watch for drift in behaviour."},
    }


def test_what_is_not_told_is_null_or_empty(lab):
    (hit,) = lab.values("search_postmortems", query="weather")["postmortems"]

    assert (hit["outcome"], hit["date"], hit["confidence"]) == (None, None, None)
    assert (hit["causes"], hit["superseded_by"], hit["corrected"]) == ([], [], False)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"query": "flu"}, {"2024/flu", "2022/trees", "2025/flu-again"}),
        ({"query": "flu", "outcome": "succeeded"}, {"2022/trees", "2025/flu-again"}),
        ({"query": "counting", "outcome": None, "limit": None}, {"2024/flu"}),
        ({"query": "flu", "tag": "data quality"}, {"2024/flu"}),
        ({"query": "flu", "since": "2024"}, {"2024/flu", "2025/flu-again"}),
        ({"query": "flu", "since": "2024-05-02"}, {"2025/flu-again"}),
        ({"query": "flu -baseline"}, {"2024/flu", "2022/trees"}),
        ({"query": "flu team:flow"}, {"2024/flu"}),
        ({"query": "", "cause": "shift"}, {"2024/flu"}),
        ({"query": " ", "cause": "data.shift"}, {"2024/flu"}),
        ({"query": "", "since": "2025"}, {"2025/flu-again"}),
        ({"query": "zzzqqq"}, set()),
        ({"query": "\ud800"}, set()),
        ({"query": "fl"}, set()),
    ],
)  # fmt: skip
def test_what_is_found(lab, given, expected):
    assert set(lab.found(**given)) == expected


def test_ten_are_found_where_nobody_says_how_many(many):
    found = many.values("search_postmortems", query="walrus")

    assert (found["total"], len(found["postmortems"])) == (60, 10)
    assert "10 of 60 shown." in many.text("search_postmortems", query="walrus")
    assert len(many.found(query="walrus", limit=50)) == 50
    assert len(many.found(query="walrus", limit=1)) == 1
    assert len(many.found(query="walrus", limit=2.0)) == 2


def test_where_nothing_is_found_it_is_said(lab):
    assert lab.text("search_postmortems", query="zzzqqq").endswith("Other words may help.")
    assert lab.values("search_postmortems", query="zzzqqq")["total"] == 0


def test_a_long_passage_is_cut_around_what_matched(lab):
    lab.write("long", post("Long", "word " * 2_000 + "a narwhal " + "word " * 2_000))
    (hit,) = lab.values("search_postmortems", query="narwhal")["postmortems"]

    assert "narwhal" in hit["passage"]["text"]
    assert len(hit["passage"]["text"]) < 600
    assert hit["passage"]["text"].startswith("… ")


# get_postmortem


def test_one_postmortem_as_a_whole(lab):
    assert lab.get("2024/flu") == {
        "notice": NOTICE,
        "id": "2024/flu",
        "address": "postmortems/2024/flu.md",
        "title": "Flu from searches",
        "outcome": "failed",
        "date": "2024-05-01",
        "confidence": "high",
        "causes": ["shift", "overfit"],
        "superseded_by": ["2025/flu-again"],
        "corrected": False,
        "audience": [],
        "facts": {
            "stage": ["production"],
            "decision": ["stop"],
            "year": ["2024"],
            "tag": ["Data Quality", "health"],
            "author": ["Ada"],
            "team": ["Flow"],
        },
        "lessons": ["Watch for drift in behaviour.", "Show the last known value beside it."],
        "passages": [
            {
                "kind": "opening",
                "heading": "Flu from searches",
                "text": "The estimate ran too high.",
            },
            {"kind": "section", "heading": "", "text": "Counting queries."},
            {"kind": "section", "heading": "Method", "text": "A sum of 45 queries."},
        ],
        "truncated": False,
    }


def test_a_correction_is_told(lab):
    assert lab.get("2023/war")["corrected"] is True
    assert "\ncorrected: yes\n" in lab.text("get_postmortem", id="2023/war")
    assert "corrected" not in lab.text("get_postmortem", id="2022/trees")


def test_what_replaced_it_is_told(lab):
    assert "\nsuperseded_by: 2025/flu-again\n" in lab.text("get_postmortem", id="2024/flu")
    assert lab.get(lab.get("2024/flu")["superseded_by"][0])["superseded_by"] == []


def test_the_path_of_the_file_will_do_for_an_id(lab):
    assert lab.get("2024/flu.md") == lab.get("2024/flu")


@pytest.mark.parametrize("name", ["nothing", "../secret", "2024", "\ud800", "2024/flu.md.md", "\0"])
def test_an_id_that_there_is_not_says_where_to_take_one(lab, name):
    (lab.root / "secret.md").write_text(post("Secret"), "utf-8")

    assert "Take an id from search_postmortems" in lab.refused("get_postmortem", id=name)


@pytest.mark.parametrize(("more", "is_cut"), [(-1, False), (0, False), (1, True), (MOST, True)])
def test_what_is_too_long_is_cut_and_said_to_be(lab, more, is_cut):
    lab.write(
        "long", post("Long", "## Rest\n\n" + "y" * (MOST - 3 + more), summary="x", lessons=["ab"])
    )
    told = lab.get("long")

    assert told["truncated"] is is_cut
    assert ("\ntruncated: yes" in lab.text("get_postmortem", id="long")) is is_cut
    assert told["lessons"] == ["ab"]
    length = len("ab") + sum(len(each["text"]) for each in told["passages"])
    assert length == min(MOST + more, MOST)


def test_lessons_can_be_too_long_too(lab):
    lab.write("long", post("Long", lessons=["y" * MOST, "more"], summary="x"))
    told = lab.get("long")

    assert told["truncated"] is True
    assert told["lessons"] == ["y" * MOST]
    assert told["passages"] == []


# list_lessons


def test_all_lessons_newest_first(lab):
    assert lab.lessons() == [
        "Watch for drift in behaviour.",
        "Show the last known value beside it.",
        "Fit imputation on the training part only, against leakage.",
        "Prune.",
    ]


def test_lessons_on_a_subject_have_its_words_first(lab):
    assert lab.lessons(query="known value of flu") == [
        "Show the last known value beside it.",
        "Watch for drift in behaviour.",
        "Prune.",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"outcome": "invalid"}, ["Fit imputation on the training part only, against leakage."]),
        ({"cause": "shift", "limit": 1}, ["Watch for drift in behaviour."]),
        ({"tag": "health", "query": "pruning"}, ["Prune."]),
        ({"query": "zzzqqq"}, []),
        ({"query": "baseline"}, []),
    ],
)
def test_lessons_are_narrowed(lab, given, expected):
    assert lab.lessons(**given) == expected


def test_a_lesson_says_where_it_is_from(lab):
    (lesson,) = lab.values("list_lessons", query="imputation")["lessons"]

    assert set(lesson) == ABOUT | {"lesson"}
    assert (lesson["id"], lesson["outcome"], lesson["corrected"]) == ("2023/war", "invalid", True)


def test_twenty_lessons_are_listed_where_nobody_says_how_many(many):
    assert len(many.lessons()) == 20
    assert len(many.lessons(limit=50)) == 50
    assert len(many.lessons(query="walrus")) == 20


def test_a_lesson_that_is_an_essay_is_cut(lab):
    lab.write("long", post("Long", lessons=["word " * 10_000 + "narwhal"]))
    (lesson,) = lab.lessons(query="narwhal")

    assert len(lesson) < LONGEST_LESSON + 10
    assert lesson.endswith("narwhal")


# find_similar


def test_what_was_tried_before(lab):
    found = lab.found("find_similar", text="We want to count queries to see the flu, by a sum.")

    assert found[0] == "2024/flu"


def test_what_is_like_nothing_is_like_nothing(lab):
    assert lab.found("find_similar", text="zzzqqq \ud800") == []
    assert lab.text("find_similar", text="—").endswith("Other words may help.")


def test_five_are_similar_where_nobody_says_how_many(many):
    assert len(many.found("find_similar", text="walrus")) == 5
    assert len(many.found("find_similar", text="walrus", limit=7)) == 7


# Files as they are now


def test_an_answer_is_of_the_files_as_they_are(lab):
    assert lab.found(query="narwhal") == []
    lab.write("new", post("Narwhal"))
    assert lab.found(query="narwhal") == ["new"]
    lab.write("new", post("Narwhal, again", outcome="failed"))
    assert lab.get("new")["outcome"] == "failed"
    lab.write("new", post("Narwhal, again", outcome="failed", draft=True))
    assert lab.found(query="narwhal") == []
    assert "There is no such postmortem" in lab.refused("get_postmortem", id="new")
    lab.configure(f"site_url: {SITE}")
    assert lab.get("essay")["address"].startswith(SITE)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda root: (root / "mkdocs.yml").unlink(), "postmortems mcp --project FOLDER"),
        (lambda root: (root / "mkdocs.yml").write_text("["), "mkdocs.yml cannot be read"),
        (lambda root: (root / "postmortems").rename(root / "x"), "no postmortems folder"),
        (lambda root: (root / "postmortems/_glossary.yml").write_text("- ["), "_glossary.yml"),
    ],
)
def test_a_project_that_is_broken_says_so_and_is_asked_again(
    lab: Lab, spoil: Callable[[Path], None], said: str
):
    kept = (lab.root / "mkdocs.yml").read_bytes()
    spoil(lab.root)
    for tool in NAMES:
        given = {"list_lessons": {}, "find_similar": {"text": "x"}, "get_postmortem": {"id": "x"}}
        assert said in lab.refused(tool, **given.get(tool, {"query": "flu"}))
    (lab.root / "mkdocs.yml").write_bytes(kept)
    (lab.root / "postmortems" / "_glossary.yml").unlink(missing_ok=True)
    if (lab.root / "x").is_dir():
        (lab.root / "x").rename(lab.root / "postmortems")

    assert lab.get("2024/flu")["outcome"] == "failed"


def test_a_project_without_postmortems_has_no_lessons(lab):
    for name in POSTS:
        (lab.root / "postmortems" / f"{name}.md").unlink()

    assert lab.lessons() == []
    assert lab.found("find_similar", text="flu") == []
    assert lab.found(query="flu") == []
    assert "any outcome" in lab.refused("search_postmortems", query="flu", outcome="failed")
