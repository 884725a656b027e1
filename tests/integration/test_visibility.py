"""Hidden means hidden: the table of who sees what, searched for in every file of the site.

Each postmortem bears a word of its own in every field, its file's and its image's name. A word
that is found where it may not be is a leak, whatever part of the site it came from.
"""

from typing import Any

import pytest

from integration.harness import PIXEL, post

WORDS = {
    "published": "zqopen",
    "draft": "zqsketch",
    "unlisted": "zqquiet",
    "scheduled": "zqlater",
}
STATES: dict[str, dict[str, Any]] = {
    "published": {"date": "2024-05-01"},
    "draft": {"date": "1999-05-01", "draft": True},
    "unlisted": {"date": "1998-05-01", "unlisted": True},
    "scheduled": {"date": "2026-01-03"},
}
HIDDEN = ("draft", "unlisted", "scheduled")
BOTH_THEMES = pytest.mark.parametrize("theme", ["mkdocs", "material"])


def telling(state: str, **more: Any) -> str:
    """A postmortem that says its word in every field, and names all the others."""
    w = WORDS[state]
    others = [f"{word}file" for other, word in WORDS.items() if other != state]
    return post(
        f"{w} title",
        f"{w} body ![{w} picture]({w}image.png)\n\n## {w} heading\n\ntext\n\n"
        f"## Lessons learnt\n\n- {w} lesson of the body\n",
        **{
            "author": f"{w} author",
            "team": f"{w} team",
            "summary": f"{w} summary",
            "tags": [f"{w} tag", "shared tag"],
            "series": f"{w} series",
            "images": [f"{w}image.png"],
            "audio": [f"{w}sound.mp3"],
            "outcome": "failed",
            "stage": "modelling",
            "decision": "stop",
            "causes": [{"code": "overfit", "evidence": f"{w} evidence"}],
            "hypothesis": f"{w} hypothesis",
            "success_criteria": [f"{w} criterion"],
            "results": [{"metric": f"{w} metric", "value": 0.5, "split": "test"}],
            "lessons": [f"{w} lesson"],
            "actions": [f"{w} action"],
            "concerns": [f"{w} concern"],
            "data": [f"{w} data"],
            "runs": [f"git:{w}"],
            "corrections": [{"was": "succeeded", "now": "failed", "why": f"{w} reason"}],
            "reviewed_by": f"{w} reviewer",
            "someones_own_field": f"{w} extra",
            "builds_on": others,
            "replicates": others,
            "contradicts": others,
            "supersedes": others[:1],
            **STATES[state],
            **more,
        },
    )


def project() -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for state, word in WORDS.items():
        files[f"{word}file.md"] = telling(state)
        files[f"{word}image.png"] = PIXEL
        files[f"{word}sound.mp3"] = b"ID3"
    return files


def own_files(state: str) -> set[str]:
    word = WORDS[state]
    return {
        f"postmortems/{word}file/index.html",
        f"postmortems/{word}image.png",
        f"postmortems/{word}sound.mp3",
    }


@BOTH_THEMES
def test_a_draft_and_what_is_not_yet_due_leave_no_trace_in_a_build(site, theme):
    built = site(project(), theme=theme)
    assert built.traces(WORDS["draft"]) == set()
    assert built.traces(WORDS["scheduled"]) == set()


@BOTH_THEMES
def test_what_is_unlisted_has_its_page_and_its_files_and_nothing_else(site, theme):
    built = site(project(), theme=theme)
    assert built.traces(WORDS["unlisted"]) == own_files("unlisted")
    page = built.page("postmortems/zqquietfile/")
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert page.texts("p", "pm-notice", data_kind="hidden") == [
        "Unlisted. Only who has the address finds it."
    ]


@BOTH_THEMES
def test_what_is_published_is_on_every_surface(site, theme):
    """The proof that the words would be found where the other tests look."""
    built = site(project(), theme=theme)
    found = built.traces(WORDS["published"])
    facets = ("outcome/failed", "stage/modelling", "decision/stop", "cause/overfit", "year/2024")
    facets += ("tag/zqopen-tag", "tag/shared-tag", "author/zqopen-author", "team/zqopen-team")
    facets += ("series/zqopen-series",)
    assert found >= own_files("published")
    assert found >= {f"postmortems/{facet}/index.html" for facet in facets}
    assert found >= {"postmortems/index.html", "postmortems/tag/index.html"}
    assert found >= {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}
    assert found >= {"postmortems/postmortems.json", "postmortems/zqopenfile/index.md"}
    assert found >= {"llms.txt", "llms-full.txt"}
    assert built.page("postmortems/zqopenfile/").all("meta", name="robots") == []


