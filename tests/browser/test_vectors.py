"""Public attack vectors in a real Chromium: in bodies, every field, queries, addresses, feeds."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import markdown
import pytest
import yaml
from playwright.sync_api import Browser, Page

from browser.serving import served
from integration.harness import SITE, Built, post, run, settings, write
from mkdocs_postmortems.site.allowed import SCHEMES
from mkdocs_postmortems.site.sanitizing import Sanitizer

pytestmark = pytest.mark.browser

VECTORS = [
    line
    for line in (Path(__file__).parents[1] / "data" / "vectors.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
GREEDY = re.compile(
    r"<(?:!|\?|/?(?:plaintext|textarea|title|xmp|listing|noscript|noembed|noframes|template|select))",
    re.IGNORECASE,
)
"""What would hide the vectors after it from Markdown or the browser."""

CANARY = """
window.__ran = [];
window.__xss = () => { window.__ran.push(document.currentScript?.outerHTML ?? new Error().stack); };
"""

TOUCH = """() => {
  const events = ["mouseover", "pointerover", "mouseenter", "mousedown", "focus", "focusin"];
  events.push("input", "wheel", "paste", "dragstart", "keydown", "toggle", "animationstart");
  const parts = [".pm-post", ".pm-listing", ".pm-lessons-page", ".probe"];
  for (const each of document.querySelectorAll(parts.map((part) => `${part} *`))) {
    for (const name of events) each.dispatchEvent(new Event(name));
    if (!each.closest("a, form, button")) each.dispatchEvent(new Event("click"));
  }
}"""

FAULTS = """(schemes) => {
  const faults = [];
  for (const each of document.querySelectorAll("*")) {
    for (const { name, value } of each.attributes) {
      if (name.startsWith("on")) faults.push(`${name}=${value}`);
    }
    const address = each.href?.baseVal ?? each.href ?? each.action ?? each.formAction;
    if (typeof address === "string" && address) {
      const scheme = new URL(address, location.href).protocol.slice(0, -1);
      if (!schemes.includes(scheme)) faults.push(address);
    }
  }
  const odd = ["script", "iframe", "object", "embed", "form", "base", "meta", "link", "style"];
  for (const each of document.querySelectorAll(".pm-body, .probe")) {
    for (const found of each.querySelectorAll(odd)) faults.push(found.outerHTML);
  }
  return faults;
}"""


def bodies() -> list[str]:
    """Bodies with the vectors; those that are greedy are tried singly, and some end a body."""
    tame = [each for each in VECTORS if not GREEDY.search(each)]
    greedy = [each for each in VECTORS if GREEDY.search(each)][::6]
    parts = [tame[i :: len(greedy)] for i in range(len(greedy))]
    return ["\n\n".join([*part, end]) for part, end in zip(parts, greedy, strict=True)]


def every_field() -> dict:
    """Front matter with vectors in every field that takes text."""
    given = iter(VECTORS * 2)

    def some(count: int = 1) -> list[str]:
        return [next(given) for _ in range(count)]

    def text() -> str:
        return next(given)

    return {
        "summary": text(),
        "date": "2024-05-02",
        "authors": [*some(3), {"name": text(), "url": "javascript:__xss()", "team": text()}],
        "team": text(),
        "tags": some(40),
        "series": some(2),
        "images": [text(), "javascript:__xss()"],
        "audio": some(),
        "videos": some(),
        "outcome": "failed",
        "revisit_when": text(),
        "hypothesis": text(),
        "success_criteria": [{"metric": text(), "target": 1, "op": ">="}, text()],
        "baseline": {"name": text(), "metric": text(), "value": 1},
        "results": [
            {"metric": text(), "value": 1, "baseline": 2, "run": text()},
            {"metric": text(), "value": 2, "ci": [1, 3]},
        ],
        "causes": [{"code": "labels", "evidence": text()}],
        "lessons": [
            *some(60),
            {"text": text(), "applies_when": text(), "do": text()},
            "[x](javascript:__xss()) ![x](javascript:__xss()) <javascript:__xss()>",
        ],
        "actions": [{"text": text(), "owner": text(), "ref": text(), "due": "2024-06-01"}],
        "concerns": [{"text": text(), "raised": text(), "answered": text()}],
        "cost": {"planned": 1, "unit": text(), "basis": text()},
        "data": [{"name": text(), "version": text(), "window": text()}],
        "runs": [*some(5), "javascript:__xss()", "mlflow:javascript:__xss()"],
        "corrections": [{"date": "2024-06-01", "was": "succeeded", "now": "failed", "why": text()}],
        "reviewed_by": some(2),
        "unheard_of": text(),
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Built:
    """A site of Material's whose postmortems hold every vector in every place."""
    root = tmp_path_factory.mktemp("vectors")
    posts = {
        f"2024/2024-01-{i + 1:02d}-body.md": post(f"Body {i}", body, outcome="failed", tags=["a"])
        for i, body in enumerate(bodies())
    }
    posts["2024/fields.md"] = post(VECTORS[4], "Text.\n\n## Lessons\n\n- A lesson", **every_field())
    for i, vector in enumerate(VECTORS[::24]):
        posts[f"2024/title-{i}.md"] = post(vector, lessons=[vector], date="2024-03-04")
    posts["index.md"] = "# Intro\n\n" + "\n\n".join(VECTORS[40:60])
    write(root / "postmortems", posts)
    write(root / "docs", {"index.md": "# Home\n"})
    extensions = ["admonition", "attr_list", "md_in_html", "tables", "toc", "footnotes", "abbr"]
    features = {"name": "material", "features": ["navigation.instant", "toc.follow"]}
    said = settings(None, features, ["search"], {"markdown_extensions": extensions})
    write(root, {"mkdocs.yml": yaml.safe_dump(said)})
    return run(root)


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page with the canary, in which dialogs count as it does."""
    context = browser.new_context()
    context.add_init_script(CANARY)
    context.route(
        re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(status=404, body="")
    )
    page = context.new_page()
    page.on("dialog", lambda each: (page.evaluate("__xss()"), each.dismiss()))
    yield page
    context.close()


def safe_forms() -> list[str]:
    """Each vector by itself as a body has it: as HTML, as Markdown, and beside other text."""
    sanitizer = Sanitizer()
    written = [
        *VECTORS,
        *(markdown.markdown(each, extensions=["attr_list", "md_in_html"]) for each in VECTORS),
        *(f'<p title="a">b {each} <b>c' for each in VECTORS),
    ]
    return [sanitizer.clean(each)[0] for each in written]


def shown(page: Page, pieces: list[str]) -> list[str]:
    """What ran when each piece was put into a page, and touched."""
    page.goto("about:blank")
    page.set_content('<!doctype html><body class="probe"></body>')
    page.evaluate(
        """(pieces) => {
          for (const piece of pieces) {
            const part = document.createElement("div");
            document.body.append(part);
            part.innerHTML = piece;
            // Once more, as a script of the page might: mutations show at the second reading.
            const again = document.createElement("div");
            document.body.append(again);
            again.innerHTML = part.innerHTML;
          }
        }""",
        pieces,
    )
    page.evaluate(TOUCH)
    page.wait_for_timeout(150)
    return page.evaluate("window.__ran")


def test_the_vectors_are_many_and_do_run_where_nothing_is_done(page):
    assert len(VECTORS) == len(set(VECTORS)) > 250
    assert len(shown(page, VECTORS)) > 100


def test_no_vector_runs_by_itself_once_it_is_made_safe(page):
    assert shown(page, safe_forms()) == []
    assert page.evaluate(FAULTS, sorted(SCHEMES | {"about"})) == []


def test_no_vector_runs_on_any_page_of_a_site(page, hostile):
    assert hostile.aborted == ""
    posts = [f"postmortems/2024/2024-01-{i + 1:02d}-body/" for i in range(len(bodies()))]
    posts += ["postmortems/2024/fields/"]
    lists = ["postmortems/", "postmortems/lessons/", "postmortems/tag/", "postmortems/author/"]
    lists += ["postmortems/insights/", "postmortems/in-flight/"]
    asked = [f"search/?q={quote(each)}" for each in (VECTORS[4], VECTORS[90])]
    asked += [f"postmortems/2024/fields/#{quote(each, safe='<>/=()')}" for each in VECTORS[5:8]]
    asked += ["postmortems/lessons/?q=" + quote('"><img src=x onerror=__xss()>')]
    ran, faults, seen = [], [], 0
    with served(hostile.site) as address:
        for path in [*posts, *lists, *asked]:
            page.goto(address + path, wait_until="load")
            if path.startswith("search/"):
                page.get_by_role("status").filter(
                    has_text=re.compile("postmortem|Nothing")
                ).wait_for()
            page.evaluate(TOUCH)
            ran += [(path, each) for each in page.evaluate("window.__ran")]
            faults += [(path, each) for each in page.evaluate(FAULTS, sorted(SCHEMES))]
            seen += page.locator(".pm-body").count()
    assert ran == []
    assert faults == []
    assert seen > len(posts)


def test_no_vector_runs_in_a_reader_of_feeds(page, hostile):
    feed = json.loads((hostile.site / "postmortems" / "feed.json").read_text("utf-8"))
    assert len(feed["items"]) > 15
    pieces = [item["content_html"] for item in feed["items"]]
    assert shown(page, pieces) == []
    assert page.evaluate(FAULTS, sorted(SCHEMES | {"about"})) == []
    assert all(item["url"].startswith(SITE) for item in feed["items"])
