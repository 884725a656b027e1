"""Related: what is like a postmortem, at its foot, for as many as the site wants."""

import pytest

from integration.harness import post

LEAKY = "Duplicated customers leaked from training into holdout rows of the churn model."


def related(built, page):
    return [
        each.find("a/bdi").text
        for section in built.page(page).all("section", aria_labelledby="pm-related")
        for each in section.iter("li")
    ]


@pytest.fixture
def posts():
    return {
        "a.md": post("Churn and leaked customers", LEAKY, date="2024-01-01", outcome="failed"),
        "b.md": post("Churn again", f"{LEAKY} Again.", date="2024-01-02", outcome="invalid"),
        "c.md": post("Churn once more", f"{LEAKY} Really.", date="2024-01-03"),
        "d.md": post("Weather", "Rain forecasts for vineyards by satellite.", date="2024-01-04"),
        "e.md": post("Tomatoes", "Spectral cameras above a sorting belt.", date="2024-01-05"),
        "hidden.md": post("Churn zqhidden", LEAKY, draft=True),
        "quiet.md": post("Churn zqquiet", LEAKY, unlisted=True),
    }


def test_a_page_names_what_is_like_it_with_outcome_and_date_and_nothing_hidden(site, posts):
    built = site(posts)
    assert set(related(built, "postmortems/a/")) == {"Churn again", "Churn once more"}
    assert related(built, "postmortems/d/") == []
    section = built.page("postmortems/b/").text("section", aria_labelledby="pm-related")
    assert "Outcome: Failed Churn and leaked customers 1 January 2024" in section
    links = [
        each.get("href")
        for each in built.page("postmortems/a/")
        .one("section", aria_labelledby="pm-related")
        .iter("a")
    ]
    assert {built.target("postmortems/a/", each) for each in links} == {
        "postmortems/b/",
        "postmortems/c/",
    }
    assert built.traces("zqhidden") == set()


def test_what_it_is_linked_with_is_not_named_again(site, posts):
    posts["b.md"] = post("Churn again", LEAKY, date="2024-01-02", builds_on=["a"])
    assert related(site(posts), "postmortems/a/") == ["Churn once more"]


@pytest.mark.parametrize(
    ("options", "count"), [({"related": 1}, 1), ({"related": 0}, 0), ({"search": False}, 0)]
)
def test_a_site_says_how_many(site, posts, options, count):
    assert len(related(site(posts, options=options), "postmortems/a/")) == count


@pytest.mark.parametrize("value", [-1, 11, True, "many"])
def test_other_numbers_are_refused(site, posts, value):
    built = site(posts, options={"related": value})
    assert "is not a whole number from 0 to 10" in built.all_log + built.aborted
