"""The tutorial, done as it says, in an empty folder."""

import re

import pytest

from integration.harness import Page
from integration.tutorial import INSTALL, PAGE, Walk, steps

TEXT = PAGE.read_text("utf-8")


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")  # the tutorial's day is today


def test_each_command_of_the_tutorial_does_what_the_page_shows(tmp_path, clock):
    walk = Walk(tmp_path)
    walk.follow(TEXT)

    (address,) = (tmp_path / "lab" / "site" / "postmortems").glob("*/*-churn-model/index.html")
    page = Page(address.read_text("utf-8"))
    seen = page.text("body")
    told = TEXT.partition("Look at the page again:")[2].partition("\n\n")[2].partition("\n\n")[0]
    assert told.count("\n- ") == 4
    for words in re.findall(r"\*([^*]+)\*|`([^`]+)`", told):
        assert "".join(words) in seen


def test_the_walk_notices_what_the_page_shows_wrongly(tmp_path, clock):
    page = "```sh\npostmortems --version\n```\n\n```text\npostmortems, version 99\n```\n"
    with pytest.raises(AssertionError, match=r"(?s)--version:.*-postmortems, version 99.*\+postm"):
        Walk(tmp_path).follow(page)


def test_the_tutorial_names_every_command_that_a_first_day_needs():
    lines = [
        line for block, _ in steps(TEXT) if block.kind == "sh" for line in block.text.split("\n")
    ]
    assert lines[0] == INSTALL
    assert {"init", "serve", "new", "check", "build", "search"} <= {
        line.split()[1] for line in lines if line.startswith("postmortems ")
    }
