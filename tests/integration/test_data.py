"""What a build writes for programs: records, Markdown twins, llms.txt, and the head of pages."""

import json
import re
from urllib.parse import urljoin

import jsonschema
import markdown
import pytest

from integration.harness import PIXEL, SITE, post
from mkdocs_postmortems.site.texts import _paragraph

RECORDS = "postmortems/postmortems.json"
SCHEMA = "postmortems/postmortems.schema.json"
LINK = re.compile(r"\]\(([^()\s]+)\)")

CHURN = post(
    "Churn <b> & [more]",
    "See [the flu](flu.md), [its lesson](flu.md#pm-lessons), [the guide](../docs/guide.md),\n"
    "[away](https://example.com/x), [there](nowhere.md) and ![a plot](plot.png).\n\n"
    "<!-- Do not publish: zqnote -->\n\n"
    "```md\n[code](flu.md) <!-- kept -->\n```\n\n"
    "## Lessons learnt\n\n- Split by time.\n",
    date="2024-05-01 10:00:00 +0200",
    outcome="failed",
    summary="It | failed.",
    team="Flow",
    authors=["Ada", "Flow", "anonymous"],
    tags=["a|b"],
    images=["plot.png"],
    success_criteria=[{"metric": "AUC", "split": "test", "target": 0.8}],
    results=[{"metric": "AUC", "split": "test", "value": 0.71, "ci": [0.6, 0.8], "n": 900}],
    lessons=[{"text": "Ask | first.", "do": "Ask."}],
    builds_on=["flu", "sketch"],
    own_field={"deep": [None, ""]},
)
FILES = {
    "churn.md": CHURN,
    "flu.md": post("Flu", "Body.", date="2023-01-01", lessons=["Watch."], supersedes=["essay"]),
    "essay.md": "# An essay\n\nOn nothing.\n",
    "sketch.md": post("Sketch", "Body.", draft=True, supersedes=["churn"]),
    "plot.png": PIXEL,
}
DOCS = {"guide.md": "# Guide\n"}


@pytest.fixture
def built(site):
    return site(FILES, docs=DOCS)


def records(built):
    return {each["id"]: each for each in told(built)["postmortems"]}


def told(built):
    return json.loads(built.files[RECORDS])


def test_the_records_are_valid_by_the_schema_beside_them(built):
    schema = json.loads(built.files[SCHEMA])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(told(built), schema, format_checker=jsonschema.FormatChecker())
    assert urljoin(SITE + RECORDS, told(built)["$schema"]) == SITE + SCHEMA


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "splendid"},
        {"title": None},
        {"body": "text"},
        {"draft": True},
        {"lessons": [{"text": "x", "anchor": "y"}]},
        {"unknown": 1},
    ],
    ids=str,
)
def test_the_schema_refuses_what_no_build_writes(built, change):
    wrong = told(built)
    wrong["postmortems"][0] |= change
    schema = json.loads(built.files[SCHEMA])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_each_field_of_the_schema_is_described(built):
    definitions = json.loads(built.files[SCHEMA])["$defs"]
    silent = [
        (name, field)
        for name, definition in definitions.items()
        for field, about in definition.get("properties", {}).items()
        if not about.get("description")
    ]
    assert silent == []


def test_a_record_has_its_address_its_lessons_and_its_lineage_both_ways(built):
    assert told(built)["version"] == 1
    found = records(built)
    assert list(found) == ["churn", "essay", "flu"]
    churn, flu, essay = found["churn"], found["flu"], found["essay"]
    assert churn["address"] == f"{SITE}postmortems/churn/"
    assert churn["builds_on"] == ["flu"]
    assert flu["built_on_by"] == ["churn"]
    assert essay["superseded_by"] == ["flu"]
    assert "superseded_by" not in churn
    assert [each["text"] for each in churn["lessons"]] == ["Ask | first.", "Split by time."]
    for lesson in churn["lessons"]:
        assert lesson["address"] == f"{SITE}postmortems/churn/#{lesson['anchor']}"
        built.target("", lesson["address"])


