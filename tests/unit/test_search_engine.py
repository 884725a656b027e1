"""The search: what is found, in which order, and where a hit opens."""

import random

import pytest

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.likeness import alike, likenesses
from unit.making import NOW, made, read_fields
from unit.searching import FILLER, engine_of, found, ids_in, index_of, post, similar

MANY = [post(f"filler{each}") for each in range(6)]


# Which are found


def test_those_with_all_words_come_first_then_those_with_some():
    engine = engine_of(
        post("one", "Leakage " * 9, ["Leakage."], title="Leakage", summary="Leakage."),
        post("both", f"A word on leakage, one on civil unrest. {FILLER * 200}", date="2020-01-01"),
        *MANY,
    )

    assert found(engine, "leakage civil ") == ["both", "one"]


def test_nothing_is_found_where_nothing_matches():
    answer = engine_of(*MANY).search("zzzqqq ")

    assert (answer.hits, answer.total) == ((), 0)


@pytest.mark.parametrize("text", ["", " ", "—", '"', "-"])
def test_a_search_for_nothing_finds_nothing(text):
    assert found(engine_of(*MANY), text) == []


def test_an_empty_corpus_can_be_searched():
    engine = engine_of()

    assert found(engine, "leakage") == []
    assert found(engine, "outcome:failed") == []
    assert similar(engine, "leakage").hits == ()


def test_a_word_that_occurs_nowhere_does_not_hide_the_rest():
    assert found(engine_of(post("p", "About leakage."), *MANY), "leakage zzzqqq ") == ["p"]


@pytest.mark.parametrize("typed", ["predicting", "predicted", "PREDICTIONS", "prédict"])
def test_words_are_found_in_any_form(typed):
    assert found(engine_of(post("p", "A prediction of floods."), *MANY), f"{typed} ") == ["p"]


@pytest.mark.parametrize("typed", ["sepsiss", "spesis", "espsis", "sepsos"])
def test_a_misspelt_word_finds_the_nearest(typed):
    engine = engine_of(post("p", "On sepsis."), *MANY)

    assert found(engine, f"{typed} ") == ["p"]


def test_a_word_that_occurs_is_not_corrected():
    engine = engine_of(post("typed", "On sepsiss."), post("near", "On sepsis."), *MANY)

    assert found(engine, "sepsiss ") == ["typed"]


def test_the_last_word_grows_while_it_is_typed():
    engine = engine_of(post("p", "On quantisation."), *MANY)

    assert found(engine, "quanti") == ["p"]
    assert found(engine, "weather quanti")[0] == "p"
    assert found(engine, "quanti ") == []
    assert found(engine, "quanti weather ") == [f"filler{each}" for each in range(6)]


def test_one_letter_does_not_grow():
    assert found(engine_of(post("p", "On quantisation.")), "q") == []


def test_a_word_that_is_whole_already_comes_before_those_it_may_become():
    engine = engine_of(
        post("longer", "On leakproof pipes.", date="2024-02-02"),
        post("whole", "On a leak.", date="2020-01-01"),
        *MANY,
    )

    assert found(engine, "leak") == ["whole", "longer"]


def test_chinese_is_found_without_blanks_and_by_one_character():
    engine = engine_of(post("p", "模型因数据泄漏而失败。"), post("q", "训练很慢。"), *MANY)

    assert found(engine, "泄漏 ") == ["p"]
    assert found(engine, "数据泄漏 ") == ["p"]
    assert found(engine, "泄 ") == ["p"]
    assert found(engine, "训练") == ["q"]


def test_accents_do_not_matter_either_way():
    engine = engine_of(post("with", "Un café."), post("without", "Un cafe."), *MANY)

    assert set(found(engine, "café ")) == set(found(engine, "cafe ")) == {"with", "without"}


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"title": "On walruses"}, "walrus"),
        ({"summary": "On walruses"}, "walrus"),
        ({"lessons": ["Count the walruses."]}, "walrus"),
        ({"tags": ("walrus",)}, "walrus"),
        ({"team": "Walrus"}, "walrus"),
        ({"series": ("Walrus",)}, "walrus"),
        ({"authors": ({"name": "Ada Walrus"},)}, "walrus"),
        ({"hypothesis": "If walruses, then more."}, "walrus"),
        ({"runs": ("mlflow:walrus42",)}, "walrus42"),
        ({"data": ({"name": "walruses"},)}, "walrus"),
        ({"results": ({"metric": "walrus rate", "value": 1.0},)}, "walrus"),
        ({"causes": ({"code": "shift"},)}, "distribution"),
        ({"causes": ({"code": "shift", "evidence": "walruses came"},)}, "walrus"),
        ({"outcome": "inconclusive"}, "inconclusive"),
        ({"stage": "online_test"}, "online"),
        ({"body": "## Walruses\n\nSome."}, "walrus"),
        ({"body": "Some **walruses**."}, "walrus"),
    ],
)
def test_a_postmortem_is_found_by_each_of_its_texts(fields, asked):
    assert found(engine_of(post("p", **fields), *MANY), f"{asked} ") == ["p"]


