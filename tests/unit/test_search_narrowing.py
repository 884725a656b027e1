"""Narrowing a search down: phrases, what must not occur, filters and dates."""

import pytest

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import RERANKED, Engine
from mkdocs_postmortems.search.index import Index
from unit.searching import FILLER, engine_of, found, index_of, post

MANY = [post(f"filler{each}") for each in range(6)]


# Phrases and exclusion


WALL = [
    post("phrase", "Measured in wall clock time."),
    post("apart", "The clock on the wall."),
    post("title", FILLER, title="Wall-clock"),
    post("lesson", FILLER, ["Watch the wall clock."]),
]


def test_a_phrase_wants_its_words_as_they_stand():
    engine = engine_of(*WALL, *MANY)

    assert set(found(engine, '"wall clock"')) == {"phrase", "title", "lesson"}
    assert set(found(engine, "wall clock ")) == {"phrase", "apart", "title", "lesson"}


def test_a_phrase_knows_stop_words_and_forms():
    engine = engine_of(*WALL, *MANY)

    assert found(engine, '"clocks on the wall"') == ["apart"]
    assert found(engine, '"clock wall"') == []


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    engine = engine_of(post("p", "## Wall\n\nClock."), *MANY)

    assert found(engine, '"wall clock"') == []


@pytest.mark.parametrize(
    ("most", "shown", "total", "is_counted"), [(1, 1, 2, False), (2, 2, 3, False), (3, 3, 3, True)]
)
def test_with_a_phrase_no_more_are_counted_than_were_looked_at(most, shown, total, is_counted):
    answer = engine_of(*WALL, *MANY).search('"wall clock"', most)

    assert (len(answer.hits), answer.total, answer.is_counted) == (shown, total, is_counted)


def test_without_a_phrase_all_are_counted():
    answer = engine_of(*WALL, *MANY).search("wall clock ", most=1)

    assert (len(answer.hits), answer.total, answer.is_counted) == (1, 4, True)


class Reading:
    """An index that tells which documents were read."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        return getattr(self.index, name)

    def document(self, number: int) -> Document:
        self.read.add(self.index.document(number).id)
        return self.index.document(number)


def reading() -> Reading:
    walls = [post(f"wall{each}", "A wall of bread.", date="2024-03-03") for each in range(60)]
    return Reading(index_of([*walls, *WALL]))


def test_for_a_phrase_only_the_best_and_what_has_all_its_words_is_read():
    source = reading()

    assert set(found(Engine(source), '"clock on the wall"')) == {"apart"}
    assert source.read >= {"apart", "phrase", "title", "lesson"}
    assert len(source.read) <= RERANKED + 4


def test_for_an_unwanted_phrase_only_what_has_all_its_words_is_read():
    source = reading()
    answer = Engine(source).search('-"clock on the wall" wall ', most=3)

    assert (len(answer.hits), answer.is_counted) == (3, False)
    assert len(source.read) <= 4


def test_a_phrase_of_stop_words_alone_is_looked_for_in_all_that_is_found():
    engine = engine_of(post("p", "To be or not to leak."), post("q", "Be to or leak."), *MANY)

    assert found(engine, 'leak "to be or not"') == ["p"]
    assert found(engine, '-"to be or not" leak ') == ["q"]


def test_narrowed_is_all_that_the_filters_leave_newest_first():
    engine = engine_of(*SORTED)

    assert [each.id for each in engine.narrowed()] == ["a", "b", "c", "d"]
    assert [each.id for each in engine.narrowed("outcome:failed")] == ["a", "c"]
    assert [each.id for each in engine.narrowed("-outcome:failed")] == ["b", "d"]
    assert [each.id for each in engine.narrowed("outcome:failed", "2023-01-01")] == ["a"]
    assert [each.id for each in engine.narrowed("", "2023-01-01")] == ["a", "b"]
    assert engine.narrowed("outcome:nonsense") == []
    assert engine_of().narrowed() == engine_of().narrowed("tag:x") == []


def test_what_is_not_wanted_is_left_out():
    engine = engine_of(*WALL)

    assert found(engine, "wall -time ") == found(engine, "-times wall ")
    assert set(found(engine, "wall -time ")) == {"apart", "title", "lesson"}


def test_everything_but():
    assert found(engine_of(*WALL), "-clocks ") == []
    assert set(found(engine_of(*WALL), "-time")) == {"apart", "title", "lesson"}


def test_a_phrase_that_is_not_wanted_leaves_its_words_alone():
    engine = engine_of(*WALL)

    assert found(engine, 'wall -"wall clock"') == ["apart"]
    assert found(engine, '-"wall clock"') == ["apart"]


# Filters


SORTED = [
    post(
        "a",
        outcome="failed",
        causes=({"code": "shift"},),
        tags=("Data Quality",),
        date="2024-03-01",
    ),
    post("b", outcome="mixed", causes=({"code": "selection"},), tags=("nlp",), date="2023-03-01"),
    post("c", outcome="failed", causes=({"code": "split_leakage"},), date="2022-03-01"),
    post("d", "An essay.", tags=("nlp", "data quality")),
]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("outcome:failed", "ac"),
        ("outcome:Failed outcome:mixed", "abc"),
        ("outcome:failed cause:shift", "a"),
        ("outcome:failed outcome:mixed cause:shift cause:selection", "ab"),
        ("outcome:mixed cause:shift", ""),
        ("cause:data.shift", "a"),
        ("cause:validity.split_leakage", "c"),
        ("cause:split-leakage", "c"),
        ('tag:"data quality"', "ad"),
        ("tag:data_quality tag:nlp", "abd"),
        ("tag:nlp -outcome:mixed", "d"),
        ("-outcome:failed", "bd"),
        ("-outcome:failed -outcome:mixed", "d"),
        ("-cause:data.shift outcome:failed", "c"),
        ("year:2023 year:2022", "bc"),
        ("outcome:nonsense", ""),
        ('tag:""', ""),
        ("essay outcome:failed", ""),
        ("weather outcome:failed", "ac"),
    ],
)
def test_filters_take_any_of_a_facets_values_and_all_facets(asked, expected):
    assert found(engine_of(*SORTED), asked) == list(expected)


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2022-03-01", "abc"), ("2022-03-02", "ab"), ("2024-01-01", "a"), ("2025-01-01", "")],
)
def test_only_what_is_dated_since(since, expected):
    engine = engine_of(*SORTED)

    assert found(engine, "weather ", since=since) == list(expected)
    assert found(engine, "", since=since) == list(expected)
    assert found(engine, "-zebra", since=since) == list(expected)
