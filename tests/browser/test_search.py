"""Asking the lessons in the browser: typing, keys, filters, and what happens when files are bad."""

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser.serving import Quiet, served
from browser.test_pages import serious

pytestmark = pytest.mark.browser
POLICY = {"Content-Security-Policy": "default-src 'self'"}


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


def test_enter_at_once_waits_for_what_was_typed(open_page, site) -> None:
    page = open_page(site)
    ask(page, "sepsis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2021-06-21-sepsis-model-external-validation/**")
    ask(page, "sepsis")
    expect(hits(page).first).to_contain_text("sepsis")
    page.get_by_role("combobox").fill("flu estimates from web searches")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2014-03-14-google-flu-trends-overestimates/**")


def test_a_lesson_opens_at_its_own_address(open_page, site) -> None:
    page = open_page(site + "postmortems/")
    page.keyboard.press("/")
    expect(page.locator("dialog.pm-search")).to_be_visible()
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
    expect(all_of_them).to_contain_text("26 postmortems")
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
    dates = page.locator(".pm-hit__head time")
    newest_first = sorted(
        dates.all(), key=lambda each: each.get_attribute("datetime"), reverse=True
    )
    told = [each.inner_text() for each in newest_first]
    assert dates.all_inner_texts() != told
    page.get_by_label("Order").select_option("date")
    page.wait_for_url("**sort=date**")
    expect(dates).to_have_text(told)


def test_more_can_be_shown(open_page, site) -> None:
    page = open_page(site + "search/")
    expect(hits(page)).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(hits(page)).to_have_count(20)
    page.get_by_role("button", name="Show more").press("Enter")
    expect(hits(page)).to_have_count(26)
    expect(hits(page).nth(20)).to_be_focused()


def test_a_hit_opened_in_another_tab_leaves_the_dialog(open_page, site) -> None:
    page = open_page(site)
    ask(page, "sepsis alert")
    expect(page.locator(".pm-search__status")).to_contain_text("postmortem")
    expect(hits(page).first).to_contain_text("epsis")
    with page.context.expect_page() as opened:
        hits(page).first.click(modifiers=["Control"])
    opened.value.wait_for_url("**/2021-06-21-sepsis-model-external-validation/**")
    expect(page.locator("dialog.pm-search")).to_be_visible()


def test_a_filter_in_the_address_that_nothing_has_is_not_dropped(open_page, site) -> None:
    page = open_page(site + "search/?outcome=failde")
    expect(page.locator(".pm-search__status")).to_have_text("Nothing found")
    page.get_by_role("button", name="Search without filters").click()
    expect(page.locator(".pm-search__status")).to_have_text("26 postmortems")


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
    expect(hits(page).first).to_contain_text("forecast")
    page.get_by_role("link", name="All filters").click()
    page.wait_for_url("**/search/?q=forecast")
    expect(page.locator("dialog.pm-search")).to_be_hidden()
    expect(page.locator(".pm-search-page .pm-hit").first).to_be_visible()
    page.locator(".pm-search-page .pm-hit").first.click()
    page.wait_for_url("**/postmortems/**")
    page.go_back()
    expect(page.locator("#pm-q")).to_have_value("forecast")
    expect(page.locator(".pm-search-page .pm-hit").first).to_be_visible()
    page.get_by_role("link", name="Leakage", exact=True).click()
    page.wait_for_url("**/search/?q=leakage")
    expect(page.locator("#pm-q")).to_have_value("leakage")
    expect(page.locator(".pm-search-page .pm-hit").first).to_contain_text("leakage")


def test_it_works_under_a_strict_policy(browser: Browser, site, server) -> None:
    # Material's own inline scripts are refused under it, and complain; ours has none.
    with served(server[1] / "lab", Quiet.saying(POLICY)) as address:
        page = browser.new_page()
        page.goto(address)
        ask(page, "leakage")
        expect(hits(page).first).to_contain_text("leakage")
        assert len(page.workers) == 1
        page.close()


def test_it_works_where_there_may_be_no_worker(browser: Browser, site, server) -> None:
    policy = {"Content-Security-Policy": "worker-src 'none'"}
    with served(server[1] / "lab", Quiet.saying(policy)) as address:
        page = browser.new_page()
        page.goto(address)
        ask(page, "leakage")
        expect(hits(page).first).to_contain_text("leakage")
        assert page.workers == []
        page.close()


