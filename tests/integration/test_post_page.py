"""One postmortem's page: at a glance, what was promised, what was measured, what was learnt."""

import pytest

from integration.harness import PIXEL, Page, post, text_of

PAGE = "postmortems/a/"


def page_of(site, text: str, **settings) -> Page:
    built = site({"a.md": text}, **settings)
    assert built.warnings == []
    return built.page(PAGE)


def test_title_byline_summary(site):
    page = page_of(
        site,
        post(
            "What we tried",
            "word " * 690,
            date="2024-03-01",
            updated="2024-04-02",
            authors=["Ada Example", {"name": "Bo"}],
            summary="In **one** line.",
            outcome="inconclusive",
        ),
    )
    assert page.texts("h1") == ["What we tried"]
    assert page.text("p", "pm-post__byline") == (
        "1 March 2024 · Ada Example, Bo · 3 min read · updated 2 April 2024"
    )
    assert page.text("p", "pm-post__lead") == "In one line."
    assert page.text("span", "pm-badge") == "Outcome: Inconclusive"
    assert page.text("title").startswith("What we tried")


def test_comments_are_for_those_who_write_and_code_is_for_readers(site):
    body = (
        "<!-- walrus\n\nwalrus -->\n\nA paragraph. <!-- walrus --> And more of it, long enough.\n\n"
        "- One.\n<!-- walrus `walrus` -->\n\n```html\n<!-- kept -->\n```\n\n`<!-- kept too -->`\n"
    )
    docs = {"index.md": "<!-- tusk -->\n\nHello.\n"}
    built = site({"a.md": post("A", body)}, docs=docs)

    assert built.warnings == []
    assert built.traces("walrus") == set()
    page = built.page(PAGE)
    assert "" not in page.texts("p")
    assert page.texts("code") == ["<!-- kept -->", "<!-- kept too -->"]
    assert "tusk" in built.page().html


def test_a_summary_taken_from_the_body_is_not_read_twice(site):
    built = site(
        {"a.md": post("A", "A paragraph long enough to say what came of the whole thing.")}
    )
    assert built.page(PAGE).all("p", "pm-post__lead") == []
    assert built.page("postmortems/").text("p", "pm-card__summary") == (
        "A paragraph long enough to say what came of the whole thing."
    )


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (345, 2), (2300, 10)])
def test_reading_time(site, words, minutes):
    page = page_of(site, post("A", "word " * words))
    assert page.text("p", "pm-post__byline").endswith(f" · {minutes} min read")


def test_a_title_in_the_body_is_shown_once(site):
    page = page_of(site, post("What we tried", "# What we tried\n\n## Part\n\ntext"))
    assert page.texts("h1") == ["What we tried"]
    page = page_of(site, "# Only a heading\n\ntext\n")
    assert page.texts("h1") == ["Only a heading"]
    assert page.text("div", "pm-body") == "text"


def test_the_fact_panel(site):
    page = page_of(
        site,
        post(
            "A",
            stage="offline_evaluation",
            decision="roll back",
            confidence="LOW",
            started="2024-01-01",
            ended="2024-02-03",
            due="2024-02-01",
            baseline={"name": "The old rule", "metric": "auc", "value": 0.7},
            team="Search",
            cost={"planned": 10, "spent": 12.5, "unit": "days"},
            revisit="2025-01-01",
            revisit_when="labels exist",
            causes=["overfit", {"code": "labels", "certainty": "known", "evidence": "**audit**"}],
            data=[{"name": "Clicks", "version": "v2", "window": "2023"}],
            runs=["mlflow:abc", "https://runs.example/1"],
            reviewed_by=["Cy", "Di"],
            reviewed="2024-03-01",
            outcome="failed",
        ),
        options={"run_links": {"mlflow": "https://mlflow.example/#/runs/{id}"}},
    )
    assert page.facts == {
        "Stage": "Offline evaluation",
        "Decision": "Roll back",
        "Confidence": "Low",
        "Ran": "1 January 2024 to 3 February 2024",
        "Result due": "1 February 2024",
        "Baseline": "The old rule: auc 0.7",
        "Team": "Search",
        "Cost": "10 days planned, 12.5 days spent",
        "Look again": "1 January 2025, labels exist",
        "Causes": "OverfittingLabels (known): audit",
        "Data": "Clicks, v2, 2023",
        "Runs": "mlflow:abchttps://runs.example/1",
        "Reviewed": "Cy, Di, 1 March 2024",
    }
    (panel,) = page.all("section", "pm-facts")
    outward = [each.get("href") for each in panel.iter("a") if "//" in each.get("href", "")]
    assert outward == ["https://mlflow.example/#/runs/abc", "https://runs.example/1"]


