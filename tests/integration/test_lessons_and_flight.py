"""The page of the lessons and its groups, and the page of what is in flight."""

import json

import pytest

from integration.harness import post, text_of


def lessons(page):
    """The texts of the lessons that a page lists, without what stands below each."""
    return page.texts("p", "pm-lesson__text")


@pytest.fixture
def taught(site):
    return site(
        {
            "a.md": post(
                "A", date="2024-01-01", outcome="failed", causes=["shift"], tags=["Churn"],
                confidence="high", lessons=["Weigh *every* sample", {
                    "text": "Keep a holdout", "applies_when": "Data drift", "do": "Freeze it",
                }],
            ),
            "b.md": post("B", "## Lessons learnt\n\n- Ask first\n", date="2024-01-02",
                         tags=["churn"], builds_on=["a"], stage="idea"),
            "hidden.md": post("C", draft=True, lessons=["Nobody may read this"]),
        },
    )  # fmt: skip


def test_every_lesson_is_listed_newest_first_with_its_address_and_use(taught):
    page = taught.page("postmortems/lessons/")
    assert lessons(page) == ["Ask first", "Weigh every sample", "Keep a holdout"]
    links = [each.get("href") for each in page.all("a", "pm-permalink")]
    assert [taught.target("postmortems/lessons/", each) for each in links] == [
        "postmortems/b/",
        "postmortems/a/",
        "postmortems/a/",
    ]
    assert len(set(links)) == 3
    text = page.texts("li", "pm-lesson")
    assert "taken up once" in text[1]
    assert "high confidence" in text[1]
    assert "taken up" not in text[0]
    assert "Applies when Data drift" in text[2]
    assert "Do Freeze it" in text[2]
    assert "Nobody may read this" not in page.html


@pytest.mark.parametrize(
    ("grouping", "groups"),
    [
        ("cause", {"Distribution shift 2": ["Weigh every sample", "Keep a holdout"]}),
        ("tag", {"Churn 3": ["Ask first", "Weigh every sample", "Keep a holdout"]}),
        ("stage", {"Idea 1": ["Ask first"]}),
    ],
)
def test_lessons_are_grouped(taught, grouping, groups):
    page = taught.page(f"postmortems/lessons/{grouping}/")
    found = {
        text_of(part.find("h2")): [
            text_of(each) for each in part.iter("p") if each.get("class") == "pm-lesson__text"
        ]
        for part in page.all("section", "pm-lesson-group")
    }
    assert found == groups
    below = {each for each in taught.pages if each.startswith(f"postmortems/lessons/{grouping}/")}
    assert below == {f"postmortems/lessons/{grouping}/"}


def test_a_group_of_more_than_a_few_has_its_page_and_a_sample_of_many_postmortems(site):
    posts = {
        f"{name}.md": post(name.upper(), date=f"2024-01-0{day}", tags=["churn"],
                           lessons=[f"{name} one", f"{name} two"])
        for day, name in enumerate("abc", start=1)
    }  # fmt: skip
    built = site(posts)
    overview = built.page("postmortems/lessons/tag/")
    assert lessons(overview) == ["c one", "b one", "a one"]
    whole = built.page("postmortems/lessons/tag/churn/")
    assert lessons(whole) == ["c one", "c two", "b one", "b two", "a one", "a two"]
    assert whole.texts("h1") == ["churn"]


def test_a_site_without_lessons_says_how_to_write_one(site):
    page = site({"a.md": post("A")}).page("postmortems/lessons/")
    assert "Nobody has written a lesson yet" in page.text("div", "pm-empty")
    assert page.all("nav", "pm-switch")[0].findall("a")[1:] == []


def test_what_is_in_flight_is_told_and_what_is_hidden_only_counted(site):
    built = site(
        {
            "late.md": post("Late", date="2025-01-01", outcome="pending", due="2025-06-01"),
            "soon.md": post("Soon", date="2025-01-02", outcome="pending", due="2026-06-01"),
            "open.md": post("Open", date="2025-01-03", outcome="pending"),
            "done.md": post(
                "Done", date="2025-01-03", outcome="failed", revisit="2025-12-01",
                actions=[{"text": "Tell *them*", "due": "2025-11-01"}],
            ),
            "draft.md": post("Secret", draft=True, date="2024-01-01"),
        }
    )  # fmt: skip
    page = built.page("postmortems/in-flight/")
    assert page.texts("h2") == [
        "Overdue 1",
        "Due 1",
        "Without a date 1",
        "Promised and past its day 1",
        "To be looked at again 1",
    ]
    assert "1 draft has been lying for more than 90 days" in page.html
    assert "Secret" not in page.html
    assert "Tell them due 1 November 2025" in " ".join(page.texts("li"))
    assert "In flight 3" in built.page("postmortems/").text("nav", "pm-switch")


def test_an_outcome_that_cannot_be_read_stays_among_the_experiments(site):
    built = site(
        {
            "a.md": post("Typed in haste", date="2025-01-01", outcome="fialed", lessons=["Look."]),
            "b.md": post("An essay", date="2025-01-01"),
        }
    )
    page = built.page("postmortems/a/")
    assert "Outcome not readable" in page.text("p", "pm-post__meta")
    assert "none of the codes" in page.text("p", "pm-notice")
    assert built.page("postmortems/outcome/not-readable/").text("h1") == "Outcome not readable"
    flight = built.page("postmortems/in-flight/")
    assert flight.texts("h2") == ["Outcome not readable 1"]
    assert "Typed in haste" in flight.text("ul", "pm-waiting")
    assert "In flight 1" in built.page("postmortems/").text("nav", "pm-switch")
    assert any("(1 outcome not readable, 1 without outcome)" in line for line in built.lines())
    told = json.loads(built.files["postmortems/postmortems.json"])["postmortems"]
    assert [each.get("outcome") for each in told] == ["not_readable", None]


def test_nothing_in_flight_is_said(site):
    page = site({"a.md": post("A", outcome="failed")}).page("postmortems/in-flight/")
    assert "Nothing is waiting" in page.text("div", "pm-empty")


def test_a_postmortem_in_the_place_of_such_a_page_is_told(site):
    built = site({"lessons.md": post("Mine")})
    assert any("lists postmortems" in each for each in built.warnings)