def test_offline_it_says_so_and_goes_on_when_the_network_is_back(browser, site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    ask(page, "leakage")
    expect(hits(page).first).to_contain_text("leakage")
    context.set_offline(offline=True)
    field = page.get_by_role("combobox")
    field.fill("sepsis alert")
    expect(page.locator(".pm-search__status")).to_contain_text("offline")
    expect(hits(page)).to_have_count(0)
    field.fill("leakage")
    expect(hits(page).first).to_contain_text("leakage")
    context.set_offline(offline=False)
    field.fill("sepsis alert")
    expect(hits(page).first).to_contain_text("sepsis")
    context.close()


def test_a_search_that_cannot_be_loaded_says_so(browser, site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    context.set_offline(offline=True)
    page.keyboard.press("Control+k")
    expect(page.locator("dialog")).to_contain_text("Are you offline?")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    context.set_offline(offline=False)
    ask(page, "leakage")
    expect(hits(page).first).to_contain_text("leakage")
    context.close()


def test_nothing_is_fetched_of_postmortems_before_something_is_typed(open_page, site) -> None:
    page = open_page(site)
    page.keyboard.press("Control+k")
    expect(page.locator(".pm-search__status")).to_have_text("Search 26 postmortems")
    expect(hits(page)).to_have_count(0)
    fetched = "performance.getEntriesByType('resource').map(each => each.name)"
    assert not [name for name in page.evaluate(fetched) if re.search(r"/search/[dtw]", name)]


def test_a_slip_is_named_and_can_be_mended(open_page, site) -> None:
    page = open_page(site)
    ask(page, "sepsiss ")
    expect(page.locator(".pm-search__hints")).to_contain_text("No postmortem has “sepsiss”")
    page.get_by_role("button", name="sepsis", exact=True).click()
    expect(page.get_by_role("combobox")).to_have_value("sepsis ")
    expect(page.locator(".pm-search__hints")).to_be_empty()


def test_an_unknown_word_brings_those_that_begin_alike(open_page, site) -> None:
    page = open_page(site)
    ask(page, "leakproofing ")
    hints = page.locator(".pm-search__hints")
    expect(hints).to_contain_text("No postmortem has “leakproofing”. Perhaps")
    expect(hints).to_contain_text("write the first postmortem about it")
    hints.get_by_role("button").first.click()
    expect(hits(page).first).to_be_visible()


def test_where_filters_leave_nothing_they_can_be_dropped(open_page, site) -> None:
    page = open_page(site + "search/?q=sepsis&outcome=abandoned")
    expect(page.locator(".pm-search__status")).to_have_text("Nothing found")
    page.get_by_role("button", name="Search without filters").click()
    expect(hits(page).first).to_contain_text("epsis")
    page.wait_for_url("**/search/?q=sepsis")


def test_stop_words_alone_are_said_to_be_passed_over_and_leave_a_filter_alone(
    open_page, site
) -> None:
    page = open_page(site)
    ask(page, "has anyone tried ")
    expect(page.locator(".pm-search__hints")).to_contain_text("Words as common as these")
    expect(hits(page)).to_have_count(0)

    page = open_page(site + "search/?q=has+anyone+tried&outcome=failed")
    expect(page.locator(".pm-search__status")).to_have_text("8 postmortems")
    expect(page.get_by_label("Outcome").locator("option:checked")).to_have_text("Failed (8)")


def test_words_of_the_glossary_are_marked_where_all_of_a_form_stands(open_page, site) -> None:
    page = open_page(site + "search/?q=wandering%20words%20holdout")
    expect(hits(page).first).to_be_visible()
    marks = page.locator(".pm-hit mark").all_inner_texts()
    assert any(mark.lower() in {"out", "of", "sample", "test", "set", "unseen"} for mark in marks)


def test_the_page_is_never_busy_while_somebody_types(open_page, site) -> None:
    page = open_page(site)
    page.keyboard.press("Control+k")
    page.evaluate("""() => {
        globalThis.gaps = [];
        new PerformanceObserver((list) => gaps.push(...list.getEntries().map((e) => e.duration)))
            .observe({ type: "longtask" });
    }""")
    page.keyboard.type("does data leakage explain the good validation", delay=15)
    expect(hits(page).first).to_be_visible()
    expect(page.locator(".pm-search__status")).to_contain_text("postmortems")
    assert page.workers
    assert len(page.evaluate("gaps")) <= 2


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
    with served(tmp_path / "lab") as address:
        page = browser.new_page()
        page.goto(address)
        ask(page, "leakage")
        expect(page.locator(".pm-search__status")).to_contain_text(message)
        page.close()
