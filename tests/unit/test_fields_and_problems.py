"""Fields of every type: what is read, what is dropped, and what is told about it."""

import pytest

from mkdocs_postmortems.domain import NOT_READABLE, Problem, Severity
from mkdocs_postmortems.domain.problem import in_order, printable
from mkdocs_postmortems.source.names import FIELDS, canonical, meant_by
from unit.making import made, only_error, read_fields, told


@pytest.mark.parametrize(
    ("written", "draft"),
    [
        ("draft: true", True),
        ("draft: 'true'", True),
        ("draft: Yes", True),
        ("draft: on", True),
        ("draft: 1", True),
        ("DRAFT: y", True),
        ("draft: false", False),
        ("draft: off", False),
        ("draft: no", False),
        ("draft: 0", False),
        ("published: false", True),
        ("published: no", True),
        ("published: 0", True),
        ("published: true", False),
        ("published: 2021-05-22", False),
        ("published: false\ndraft: false", True),
        ("published: true\ndraft: true", True),
    ],
)
def test_drafts(written: str, draft: bool):  # noqa: FBT001
    assert made(read_fields(f"title: T\n{written}")).draft is draft


@pytest.mark.parametrize("written", ["true", "yes", "1"])
def test_unlisted(written: str):
    assert made(read_fields(f"title: T\nunlisted: {written}")).unlisted is True


@pytest.mark.parametrize(
    ("written", "field", "what"),
    [
        ("draft: maybe", "draft", "`maybe` is neither true nor false"),
        ("draft: 2", "draft", "`2` is neither true nor false"),
        ("draft:", "draft", "nothing is written here"),
        ("draft: [true]", "draft", "`a list` is neither true nor false"),
        ("unlisted: {a: b}", "unlisted", "`a mapping` is neither true nor false"),
        ("unlisted: ture", "unlisted", "`ture` is neither true nor false"),
        ("published: perhaps", "published", "`perhaps` is neither true nor false"),
        ("published: [false]", "published", "`a list` is neither true nor false"),
    ],
)
def test_a_flag_that_cannot_be_read_hides_the_post(written: str, field: str, what: str):
    error = only_error(read_fields(f"title: T\n{written}"))

    assert (error.line, error.field) == (3, field)
    assert error.message == f"{what}, so the postmortem is left out"
    assert error.remedy == f"Write `{field}: true` or `{field}: false`"


@pytest.mark.parametrize("spellings", [("draft", "Draft"), ("Draft", "draft")])
def test_a_flag_spelt_twice_hides_the_post(spellings: tuple[str, str]):
    first, second = spellings

    error = only_error(read_fields(f"title: T\n{first}: false\n{second}: true"))

    assert str(error) == (
        f"churn.md:4: draft: stands twice, as `{first}` on line 3 and as `{second}`, "
        "so the postmortem is left out. Keep one of them."
    )


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("tags: [a, b]", ("a", "b")),
        ("tags: a, b", ("a", "b")),
        ("tags: '#a, #b'", ("a", "b")),
        ("tags: a", ("a",)),
        ("tags: [a, a, '']", ("a",)),
        ("tags: [c++, c#]", ("c++", "c#")),
        ("tags:", ()),
        ("tags: [a]\ncategories: [b]\nkeywords: c, a", ("a", "b", "c")),
        ("category: a", ("a",)),
    ],
)
def test_tags_are_lists_or_texts_and_categories_and_keywords_join_them(
    written: str, tags: tuple[str, ...]
):
    assert made(read_fields(f"title: T\n{written}")).tags == tags


def test_a_list_that_is_something_else_is_told_with_its_line():
    reading = read_fields("title: T\ntags:\n  - a\n  - {b: c}\nseries: {d: e}")

    assert made(reading).tags == ("a",)
    assert made(reading).series == ()
    assert sorted(told(reading)) == [
        "churn.md:5: tags: wants a list of texts, and this is a mapping.",
        "churn.md:6: series: wants a list of texts, and this is a mapping.",
    ]


def test_text_where_a_list_or_map_stands_is_told():
    reading = read_fields("title: T\nteam: [a, b]\nhypothesis: {a: b}")

    assert (made(reading).team, made(reading).hypothesis) == ("", "")
    assert sorted(told(reading)) == [
        "churn.md:3: team: wants text, and this is a list.",
        "churn.md:4: hypothesis: wants text, and this is a mapping.",
    ]