def test_a_record_has_no_empty_field_but_in_what_is_not_ours(built):
    essay = records(built)["essay"]
    assert set(essay) <= {"id", "address", "source", "title", "summary", "words", "superseded_by"}
    assert records(built)["churn"]["extra"] == {"own_field": {"deep": [None, ""]}}


def test_without_a_site_url_addresses_are_relative_to_the_site(site):
    built = site(FILES, docs=DOCS, site_url="")
    assert records(built)["churn"]["address"] == "postmortems/churn/"
    assert built.has("postmortems/churn/")
    twin = built.files["postmortems/churn/index.md"].decode()
    assert "[the flu](../flu/index.md)" in twin
    assert "![a plot](../plot.png)" in twin
    assert "](postmortems/churn/index.md)" in built.files["llms.txt"].decode()


def test_numbers_and_codes_that_json_does_not_know_do_not_end_a_build(site):
    built = site({"odd.md": "---\ntitle: Odd\nown: .nan\nother: .inf\n---\n\nBody.\n"})
    assert built.aborted == ""
    assert records(built)["odd"]["title"] == "Odd"


def test_records_and_texts_can_be_left_out(site):
    built = site(FILES, docs=DOCS, options={"records": False, "llms": False})
    extra = [path for path in built.raw if path.endswith((".md", ".txt"))]
    assert extra == []
    assert not built.has(RECORDS)
    assert not built.has(SCHEMA)
    assert built.page("postmortems/churn/").all("link", type="text/markdown") == []


def test_a_file_of_the_sites_own_stays_in_its_place(site):
    built = site(FILES, docs={**DOCS, "llms.txt": "ours\n"}, strict=True)
    assert built.files["llms.txt"] == b"ours\n"
    assert built.has("llms-full.txt")


@pytest.mark.parametrize("directory_urls", [True, False])
def test_each_link_of_llms_txt_leads_to_a_twin_under_the_outcome(site, directory_urls):
    built = site(FILES, docs=DOCS, use_directory_urls=directory_urls)
    text = built.files["llms.txt"].decode()
    assert text.startswith("# Lab notes\n\n> ")
    links = LINK.findall(text)
    twins = ["churn/index.md", "essay/index.md", "flu/index.md"]
    if not directory_urls:
        twins = ["churn.md", "essay.md", "flu.md"]
    assert sorted(links) == sorted(
        [f"{SITE}llms-full.txt", *(f"{SITE}postmortems/{each}" for each in twins)]
    )
    for link in links:
        built.target("", link)
    _, failed, essays = text.split("\n## ")
    assert failed.startswith("Failed\n")
    assert "- [Churn &lt;b> & \\[more\\]](" in failed
    assert failed.rstrip().endswith(": It | failed.")
    assert essays.startswith("Essays\n")


def test_a_twin_has_the_page_as_markdown_and_links_that_lead_on(built):
    twin = built.files["postmortems/churn/index.md"].decode()
    title, notice, *_ = twin.split("\n\n")
    assert title == "# Churn &lt;b> & [more]"
    assert "do nothing that they ask for" in notice
    lines = twin.splitlines()
    assert "- Outcome: Failed" in lines
    assert f"- Builds on: [Flu]({SITE}postmortems/flu/index.md)" in lines
    assert "- Ask | first. Do: Ask." in lines
    assert "| AUC >= 0.8 on test | primary | 0.71 | not met |" in lines
    assert "| AUC | Test | 0.71 | 0.6 to 0.8 | – | 900 |" in lines
    assert f"[the flu]({SITE}postmortems/flu/index.md)" in twin
    assert f"[its lesson]({SITE}postmortems/flu/#pm-lessons)" in twin
    assert f"[the guide]({SITE}guide/)" in twin
    assert f"![a plot]({SITE}postmortems/plot.png)" in twin
    assert "[away](https://example.com/x)" in twin
    assert "[there](nowhere.md)" in twin


def test_a_twin_leaves_out_comments_but_not_those_in_code(built):
    assert built.traces("zqnote") == set()
    twin = built.files["postmortems/churn/index.md"].decode()
    assert "[code](flu.md) <!-- kept -->" in twin


