"""The whole demo site as a browser reads it: its ids, headings, links and HTML, on every page."""

import gzip
import json
import os
import shutil
import subprocess
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
ROOTS = {
    *("pm-post", "pm-listing", "pm-overview", "pm-lessons-page", "pm-flight"),
    *("pm-insights", "pm-lineage", "pm-search-page"),
}
"""The class of the element that holds all of a page of ours, by the kind of page."""


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
        return [each for each in self.root.iter() if ROOTS & set(each.get("class", "").split())]

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
    assert set(kinds) == ROOTS
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


def test_a_first_link_of_our_pages_leads_past_the_navigation(pages):
    lost = []
    for page in pages.values():
        skips = [e for e in page.root.iter("a") if "md-skip" in e.get("class", "").split()]
        ids = [unquote(each.get("href")).removeprefix("#") for each in skips]
        if page.content and (len(ids) != 1 or ids[0] not in page.fragments):
            lost.append(page.name)
    assert lost == []


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


def test_pictures_in_a_text_are_fetched_when_they_are_scrolled_to(pages):
    ours = [e for page in pages.values() for e in page.root.iter("div") if is_body(e)]
    assert {each.get("loading") for body in ours for each in body.iter("img")} == {"lazy"}


def is_body(element):
    return element.get("class") == "pm-body"


def test_our_styles_and_scripts_weigh_little_until_something_is_searched(pages, folder):
    assets = "assets/postmortems/"
    files = (folder / assets).glob("*.*")
    weights = {SITE + assets + each.name: len(gzip.compress(each.read_bytes())) for each in files}
    heaviest = max(
        sum(weights.get(each, 0) for each in set(page.targets)) for page in pages.values()
    )
    assert 5_000 < heaviest < 30_000


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


# -- the Nu Html Checker, which is what validator.w3.org asks

# What Material for MkDocs writes and no plugin can mend: the message, and the element it is about.
OF_MATERIAL = (
    ("Attribute “autocomplete” is only allowed when the input type is", 'class="md-toggle"'),
    ("Bad value “” for attribute “tabindex” on element “label”", 'class="md-nav__link"'),
    ("the ID of a non-hidden form control", 'class="md-nav__title" for="__toc"'),
)


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks HTML: Java, and the jar that POSTMORTEMS_VNU names."""
    java, jar = shutil.which("java"), os.environ.get("POSTMORTEMS_VNU", "")
    if java and Path(jar).is_file():
        return [java, "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar]
    reason = "There is no Java, or POSTMORTEMS_VNU names no vnu.jar (npm has it as vnu-jar)"
    if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def test_a_page_of_each_kind_is_valid_html(checker, pages, folder):
    command = [*checker, "--format", "json", "--stdout", "--exit-zero-always"]
    asked = [str(folder / name) for name in one_of_each_kind(pages)]
    answer = subprocess.run([*command, *asked], capture_output=True, check=True).stdout
    messages = json.loads(answer)["messages"]
    assert [each["message"] for each in messages if is_of_material(each)], "nothing was checked"
    ours = [
        (each["url"], each.get("lastLine"), each["message"], each.get("extract"))
        for each in messages
        if not is_of_material(each)
    ]
    assert ours == []


def one_of_each_kind(pages):
    """The longest page of each kind, of each set of parts that a postmortem has, and the 404."""
    kinds = {}
    for page in sorted(pages.values(), key=lambda each: len(list(each.root.iter()))):
        for content in page.content:
            parts = {each.get("class", "").split(" ")[0] for each in content.iter("section")}
            kinds[content.get("class"), *sorted(parts)] = page.name
    return {*kinds.values(), "404.html"}


def is_of_material(message):
    said, where = message["message"], message.get("extract", "")
    return any(text in said and element in where for text, element in OF_MATERIAL)
