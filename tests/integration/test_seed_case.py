"""The post the project was founded on: a draft, unlisted, with lists and a date of its own."""

import datetime as dt
import re

import pytest
import yaml

from integration.harness import PIXEL, run, write

FIELDS = """\
layout: post
draft: {draft}
unlisted: {unlisted}
title: Notes from a model that never shipped
author: Robin Marlowe
description: Six weeks on a churn model, what we hoped for, and why the old rule is still in use.
images:
- /images/x.jpg
audio: []
series: []
videos: []
tags:
- data science
- machine learning
- failed experiments
date: 2021-05-22 23:00:00 +0000
"""
BODY = """\
***These are one author's views.***

![a chart that goes nowhere](/images/x.jpg "Nowhere")

The model beat the rule on last year's customers and lost to it on this year's. Nobody had asked
how the two years differ.

## What we would do first

Ask that.
"""
SOURCE = "postmortems/2021/never-shipped.md"
PAGE = "postmortems/2021/never-shipped/"
TITLE = "Notes from a model that never shipped"


def seed(*, draft: bool, unlisted: bool) -> dict[str, str]:
    fields = FIELDS.format(draft=str(draft).lower(), unlisted=str(unlisted).lower())
    return {"2021/never-shipped.md": f"---\n{fields}---\n\n{BODY}"}


IMAGE = {"images/x.jpg": PIXEL}


def test_as_it_stands_it_is_hidden_everywhere_and_the_log_says_why(site):
    built = site(seed(draft=True, unlisted=True), docs=IMAGE)
    for word in (
        "never-shipped",
        "never shipped",
        "Marlowe",
        "churn",
        "machine-learning",
        "the two years differ",
    ):
        assert built.traces(word) == set()
    assert f"Held back: {SOURCE} (draft)" in built.lines("INFO")
    assert (
        built.lines("INFO")[-1]
        == "0 postmortems published, 1 held back, 0 left out because of errors"
    )
    assert built.warnings == []


def test_draft_alone_hides_it(site):
    built = site(seed(draft=True, unlisted=False), docs=IMAGE)
    assert built.traces("Marlowe") == set()
    assert built.traces("never-shipped") == set()
    assert f"Held back: {SOURCE} (draft)" in built.lines("INFO")


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_unlisted_alone_gives_it_a_page_and_nothing_else(site, theme):
    built = site(seed(draft=False, unlisted=True), docs=IMAGE, theme=theme)
    own = {f"{PAGE}index.html"}
    assert built.traces("Marlowe") == own
    assert built.traces("never-shipped") == own
    assert built.traces("churn") == own
    page = built.page(PAGE)
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert "Unlisted." in page.text("p", "pm-notice")
    assert built.target(PAGE, page.one("img", title="Nowhere").get("src")) == "images/x.jpg"
    assert f"Unlisted: {SOURCE} has a page, and nothing leads to it" in built.lines("INFO")


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_with_both_off_it_is_in_the_blog(site, theme):
    options = {"robots": "public"}
    built = site(seed(draft=False, unlisted=False), docs=IMAGE, theme=theme, options=options)
    assert built.warnings == []
    page = built.page(PAGE)
    assert page.text("h1") == TITLE
    assert page.text("p", "pm-post__byline") == "22 May 2021 · Robin Marlowe · 1 min read"
    assert page.one("time").get("datetime") == "2021-05-22T23:00:00+00:00"
    assert page.text("p", "pm-post__lead") == (
        "Six weeks on a churn model, what we hoped for, and why the old rule is still in use."
    )
    assert page.texts("a", "pm-tag") == ["data science", "machine learning", "failed experiments"]
    assert page.all("meta", name="robots") == []
    index = built.page("postmortems/")
    assert index.titles == [TITLE]
    assert (
        built.target("postmortems/", index.one("img", "pm-card__image").get("src"))
        == "images/x.jpg"
    )
    for listing in (
        "tag/data-science/",
        "tag/failed-experiments/",
        "author/robin-marlowe/",
        "year/2021/",
    ):
        assert built.page(f"postmortems/{listing}").titles == [TITLE]