def test_what_stands_beside_the_lessons_under_their_heading_is_found():
    body = "## Lessons learnt\n\n- Split by customer.\n\nAsk the walruses first."
    p = made(read_fields("title: Untitled", body, "p.md"))

    (hit,) = engine_of(p, *MANY).search("walruses ").hits
    assert (hit.document.id, hit.passage.heading) == ("p", "Lessons learnt")
    assert [each.kind for each in hit.document.passages].count("lesson") == 1


def test_lessons_are_not_searched_twice():
    body = "## Lessons learnt\n\n- Split by customer."
    (document,) = documents_of(Catalog([made(read_fields("title: T", body))], NOW))

    assert [each.kind for each in document.passages] == ["lesson", "opening"]


# In which order


def test_a_lesson_comes_before_a_mention():
    engine = engine_of(
        post("mention", f"{FILLER} Leakage. {FILLER}", date="2024-02-02"),
        post("lesson", FILLER, ["Look for leakage before you celebrate."], date="2020-01-01"),
        *MANY,
    )

    assert found(engine, "leakage ") == ["lesson", "mention"]


def test_a_rare_word_says_more_than_a_common_one():
    engine = engine_of(
        post("common", "weather bread", date="2024-02-02"),
        post("rare", "sepsis", date="2020-01-01"),
        *MANY,
    )

    assert found(engine, "weather sepsis ")[0] == "rare"


def test_a_word_in_every_document_still_counts_a_little():
    engine = engine_of(*(post(f"p{each}", "Common.") for each in range(300)))

    assert min(hit.score for hit in engine.search("common ", 300).hits) > 0


def test_words_that_stand_together_come_before_words_apart():
    apart = " ".join(["bread"] * 40)
    engine = engine_of(
        post("apart", f"civil {apart} unrest {apart}", date="2024-02-02"),
        post("close", f"civil unrest {apart} {apart}", date="2020-01-01"),
        *MANY,
    )

    assert found(engine, "civil unrest ") == ["close", "apart"]


def test_between_equals_the_newer_comes_first():
    posts = [post(f"p{year}", "On leakage.", date=f"{year}-01-01") for year in (2021, 2023, 2022)]

    assert found(engine_of(*posts), "leakage ") == ["p2023", "p2022", "p2021"]


@pytest.mark.parametrize("asked", ["leakage ", "leakage civil ", "outcome:failed", "tag:x split"])
def test_the_order_of_the_files_does_not_matter(asked):
    draw = random.Random(7)
    posts = [
        post(
            f"p{each}",
            " ".join(draw.choices(["leakage", "civil", "split", "bread"], k=5)),
            date="2024-01-01" if each % 2 else None,
            outcome="failed",
            tags=("x",),
        )
        for each in range(40)
    ]
    expected = found(engine_of(*posts), asked)
    draw.shuffle(posts)

    assert found(engine_of(*posts), asked) == expected != []


@pytest.mark.parametrize("outcome", ["succeeded", "failed", "pending"])
def test_the_outcome_counts_for_nothing(outcome):
    newer = post("newer", "On leakage.", date="2024-01-02", outcome=outcome)
    older = post("older", "On leakage.", date="2024-01-01", outcome="mixed")

    assert found(engine_of(newer, older), "leakage ") == ["newer", "older"]


def test_the_best_are_shown_and_all_are_counted():
    posts = [post(f"p{each:02}", "On leakage.") for each in range(45)]
    answer = engine_of(*posts).search("leakage ", most=3)

    assert (len(answer.hits), answer.total) == (3, 45)
    assert ids_in(answer) == found(engine_of(*posts), "leakage ")[:3]


def test_a_hit_tells_how_many_words_it_has():
    engine = engine_of(post("both", "Leakage, civil."), post("one", "Leakage."), *MANY)
    answer = engine.search("leakage civil ")

    assert [(hit.document.id, hit.matched) for hit in answer.hits] == [("both", 2), ("one", 1)]
    assert answer.hits[0].score > answer.hits[1].score > 0


def test_a_word_asked_for_twice_counts_once():
    answer = engine_of(post("p", "Leakage."), *MANY).search("leakage leakages leakage ")

    assert [hit.matched for hit in answer.hits] == [1]


# Where a hit opens


def opened(engine: Engine, text: str) -> tuple[str, str, str]:
    hit = engine.search(text).hits[0]
    return hit.passage.kind, hit.passage.heading, hit.passage.text


