"""The lists: the index with every outcome side by side, and a page for each thing to browse by."""

import pytest

from integration.harness import post, text_of

OUTCOMES = (
    "pending", "succeeded", "failed", "mixed", "inconclusive", "invalid", "abandoned",
)  # fmt: skip


def numbered(count: int, **fields: object) -> dict[str, str]:
    """Postmortems, one a day from 1 January 2024, named by the day of that year."""
    return {
        f"p{day:03}.md": post(
            f"P{day}", date=f"2024-{1 + day // 28:02}-{1 + day % 28:02}", **fields
        )
        for day in range(count)
    }


def test_the_index_has_every_outcome_newest_first(site):
    posts = {
        f"{outcome}.md": post(outcome.title(), outcome=outcome, date=f"2024-01-0{day}")
        for day, outcome in enumerate(OUTCOMES, start=1)
    }
    built = site({**posts, "essay.md": post("Essay here", date="2024-01-04 12:00:00 +0000")})
    index = built.page("postmortems/")
    newest_first = [each.title() for each in reversed(OUTCOMES)]
    assert index.titles == [*newest_first[:3], "Essay here", *newest_first[3:]]
    assert index.texts("span", "pm-badge") == [
        *(f"Outcome: {each}" for each in newest_first[:3]),
        "Essay",
        *(f"Outcome: {each}" for each in newest_first[3:]),
    ]
    assert [each.get("data-outcome") for each in index.all("article", "pm-card")] == [
        *reversed(OUTCOMES[4:]), "essay", *reversed(OUTCOMES[:4]),
    ]  # fmt: skip


def test_cards_of_all_outcomes_are_built_alike(site):
    """Nothing but the outcome's own word and picture differs."""
    posts = {f"{each}.md": post("T", outcome=each, date="2024-01-01") for each in OUTCOMES}
    index = site(posts).page("postmortems/")
    shapes = {
        tuple((each.tag, each.get("class")) for each in card.iter() if not each.tag.startswith("{"))
        for card in index.all("article", "pm-card")
    }
    assert len(shapes) == 1


def test_equal_dates_are_in_the_order_of_names_and_undated_come_last(site):
    built = site(
        {
            "b.md": post("B", date="2024-01-01"),
            "z/a.md": post("ZA", date="2024-01-01"),
            "a.md": post("A"),
            "2020-02-02-named.md": post("Named"),
            "c.md": post("C", date="2023-12-31 23:30:00 -0100"),
        }
    )
    assert built.page("postmortems/").titles == ["C", "B", "ZA", "Named", "A"]
    assert built.page("postmortems/a/").text("p", "pm-post__byline").startswith("Undated")


@pytest.mark.parametrize(
    ("count", "pages"),
    [
        (0, [[]]),
        (1, [["P0"]]),
        (3, [["P2", "P1", "P0"]]),
        (4, [["P3", "P2"], ["P1", "P0"]]),
        (5, [["P4", "P3", "P2"], ["P1", "P0"]]),
        (6, [["P5", "P4"], ["P3", "P2"], ["P1", "P0"]]),
    ],
)
def test_pages_are_counted_from_the_oldest(site, count, pages):
    built = site(numbered(count), options={"page_size": 2})
    numbers = ["", *(f"page/{number}/" for number in range(len(pages) - 1, 0, -1))]
    assert [built.page(f"postmortems/{each}").titles for each in numbers] == pages
    assert not built.has(f"postmortems/page/{len(pages)}/")


def test_pages_lead_to_each_other_from_the_newest_to_the_oldest(site):
    built = site(numbered(6), options={"page_size": 2})
    address, read = "postmortems/", []
    while True:
        page = built.page(address)
        read += page.titles
        older = page.all("a", "pm-pages__link", rel="next")
        if not older:
            break
        following = built.target(address, older[0].get("href"))
        back = built.page(following).one("a", "pm-pages__link", rel="prev").get("href")
        assert built.target(following, back) == address
        address = following
    assert read == ["P5", "P4", "P3", "P2", "P1", "P0"]
    assert address == "postmortems/page/1/"


