"""The demo by other generators: ProperDocs makes the same site, Zensical one with its addresses."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import html5lib
import pytest
from click.testing import CliRunner

from mkdocs_postmortems.cli import main

NOW = "1800000000"
"""January 2027, for whatever asks for the day of the build: all of the demo is published."""
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src"}


def run(folder: Path, *command: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": NOW, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a site, without what names the generator."""
    return {
        path.relative_to(folder).as_posix(): GENERATOR.sub(b"", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def by_mkdocs(repository, tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("mkdocs")
    run(repository, "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder))
    return contents(folder)


@pytest.fixture(scope="module")
def by_zensical(repository, tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("zensical") / "out"
    with contextlib.chdir(repository):
        result = CliRunner(env={"SOURCE_DATE_EPOCH": NOW}).invoke(
            main, ["export", "--to", "zensical", str(folder)]
        )
    assert result.exit_code == 0, result.output
    run(folder, "zensical", "build", "--strict", "--config-file", "mkdocs.yml")
    return contents(folder / "site")


def test_properdocs_makes_the_same_site(repository, tmp_path, by_mkdocs):
    arguments = ("build", "--quiet", "--strict", "--config-file", "mkdocs.yml")
    run(repository, "properdocs", *arguments, "--site-dir", str(tmp_path / "site"))
    built = contents(tmp_path / "site")
    assert set(built) == set(by_mkdocs)
    assert [name for name in built if built[name] != by_mkdocs[name]] == []


def test_zensical_publishes_the_same_addresses(by_mkdocs, by_zensical):
    def pages(site):
        return {name for name in site if name.endswith(".html")}

    assert pages(by_zensical) == pages(by_mkdocs)


def test_zensicals_site_asks_nothing_of_others(by_zensical):
    strangers = set()
    for name, data in by_zensical.items():
        if not name.endswith(".html"):
            continue
        for each in html5lib.parse(data, namespaceHTMLElements=False).iter():
            rel = each.get("rel")
            if each.tag in LOADED and rel not in {"canonical", "prev", "next"}:
                address = urljoin("http://site.test/", each.get(LOADED[each.tag]) or "")
                if not address.startswith(("http://site.test/", "data:")):
                    strangers.add(address)
    assert strangers == set()


def test_lessons_keep_their_addresses_in_zensicals_site(by_mkdocs, by_zensical):
    def anchors(site):
        return {
            (name, anchor)
            for name, data in site.items()
            if name.endswith(".html") and re.search(r"/\d{4}/", name)
            for anchor in re.findall(rb'id="(lesson-[^"]+)"', data)
        }

    found = anchors(by_mkdocs)
    assert len(found) > 20
    assert anchors(by_zensical) == found
