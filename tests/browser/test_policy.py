"""The demo site under the headers that a build writes: all works, and nothing is refused."""

import pytest
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import expect

from browser.serving import Quiet, served
from mkdocs_postmortems.options import PostmortemsOptions
from mkdocs_postmortems.site.headers import headers_of
from mkdocs_postmortems.site.policy import inline_of

pytestmark = pytest.mark.browser

KINDS = ("index", "failed", "corrected", "lessons", "insights", "in flight", "tag")


@pytest.fixture(scope="module")
def headers(site, server) -> dict[str, str]:
    folder = server[1] / "lab"
    pages = (path.relative_to(folder) for path in (folder / "postmortems").rglob("*.html"))
    inline = inline_of(folder, [path.as_posix() for path in pages])
    assert inline.strange == {}
    options, config = PostmortemsOptions(), MkDocsConfig()
    options.load_dict({})
    config.load_dict({"site_name": "Lab", "theme": {"name": "material", "font": False}})
    options.validate()
    config.validate()
    return dict(headers_of(inline, options, config))


@pytest.fixture
def guarded(headers, server, watch) -> str:
    """The address of the demo, served with the headers."""
    with served(server[1], Quiet.saying(headers)) as address:
        watch.allowed = address
        yield f"{address}lab/"


def test_every_kind_of_page_and_the_search_work_under_the_policy(demo, guarded, open_page):
    page = open_page(guarded + demo.address("index"))
    for kind in KINDS[1:]:
        page.goto(guarded + demo.address(kind))
        expect(page.locator("h1").first).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search postmortems").fill("leakage")
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_script_and_a_handler_that_got_in_are_refused(guarded, browser):
    page = browser.new_page()
    page.goto(guarded)
    page.evaluate(
        """() => {
          document.body.append(document.createRange().createContextualFragment(
            `<script>window.ran = true</script><img src=x onerror="window.ran = true">`));
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    page.close()
