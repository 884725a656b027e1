"""One search over the sites of several teams."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Locator, Page, expect

from browser.serving import Quiet, served

pytestmark = pytest.mark.browser

OPEN = Quiet.saying({"Access-Control-Allow-Origin": "*"})
OURS = {
    "2024-01-01-churn": ("Churn model forgot the seasons", "failed", "2024-01-01"),
    "2024-03-01-basket": ("Basket model for groceries", "succeeded", "2024-03-01"),
}
THEIRS = {
    "2024-02-01-fraud": ("Fraud model learnt the case numbers", "invalid", "2024-02-01"),
    "2024-04-01-seasons": ("Seasons of fraud", "mixed", "2024-04-01"),
    "2024-04-02-secret": ("Seasons of secrets", "draft", "2024-04-02"),
}


def write_site(folder: Path, posts: dict[str, tuple[str, str, str]], federation: list) -> None:
    options = {"federation": federation} if federation else {}
    config = {"site_name": folder.name, "theme": "material", "plugins": [{"postmortems": options}]}
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Home\n")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config))
    (folder / "postmortems").mkdir()
    for name, (title, outcome, date) in posts.items():
        kind = "draft: true" if outcome == "draft" else f"outcome: {outcome}"
        text = f"---\ntitle: {title}\ndate: {date}\n{kind}\n---\n\nA text about the model.\n"
        (folder / f"postmortems/{name}.md").write_text(text)


def built(folder: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        config = load_config(str(folder / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    return folder / "site"


@pytest.fixture(scope="module")
def others(chromium, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("others") / "payments"
    write_site(folder, THEIRS, [])
    with served(built(folder), OPEN) as address:
        yield address


@pytest.fixture(scope="module")
def ours(others, tmp_path_factory) -> Iterator[Callable[[str], str]]:
    folder = tmp_path_factory.mktemp("ours") / "lab"
    gone = {"title": "Closed lab", "url": "http://127.0.0.1:9/gone/"}
    write_site(folder, OURS, [{"title": "Payments lab", "url": others}, gone])
    with served(built(folder)) as address:
        yield address


@pytest.fixture
def page(browser, ours) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(ours)
    yield page
    page.close()


def hits(page: Page) -> Locator:
    return page.locator(".pm-hit")


def asked(page: Page, text: str) -> list[str]:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill(text)
    expect(hits(page).first).to_be_visible()
    return page.locator(".pm-hit__title").all_inner_texts()


def test_hits_of_all_sites_are_ranked_together_and_say_where_they_are_from(page, others) -> None:
    titles = asked(page, "fraud seasons ")
    assert titles[0] == "Seasons of fraud"
    assert set(titles[1:]) == {
        "Churn model forgot the seasons",
        "Fraud model learnt the case numbers",
    }
    expect(hits(page).first).to_contain_text("Payments lab")
    assert (hits(page).first.get_attribute("href") or "").startswith(f"{others}postmortems/")
    own = page.locator(".pm-hit", has_text="Churn model")
    expect(own).not_to_contain_text("Payments lab")
    assert "secrets" not in "".join(titles)


def test_a_site_that_is_down_is_named_and_the_others_are_searched(page) -> None:
    asked(page, "fraud ")
    expect(page.locator(".pm-search__status")).to_have_text(
        "2 postmortems. Not reached: Closed lab"
    )


def test_all_are_listed_by_date_and_counted_together(page, ours) -> None:
    page.goto(f"{ours}search/")
    expect(hits(page)).to_have_count(4)
    assert page.locator(".pm-hit__title").all_inner_texts() == [
        "Seasons of fraud",
        "Basket model for groceries",
        "Fraud model learnt the case numbers",
        "Churn model forgot the seasons",
    ]
    outcome = page.get_by_label("Outcome").locator("option")
    expect(outcome.filter(has_text="Failed")).to_have_text("Failed (1)")
    # Only the other site has it, so the page itself could not list it.
    expect(outcome.filter(has_text="Invalid")).to_have_text("Invalid (1)")
    page.get_by_label("Outcome").select_option("invalid")
    expect(hits(page)).to_have_count(1)
    expect(hits(page)).to_contain_text("Fraud model learnt the case numbers")
    page.reload()
    expect(page.get_by_label("Outcome").locator("option:checked")).to_have_text("Invalid (1)")
    expect(hits(page)).to_have_count(1)


def test_a_word_of_another_site_is_completed_and_corrected(page) -> None:
    assert asked(page, "frau") == asked(page, "frawd ")