PLACES = post(
    "p",
    "Before all headings: a preface.\n\n## Data\n\nOn sensors.\n\n## Method\n\nOn sensors, trees.",
    ["Trees need pruning.", "Mount sensors twice."],
    title="A title of walruses",
    summary="In short, walruses.",
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("pruning ", ("lesson", "", "Trees need pruning.")),
        ("sensors ", ("lesson", "", "Mount sensors twice.")),
        ("title pruning walruses ", ("opening", "A title of walruses", "In short, walruses.")),
        ("walruses pruning ", ("lesson", "", "Trees need pruning.")),
        ("sensors trees ", ("section", "Method", "On sensors, trees.")),
        ("data ", ("section", "Data", "On sensors.")),
        ("preface ", ("section", "", "Before all headings: a preface.")),
        ("walruses ", ("opening", "A title of walruses", "In short, walruses.")),
    ],
)
def test_a_hit_opens_at_what_matched_best_a_lesson_before_a_section(asked, expected):
    assert opened(engine_of(PLACES, *MANY), asked) == expected


def test_a_hit_by_a_facet_alone_opens_at_the_top():
    assert opened(engine_of(post("p", outcome="failed")), "outcome:failed")[0] == "opening"


def test_a_lesson_has_the_anchor_of_its_address():
    (hit,) = engine_of(PLACES).search("pruning ").hits

    assert hit.passage.anchor == PLACES.lessons[0].anchor


def test_what_was_asked_for_is_marked():
    answer = engine_of(PLACES).search("sensros pruning ")

    assert {"sensor", "prune"} <= answer.marked


def test_a_hit_knows_what_has_become_of_its_postmortem():
    old = post("old", "On leakage.", corrections=({"was": "succeeded", "now": "failed"},))
    new = post("new", FILLER, supersedes=("old",))
    (hit,) = engine_of(old, new).search("leakage ").hits

    assert hit.document.marks == ("superseded", "corrected")


# What is like it


def test_similar_leaves_out_the_postmortem_itself():
    posts = [post(f"p{each}", "On sepsis alarms.") for each in range(3)]
    answer = similar(engine_of(*posts, *MANY), "Alarms for sepsis", most=5, but="p1")

    assert set(ids_in(answer)) == {"p0", "p2"}
    assert answer.total == 2


def test_similar_shows_as_many_as_asked_for():
    posts = [post(f"p{each}", "On sepsis alarms.") for each in range(8)]
    engine = engine_of(*posts)

    assert len(similar(engine, "sepsis alarms", most=3, but="p7").hits) == 3
    assert len(similar(engine, "sepsis alarms", most=3).hits) == 3


def test_similar_goes_by_the_words_that_tell_it_apart():
    engine = engine_of(
        post("common", "weather bread sentence", date="2024-01-01"), post("rare", "sepsis"), *MANY
    )

    assert ids_in(similar(engine, "weather and sepsis"))[0] == "rare"


@pytest.mark.parametrize("text", ["", "the of it", "zzzqqq", "—"])
def test_nothing_is_like_a_text_without_telling_words(text):
    assert similar(engine_of(*MANY), text).hits == ()


@pytest.mark.parametrize(
    ("text", "kept", "weak"),
    [
        ("sepsis alarms that nurses switch off at night", ["close"], 1),
        ("sepsis", ["close", "word"], 0),
        ("weather and bread by night", [], 5),
        ("sepsis rounds of a quantum annealer in Zanzibar", [], 2),
    ],
)
def test_what_shares_a_word_or_so_of_many_is_no_likeness(text, kept, weak):
    posts = [
        post("close", "Alarms for sepsis, switched off by nurses at night, and again."),
        post("word", "Sepsis."),
        *(post(f"more{each}") for each in range(12)),
    ]
    index = index_of(posts)
    found = likenesses(index, text, 5)

    assert (ids_in(found.answer), found.weak) == (kept, weak)
    assert [each.id for each in alike(index, text, 5)] == kept
    shown = likenesses(index, text, 5, is_weak_shown=True)
    assert (len(shown.answer.hits), shown.weak) == (len(kept) + weak, 0)


# What is hidden


HIDDEN = {
    "draft": {"draft": True},
    "unlisted": {"unlisted": True},
    "future": {"date": "2024-07-01"},
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_hidden_is_found_in_no_way(how):
    secret = post(
        "secret",
        "Zanzibar in the text.",
        ["Zanzibar in a lesson."],
        title="Zanzibar",
        tags=("zanzibar",),
        team="Zanzibar",
        outcome="failed",
        supersedes=("open",),
        **HIDDEN[how],
    )
    index = index_of([secret, post("open", FILLER), *MANY])
    engine = Engine(index)

    for asked in ("zanzibar", "zanzi", "zanzibra ", "tag:zanzibar", "team:zanzibar", "-bread"):
        assert "secret" not in found(engine, asked), asked
    assert ids_in(similar(engine, "Zanzibar in the text")) == []
    assert list(index.words("z")) == []
    assert not [term for term in index.terms if "zanzibar" in term or "failed" in term]
    assert "zanzibar" not in repr(index.documents).casefold()
    assert not any(each.marks or each.superseded_by for each in index.documents)


def test_what_lies_in_the_future_is_found_once_it_is_due():
    due = post("due", "On leakage.", date="2024-07-01")

    assert index_of([due]).count == 0
    assert index_of([due], now=NOW.replace(month=7)).count == 1