def test_a_new_postmortem_leaves_the_full_pages_as_they_are(site):
    before = site(numbered(7), options={"page_size": 2})
    after = site(numbered(8), options={"page_size": 2})
    for number in ("1", "2"):
        address = f"postmortems/page/{number}/"
        assert after.page(address).titles == before.page(address).titles


def test_a_listing_of_a_facet_has_pages_too(site):
    built = site(numbered(5, tags="x"), options={"page_size": 2})
    assert built.page("postmortems/tag/x/").titles == ["P4", "P3", "P2"]
    assert built.page("postmortems/tag/x/page/1/").titles == ["P1", "P0"]
    assert built.page("postmortems/tag/x/page/1/").text("h1") == "x"


FACETS = {
    "a.md": post(
        "A",
        date="2023-03-01",
        outcome="failed",
        stage="modelling",
        decision="stop",
        causes=["overfit", {"code": "data.labels"}],
        results=[
            {"metric": "auc", "split": each, "value": 0.7}
            for each in ("test", "out_of_time", "test")
        ],
        tags=["vision", "Small Data"],
        author="Ada Example",
        team="Search",
        series="Winter",
    ),
    "b.md": post(
        "B",
        date="2024-03-01",
        outcome="succeeded",
        stage="online test",
        decision="ship",
        tags="vision, text",
        authors=["Ada Example", {"name": "Bo", "team": "Ads"}],
        series=["Winter", "Other"],
    ),
    "c.md": post("C", date="2024-05-01", outcome="Failed", causes="overfit", team="search"),
    "d.md": post("An essay", date="2022-05-01", tags=["text"]),
}
LISTINGS = {
    "outcome/failed": ("Failed", ["C", "A"]),
    "outcome/succeeded": ("Succeeded", ["B"]),
    "stage/modelling": ("Modelling", ["A"]),
    "stage/online-test": ("Online test", ["B"]),
    "decision/stop": ("Stop", ["A"]),
    "decision/ship": ("Ship", ["B"]),
    "split/test": ("Test", ["A"]),
    "split/out-of-time": ("Out of time", ["A"]),
    "cause/overfit": ("Overfitting", ["C", "A"]),
    "cause/labels": ("Labels", ["A"]),
    "tag/vision": ("vision", ["B", "A"]),
    "tag/small-data": ("Small Data", ["A"]),
    "tag/text": ("text", ["B", "An essay"]),
    "author/ada-example": ("Ada Example", ["B", "A"]),
    "author/bo": ("Bo", ["B"]),
    "team/search": ("Search", ["C", "A"]),
    "team/ads": ("Ads", ["B"]),
    "series/winter": ("Winter", ["A", "B"]),
    "series/other": ("Other", ["B"]),
    "year/2022": ("2022", ["An essay"]),
    "year/2023": ("2023", ["A"]),
    "year/2024": ("2024", ["C", "B"]),
}


def test_listings_have_exactly_their_postmortems(site):
    built = site(FACETS)
    found = {
        address.removeprefix("postmortems/").rstrip("/"): (page.text("h1"), page.titles)
        for address in built.pages
        if address.startswith("postmortems/") and address.count("/") == 3
        for page in [built.page(address)]
    }
    assert found == LISTINGS


def test_a_series_is_read_from_its_beginning(site):
    assert site(FACETS).page("postmortems/series/winter/").titles == ["A", "B"]


def test_overviews_show_all_values_with_their_numbers(site):
    built = site(FACETS)
    overviews = {
        address.split("/")[1]: [
            [*text.split(" ")[:-1], int(text.rsplit(" ", 1)[1])]
            for text in (
                "".join(each.itertext()).strip()
                for each in built.page(address).one("ul", "pm-values").findall("li/a")
            )
        ]
        for address in built.pages
        if address.startswith("postmortems/")
        and address.count("/") == 2
        and built.page(address).all("ul", "pm-values")
    }
    assert overviews == {
        "outcome": [["Succeeded", 1], ["Failed", 2]],
        "stage": [["Modelling", 1], ["Online", "test", 1]],
        "decision": [["Ship", 1], ["Stop", 1]],
        "cause": [["Labels", 1], ["Overfitting", 2]],
        "split": [["Test", 1], ["Out", "of", "time", 1]],
        "tag": [["Small", "Data", 1], ["text", 2], ["vision", 2]],
        "author": [["Ada", "Example", 2], ["Bo", 1]],
        "team": [["Ads", 1], ["Search", 2]],
        "series": [["Other", 1], ["Winter", 2]],
        "year": [["2024", 2], ["2023", 1], ["2022", 1]],
    }