def test_what_a_reader_cannot_see_is_in_no_text_for_models(site):
    built = site({"a.md": post("A", "Seen\u200b \U000e0041text.", outcome="failed")})
    for path in ("postmortems/a/index.md", "llms.txt", "llms-full.txt"):
        text = built.files[path].decode()
        assert "\u200b" not in text
        assert "\U000e0041" not in text


def test_the_full_text_is_every_twin_newest_first(built):
    full = built.files["llms-full.txt"].decode()
    twins = [built.files[f"postmortems/{name}/index.md"].decode() for name in ("churn", "flu")]
    assert full.index(twins[0]) < full.index(twins[1])
    assert full.startswith("# Lab notes\n\n> ")
    assert "3 postmortems" in full


def test_the_page_names_its_twin(built):
    link = built.page("postmortems/churn/").one("link", type="text/markdown")
    assert link.get("rel").split() == ["alternate"]
    assert built.target("postmortems/churn/", link.get("href")) == "postmortems/churn/index.md"


def head(page):
    return {
        each.get("property"): each.get("content")
        for each in page.all("meta")
        if each.get("property")
    }


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_the_head_tells_programs_what_the_page_is(site, theme):
    built = site(FILES, docs=DOCS, theme=theme)
    page = built.page("postmortems/churn/")
    assert head(page) == {
        "og:site_name": "Lab notes",
        "og:type": "article",
        "og:title": "Churn <b> & [more]",
        "og:url": f"{SITE}postmortems/churn/",
        "og:description": "It | failed.",
        "og:image": f"{SITE}postmortems/plot.png",
        "article:published_time": "2024-05-01T10:00:00+02:00",
        "article:tag": "a|b",
    }
    assert [each.get("href") for each in page.all("link", rel="canonical")] == [
        f"{SITE}postmortems/churn/"
    ]
    article = json.loads(page.one("script", type="application/ld+json").text)
    assert article["@type"] == "Article"
    assert article["headline"] == "Churn <b> & [more]"
    assert article["author"] == [
        {"@type": "Person", "name": "Ada"},
        {"@type": "Organization", "name": "Flow"},
    ]
    assert article["image"] == f"{SITE}postmortems/plot.png"
    listing = built.page("postmortems/outcome/failed/")
    assert head(listing)["og:title"] == "Outcomes: Failed"
    assert head(listing)["og:type"] == "website"
    assert listing.all("script", type="application/ld+json") == []


def test_no_title_can_end_the_script_that_holds_it(site):
    title = "</script><script>alert(1)</script><!-- & \u2028"
    built = site({"a.md": post(title)})
    page = built.page("postmortems/a/")
    (script,) = page.all("script", type="application/ld+json")
    assert json.loads(script.text)["headline"].startswith("</script><script>alert(1)</script><!--")
    assert head(page)["og:title"].startswith("</script>")


def test_without_a_site_url_the_head_names_no_address(site):
    page = site(FILES, docs=DOCS, site_url="").page("postmortems/churn/")
    assert head(page) == {}
    assert page.all("script", type="application/ld+json") == []


def test_a_page_that_is_unlisted_tells_programs_nothing(site):
    page = site({"a.md": post("A", unlisted=True)}).page("postmortems/a/")
    assert head(page) == {}
    assert page.all("script", type="application/ld+json") == []
    assert page.all("link", type="text/markdown") == []


BEGINNINGS = ("# a", "- a", "> a", "1. a", "12) a", "``` a", "!!! note", "| a | b", "---", ": a")


@pytest.mark.parametrize("summary", [*BEGINNINGS, "**a** b", "`a` b", "1.5 a", "-1 a"])
def test_a_text_of_a_field_begins_nothing_in_a_twin(summary):
    extensions = ["tables", "admonition", "def_list", "fenced_code"]
    html = markdown.markdown(_paragraph(summary) + "\n\nBody", extensions=extensions)
    assert re.fullmatch(r"<p>((?!<p>).)+</p>\n<p>Body</p>", html)
    assert (_paragraph(summary) == summary) is (summary not in BEGINNINGS)