@BOTH_THEMES
def test_no_figure_counts_what_is_hidden(site, theme):
    built = site(project(), theme=theme)
    for listing in ("", "outcome/failed/", "tag/shared-tag/"):
        page = built.page(f"postmortems/{listing}")
        assert page.titles == ["zqopen title"]
        assert page.texts("p", "pm-more")[0].startswith("1 postmortem")
        beside = page.one("aside", "pm-listing__aside")
        assert {each.text for each in beside.iter("span") if each.get("class") == "pm-count"} == {
            "1"
        }
    views = built.page("postmortems/").text("nav", "pm-switch")
    assert views == "Lessons learnt 2In flight 0Lineage 0Insights"
    for hidden in ("year/1999", "year/1998", "year/2026", "year/1998/05", "author/zqquiet-author"):
        assert not built.has(f"postmortems/{hidden}/")


@BOTH_THEMES
def test_a_published_page_names_no_hidden_relation(site, theme):
    page = site(project(), theme=theme).page("postmortems/zqopenfile/")
    assert page.all("section", aria_labelledby="pm-lineage") == []
    assert page.all("nav", "pm-neighbours") == []
    assert page.all("p", "pm-notice", data_kind="superseded") == []
    assert page.all("p", "pm-notice", data_kind="contradicted") == []


@BOTH_THEMES
@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("draft", "Draft. Only this preview shows it."),
        ("scheduled", "Not yet due. A build publishes it from 3 January 2026."),
        ("unlisted", "Unlisted. Only who has the address finds it."),
    ],
)
def test_the_preview_shows_what_is_hidden_on_its_own_page_marked(site, theme, state, mark):
    built = site(project(), theme=theme, serving=True)
    assert built.traces(WORDS[state]) == own_files(state)
    page = built.page(f"postmortems/{WORDS[state]}file/")
    assert page.text("h1") == f"{WORDS[state]} title"
    assert page.texts("p", "pm-notice", data_kind="hidden") == [mark]
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert page.all("nav", "pm-neighbours") == []


def test_the_preview_lists_what_a_build_would_list(site):
    built = site(project(), serving=True)
    assert built.page("postmortems/").titles == ["zqopen title"]


def test_the_log_tells_once_for_each_what_was_held_back_and_why(site):
    built = site(project())
    assert [line for line in built.lines("INFO") if "zq" in line] == [
        "Held back: postmortems/zqlaterfile.md (dated in the future, 2026-01-03)",
        "Unlisted: postmortems/zqquietfile.md has a page, and nothing leads to it",
        "Held back: postmortems/zqsketchfile.md (draft)",
    ]
    assert built.lines("INFO")[-1] == (
        "1 postmortem published (1 failed), 3 held back, 0 left out because of errors"
    )


def test_the_preview_says_what_only_it_shows(site):
    built = site(project(), serving=True)
    assert [line for line in built.lines("INFO") if "zq" in line] == [
        "Preview only: postmortems/zqlaterfile.md (dated in the future, 2026-01-03)",
        "Unlisted: postmortems/zqquietfile.md has a page, and nothing leads to it",
        "Preview only: postmortems/zqsketchfile.md (draft)",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"draft": True, "unlisted": True},
        {"draft": True, "date": "2999-01-01"},
        {"draft": "yes"},
        {"published": False},
        {"unlisted": True, "date": "2026-01-03"},
    ],
    ids=str,
)
def test_draft_wins_over_unlisted_and_the_future_over_both(site, fields):
    given = {"date": "2024-01-01", **fields}
    built = site({"zqheld.md": post("zqheld", "zqheld", **given), "other.md": post("Other")})
    assert built.traces("zqheld") == set()


def test_a_day_has_come_as_soon_as_it_is_that_day_anywhere(site):
    """The build is at midnight UTC of 1 January 2026; in Auckland it is noon."""
    built = site(
        {
            "today.md": post("Today", date="2026-01-01"),
            "tomorrow.md": post("Tomorrow", date="2026-01-02"),
            "at-one.md": post("At one", date="2026-01-01 01:00:00 +0000"),
            "was-one.md": post("Was one", date="2026-01-01 01:00:00 +0200"),
        }
    )
    assert built.page("postmortems/").titles == ["Today", "Was one"]


def test_what_has_expired_is_kept_with_a_banner(site):
    built = site({"old.md": post("Old", date="2020-01-01", expiryDate="2021-01-01")})
    notice = "Past its date. Its author meant it to hold until 1 January 2021."
    assert built.page("postmortems/old/").texts("p", "pm-notice") == [notice]
    assert built.page("postmortems/").titles == ["Old"]


def test_a_picture_shared_with_a_published_post_is_published(site):
    built = site(
        {
            "a.md": post("A", "![x](shared.png)"),
            "b.md": post("B", "![x](shared.png) ![y](mine.png)", draft=True),
            "shared.png": PIXEL,
            "mine.png": PIXEL,
            "nobodys.png": PIXEL,
        }
    )
    assert built.has("postmortems/shared.png")
    assert built.traces("mine.png") == set()
    assert built.traces("nobodys.png") == set()
