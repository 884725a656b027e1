"""What a reader does: move by keyboard, follow a lesson's address, choose a palette, print."""

import re

import pytest

from mkdocs_postmortems.domain import Vocabularies

pytestmark = pytest.mark.browser

OUTCOMES = {term.code: term for term in Vocabularies().outcome.terms}

# -- the keyboard


def test_tab_reaches_a_cards_title_and_enter_opens_its_post(demo, site, open_page):
    page = open_page(site + demo.address("index"))
    title = page.locator(".pm-card__title a").first
    heading = title.inner_text()
    for _ in range(60):
        page.keyboard.press("Tab")
        if title.evaluate("each => each === document.activeElement"):
            break
    assert title.evaluate("each => each.matches(':focus-visible')")
    assert style(title, "textDecorationLine", "outlineStyle") != ["none", "none"]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".pm-post h1").inner_text() == heading


# -- a lesson's address


def test_the_permalink_of_a_lesson_in_front_matter_leads_to_it(demo, site, open_page):
    post = demo.first(lambda post: post.states_lessons)
    page = open_page(site + post.address)
    lesson = page.locator(".pm-lessons li").last
    assert not is_highlighted(lesson)
    lesson.locator(".pm-permalink").click()
    assert page.url == f"{site}{post.address}#{lesson.get_attribute('id')}"
    assert is_highlighted(lesson)
    assert is_clear_of_the_header(page, lesson)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("place", ["front matter", "body"])
def test_the_address_of_a_lesson_scrolls_to_it_and_shows_which_it_is(
    place, width, demo, site, open_page
):
    in_body = place == "body"
    post = demo.first(lambda post: post.tells_lessons if in_body else post.states_lessons)
    items = ".pm-body li.pm-lesson-item" if in_body else ".pm-lessons li"
    first = open_page(site + post.address, width)
    anchor = first.locator(items).last.get_attribute("id")
    assert re.match("lesson-.", anchor)
    page = open_page(f"{site}{post.address}#{anchor}", width)
    lesson = page.locator(items).last
    assert is_highlighted(lesson)
    assert is_clear_of_the_header(page, lesson)


def test_a_card_leads_to_its_lesson(demo, site, open_page):
    page = open_page(site + demo.address("outcome"))
    card = page.locator(".pm-card", has=page.locator(".pm-card__lesson")).first
    with page.expect_navigation():
        card.get_by_role("link", name="Lesson", exact=True).click()
    assert is_highlighted(page.locator(":target"))


def is_highlighted(lesson):
    is_target = lesson.evaluate("each => each.matches(':target')")
    outline, width = style(lesson, "outlineStyle", "outlineWidth")
    is_shown = outline == "solid" and float(width.removesuffix("px")) >= 1
    assert is_target == is_shown, "only the lesson that was asked for is highlighted"
    return is_target


def is_clear_of_the_header(page, lesson):
    page.wait_for_function("scrollY > 0 || document.body.scrollHeight <= innerHeight")
    header = page.locator(".md-header").bounding_box()
    top = lesson.bounding_box()["y"]
    return header["y"] + header["height"] <= top < page.viewport_size["height"]


# -- how an outcome is told


def test_every_card_tells_its_outcome_by_picture_and_word(demo, site, open_page):
    outcomes = {post.meta["title"]: post.outcome for post in demo.posts}
    for kind in ("index", "older index"):
        page = open_page(site + demo.address(kind))
        cards = page.locator(".pm-card").all()
        assert cards
        for card in cards:
            outcome = outcomes[card.locator("h2").inner_text()]
            word = OUTCOMES[outcome].label if outcome else "Essay"
            badge = card.locator(".pm-badge")
            assert badge.inner_text().splitlines()[-1] == word
            picture = badge.locator("svg").bounding_box()
            assert min(picture["width"], picture["height"]) >= 10


