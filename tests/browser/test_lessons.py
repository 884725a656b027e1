"""The filter on a page of lessons: at once, by keyboard, shared by its address."""

import re

import pytest

pytestmark = pytest.mark.browser

ROWS = "[data-pm-row]"


@pytest.fixture
def lessons(demo, site, open_page):
    return open_page(site + demo.address("lessons"))


def shown(page):
    return page.locator(f"{ROWS}:visible").count()


def test_words_and_outcome_narrow_the_list_and_say_how_many_are_left(lessons):
    whole = lessons.locator(ROWS).count()
    lessons.get_by_label("Filter this page").fill("the MODEL")
    some = shown(lessons)
    assert 0 < some < whole
    lessons.get_by_label("Outcome").select_option("failed")
    fewer = shown(lessons)
    assert 0 < fewer < some
    assert lessons.get_by_role("status").inner_text() == f"{fewer} of {whole} on this page"
    labels = lessons.locator(f"{ROWS}:visible .pm-badge").all_inner_texts()
    assert {re.sub(r"\W+", " ", each).strip() for each in labels} == {"Outcome Failed"}


def test_the_address_keeps_what_was_asked_and_leads_to_the_search(lessons, open_page):
    lessons.get_by_label("Filter this page").fill("holdout")
    assert lessons.url.endswith("/lessons/?q=holdout")
    again = open_page(lessons.url)
    assert again.get_by_label("Filter this page").input_value() == "holdout"
    assert shown(again) == shown(lessons)
    again.get_by_text("Search all lessons").click()
    again.wait_for_url("**/search/?q=holdout")


def test_a_group_without_what_was_asked_goes_with_its_heading(demo, site, open_page):
    page = open_page(site + demo.address("lessons by cause"))
    groups = page.locator("[data-pm-group]")
    assert groups.count() == page.locator("[data-pm-group]:visible").count()
    page.get_by_label("Confidence").select_option("high")
    left = page.locator("[data-pm-group]:visible")
    assert 0 < left.count() < groups.count()
    assert all(left.nth(place).locator(f"{ROWS}:visible").count() for place in range(left.count()))


def test_it_works_after_an_exchange_by_script(demo, instant_site, open_page):
    page = open_page(instant_site + demo.address("index"))
    page.locator(".pm-switch a").first.click()
    page.wait_for_url("**/lessons/")
    page.get_by_label("Filter this page").fill("zzz nothing")
    page.wait_for_function("document.querySelectorAll('[data-pm-row]:not([hidden])').length === 0")
