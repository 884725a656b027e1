"""Facets: how the collection is divided, counted and named."""

import pytest

from mkdocs_postmortems.catalog import Catalog, Facet
from mkdocs_postmortems.domain import Postmortem, Term, Vocabularies
from unit.making import NOW, ids, record


def facet(name: str, *postmortems: Postmortem) -> Facet:
    return Catalog(postmortems, NOW).facet(name)


def test_codes_stand_in_the_order_of_their_vocabulary():
    outcomes = facet(
        "outcome",
        record("a", outcome="mixed"),
        record("b", outcome="failed"),
        record("c", outcome="succeeded"),
        record("d", outcome="failed"),
        record("essay"),
    )

    assert outcomes.counts == {"succeeded": 1, "failed": 2, "mixed": 1}
    assert list(outcomes.counts) == ["succeeded", "failed", "mixed"]
    assert [value.label for value in outcomes.values] == ["Succeeded", "Failed", "Mixed"]
    assert outcomes.values[0].description == (
        "Met the criteria stated beforehand, on data that counts"
    )


def test_codes_have_slugs_and_are_found_by_any_spelling():
    stages = facet("stage", record("a", stage="data_analysis"))

    assert stages.values[0].slug == "data-analysis"
    assert stages.value("data_analysis") is stages.values[0]
    assert stages.value("Data Analysis") is stages.values[0]
    assert stages.value("production") is None


def test_a_sites_own_codes_come_last():
    site = Vocabularies().extended({"outcome": [Term("retired", "Retired")]})
    catalog = Catalog([record("a", outcome="retired"), record("b", outcome="mixed")], NOW, site)

    assert [value.label for value in catalog.facet("outcome").values] == ["Mixed", "Retired"]


def test_several_causes_count_each_once():
    causes = facet(
        "cause",
        record("a", causes=[{"code": "overfit"}, {"code": "labels"}]),
        record("b", causes=[{"code": "labels"}]),
    )

    assert causes.counts == {"labels": 2, "overfit": 1}


def test_spellings_of_a_tag_are_one_labelled_by_the_commonest():
    tags = facet(
        "tag",
        record("a", tags=["Time series"]),
        record("b", tags=["time-series"]),
        record("c", tags=["time-series", "TIME_SERIES"]),
        record("d", tags=["c++"]),
        record("e", tags=["C#"]),
    )

    assert [(value.slug, value.label, value.count) for value in tags.values] == [
        ("c-sharp", "C#", 1),
        ("c-plus-plus", "c++", 1),
        ("time-series", "time-series", 3),
    ]


def test_equally_common_spellings_are_decided_by_the_alphabet():
    assert facet("tag", record("a", tags=["nlp"]), record("b", tags=["NLP"])).values[0].label == (
        "NLP"
    )


def test_members_stand_newest_first_and_those_of_a_series_from_its_beginning():
    old = record("old", date="2020-01-01", tags=["x"], series=["S"])
    new = record("new", date="2021-01-01", tags=["x"], series=["S"])

    assert ids(facet("tag", old, new).values[0].postmortems) == ["new", "old"]
    assert ids(facet("series", old, new).values[0].postmortems) == ["old", "new"]


def test_years_stand_newest_first_and_are_the_authors_own():
    years = facet(
        "year",
        record("a", date="2020-05-01"),
        record("b", date="2023-12-31T23:30:00-08:00"),
        record("undated"),
    )

    assert years.counts == {"2023": 1, "2020": 1}
    assert list(years.counts) == ["2023", "2020"]


def test_months_stand_newest_first_and_are_the_authors_own():
    months = facet(
        "month",
        record("a", date="2020-05-01"),
        record("b", date="2023-12-31T23:30:00-08:00"),
        record("c", date="2020-05-31"),
        record("undated"),
    )

    assert [(value.slug, value.label, ids(value.postmortems)) for value in months.values] == [
        ("2023-12", "December 2023", ["b"]),
        ("2020-05", "May 2020", ["c", "a"]),
    ]


def test_what_was_decided_and_where_it_ended_are_told_apart():
    post = record("a", outcome="failed", stage="production", decision="stop")

    assert facet("decision", post).counts == {"stop": 1}
    assert facet("stage", post).counts == {"production": 1}
    assert facet("month", post).counts == {}


def test_a_year_has_its_own_months_and_no_other():
    days = ("2020-05-01", "2020-11-30", "2021-05-01", "2020-05-31")
    catalog = Catalog([record(f"a{day}", date=day) for day in days], NOW)

    months = {year.slug: catalog.months_of(year) for year in catalog.facet("year").values}

    assert {year: [each.slug for each in its] for year, its in months.items()} == {
        "2021": ["2021-05"],
        "2020": ["2020-11", "2020-05"],
    }


def test_a_split_has_what_was_measured_on_it_once_whatever_the_number_of_results():
    def measured(name: str, *splits: str) -> Postmortem:
        results = [{"metric": "auc", "value": 0.7, "split": split} for split in splits]
        return record(name, results=results)

    splits = facet(
        "split", measured("a", "out_of_time", "test", "out_of_time"), measured("b", "test", "")
    )
    assert splits.counts == {"test": 2, "out_of_time": 1}
    assert splits.values[1].label == "Out of time"
    assert splits.values[1].description == "From after the training period"


@pytest.mark.parametrize(
    ("fields", "teams"),
    [
        ({"team": "Growth", "authors": [{"name": "Ada", "team": "Engines"}]}, {"Growth": 1}),
        (
            {
                "authors": [
                    {"name": "Ada", "team": "Engines"},
                    {"name": "Grace", "team": "Compilers"},
                    {"name": "Betty", "team": "Engines"},
                ]
            },
            {"Compilers": 1, "Engines": 1},
        ),
        ({"authors": [{"name": "Ada"}]}, {}),
    ],
)
def test_a_team_is_the_postmortems_or_else_its_authors(
    fields: dict[str, object], teams: dict[str, int]
):
    assert facet("team", record("a", **fields)).counts == teams


def test_authors_are_counted_by_name():
    assert facet(
        "author",
        record("a", authors=[{"name": "Ada"}, {"name": "Grace"}]),
        record("b", authors=[{"name": "Ada"}]),
    ).counts == {"Ada": 2, "Grace": 1}
