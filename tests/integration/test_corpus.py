"""Real write-ups and hostile ones, all in one site: nothing breaks, nothing leaks, all is told."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from integration.harness import Built, run, settings, write

pytestmark = pytest.mark.corpus

TOO_SLOW = re.compile(
    r"\d+-(?:size-huge-table|size-base64-image|supersedes-long-chain|tags-thousand)$"
)
"""Cases of sheer size that are accepted, which the benchmarks take."""

BODY_MARKUP = ("link-javascript", "html-raw-script", "html-event-handlers")
"""Cases with markup in bodies, which is made safe and told; their twins are text, and have it."""

AS_TEXT = (".md", ".txt")

NOT_TOLD = {
    "date-int": "20210522 is a date that can be read in one way, so it is read",
    "slug-clashes-with-page": "below a folder these slugs are free; test_addresses has what is not",
    "related-unknown": "DESIGN knows no `related`; test_unreadable has unknown ids of `builds_on`",
}
"""Cases of verdict `error` that DESIGN accepts, with the reason."""

ON_OWN_PAGES = re.compile(r">|\ufeff|&amp;|^1970$|^/root$|MkDocsConfig")
"""What other texts may well contain, and is looked for on the pages of its own case only."""

OF_THE_LOG = {"Traceback", "RecursionError", "IsADirectoryError"}


@pytest.fixture(scope="module")
def hostile(corpus, tmp_path_factory) -> tuple[Path, list[dict]]:
    """The folder of the hostile cases, made anew, and what is known of them."""
    out = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, str(corpus / "make_hostile.py"), str(out)]
    subprocess.run(command, check=True, capture_output=True)
    cases = json.loads((out / "manifest.json").read_text("utf-8"))
    return out / "cases", [each for each in cases if not TOO_SLOW.match(each["case"])]


def project(root: Path, folders: Iterable[tuple[Path, str]], theme: str) -> Path:
    """A site whose postmortems are copies of `folders`, links kept as links."""
    for source, name in folders:
        shutil.copytree(source, root / "postmortems" / name, symlinks=True)
    for path in (root / "postmortems").rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    said = settings({"page_size": 200}, theme, ["search"], {})
    write(root, {"docs/index.md": "# Home\n", "mkdocs.yml": yaml.safe_dump(said)})
    return root


def name_of(case: dict) -> str:
    return case["case"].partition("-")[2]


def told(built: Built, case: dict) -> str:
    """What the log says about a case."""
    return "\n".join(text for _, text in built.log if f"hostile/{case['case']}/" in text)


def all_text(data: Iterable[bytes]) -> str:
    return b"\n".join(data).decode("utf-8", "replace")


def marked(files: dict[str, bytes], folders: list[str]) -> list[str]:
    """Pages under `folders` whose body has what runs, or leads to what does."""
    risky = re.compile(rb"(?i)javascript:|vbscript:|data:text|onerror|onload|<iframe|<base|refresh")
    pages = {
        path: re.split(rb'class="pm-(?:block|filed)', data.partition(b'class="pm-body"')[2])[0]
        for path, data in files.items()
        if path.endswith("index.html") and any(each in path for each in folders)
    }
    assert len(pages) >= len(folders)
    return [path for path, body in pages.items() if risky.search(body)]


def own_pages(built: dict[str, bytes], case: dict) -> str:
    found = [data for path, data in built.items() if f"hostile/{case['case']}/" in path]
    return all_text(found)


def test_all_in_one_site(corpus, hostile, tmp_path):
    cases_folder, cases = hostile
    assert len(cases) > 110
    folders = [(cases_folder / each["case"], f"hostile/{each['case']}") for each in cases]
    dev = sorted(each for each in (corpus / "dev").iterdir() if each.is_dir())
    folders += [(each, f"dev/{each.name}") for each in dev]
    built = run(project(tmp_path / "lab", folders, "mkdocs"))
    assert built.aborted == ""
    assert OF_THE_LOG & set(re.findall(r"\w+", built.all_log)) == set()
    files = built.files
    raw = [f"hostile/{each['case']}/" for each in cases if name_of(each) in BODY_MARKUP]
    assert len(raw) == len(BODY_MARKUP)
    everything = all_text(
        data
        for path, data in files.items()
        if path != "llms-full.txt"  # every twin once more
        and not (path.endswith(AS_TEXT) and any(each in path for each in raw))
    )

    leaked = [
        (case["case"], word)
        for case in cases
        for word in case["must_not"]
        if word not in OF_THE_LOG
        if word in told(built, case)
        or word in (own_pages(files, case) if ON_OWN_PAGES.search(word) else everything)
    ]
    assert leaked == []
    markup = [told(built, case) for case in cases if name_of(case) in BODY_MARKUP]
    assert ["was taken out" in each for each in markup] == [True] * len(BODY_MARKUP)
    assert marked(files, raw) == []

    silent = {
        name_of(case)
        for case in cases
        if case["verdict"] == "error"
        if any(word not in told(built, case) for word in case["must_mention"])
    }
    assert silent == set(NOT_TOLD)

    unnamed = [line for line in built.lines("ERROR") if not re.match(r"postmortems/.+: ", line)]
    assert unnamed == []


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_markup_in_front_matter_is_escaped_everywhere(hostile, tmp_path, theme):
    cases_folder, cases = hostile
    folders = [
        (cases_folder / each["case"], f"hostile/{each['case']}")
        for each in cases
        if re.match(r"\d+-(?:title|author|tags|description|outcome|yaml|file)-", each["case"])
    ]
    assert len(folders) > 40
    built = run(project(tmp_path / "lab", folders, theme))
    assert built.aborted == ""
    files = built.files
    html = [path for path in files if path.endswith((".html", ".xml", ".json"))]
    for markup in ("<script>alert", "<img src=x", "onerror=alert(1)>", '"><script'):
        assert [path for path in html if markup.encode() in files[path]] == []
    dangerous = [
        (address, each.tag, name)
        for address in built.pages
        for each in built.page(address).root.iter()
        for name, value in each.attrib.items()
        if name.startswith("on")
        or value.strip().casefold().startswith(("javascript:", "data:text"))
    ]
    assert dangerous == []


def test_none_of_the_real_write_ups_is_left_out(corpus, tmp_path):
    dev = sorted(each for each in (corpus / "dev").iterdir() if each.is_dir())
    files = [path for each in dev for path in each.rglob("*.md")]
    assert len(files) > 100
    root = project(tmp_path / "lab", [(each, each.name) for each in dev], "mkdocs")
    built = run(root)
    assert built.aborted == ""
    assert built.lines("ERROR") == []
    summary = next(each for each in built.lines("INFO") if "postmortems published" in each)
    published, held = re.match(r"(\d+) postmortems published.*?, (\d+) held back", summary).groups()
    assert int(published) + int(held) == len(files)
