"""The one order of everything: newest first, the same whatever order the files came in."""

import datetime as dt
import itertools

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import Lesson
from unit.making import NOW, ids, record

AUCKLAND = dt.timezone(dt.timedelta(hours=12))


def test_newest_first_undated_last_equals_by_id():
    catalog = Catalog(
        [
            record("undated-b"),
            record("old", date="2020-01-01"),
            record("same-b", date="2022-01-01"),
            record("new", date="2023-01-01"),
            record("same-a", date="2022-01-01"),
            record("undated-a"),
        ],
        NOW,
    )

    assert ids(catalog.published) == ["new", "same-a", "same-b", "old", "undated-a", "undated-b"]


def test_what_is_older_than_the_clock_of_computers_stands_before_what_has_no_date():
    catalog = Catalog([record("undated"), record("ancient", date="1965-01-01")], NOW)

    assert ids(catalog.published) == ["ancient", "undated"]


def test_days_and_moments_of_all_zones_stand_in_one_order():
    catalog = Catalog(
        [
            record("day", date="2022-01-02"),
            record("in-auckland", date=dt.datetime(2022, 1, 2, 11, tzinfo=AUCKLAND)),
            record("at-noon", date=dt.datetime(2022, 1, 2, 12, tzinfo=dt.UTC)),
        ],
        NOW,
    )

    assert ids(catalog.published) == ["at-noon", "day", "in-auckland"]


def test_the_order_of_the_files_does_not_matter():
    postmortems = [
        record("a", date="2022-01-01", outcome="failed", tags=["x"]),
        record("b", date="2022-01-01", outcome="succeeded", tags=["X"], builds_on=["a"]),
        record("c", tags=["x"], supersedes=["nobody"]),
        record("d", date="2023-01-01", supersedes=["a"]),
    ]
    views = set()
    for order in itertools.permutations(postmortems):
        catalog = Catalog(order, NOW)
        facets = [
            (value.slug, value.label, tuple(ids(value.postmortems)))
            for name in ("outcome", "tag", "year")
            for value in catalog.facet(name).values
        ]
        links = [
            (link.relation, link.other.id)
            for each in catalog.published
            for link in catalog.links(each)
        ]
        problems = [str(each) for each in catalog.problems]
        views.add((*ids(catalog.published), *facets, *links, *problems))

    assert len(views) == 1


def test_failures_stand_among_successes():
    catalog = Catalog(
        [
            record("worked", date="2022-01-01", outcome="succeeded"),
            record("failed", date="2022-01-02", outcome="failed"),
            record("pending", date="2022-01-03", outcome="pending"),
        ],
        NOW,
    )

    assert ids(catalog.published) == ["pending", "failed", "worked"]


def test_neighbours_are_those_in_time_and_never_hidden_ones():
    old, draft, middle, new = (
        record("old", date="2020-01-01"),
        record("draft", date="2020-06-01", draft=True),
        record("middle", date="2021-01-01"),
        record("new", date="2022-01-01"),
    )
    catalog = Catalog([middle, draft, new, old], NOW)

    def around(postmortem: object) -> tuple[object, object]:
        neighbours = catalog.neighbours(postmortem)
        return neighbours.older, neighbours.newer

    assert around(old) == (None, middle)
    assert around(middle) == (old, new)
    assert around(new) == (middle, None)
    assert around(draft) == (None, None)


def test_it_is_tied_to_what_it_names_and_what_names_it_and_never_to_what_is_hidden():
    linked = record("linked", body="As in [new](new.md).")
    others = [record("old"), record("follows", builds_on=["new"]), record("far"), linked]
    hidden = record("hidden", draft=True, replicates=["new"])
    new = record("new", contradicts=["old"])
    catalog = Catalog([new, hidden, *others], NOW)

    assert catalog.tied(new) == {"old", "follows", "linked"}
    assert catalog.tied(others[2]) == frozenset()


def test_only_what_is_published_is_found_by_its_id():
    new, draft = record("new", date="2022-01-01"), record("draft", draft=True)
    catalog = Catalog([new, record("old", date="2020-01-01"), draft], NOW)

    assert catalog.named("new") == new
    assert catalog.named("draft") is None
    assert catalog.named("nowhere") is None


def test_lessons_stand_in_the_order_of_the_postmortems_and_of_their_text():
    def lessons(*texts: str) -> list[Lesson]:
        return [Lesson(text=text, anchor=f"lesson-{text}") for text in texts]

    catalog = Catalog(
        [
            record("old", date="2020-01-01", lessons=lessons("c", "a")),
            record("new", date="2021-01-01", lessons=lessons("z", "b")),
        ],
        NOW,
    )

    assert [(each.lesson.text, each.postmortem.id) for each in catalog.lessons] == [
        ("z", "new"),
        ("b", "new"),
        ("c", "old"),
        ("a", "old"),
    ]