def test_without_facts_there_is_no_panel(site):
    assert page_of(site, post("A", outcome="failed")).all("section", "pm-facts") == []


def test_criteria_are_held_against_results(site):
    page = page_of(
        site,
        post(
            "A",
            success_criteria=[
                {"metric": "auc", "split": "test", "op": ">=", "target": 0.8},
                {"metric": "latency", "op": "<", "target": 100, "kind": "guardrail"},
                {"metric": "recall", "target": 0.5},
                "Doctors *trust* it",
            ],
            results=[
                {"metric": "AUC", "split": "validation", "value": 0.9},
                {"metric": "auc", "split": "test", "value": 0.75},
                {"metric": "latency", "value": 80},
            ],
            outcome="failed",
        ),
    )
    assert page.table("pm-criteria") == [
        ["Criterion", "Kind", "Measured", "Met?"],
        ["auc ≥ 0.8 on test", "Primary", "0.75", "✕ Not met"],
        ["latency < 100", "Guardrail", "80", "✓ Met"],
        ["recall ≥ 0.5", "Primary", "–", "Open"],
        ["Doctors trust it", "Primary", "–", "Open"],
    ]


def test_results_are_a_table(site):
    page = page_of(
        site,
        post(
            "A",
            results=[
                {
                    "metric": "auc",
                    "split": "test",
                    "value": 0.81,
                    "baseline": 0.79,
                    "ci": [0.78, 0.84],
                    "n": 12000,
                    "higher_is_better": True,
                    "run": "mlflow:x",
                },
                {"metric": "rmse", "value": 3, "baseline": 2.5, "higher_is_better": False},
                {"metric": "users", "split": "online", "value": 1234567},
            ],
        ),
    )
    columns = ("Metric", "Measured on", "Value", "Interval", "Baseline", "n")
    assert [tuple(row[: len(columns)]) for row in page.table("pm-results")] == [
        columns,
        ("auc mlflow:x", "Test", "0.81 better", "0.78 to 0.84", "0.79", "12,000"),
        ("rmse", "–", "3 worse", "–", "2.5", "–"),
        ("users", "Online", "1,234,567", "–", "–", "–"),
    ]


def test_results_have_only_the_columns_that_somebody_filled(site):
    page = page_of(site, post("A", results=[{"metric": "auc", "value": 0.81}]))
    assert page.table("pm-results")[0] == ["Metric", "Measured on", "Value"]


def test_lessons_of_the_front_matter_have_addresses(site):
    page = page_of(
        site,
        post(
            "A",
            lessons=[
                "Split by `time`, not at random",
                {"text": "Ask **first**", "applies_when": "data is old", "do": "ask", "id": "ask"},
            ],
        ),
    )
    (block,) = page.all("section", "pm-lessons")
    items = list(block.iter("li"))
    assert [text_of(each) for each in items] == [
        "Split by time, not at random",
        "Ask first Applies when data is old Do ask",
    ]
    assert items[1].get("id") == "lesson-ask"
    assert items[0].get("id").startswith("lesson-split-by-time-not-at-random-")
    links = [each.get("href") for each in page.all("a", "pm-permalink")]
    assert links == [f"#{each.get('id')}" for each in items]


def test_a_lessons_address_stays_when_others_come_before_it(site):
    def address(*lessons: str) -> str:
        page = page_of(site, post("A", lessons=list(lessons)))
        return page.all("a", "pm-permalink")[-1].get("href")

    assert address("Ask first") == address("Another", "And one more", "Ask *first!*")


def test_lessons_of_the_body_have_addresses_on_their_list_items(site):
    body = (
        "- no lesson\n\n## 3. Lessons Learned:\n\n- Ask *first*\n- Split by time\n\n"
        "    - nested\n\n### Also\n\n1. Count the cases\n\n## Next\n\n- no lesson either\n"
    )
    built = site({"a.md": post("A", body, date="2024-01-01")})
    page = built.page(PAGE)
    items = page.all("li", "pm-lesson-item")
    assert [text_of(each).split(" nested")[0] for each in items] == [
        "Ask first",
        "Split by time",
        "Count the cases",
    ]
    assert all(each.get("id").startswith("lesson-") for each in items)
    assert page.all("section", "pm-lessons") == []
    card = built.page("postmortems/").one("p", "pm-card__lesson")
    assert "Ask first and 2 more" in text_of(card)
    link = card.find(".//a").get("href")
    assert built.target("postmortems/", link) == PAGE
    assert link.endswith(f"#{items[0].get('id')}")


