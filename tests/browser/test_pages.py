"""Every kind of page, narrow and wide, light and dark: quiet, in its bounds, and accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

KINDS = (
    *("index", "failed", "succeeded", "essay", "corrected", "tag", "outcome", "overview"),
    "contradicted",
    *("lessons", "lessons by cause", "in flight", "insights", "lineage", "archive", "search"),
)

# What Material for MkDocs brings with it and no plugin can mend: the rule, the node, the reason.
OF_MATERIAL = (
    ("aria-dialog-name", ".md-search", "its search dialog has no name"),
    ("color-contrast", ".md-copyright", "its footer's small print has 4.47 to 1 on black"),
    ("color-contrast", ".highlight span", "its syntax colours begin at 4.44 to 1"),
    ("scrollable-region-focusable", ".md-typeset__scrollwrap", "its script wraps every table"),
    ("scrollable-region-focusable", "pre > code", "it scrolls within code blocks"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_quiet_in_its_bounds_and_accessible(kind, scheme, demo, site, open_page):
    page = open_page(site + demo.address(kind), 390, scheme)
    shown = page.locator("body").get_attribute("data-md-color-scheme")
    assert shown == {"light": "default", "dark": "slate"}[scheme]
    page.evaluate(Axe().axe_script)
    faults = {}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        faults[width] = outside(page) + serious(page)
    assert faults == {390: [], 1280: []}


def test_on_a_phone_the_verdict_of_a_criterion_is_seen_without_scrolling(demo, site, open_page):
    post = demo.first(has_a_long_metric)
    page = open_page(site + post.address, 360)
    table = page.get_by_role("region", name="Table of criteria")
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") == 0
    criterion, _, measured, _ = table.locator("tbody tr").first.locator("td").all()
    assert criterion.bounding_box()["width"] > 150
    assert measured.is_visible()
    kind = criterion.evaluate("each => getComputedStyle(each, '::after').content")
    assert kind in {'"Primary"', '"Guardrail"'}


def test_a_corrected_post_says_so_above_its_text(demo, site, open_page):
    page = open_page(site + demo.address("corrected"))
    notice = page.locator(".pm-notice[data-kind=correction]").first
    assert notice.is_visible()
    assert "Corrected" in notice.inner_text()
    assert notice.bounding_box()["y"] < page.locator(".pm-body").bounding_box()["y"]


def test_a_contradicted_post_says_so_above_its_text(demo, site, open_page):
    page = open_page(site + demo.address("contradicted"))
    notice = page.locator(".pm-notice[data-kind=contradicted]").first
    assert notice.is_visible()
    assert notice.bounding_box()["y"] < page.locator(".pm-body").bounding_box()["y"]


@pytest.mark.parametrize(("width", "shape"), [(1280, "wide"), (390, "narrow")])
def test_a_picture_of_lineage_leads_on_by_keyboard(width, shape, demo, site, open_page):
    page = open_page(site + demo.address("contradicted"), width)
    link = page.locator(".pm-map a:visible").first
    assert shape in link.locator("xpath=ancestor::div[1]").get_attribute("class")
    title = link.locator("title").text_content().partition(": ")[2]
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".pm-post h1").inner_text() == title


def has_a_long_metric(post):
    stated = post.meta.get("success_criteria", ())
    return any(isinstance(each, dict) and len(each.get("metric", "")) > 20 for each in stated)


def outside(page):
    """What makes the document wider than the window; empty if it is not."""
    return page.evaluate(
        """() => {
            const {scrollWidth, clientWidth} = document.documentElement
            if (scrollWidth <= clientWidth) return []
            const wide = [...document.querySelectorAll("body *")]
                .filter(each => each.getBoundingClientRect().right > clientWidth)
                .map(each => each.cloneNode().outerHTML)
            return [`${scrollWidth} instead of ${clientWidth}`, ...wide]
        }"""
    )


def serious(page):
    """What stops somebody from reading or using the page, with the nodes it is about."""
    run = "axe.run({resultTypes: ['violations']}).then(results => results.violations)"
    return [
        f"{each['id']} at {node['target']}: {node['html'][:160]} {node['failureSummary']}"
        for each in page.evaluate(run)
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
        if not is_of_material(page, each["id"], node["target"][0])
    ]


def is_of_material(page, rule, target):
    selectors = [selector for known, selector, _ in OF_MATERIAL if known == rule]
    return any(page.locator(target).first.evaluate("(e, s) => e.matches(s)", s) for s in selectors)


def test_formulas_are_drawn_without_a_script(site, open_page):
    page = open_page(f"{site}how-to/write-formulas-and-diagrams/")
    formulas = page.locator("math")
    assert formulas.count() == 2
    sum_sign = page.locator("math[display=block]").bounding_box()
    letter = page.locator("math[display=inline]").bounding_box()
    assert sum_sign is not None
    assert letter is not None
    assert sum_sign["height"] > 1.3 * letter["height"]
