"""Asking the lessons in the browser: typing, keys, filters, and what happens when files are bad."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser.test_pages import serious

pytestmark = pytest.mark.browser


def ask(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.pm-search")).to_be_visible()
    page.keyboard.type(text)


def hits(page: Page) -> Locator:
    return page.locator(".pm-hit")


def test_ctrl_k_finds_a_misspelt_word_and_enter_opens_it(open_page, site) -> None:
    page = open_page(site)
    ask(page, "sepsiss alert")
    expect(hits(page).first).to_contain_text("sepsis alert")
    expect(hits(page).first.locator("mark").first).to_be_visible()
    expect(page.locator(".pm-search__status")).to_contain_text("postmortem")
    page.keyboard.press("ArrowDown")
    first = hits(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_have_attribute(
        "aria-activedescendant", first.get_attribute("id") or ""
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/2021-06-21-sepsis-model-external-validation/**")


def test_a_lesson_opens_at_its_own_address(open_page, site) -> None:
    page = open_page(site + "postmortems/")
    page.keyboard.press("/")
    page.keyboard.type("simulate the whole position errors same direction")
    lesson = page.locator('.pm-hit:has(b:text-is("Lesson"))', has_text="simulate").first
    expect(lesson).to_be_visible()
    lesson.click()
    page.wait_for_url("**#lesson-**")
    expect(page.locator(":target")).to_be_in_viewport()


def test_escape_closes_and_the_button_opens(open_page, site) -> None:
    page = open_page(site)
    page.get_by_role("button", name="Search postmortems").click()
    dialog = page.locator("dialog.pm-search")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_nothing_found_says_so(open_page, site) -> None:
    page = open_page(site)
    ask(page, "qqqqqq zzzzzz")
    expect(page.locator(".pm-search__status")).to_contain_text("Nothing found")
    expect(hits(page)).to_have_count(0)


def test_markup_that_is_typed_stays_text(open_page, site) -> None:
    page = open_page(
        site + "search/?q=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E%20leakage"
    )
    expect(hits(page).first).to_be_visible()
    assert page.title() != "1"
    assert page.locator(".pm-search-page img").count() == 0


def test_the_page_narrows_counts_and_keeps_its_state(open_page, site) -> None:
    page = open_page(site + "search/")
    all_of_them = page.locator(".pm-search__status")
    expect(all_of_them).to_contain_text("25 postmortems")
    page.get_by_label("Outcome").select_option("failed")
    expect(page.locator(".pm-search__status")).to_have_text("8 postmortems")
    expect(page.get_by_label("Outcome").locator("option:checked")).to_have_text("Failed (8)")
    page.get_by_label("What do you want to try?").fill("forecast")
    expect(page.locator(".pm-search__status")).not_to_have_text("8 postmortems")
    page.wait_for_url("**/search/?q=forecast&outcome=failed")
    found = hits(page).all_inner_texts()
    page.reload()
    expect(hits(page)).to_have_count(len(found))
    assert hits(page).all_inner_texts() == found
    page.get_by_label("Order").select_option("date")
    page.wait_for_url("**sort=date**")
    dates = page.locator(".pm-hit__head .pm-more").all_inner_texts()
    assert dates == sorted(dates, reverse=True)


def test_more_can_be_shown(open_page, site) -> None:
    page = open_page(site + "search/")
    expect(hits(page)).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(hits(page)).to_have_count(20)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialog_and_page_are_accessible(open_page, site, width: int, scheme: str) -> None:
    page = open_page(site + "search/?q=leakage", width=width, scheme=scheme)
    expect(hits(page).first).to_be_visible()
    assert violations_of(page) == []
    page = open_page(f"{site}postmortems/", width=width, scheme=scheme)
    ask(page, "leakage")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def violations_of(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    return serious(page)


def test_nothing_is_loaded_before_somebody_asks(open_page, site) -> None:
    page = open_page(site)
    names = "performance.getEntriesByType('resource').map(each => each.name)"
    before = page.evaluate(names)
    assert not [name for name in before if re.search(r"/search/|/search\.|/engine\.", name)]
    own = [name for name in before if "assets/postmortems/postmortems." in name and ".js" in name]
    assert len(own) == 1
    ask(page, "leakage")
    expect(hits(page).first).to_be_visible()
    assert [name for name in page.evaluate(names) if "/postmortems/search." in name]


def test_it_works_from_disk(open_page, watch, site_on_disk) -> None:
    watch.allowed = "file://"
    page = open_page(f"{site_on_disk}index.html")
    ask(page, "leakage")
    expect(hits(page).first).to_contain_text("leakage")
    hits(page).first.click()
    expect(page.locator("h1").first).to_contain_text("leakage")


def test_it_goes_on_when_pages_are_exchanged_by_script(open_page, instant_site) -> None:
    page = open_page(instant_site)
    ask(page, "leakage")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/postmortems/**")
    expect(page.locator("dialog.pm-search")).to_be_hidden()
    ask(page, "forecast")
    expect(hits(page).first).to_be_visible()
    expect(page.locator("[data-pm-search]")).to_have_count(1)


class _Strict(SimpleHTTPRequestHandler):
    """Serves files under a policy that allows nothing but the site's own."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path, handler: type[SimpleHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


def test_it_works_under_a_strict_policy(browser: Browser, site, server) -> None:
    # Material's own inline scripts are refused under it, and complain; ours has none.
    with _served(server[1] / "lab", _Strict) as address:
        page = browser.new_page()
        page.goto(address)
        ask(page, "leakage")
        expect(hits(page).first).to_contain_text("leakage")
        page.close()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("manifest.js", 'postmortemsSearch("manifest",{"vers', "damaged"),
        ("manifest.js", 'postmortemsSearch("manifest",{"version":99});', "another version"),
        ("manifest.js", None, "could not be loaded"),
        ("t*/*.js", "postmortemsSearch(", "damaged"),
        ("d*/*.js", None, "could not be loaded"),
    ],
)
def test_bad_index_files_are_told(browser, site, server, tmp_path, name, content, message) -> None:
    shutil.copytree(server[1] / "lab", tmp_path / "lab")
    for file in (tmp_path / "lab/assets/postmortems/search").glob(name):
        if content is None:
            file.unlink()
        else:
            file.write_text(content)
    with _served(tmp_path / "lab", _Quiet) as address:
        page = browser.new_page()
        page.goto(address)
        ask(page, "leakage")
        expect(page.locator(".pm-search__status")).to_contain_text(message)
        page.close()
