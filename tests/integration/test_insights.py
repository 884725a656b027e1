"""The dashboard: its figures on the page and for programs, and what it never tells."""

import json

from integration.harness import post


def many(count, **fields):
    return {
        f"{fields['outcome']}{number}.md": post(f"T{number}", date="2025-01-01", **fields)
        for number in range(count)
    }


def figure(page, name):
    section = page.one("section", aria_labelledby=name)
    (told,) = [each for each in section.iter("p") if each.get("class") == "pm-measure__figure"]
    return " ".join("".join(told.itertext()).split())


def test_a_share_has_its_cases_its_interval_its_formula_and_its_pitfall(site):
    built = site(many(3, outcome="failed") | many(2, outcome="succeeded"))
    page = built.page("postmortems/insights/")
    assert figure(page, "success") == "40 % 2 of 5, 95 % interval 12 % to 77 %"
    text = page.text("section", "pm-measure", aria_labelledby="success")
    assert "Made of succeeded ÷ concluded." in text
    assert "Mind A high share is no praise" in text
    assert "Compare 8 % (Airbnb Search)" in text


def test_below_five_cases_counts_are_shown_and_what_comes_later_is_said_once(site):
    posts = many(3, outcome="failed") | many(1, outcome="invalid")
    page = site(posts).page("postmortems/insights/")
    assert figure(page, "learning") == "3 of 4 too few for a share"
    assert figure(page, "large_gaps") == "No case yet"
    assert "75\N{NO-BREAK SPACE}%" not in page.html
    (told,) = page.texts("p", "pm-notice")
    assert told == (
        "4 experiments concluded so far. From 5 cases on, a figure here is a share with its "
        "interval, or a median. Until then it is the count, as fewer cases would mislead."
    )


def test_from_five_cases_on_nothing_is_said_of_small_numbers(site):
    page = site(many(5, outcome="failed")).page("postmortems/insights/")
    assert page.texts("p", "pm-notice") == []


def test_an_empty_site_has_a_dashboard_too(site):
    page = site({}).page("postmortems/insights/")
    assert figure(page, "learning") == "No case yet"
    assert figure(page, "by_stage") == "No case yet"
    assert page.texts("p", "pm-notice")[0].startswith("No experiment concluded so far.")


def test_the_numbers_stand_behind_each_picture(site):
    built = site(many(2, outcome="failed", stage="idea") | many(1, outcome="mixed"))
    page = built.page("postmortems/insights/")
    assert page.table("by_stage") == [["Stage", "Failed", "Mixed", "All"], ["Idea", "2", "0", "2"]]
    assert page.table("by_period")[1:] == [["2025 Q1", "2", "1", "3"]]


def test_repeats_are_shown_as_pairs_that_lead_to_both(site):
    shared = {"outcome": "failed", "causes": ["shift"], "tags": ["churn"]}
    built = site(
        {
            "first.md": post("First <try>", date="2025-01-01", **shared),
            "second.md": post("Second", date="2025-01-02", **shared),
        }
    )
    page = built.page("postmortems/insights/")
    (pair,) = page.texts("li")[-1:]
    assert pair == "Second may repeat First <try> distribution shift, churn"
    links = [each.get("href") for each in page.one("ul", "pm-pairs").iter("a")]
    assert [built.target("postmortems/insights/", each) for each in links] == [
        "postmortems/second/",
        "postmortems/first/",
    ]


def test_programs_read_the_same_figures(site):
    built = site(many(3, outcome="failed") | many(2, outcome="succeeded"))
    data = json.loads(built.raw["postmortems/insights.json"])
    assert data["version"] == 1
    success = data["figures"]["success"]
    assert (success["count"], success["n"], success["share"]) == (2, 5, 0.4)
    assert all(each["formula"] and each["pitfall"] for each in data["figures"].values())
    link = built.page("postmortems/insights/").one("p", "pm-listing__about").find("a").get("href")
    assert built.target("postmortems/insights/", link) == "postmortems/insights.json"


def test_no_figure_is_about_a_person_or_a_team_or_what_is_hidden(site):
    built = site(
        {
            "a.md": post("A", outcome="failed", authors=["Zq Author"], team="Zq Team"),
            "b.md": post("Zq Hidden", outcome="failed", draft=True, date="2020-01-01"),
        }
    )
    assert not {each for each in built.traces("zq ") if "insights" in each}