def test_pictures_of_all_three_fields_stand_in_their_order():
    postmortem = made(read_fields("title: T\nimages: [b.png, a.png]\ncover: c.png\nimage: a.png"))

    assert postmortem.images == ("a.png", "b.png", "c.png")


def test_the_rest_of_the_record_is_read():
    postmortem = made(
        read_fields(
            """
            title: T
            team: Growth
            series: Churn
            slug: churn
            url: /elsewhere/churn
            aliases: [/old, /older]
            outcome: Failed
            stage: offline evaluation
            decision: roll-back
            confidence: HIGH
            revisit: 2025-01-01
            revisit_when: there is more data
            hypothesis: |
              If we do *this*,
              then that.
            audio: a.mp3
            video: v.mp4
            started: 2024-01-01
            ended: 2024-02-01
            due: 2024-03-01
            runs: ["mlflow:1", "git:abc"]
            builds_on: other
            replicates: [/a/b.md]
            contradicts: [c/]
            supersedes: [d, d]
            reviewed_by: [Ada, Grace]
            reviewed: 2024-04-01
            """
        )
    )

    assert postmortem.id == "churn"
    assert postmortem.source == "churn.md"
    assert postmortem.series == ("Churn",)
    assert (postmortem.slug, postmortem.url) == ("churn", "/elsewhere/churn")
    assert postmortem.aliases == ("/old", "/older")
    assert postmortem.is_experiment
    assert postmortem.outcome == "failed"
    assert postmortem.stage == "offline_evaluation"
    assert postmortem.decision == "roll_back"
    assert postmortem.confidence == "high"
    assert postmortem.revisit.isoformat() == "2025-01-01"
    assert postmortem.revisit_when == "there is more data"
    assert postmortem.hypothesis == "If we do *this*,\nthen that."
    assert (postmortem.audio, postmortem.videos) == (("a.mp3",), ("v.mp4",))
    assert [str(d) for d in (postmortem.started, postmortem.ended, postmortem.due)] == [
        "2024-01-01",
        "2024-02-01",
        "2024-03-01",
    ]
    assert postmortem.runs == ("mlflow:1", "git:abc")
    assert postmortem.builds_on == ("other",)
    assert postmortem.replicates == ("a/b",)
    assert postmortem.contradicts == ("c",)
    assert postmortem.supersedes == ("d",)
    assert postmortem.reviewed_by == ("Ada", "Grace")
    assert postmortem.extra == {}


def test_an_essay_needs_no_outcome():
    assert not made(read_fields("title: T")).is_experiment


def test_an_outcome_that_was_left_empty_is_told_of():
    reading = read_fields("title: T\noutcome:")

    assert not made(reading).is_experiment
    (problem,) = (each for each in reading.problems if each.field == "outcome")
    assert problem.severity is Severity.NOTE
    assert problem.message == "nothing is written here, so this is an essay"


def test_a_code_that_is_not_known_is_told_with_the_one_that_is_near():
    reading = read_fields("title: T\noutcome: fialed\nstage: lunch")

    assert made(reading).outcome == NOT_READABLE.code
    assert made(reading).stage is None
    assert told(reading) == [
        (
            "churn.md:3: outcome: `fialed` is not known. Did you mean `failed`? It is one of "
            "pending, succeeded, failed, mixed, inconclusive, invalid, abandoned."
        ),
        (
            "churn.md:4: stage: `lunch` is not known. Write one of idea, data_analysis, "
            "replication, modelling, offline_evaluation, online_test, production."
        ),
    ]


def test_of_a_long_vocabulary_the_nearest_three_are_told_and_where_the_list_is():
    reading = read_fields("title: T\ncauses: [shfit, leakage, Distribution shft, zzz]")

    listed = "`postmortems schema --codes` lists all 32."
    leaks = "`split_leakage`, `feature_leakage` or `temporal_leakage`"
    assert [each.removeprefix("churn.md:3: causes: ") for each in told(reading)] == [
        f"`shfit` is not known. Did you mean `shift`? {listed}",
        f"`leakage` is not known. Did you mean {leaks}? {listed}",
        f"`Distribution shft` is not known. Did you mean `shift`? {listed}",
        f"`zzz` is not known. {listed}",
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.81", 0.81),
        ("1_000", 1000.0),
        ("-3", -3.0),
        ("1e-3", 0.001),
        ("12%", 0.12),
        ("12.5 %", 0.125),
        ("'7'", 7.0),
    ],
)
def test_numbers(written: str, value: float):
    assert made(read_fields(f"title: T\ncost: {{spent: {written}}}")).cost.spent == value


