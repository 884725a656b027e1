"""Hidden means hidden: the table of who sees what, searched for in every file of the site.

Each postmortem bears a word of its own in every field, its file's and its image's name. A word
that is found where it may not be is a leak, whatever part of the site it came from.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml

from integration.harness import NOW, PIXEL, Built, post, run, settings, write

WORDS = {
    "published": "zqopen",
    "draft": "zqsketch",
    "unlisted": "zqquiet",
    "scheduled": "zqlater",
    "restricted": "zqvault",
}
STATES: dict[str, dict[str, Any]] = {
    "published": {"date": "2024-05-01"},
    "draft": {"date": "1999-05-01", "draft": True},
    "unlisted": {"date": "1998-05-01", "unlisted": True},
    "scheduled": {"date": "2026-01-03"},
    "restricted": {"date": "1997-05-01", "audience": ["board"], "aliases": ["/zqvaultold/"]},
}
HIDDEN = ("draft", "unlisted", "scheduled", "restricted")
AUDIENCES = {"board": "The zqvault board", "risk": "Risk"}


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


def options(**more: Any) -> dict[str, Any]:
    return {"audiences": AUDIENCES, **more}


@pytest.fixture(scope="module", params=["mkdocs", "material"])
def built_once(request, tmp_path_factory) -> Callable[..., Built]:
    """The project, built once for each theme and each way of building it."""

    @cache
    def build(*, serving: bool = False, audience: str = "") -> Built:
        root = tmp_path_factory.mktemp("lab")
        said = settings(options(audience=audience), request.param, ("search",), {})
        write(root, {"mkdocs.yml": yaml.safe_dump(said), "docs/index.md": "# Home\n"})
        write(root / "postmortems", project())
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(NOW))
            patch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
            return run(root, serving=serving)

    return build


@pytest.fixture
def site_of_all(built_once) -> Built:
    return built_once()


@pytest.fixture
def preview(built_once) -> Built:
    return built_once(serving=True)


@pytest.fixture
def site_of_board(built_once) -> Built:
    return built_once(audience="board")


def own_files(state: str) -> set[str]:
    word = WORDS[state]
    return {
        f"postmortems/{word}file/index.html",
        f"postmortems/{word}image.png",
        f"postmortems/{word}sound.mp3",
    }


def test_what_is_a_draft_not_yet_due_or_for_others_leaves_no_trace_in_a_build(site_of_all):
    assert site_of_all.traces(WORDS["draft"]) == set()
    assert site_of_all.traces(WORDS["scheduled"]) == set()
    assert site_of_all.traces(WORDS["restricted"]) == set()


def test_what_is_unlisted_has_its_page_and_its_files_and_nothing_else(site_of_all):
    assert site_of_all.traces(WORDS["unlisted"]) == own_files("unlisted")
    page = site_of_all.page("postmortems/zqquietfile/")
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert page.texts("p", "pm-notice", data_kind="hidden") == [
        "Unlisted. Only who has the address finds it."
    ]


def test_what_is_published_is_on_every_surface(site_of_all):
    """The proof that the words would be found where the other tests look."""
    found = site_of_all.traces(WORDS["published"])
    facets = ("outcome/failed", "stage/modelling", "decision/stop", "cause/overfit", "year/2024")
    facets += ("tag/zqopen-tag", "tag/shared-tag", "author/zqopen-author", "team/zqopen-team")
    facets += ("series/zqopen-series",)
    assert found >= own_files("published")
    assert found >= {f"postmortems/{facet}/index.html" for facet in facets}
    assert found >= {"postmortems/index.html", "postmortems/tag/index.html"}
    assert found >= {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}
    assert found >= {"postmortems/postmortems.json", "postmortems/zqopenfile/index.md"}
    assert found >= {"llms.txt", "llms-full.txt"}


def test_no_figure_counts_what_is_hidden(site_of_all):
    for listing in ("", "outcome/failed/", "tag/shared-tag/"):
        page = site_of_all.page(f"postmortems/{listing}")
        assert page.titles == ["zqopen title"]
        assert page.texts("p", "pm-more")[0].startswith("1 postmortem")
        beside = page.one("aside", "pm-listing__aside")
        assert {each.text for each in beside.iter("span") if each.get("class") == "pm-count"} == {
            "1"
        }
    views = site_of_all.page("postmortems/").text("nav", "pm-switch")
    assert views == "Lessons learnt 2In flight 0Lineage 0Insights"
    hidden = ("1999", "1998", "1997", "2026", "1998/05")
    for path in (*(f"year/{each}" for each in hidden), "author/zqquiet-author"):
        assert not site_of_all.has(f"postmortems/{path}/")


def test_a_published_page_names_no_hidden_relation(site_of_all):
    page = site_of_all.page("postmortems/zqopenfile/")
    assert page.all("section", aria_labelledby="pm-lineage") == []
    assert page.all("nav", "pm-neighbours") == []
    assert page.all("p", "pm-notice", data_kind="superseded") == []
    assert page.all("p", "pm-notice", data_kind="contradicted") == []


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("draft", "Draft. Only this preview shows it."),
        ("scheduled", "Not yet due. A build publishes it from 3 January 2026."),
        ("unlisted", "Unlisted. Only who has the address finds it."),
        ("restricted", "For The zqvault board. Only this preview shows it."),
    ],
)
def test_the_preview_shows_what_is_hidden_on_its_own_page_marked(preview, state, mark):
    assert preview.traces(WORDS[state]) == own_files(state)
    page = preview.page(f"postmortems/{WORDS[state]}file/")
    assert page.text("h1") == f"{WORDS[state]} title"
    assert page.texts("p", "pm-notice", data_kind="hidden") == [mark]
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert page.all("nav", "pm-neighbours") == []


def test_the_preview_lists_what_a_build_would_list(preview):
    assert preview.page("postmortems/").titles == ["zqopen title"]


def test_the_log_tells_once_for_each_what_was_held_back_and_why(site_of_all):
    assert [line for line in site_of_all.lines("INFO") if "zq" in line] == [
        "Held back: postmortems/zqlaterfile.md (dated in the future, 2026-01-03)",
        "Unlisted: postmortems/zqquietfile.md has a page, and nothing leads to it",
        "Held back: postmortems/zqsketchfile.md (draft)",
        "Held back: postmortems/zqvaultfile.md (for board)",
    ]
    assert site_of_all.lines("INFO")[-1] == (
        "1 postmortem published (1 failed), 4 held back, 0 left out because of errors"
    )


def test_the_preview_says_what_only_it_shows_and_where(preview):
    assert [line for line in preview.lines("INFO") if "zq" in line] == [
        "Preview only: postmortems/zqlaterfile.md (dated in the future, 2026-01-03)",
        "Unlisted: postmortems/zqquietfile.md has a page, and nothing leads to it",
        "Preview only: postmortems/zqsketchfile.md (draft)",
        "Preview only: postmortems/zqvaultfile.md (for board)",
        "Shown in this preview: http://127.0.0.1:8000/lab/postmortems/zqlaterfile/",
        "Shown in this preview: http://127.0.0.1:8000/lab/postmortems/zqsketchfile/",
        "Shown in this preview: http://127.0.0.1:8000/lab/postmortems/zqvaultfile/",
    ]


def test_a_build_for_an_audience_has_what_is_for_it_and_for_everybody(site_of_board):
    found = site_of_board.traces(WORDS["restricted"])
    assert found >= own_files("restricted") | {"zqvaultold/index.html"}
    assert found >= {"postmortems/index.html", "postmortems/year/1997/index.html", "sitemap.xml"}
    assert found >= {"postmortems/postmortems.json", "postmortems/zqvaultfile/index.md"}
    assert found >= {"llms.txt", "llms-full.txt", "postmortems/feed.atom"}
    assert site_of_board.page("postmortems/zqvaultfile/").facts["For"] == "The zqvault board"
    assert (
        "- For: The zqvault board only"
        in site_of_board.files["postmortems/zqvaultfile/index.md"].decode()
    )
    assert site_of_board.page("postmortems/").titles == ["zqopen title", "zqvault title"]
    for hidden in ("draft", "scheduled"):
        assert site_of_board.traces(WORDS[hidden]) == set()
    assert site_of_board.traces(WORDS["unlisted"]) == own_files("unlisted")
    assert "For board, and with what is for everybody" in site_of_board.lines("INFO")


def test_a_build_for_another_audience_has_no_trace_of_it(site, monkeypatch):
    monkeypatch.setenv("POSTMORTEMS_AUDIENCE", "risk")
    built = site(project(), options=options(audience="board"))
    assert built.traces(WORDS["restricted"]) == set()
    assert built.page("postmortems/").titles == ["zqopen title"]


def test_for_whom_it_is_comes_before_all_else(site):
    states = [{"draft": True}, {"unlisted": True}, {"date": "2999-01-01"}]
    fields = [{"date": "2024-01-01", "audience": "risk, board", **state} for state in states]
    posts = {f"zqheld{n}.md": post("zqheld", "zqheld", **each) for n, each in enumerate(fields)}
    built = site(posts, options=options())
    assert built.traces("zqheld") == set()
    assert [line for line in built.lines("INFO") if "zqheld" in line] == [
        f"Held back: postmortems/zqheld{n}.md (for risk, board)" for n in range(3)
    ]


def test_the_text_above_the_index_can_be_for_some(site):
    posts = {"index.md": post("Ours", "zqabove", audience="board"), "a.md": post("A")}
    assert site(posts, options=options()).traces("zqabove") == set()
    assert site(posts, options=options(audience=["board"])).traces("zqabove")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"audience": "bord"}, "`bord` is not declared. Did you mean `board`?"),
        ({"audience": {"board": 1}}, "wants names of audiences"),
        ({"audiences": {"the board": "x"}}, "`the board` is no name of an audience"),
        ({"robots": "private"}, "Expected one of: ('internal', 'public')"),
    ],
)
def test_an_audience_that_cannot_be_meant_stops_the_build(site, given, told, caplog):
    built = site({"a.md": post("A")}, options=options(**given))
    assert not built.site.exists()
    assert told in built.aborted + built.all_log + caplog.text


def test_the_record_of_addresses_is_one_for_each_audience(site):
    """Else a build for everybody would tell of addresses that only the board's site has."""
    posts = {"zqheld.md": post("Held", audience="board"), "a.md": post("A")}
    kept = {".cache/postmortems/keep": ""}
    site(posts, files=kept, options=options(audience="board"), folder="lab")
    built = site(posts, files=kept, options=options(), folder="lab")
    assert [line for line in built.lines() if "last build" in line] == []


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