def test_the_archive_leads_to_years_and_to_their_months(site):
    built = site({**FACETS, "e.md": post("E", date="2024-05-31"), "f.md": post("F")})
    archive = built.page("postmortems/year/")
    assert archive.text("h1") == "Archive"
    assert [
        [text_of(each) for each in year.findall("ul/li")]
        for year in archive.one("ul", "pm-values").findall("li")
    ] == [["May 2", "March 1"], ["March 1"], ["May 1"]]
    assert "1 postmortem without a date" in archive.text("div", "pm-overview")

    year = built.page("postmortems/year/2024/")
    months = year.one("nav", "pm-switch", aria_label="Months of 2024").findall("a")
    assert [text_of(each) for each in months] == ["May 2", "March 1"]
    may = built.target("postmortems/year/2024/", months[0].get("href"))
    assert may == "postmortems/year/2024/05/"
    assert built.page(may).titles == ["E", "C"]
    assert built.page(may).text("p", "pm-post__meta") == "Postmortems / Archive / 2024"


def test_a_month_has_pages_too(site):
    built = site(numbered(5), options={"page_size": 2})
    assert built.page("postmortems/year/2024/01/").titles == ["P4", "P3", "P2"]
    assert built.page("postmortems/year/2024/01/page/1/").titles == ["P1", "P0"]


def test_a_result_leads_to_what_was_measured_on_the_same_data(site):
    built = site(FACETS)
    table = built.page("postmortems/a/").one("section", aria_labelledby="pm-results")
    links = [built.target("postmortems/a/", each.get("href")) for each in table.iter("a")]
    assert links == [f"postmortems/split/{each}/" for each in ("test", "out-of-time", "test")]


def test_every_link_of_the_blog_leads_somewhere(site):
    built = site({**FACETS, **numbered(5)}, options={"page_size": 2})
    checked = 0
    for address in built.pages:
        if not address.startswith("postmortems/"):
            continue
        for link in built.page(address).all("a"):
            target = link.get("href", "")
            if target and not target.startswith(("http", "#")):
                built.target(address, target)
                checked += 1
    assert checked > 300


def test_an_essay_is_in_the_index_and_under_no_outcome(site):
    built = site(FACETS)
    assert "An essay" in built.page("postmortems/").titles
    assert {page for page in built.traces("An essay") if "/outcome/" in page} == set()
    page = built.page("postmortems/d/")
    assert page.texts("span", "pm-badge")[0] == "Essay"
    assert page.all("section", "pm-facts") == []


def test_an_empty_folder_builds_an_index_that_helps(site):
    built = site({".gitkeep": ""}, strict=True)
    assert built.aborted == ""
    index = built.page("postmortems/")
    assert index.text("h1") == "Postmortems"
    helped = index.text("div", "pm-empty")
    assert helped.startswith("There is no postmortem yet.")
    assert "postmortems/" in helped
    blog = {address for address in built.pages if address.startswith("postmortems/")}
    views = {f"postmortems/{view}/" for view in ("lessons", "lineage", "in-flight", "insights")}
    assert blog == {"postmortems/", *views}


def nav_of(page) -> list[str]:
    """What the theme's navigation bar names."""
    return page.texts("a", "nav-link")


def test_without_a_nav_the_index_is_in_it_and_no_post_is(site):
    built = site({"a.md": post("A post"), "b/c.md": post("Deeper")}, docs={"guide.md": "# Guide\n"})
    for address in ("", "guide/", "postmortems/", "postmortems/a/"):
        text = " ".join(nav_of(built.page(address)))
        assert "Guide" in text
        assert "A post" not in text
        assert "Deeper" not in text
    home = built.page("")
    named = [each for each in home.all("a") if (each.text or "").strip() == "Postmortems"]
    assert [built.target("", each.get("href")) for each in named][-1] == "postmortems/"