@pytest.mark.parametrize("written", ["lots", ".inf", "nan", "1e999", "0x1F", "1 000", "'0,75'"])
def test_what_is_no_number_is_told(written: str):
    reading = read_fields(f"title: T\ncost: {{spent: {written}, unit: EUR}}")
    written = written.strip("'")

    assert (made(reading).cost.spent, made(reading).cost.unit) == (None, "EUR")
    wanted = "Write digits and a point, such as 0.81."
    assert told(reading) == [f"churn.md:3: cost.spent: `{written}` is not a number. {wanted}"]


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_known_by_its_names_whatever_their_spelling(name: str):
    for spelling in (name, *FIELDS[name]):
        assert canonical(spelling) == name
        assert canonical(spelling.upper().replace("_", "-")) == name


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("outcom", "outcome"),
        ("titel", "title"),
        ("hypotesis", "hypothesis"),
        ("sumary", "summary"),
        ("lesson", "lessons"),
        ("last_mod", None),
        ("Lastmodd", "lastmod"),
        ("autor", "author"),
        ("drafts", "draft"),
        # Other tools' own, and what is near nothing.
        ("layout", None),
        ("status", None),
        ("hide", None),
        ("date_format", None),
        ("tgs", None),
        ("difficulty", None),
    ],
)
def test_only_what_looks_like_a_misspelling_is_taken_for_one(key: str, meant: str | None):
    known = canonical(key) is not None
    assert known == (key == "last_mod")
    if not known:
        assert meant_by(key) == meant


def test_a_misspelt_field_is_kept_and_told():
    reading = read_fields("title: T\ndifficulty: 3\noutcom: failed")

    assert made(reading).outcome == NOT_READABLE.code
    assert made(reading).extra == {"difficulty": 3, "outcom": "failed"}
    assert told(reading) == [
        (
            "churn.md:4: outcom: this field is not known, and was kept as it is. "
            "Did you mean `outcome`?"
        )
    ]


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem(path="a.md", message="it is odd"), "a.md: it is odd."),
        (Problem(path="a.md", line=3, message="it is odd"), "a.md:3: it is odd."),
        (
            Problem(path="a.md", line=3, field="title", message="it is odd", remedy="Mend it"),
            "a.md:3: title: it is odd. Mend it.",
        ),
        (
            Problem(path="a\x1b[31m.md", message="one\ntwo\u202e"),
            "a [31m.md: one two .",
        ),
    ],
)
def test_a_problem_is_one_line_of_file_line_field_and_remedy(problem: Problem, line: str):
    assert str(problem) == line


def test_a_long_problem_is_cut():
    assert printable("x" * 601) == "x" * 599 + "…"
    assert printable("x" * 600) == "x" * 600


def test_problems_stand_by_file_and_line():
    late = Problem(path="a.md", line=9, message="late", severity=Severity.ERROR)
    early = Problem(path="a.md", line=2, message="early")
    other = Problem(path="b.md", line=1, message="other")

    assert in_order([other, late, early]) == [early, late, other]


@pytest.mark.parametrize(
    ("cover", "images"),
    [
        ("{image: a.png, alt: A}", ("a.png",)),
        ("{Path: a.png}", ("a.png",)),
        ("{src: a.png, image: b.png}", ("b.png",)),
        ("a.png", ("a.png",)),
        ("[a.png, b.png]", ("a.png", "b.png")),
    ],
)
def test_a_picture_may_be_a_map_as_themes_have_it(cover, images):
    reading = read_fields(f"title: A\ncover: {cover}")

    assert made(reading).images == images
    assert told(reading) == []


@pytest.mark.parametrize("cover", ["{alt: A}", "{image: }", "{image: [a.png]}"])
def test_a_map_that_names_no_picture_is_told(cover):
    reading = read_fields(f"title: A\ncover: {cover}")

    assert made(reading).images == ()
    assert any("cover" in each for each in told(reading))