def test_a_sites_own_heading_of_lessons(site):
    options = {"lessons_headings": ["Was wir gelernt haben"]}
    page = page_of(site, post("A", "## Was wir gelernt haben\n\n- Zuerst fragen"), options=options)
    assert [text_of(each) for each in page.all("li", "pm-lesson-item")] == ["Zuerst fragen"]


def test_a_correction_is_said_at_the_top(site):
    built = site(
        {
            "a.md": post(
                "A",
                outcome="invalid",
                corrections=[
                    {
                        "date": "2024-05-01",
                        "was": "succeeded",
                        "now": "invalid",
                        "why": "The *test* leaked.",
                    }
                ],
            )
        }
    )
    page = built.page(PAGE)
    assert page.texts("p", "pm-notice", data_kind="correction") == [
        "Corrected on 1 May 2024: was Succeeded, is now Invalid. The test leaked."
    ]
    order = [each.get("class") for each in page.one("div", "pm-post").iter() if each.get("class")]
    assert order.index("pm-notice") < order.index("pm-body")
    assert "Corrected" in built.page("postmortems/").text("p", "pm-card__marks")


def test_what_was_superseded_says_by_what(site):
    built = site(
        {
            "a.md": post("Old", date="2023-01-01"),
            "b.md": post("New", date="2024-01-01", supersedes="a", builds_on="c"),
            "c.md": post("Base", date="2022-01-01"),
        }
    )
    old = built.page(PAGE)
    notice = old.one("p", "pm-notice", data_kind="superseded")
    assert text_of(notice) == "Superseded by New."
    assert built.target(PAGE, notice.find(".//a").get("href")) == "postmortems/b/"
    assert built.page("postmortems/b/").all("p", "pm-notice") == []
    marks = built.page("postmortems/").texts("p", "pm-card__marks")
    assert marks == ["Superseded"]

    def relations(address: str) -> list[tuple[str, str]]:
        groups = built.page(address).one("dl", "pm-relations")
        return [(text_of(each.find("dt")), text_of(each.find("dd/a"))) for each in groups]

    assert relations("postmortems/b/") == [("Builds on", "Base"), ("Supersedes", "Old")]
    assert relations(PAGE) == [("Superseded by", "New")]
    assert relations("postmortems/c/") == [("Built on by", "New")]


def test_what_a_later_one_contradicts_says_by_which(site):
    built = site(
        {
            "a.md": post("Old", date="2023-01-01", contradicts="b"),
            "b.md": post("New", date="2024-01-01", contradicts="a"),
            "hidden.md": post("zqhidden", date="2024-01-02", draft=True, contradicts=["a", "b"]),
        }
    )
    notice = built.page(PAGE).one("p", "pm-notice", data_kind="contradicted")
    assert text_of(notice) == "Contradicted by New."
    assert built.target(PAGE, notice.find(".//a").get("href")) == "postmortems/b/"
    assert built.page("postmortems/b/").all("p", "pm-notice") == []
    assert "**Contradicted by** [New](" in built.files["postmortems/a/index.md"].decode()
    assert built.traces("zqhidden") == set()
    assert built.warnings == []


def test_neighbours_in_time(site):
    built = site({f"{day}.md": post(f"P{day}", date=f"2024-01-0{day}") for day in (1, 2, 3)})

    def neighbours(day: int) -> dict[str, str]:
        page = built.page(f"postmortems/{day}/")
        (nav,) = page.all("nav", "pm-neighbours")
        return {
            each.get("rel"): built.target(f"postmortems/{day}/", each.get("href"))
            for each in nav.iter("a")
        }

    assert neighbours(1) == {"next": "postmortems/2/"}
    assert neighbours(2) == {"prev": "postmortems/1/", "next": "postmortems/3/"}
    assert neighbours(3) == {"prev": "postmortems/2/"}