def test_with_a_nav_the_index_is_where_it_says(site):
    built = site(
        {"a.md": post("A post")},
        nav=[{"Start": "index.md"}, {"What failed": "postmortems/index.md"}],
        strict=True,
    )
    assert built.aborted == ""
    (link,) = [
        each for each in built.page("").all("a") if (each.text or "").strip() == "What failed"
    ]
    assert built.target("", link.get("href")) == "postmortems/"
    assert "A post" not in built.page("").html


def test_a_nav_without_the_blog_builds_it_all_the_same(site):
    built = site({"a.md": post("A post")}, nav=[{"Start": "index.md"}], strict=True)
    assert built.aborted == ""
    assert built.page("postmortems/").titles == ["A post"]
    assert [line for _, line in built.log if "not included in the" in line] == []


@pytest.mark.parametrize("name", ["index.md", "README.md", "readme.md", "Index.md"])
def test_a_text_at_the_top_stands_above_the_list_and_is_no_post(site, name):
    built = site(
        {name: "# Our lab\n\nRead **this** first.\n", "a.md": post("A", date="2024-01-01")},
        strict=True,
    )
    assert built.aborted == ""
    index = built.page("postmortems/")
    assert index.text("h1") == "Postmortems"
    assert index.text("div", "pm-body") == "Read this first."
    assert index.titles == ["A"]


def test_the_text_at_the_top_is_on_the_first_page_only(site):
    built = site({"index.md": "Read this first.\n", **numbered(6)}, options={"page_size": 2})
    assert built.page("postmortems/").texts("div", "pm-body") == ["Read this first."]
    assert built.page("postmortems/page/1/").texts("div", "pm-body") == []


@pytest.mark.parametrize("name", ["index.md", "README.md", "Readme.md", "Index.md"])
def test_a_readme_in_a_folder_is_a_post_at_the_folders_address(site, name):
    built = site({f"2024/churn/{name}": post("Churn", date="2024-01-01")})
    assert built.page("postmortems/2024/churn/").text("h1") == "Churn"
    (title,) = built.page("postmortems/").all("h2", "pm-card__title")
    link = title.find("a").get("href")
    assert built.target("postmortems/", link) == "postmortems/2024/churn/"


def test_a_second_text_at_the_top_is_told(site):
    built = site({"README.md": "One.\n", "index.md": "Two.\n", "a.md": post("A")})
    (error,) = built.lines("ERROR")
    assert error.startswith("postmortems/index.md: its address `postmortems` belongs to ")
    assert built.page("postmortems/").texts("div", "pm-body") == ["One."]


def test_cards_tell_what_a_reader_chooses_by(site):
    built = site(
        {
            "a.md": post(
                "A",
                date="2024-05-06",
                author="Ada",
                summary="What came of it.",
                tags=["x", "y"],
                lessons=["Look at the **data** first", "Then again"],
                outcome="mixed",
            )
        }
    )
    card = built.page("postmortems/").one("article", "pm-card")
    text = " ".join("".join(card.itertext()).split())
    assert text.startswith("Outcome: Mixed 6 May 2024 · Ada · 1 min read A What came of it.")
    assert "Lesson Look at the data first and 1 more" in text
    assert text.endswith(("x y", "xy"))
    lesson = built.page("postmortems/").one("p", "pm-card__lesson").find(".//a").get("href")
    built.target("postmortems/", lesson)


def test_hidden_files_and_backups_are_no_posts(site):
    built = site(
        {
            ".hidden.md": post("zqhidden"),
            "_part.md": post("zqhidden"),
            "a.md~": post("zqhidden"),
            ".#a.md": post("zqhidden"),
            "_drafts/b.md": post("zqhidden"),
            ".git/c.md": post("zqhidden"),
            "ok.md": post("OK"),
        }
    )
    assert built.traces("zqhidden") == set()
    assert built.page("postmortems/").titles == ["OK"]
    assert built.warnings == []