def test_no_two_outcomes_have_the_same_picture(demo, site, open_page):
    page = open_page(f"{site}{demo.address('overview')}")
    pictures = [svg.inner_html() for svg in page.locator(".pm-values svg").all()]
    assert len(pictures) > 3
    assert len(set(pictures)) == len(pictures)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_failure_is_as_prominent_as_a_success(width, demo, site, open_page):
    failed, succeeded = (
        prominence(open_page(f"{site}postmortems/outcome/{outcome}/", width))
        for outcome in ("failed", "succeeded")
    )
    assert failed == succeeded


def prominence(page):
    card = page.locator(".pm-card").first
    sides = ("Top", "Right", "Bottom", "Left")
    return {
        "width": card.bounding_box()["width"],
        "border": style(card, *(f"border{side}Width" for side in sides)),
        "padding": style(card, *(f"padding{side}" for side in sides)),
        "opacity": style(card, "opacity"),
        "title": style(card.locator("h2 a"), "fontSize", "fontWeight", "color", "lineHeight"),
        "badge": style(card.locator(".pm-badge"), "fontSize", "fontWeight", "lineHeight"),
        "picture": card.locator(".pm-badge svg").bounding_box()["height"],
    }


# -- the palette


def test_the_palette_can_be_changed_and_badges_stay_readable(demo, site, open_page):
    for kind in ("index", "failed"):
        page = open_page(site + demo.address(kind))
        assert faint_badges(page) == {}
        page.get_by_title("Switch to dark").click()
        page.wait_for_selector("body[data-md-color-scheme=slate]")
        assert faint_badges(page) == {}
        page.get_by_title("Switch to light").click()
        page.wait_for_selector("body[data-md-color-scheme=default]")


def faint_badges(page):
    """The outcomes whose badge has a contrast below 4.5 to 1, each tried on the same badge."""
    icons = [*(term.icon for term in OUTCOMES.values()), "essay", "other"]
    badge = page.locator(".pm-badge").first
    contrasts = badge.evaluate(
        """(badge, outcomes) => {
            const paint = document.createElement("canvas").getContext("2d")
            const over = color => { paint.fillStyle = color; paint.fillRect(0, 0, 1, 1) }
            const luminance = () => [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3)
                .map(part => part / 255)
                .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0)
            const behind = []
            for (let each = badge; each; each = each.parentElement) behind.unshift(each)
            return outcomes.map(outcome => {
                badge.dataset.outcome = outcome
                over("white")
                behind.forEach(each => over(getComputedStyle(each).backgroundColor))
                const ground = luminance()
                over(getComputedStyle(badge).color)
                const text = luminance()
                const [low, high] = [ground, text].sort((one, other) => one - other)
                return [outcome, (high + 0.05) / (low + 0.05)]
            })
        }""",
        icons,
    )
    assert len({round(contrast, 3) for _, contrast in contrasts}) > 3, "hues were not applied"
    return {outcome: contrast for outcome, contrast in contrasts if contrast < 4.5}


# -- paper


def test_what_serves_to_browse_is_not_printed(demo, site, open_page):
    listing = open_page(site + demo.address("index"))
    assert listing.locator(".pm-listing__aside").is_visible()
    listing.emulate_media(media="print")
    assert not listing.locator(".pm-listing__aside").is_visible()
    assert not listing.locator(".pm-pages").is_visible()
    assert listing.locator(".pm-card .pm-badge").first.is_visible()
    post = open_page(site + demo.address("failed"))
    assert post.locator(".pm-neighbours").is_visible()
    post.emulate_media(media="print")
    assert not post.locator(".pm-neighbours").is_visible()
    assert post.locator("h1").is_visible()
    assert post.locator(".pm-body").is_visible()
    assert style(post.locator(".pm-badge").first, "borderTopStyle") == ["solid"]


def style(locator, *names):
    """Computed styles of an element, by the names that scripts use."""
    return locator.evaluate("(each, names) => names.map(n => getComputedStyle(each)[n])", names)