@pytest.mark.parametrize("site_url", ["https://example.org/", "https://example.org/a/b/", None])
@pytest.mark.parametrize("directories", [True, False])
def test_its_image_resolves_wherever_the_site_lives(site, site_url, directories):
    built = site(
        seed(draft=False, unlisted=False),
        docs=IMAGE,
        site_url=site_url or "",
        use_directory_urls=directories,
    )
    assert built.warnings == []
    address = PAGE if directories else "postmortems/2021/never-shipped.html"
    base = site_url or "https://anywhere.example/"
    image = built.page(address).one("img", title="Nowhere")
    assert not image.get("src").startswith("/")
    assert built.target(address, image.get("src"), base) == "images/x.jpg"
    index = "postmortems/" if directories else "postmortems/index.html"
    card = built.page(index).one("img", "pm-card__image")
    assert built.target(index, card.get("src"), base) == "images/x.jpg"


def test_an_image_that_the_body_shows_is_not_shown_twice(site):
    page = site(seed(draft=False, unlisted=False), docs=IMAGE).page(PAGE)
    assert [each.get("alt") for each in page.all("img")] == ["a chart that goes nowhere"]


def test_a_missing_image_is_a_warning_with_file_and_line(site):
    built = site(seed(draft=False, unlisted=False))
    assert built.warnings == [
        f"{SOURCE}:8: images: `/images/x.jpg` is not there. Put it at `docs/images/x.jpg`.",
        f"{SOURCE}:22: `/images/x.jpg` is not there. Put it at `docs/images/x.jpg`.",
    ]
    assert built.page("postmortems/").titles == [TITLE]
    assert site(seed(draft=False, unlisted=False), strict=True).aborted != ""


def test_a_missing_image_of_a_draft_is_told_to_nobody(site):
    assert site(seed(draft=True, unlisted=True)).warnings == []


@pytest.mark.corpus
@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("unlisted", [True, False])
def test_the_real_file(tmp_path, corpus, draft, unlisted):
    (file,) = (corpus / "seed").glob("*.md")
    text = file.read_text("utf-8")
    assert "\ndraft: true\nunlisted: true\n" in text
    states = f"draft: {draft}\nunlisted: {unlisted}".lower()
    fields = yaml.safe_load(text.split("---")[1])
    write(tmp_path / "docs", {"index.md": "# Home\n"})
    for image in re.findall(r"\]\((/images/\S+)", text):
        write(tmp_path / "docs", {image.lstrip("/"): PIXEL})
    write(
        tmp_path,
        {
            f"postmortems/{file.name}": text.replace("draft: true\nunlisted: true", states),
            "mkdocs.yml": "site_name: Lab\nsite_url: https://example.org/lab/\ntheme: mkdocs\n"
            "plugins: [search, postmortems]\n",
        },
    )
    built = run(tmp_path, strict=True)
    assert built.aborted == ""
    address = f"postmortems/{file.stem}/"
    traces = built.traces(fields["author"])
    if draft:
        assert traces == set()
        assert f"Held back: postmortems/{file.name} (draft)" in built.lines("INFO")
        return
    page = built.page(address)
    assert page.text("h1") == fields["title"]
    day = dt.date(2021, 5, 22)
    assert page.text("p", "pm-post__byline").startswith(
        f"{day.day} May {day.year} · {fields['author']}"
    )
    assert [built.target(address, each.get("src")) for each in page.all("img")] == [
        path.lstrip("/") for path in re.findall(r"\]\((/images/\S+)", text)
    ]
    if unlisted:
        assert traces == {f"{address}index.html"}
        assert page.one("meta", name="robots").get("content") == "noindex"
        return
    assert f"{address}index.html" in traces
    assert built.page("postmortems/").titles == [fields["title"]]
    assert page.texts("a", "pm-tag") == fields["tags"]
