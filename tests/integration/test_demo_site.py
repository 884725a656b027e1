"""The whole demo site as a browser reads it: its ids, headings and links, on every page."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

SITE = "https://lab.example/notes/"
OURS = "pm-"


@dataclass(frozen=True)
class Parsed:
    """One page.

    Attributes:
        name: The path of its file, below the site's folder.
        address: Where readers find it.
        root: Its elements.
    """

    name: str
    address: str
    root: Element

    @property
    def ids(self) -> list[str]:
        return [each.get("id") for each in self.root.iter() if each.get("id")]

    @cached_property
    def fragments(self) -> frozenset[str]:
        """What may stand behind `#`."""
        return frozenset(self.ids)

    @property
    def content(self) -> list[Element]:
        """The part that is ours, if the page is one of ours."""
        roots = {"pm-post", "pm-listing", "pm-overview"}
        return [each for each in self.root.iter() if roots & set(each.get("class", "").split())]

    @property
    def targets(self) -> list[str]:
        """The addresses that it refers to, without those of other sites."""
        written = (each.get(key) for each in self.root.iter() for key in ("href", "src"))
        found = (urljoin(self.address, each) for each in written if each is not None)
        return [each for each in found if each.startswith(SITE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, build_demo):
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder, site_url=SITE)
    return folder


@pytest.fixture(scope="module")
def pages(folder) -> dict[str, Parsed]:
    """Every page, by the address that readers know."""
    parsed = (_parsed(path, folder) for path in sorted(folder.rglob("*.html")))
    return {page.address: page for page in parsed}


def _parsed(path: Path, folder: Path) -> Parsed:
    name = path.relative_to(folder).as_posix()
    root = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)
    return Parsed(name, SITE + name.removesuffix("index.html"), root)


def test_there_are_pages_of_every_kind(pages):
    kinds = Counter(
        each.get("class").split()[0] for page in pages.values() for each in page.content
    )
    assert set(kinds) == {"pm-post", "pm-listing", "pm-overview"}
    assert kinds["pm-post"] >= 20


def test_no_id_is_there_twice(pages):
    twice = {
        page.name: [each for each, times in Counter(page.ids).items() if times > 1]
        for page in pages.values()
    }
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_our_pages_have_one_main_heading(pages):
    headings = {
        page.name: len(list(content.iter("h1")))
        for page in pages.values()
        for content in page.content
    }
    assert {name: count for name, count in headings.items() if count != 1} == {}


def test_headings_of_our_pages_skip_no_level(pages):
    skipped = {}
    for page in pages.values():
        for content in page.content:
            levels = [int(e.tag[1]) for e in content.iter() if e.tag in {"h1", "h2", "h3", "h4"}]
            if any(below - above > 1 for above, below in pairwise(levels)):
                skipped[page.name] = levels
    assert skipped == {}


def test_every_picture_has_an_alternative_text(pages):
    silent = [
        (page.name, each.get("src"))
        for page in pages.values()
        for content in page.content
        for each in content.iter("img")
        if each.get("alt") is None
    ]
    assert silent == []


def test_every_link_leads_to_a_file_and_every_fragment_to_an_id(pages, folder):
    broken = set()
    for page in pages.values():
        for target in page.targets:
            parts = urlsplit(target)
            path = unquote(parts.path).removeprefix(urlsplit(SITE).path)
            file = folder / path / "index.html" if path.endswith("/") or not path else folder / path
            if not file.is_file():
                broken.add((page.name, target))
            fragment = unquote(parts.fragment)
            there = pages.get(SITE + path.removesuffix("index.html"))
            if fragment and there and fragment not in there.fragments:
                broken.add((page.name, target))
    assert sorted(broken) == []


def test_everything_that_a_page_loads_is_of_this_site(pages):
    loaded = {"img": "src", "script": "src", "link": "href", "audio": "src", "video": "src"}
    strangers = [
        (page.name, each.get(loaded[each.tag]))
        for page in pages.values()
        for each in page.root.iter()
        if each.tag in loaded
        and each.get(loaded[each.tag])
        and not urljoin(page.address, each.get(loaded[each.tag])).startswith((SITE, "data:"))
    ]
    assert strangers == []
