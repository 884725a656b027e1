"""A search in Chromium, from an empty cache each time."""

import json
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from ..search.browser import find_chromium  # noqa: TID252 - as in the benchmark of builds
from ..search.driver import FLAGS  # noqa: TID252
from ..search.sites import SITES  # noqa: TID252

QUERIES = (
    *("churn model", "label leakage", "drift", "fraud threshold", "forecast bias"),
    *("annotators disagree", "cold start", "price change", "sample ratio", "time split"),
)
_WATCH = Path(__file__).parents[1] / "search" / "pages" / "watch.js"
_SITE = SITES["ours"]
_LATE = 30_000


class Search(NamedTuple):
    """One search.

    Attributes:
        took: Milliseconds with the search opening and the first hit coming on the screen.
        found: Whether there was a hit.
        errors: What the browser's console said.
    """

    query: str
    took: float
    found: bool
    errors: list[str]


def search_all(address: str) -> list[Search]:
    """Each query, in a page of its own with an empty cache."""
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--ignore-certificate-errors"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        try:
            return [_search(browser, f"{address}/postmortems/", query) for query in QUERIES]
        finally:
            browser.close()


def _search(browser: Browser, address: str, query: str) -> Search:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    watch = _WATCH.read_text("utf-8")
    context.add_init_script(f"({watch})({json.dumps(_SITE.selectors)})")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda asked: errors.append(f"{asked.url}: {asked.failure}"))
    try:
        page.goto(address, timeout=_LATE)
        page.evaluate("searchWatch.reset()")
        page.keyboard.press(_SITE.key)
        page.wait_for_selector(f"{_SITE.field}:focus", timeout=_LATE)
        page.keyboard.insert_text(query)
        page.wait_for_function("searchWatch.isSettled(800)", timeout=_LATE)
        figures = page.evaluate("searchWatch.read()")
        return Search(query, figures["opening"] + figures["took"], figures["found"], errors)
    finally:
        context.close()
