"""What authors write is made safe wherever a build shows it, and what went is told."""

import json

from integration.harness import post

SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
PLAIN = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
BODY = """One <b onclick="x()">word</b>.

<script>stolen()</script>

## Results

## pm results

## __search

![a](good.svg) ![b](bad.svg) [c](report.html)
"""
POSTS = {
    "2024/churn.md": post("Churn", BODY, date="2024-05-02"),
    "index.md": "# Welcome\n\n<iframe src='https://example.com'></iframe> Hello\n",
}
ASSETS = {"2024/good.svg": PLAIN, "2024/bad.svg": SCRIPT, "2024/report.html": "<p>x"}
LOSING = {"markdown_extensions": ["md_in_html"]}
TAKEN_OUT = "was taken out of the page"


def test_bodies_the_intro_and_feeds_are_made_safe_and_each_removal_is_told(site):
    built = site(POSTS, assets=ASSETS)
    page = built.page("postmortems/2024/churn/")
    body = page.one("div", "pm-body")
    assert [each.attrib for each in body.iter("b")] == [{}]
    assert list(body.iter("script")) == []
    assert list(built.page("postmortems/").one("div", "pm-body").iter("iframe")) == []
    feed = json.loads(built.files["postmortems/feed.json"])
    assert "onclick" not in feed["items"][0]["content_html"]
    told = [line.split(TAKEN_OUT)[0].strip() for line in built.warnings if TAKEN_OUT in line]
    assert sorted(told) == [
        "postmortems/2024/churn.md:6: the attribute `onclick` of `<b>`",
        "postmortems/2024/churn.md:8: `<script>`",
        "postmortems/index.md:3: `<iframe>`",
    ]


def test_headings_do_not_take_the_ids_of_the_page_around_them(site):
    built = site(POSTS, assets=ASSETS, markdown_extensions=[{"toc": {"permalink": True}}])
    page = built.page("postmortems/2024/churn/")
    ids = [each.get("id") for each in page.one("div", "pm-body").iter("h2")]
    assert ids == ["results", "section-pm-results", "section-search"]
    assert page.one("a", "headerlink", href="#section-search") is not None


def test_a_text_that_the_parser_loses_is_told(site):
    built = site({"a.md": post("A", "<div markdown>\n<div markdown>\nLost words")}, **LOSING)
    (line,) = [line for line in built.warnings if "nothing of its text" in line]
    assert line.startswith("postmortems/a.md:4: ")


def test_files_that_would_run_scripts_are_not_published_and_that_is_told(site):
    built = site(POSTS, assets=ASSETS)
    assert built.has("postmortems/2024/good.svg")
    assert not built.has("postmortems/2024/bad.svg")
    assert not built.has("postmortems/2024/report.html")
    told = [line for line in built.warnings if "so it is not published" in line]
    assert [line.split(",")[0] for line in told] == [
        "postmortems/2024/bad.svg: this file has `<script>` in it",
        "postmortems/2024/report.html: this file has a page of its own",
    ]


def test_a_site_that_trusts_its_authors_publishes_what_they_write(site):
    built = site(POSTS, assets=ASSETS, options={"trusted_html": True})
    body = built.page("postmortems/2024/churn/").one("div", "pm-body")
    assert [each.get("onclick") for each in body.iter("b")] == ["x()"]
    assert built.has("postmortems/2024/bad.svg")
    assert built.has("postmortems/2024/report.html")
    assert [line for line in built.warnings if "taken out" in line or "published" in line] == []


def test_pages_of_the_site_itself_stay_as_they_are(site):
    built = site(POSTS, assets=ASSETS, docs={"index.md": "# Home\n\n<script>ours()</script>\n"})
    assert "<script>ours()</script>" in built.page("").html


def test_the_headers_are_written_beside_the_pages(site):
    built = site(POSTS, assets=ASSETS, options={"security_headers": ["nginx", "json"]})
    headers = json.loads(built.files["headers.json"])
    assert "script-src 'self' 'sha256-" in headers["Content-Security-Policy"]
    assert "add_header Content-Security-Policy" in built.files["headers.nginx.conf"].decode()
    assert [line for line in built.warnings if "headers" in line] == []