BRACES = """\
Prompt: `Hello {{ name }}` and {{ 7 * 7 }}

{% for x in y %}

{{ config.site_name }}

{{< figure src="/a.png" >}}

{% include x.html %}

{# note #}

```
{% raw %}{{ code }}
```
"""


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_braces_are_shown_as_written(site, theme):
    page = page_of(
        site,
        post(
            "{{ 7 * 7 }} {% raw %}",
            BRACES,
            summary="{{ 6 * 6 }}",
            lessons=["{{ 5 * 5 }}"],
            outcome="failed",
            tags=["{{ 3 * 3 }}"],
        ),
        theme=theme,
    )
    assert page.text("h1") == "{{ 7 * 7 }} {% raw %}"
    body = page.text("div", "pm-body")
    for written in ("{{ name }}", "{{ 7 * 7 }}", "{% for x in y %}", "{{ config.site_name }}",
                    '{{< figure src="/a.png" >}}', "{% include x.html %}", "{# note #}",
                    "{% raw %}{{ code }}"):  # fmt: skip
        assert written in body
    assert page.text("p", "pm-post__lead") == "{{ 6 * 6 }}"
    assert text_of(page.one("section", "pm-lessons")) == "Lessons learnt {{ 5 * 5 }}"


@pytest.mark.parametrize("front", ["---\ntitle: A\n---\n", "# A\n\n"])
@pytest.mark.parametrize(
    "body",
    [
        "Note: this is prose.\nTitle: so is this.\n\nAnd more.\n",
        "draft: true\n\nAnd more.\n",
        "template: evil.html\nhide: navigation\n\nAnd more.\n",
        "---\ntitle: Other\n---\n\nAnd more.\n",
    ],
)
def test_what_looks_like_fields_in_the_body_stays_there(site, front, body):
    built = site({"a.md": front + "\n" + body})
    page = built.page(PAGE)
    assert page.text("h1") == "A"
    shown = page.text("div", "pm-body")
    for line in body.splitlines():
        assert line.strip("-") in shown


def test_the_picture_at_the_top_and_players(site):
    built = site(
        {
            "a.md": post(
                "A",
                images=["cover.png", "other.png"],
                audio=["talk.mp3", "https://elsewhere.example/x.mp3"],
                videos=["demo.mp4"],
            ),
            "cover.png": PIXEL,
            "other.png": PIXEL,
            "talk.mp3": b"ID3",
            "demo.mp4": b"\0",
        }
    )
    assert built.warnings == []
    page = built.page(PAGE)
    for tag, name in (("img", "cover.png"), ("audio", "talk.mp3"), ("video", "demo.mp4")):
        assert built.target(PAGE, page.one(tag).get("src")) == f"postmortems/{name}"


def test_concerns_and_actions(site):
    page = page_of(
        site,
        post(
            "A",
            concerns=[{"text": "Too few cases", "raised": "in May", "answered": "never"}],
            actions=[{"text": "Collect more", "owner": "Bo", "due": "2024-06-01", "done": True}],
            hypothesis="If *this*, then that",
        ),
    )
    blocks = page.texts("section", "pm-block")
    assert blocks == [
        "Hypothesis If this, then that",
        "Concerns raised Too few cases raised in May Answered: never",
        "Actions ✓ Done Collect more Bo by 1 June 2024",
    ]


def test_no_page_asks_another_origin_for_anything(site):
    built = site(
        {
            "a.md": post("A", "text ![x](x.png)", images="x.png", tags=["t"], outcome="failed"),
            "x.png": PIXEL,
        },
        theme="material",
    )
    for address in (PAGE, "postmortems/", "postmortems/tag/t/", "postmortems/tag/"):
        page = built.page(address)
        asked = [each.get("src") for each in page.root.iter() if each.get("src")]
        asked += [each.get("href") for each in page.all("link") if each.get("rel") != "canonical"]
        assert asked != []
        assert [each for each in asked if "//" in each] == []


def test_ids_of_a_page_are_its_own(site):
    body = (
        "## Results\n\nx\n\n## Results\n\nx\n\n## Criteria for success\n\n## Lessons learnt\n- y\n"
    )
    page = page_of(
        site,
        post(
            "A",
            body,
            lessons=["x"],
            results=[{"metric": "auc", "value": 1}],
            success_criteria=["x"],
            concerns=["x"],
            actions=["x"],
            hypothesis="x",
        ),
    )
    ids = [each.get("id") for each in page.one("div", "pm-post").iter() if each.get("id")]
    assert len(ids) == len(set(ids))
