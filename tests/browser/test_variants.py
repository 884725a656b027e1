"""Other ways to serve the same site: pages exchanged by script, and plain files."""

import pytest

pytestmark = pytest.mark.browser


def test_pages_exchanged_by_script_keep_our_styles(demo, instant_site, open_page):
    page = open_page(instant_site + demo.address("index"))
    page.wait_for_load_state("networkidle")
    before = card_style(page)
    page.evaluate("window.isFirstDocument = true")
    title = page.locator(".pm-card__title a").first
    heading = title.inner_text()
    title.click()
    page.wait_for_selector(".pm-post")
    assert page.locator("h1").inner_text() == heading
    assert has_badge_style(page)
    page.go_back()
    page.wait_for_selector(".pm-listing")
    assert card_style(page) == before
    assert page.evaluate("window.isFirstDocument"), "the pages were loaded, not exchanged"


def test_a_lesson_is_highlighted_after_an_exchange_by_script(demo, instant_site, open_page):
    page = open_page(instant_site + demo.address("index"))
    page.wait_for_load_state("networkidle")
    page.evaluate("window.isFirstDocument = true")
    page.get_by_role("link", name="Lesson", exact=True).first.click()
    page.wait_for_selector(".pm-post :target")
    outline = page.locator(":target").evaluate("each => getComputedStyle(each).outlineStyle")
    assert outline == "solid"
    assert page.evaluate("window.isFirstDocument"), "the pages were loaded, not exchanged"


def test_the_site_can_be_read_from_disk(site_on_disk, watch, open_page):
    watch.allowed = site_on_disk
    page = open_page(f"{site_on_disk}postmortems/index.html")
    left, right = card_style(page)[:2]
    assert left != right
    heading = page.locator(".pm-card__title a").first.inner_text()
    with page.expect_navigation():
        page.locator(".pm-card__title a").first.click()
    assert page.url.endswith(".html")
    assert page.locator(".pm-post h1").inner_text() == heading
    assert has_badge_style(page)


def card_style(page):
    return page.locator(".pm-card").first.evaluate(
        """each => (({borderLeftWidth, borderRightWidth, borderLeftColor, paddingLeft}) =>
            [borderLeftWidth, borderRightWidth, borderLeftColor, paddingLeft])
            (getComputedStyle(each))"""
    )


def has_badge_style(page):
    badge = page.locator(".pm-post .pm-badge").first
    return badge.evaluate("each => parseFloat(getComputedStyle(each).borderTopLeftRadius) > 0")
