"""The preview of whoever writes: made when a browser asks for it, and what a whole one would be."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from integration.harness import NOW, PIXEL, post, settings, write

_SCRIPT = re.compile(rb"<script>\s*var livereload.*?</script>", re.DOTALL)
_PATIENCE = 30.0


class Preview:
    """A running `mkdocs serve`."""

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self.address = address

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self.address + path) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def get(self, path: str) -> bytes:
        """What is at `path`, without the script that MkDocs adds."""
        with urllib.request.urlopen(self.address + path) as answer:
            return _SCRIPT.sub(b"", answer.read())

    def log(self) -> str:
        return (self.root / "serve.log").read_text(encoding="utf-8")

    def save(self, path: str, text: str) -> None:
        """Write a file, and wait until the preview has seen it."""
        self.after(lambda: write(self.root, {path: text}))

    def after(self, change: Callable[[], object]) -> None:
        """Make a change, and wait until the preview has seen it."""
        built = self.log().count("Reloading browsers")
        change()
        until = time.monotonic() + _PATIENCE
        while self.log().count("Reloading browsers") == built:
            assert time.monotonic() < until, self.log()
            time.sleep(0.05)


@contextmanager
def previewed(root: Path, *more: str) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *more]
    with (root / "serve.log").open("wb") as log:
        same = {**os.environ, "SOURCE_DATE_EPOCH": str(NOW), "NO_MKDOCS_2_WARNING": "1"}
        running = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, env=same)
        preview = Preview(root, f"http://127.0.0.1:{port}/lab/")
        try:
            until = time.monotonic() + _PATIENCE
            while "Serving on" not in preview.log():
                assert running.poll() is None, preview.log()
                assert time.monotonic() < until, preview.log()
                time.sleep(0.05)
            yield preview
        finally:
            running.terminate()
            running.wait()


def project(root: Path, plugins: tuple[str, ...] = ()) -> Path:
    posts = {
        "leak.md": post(
            "Leak",
            "See [another](drift.md).\n\n![a](a.png)\n",
            date="2025-01-02",
            outcome="failed",
            tags=["churn"],
        ),
        "drift.md": post("Drift", date="2025-02-03", outcome="succeeded", tags=["churn"]),
        "idea.md": post("An idea", date="2025-03-04", outcome="pending", draft=True),
        "a.png": PIXEL,
    }
    write(root / "postmortems", posts)
    write(root / "docs", {"index.md": "# Home\n\n[A leak](../postmortems/leak.md)\n"})
    said = settings({"git_dates": False}, "mkdocs", plugins, {})
    (root / "mkdocs.yml").write_text(yaml.safe_dump(said), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    with previewed(project(tmp_path_factory.mktemp("lazy") / "lab")) as running:
        yield running


PAGES = (
    "",
    "postmortems/",
    "postmortems/leak/",
    "postmortems/idea/",
    "postmortems/tag/churn/",
    "postmortems/insights/",
    "search/",
)
TEXTS = (
    "postmortems/postmortems.json",
    "postmortems/insights.json",
    "postmortems/feed.atom",
    "postmortems/leak/index.md",
    "llms.txt",
    "assets/postmortems/search/manifest.js",
)


def test_every_part_is_what_a_preview_made_as_a_whole_has(preview, tmp_path):
    with previewed(project(tmp_path / "whole"), "--no-livereload") as whole:
        for path in (*PAGES, *TEXTS):
            said = whole.get(path).replace(whole.address.encode(), preview.address.encode())
            assert preview.get(path) == said, path


def test_what_is_not_there_is_missing(preview):
    assert preview.status("postmortems/nothing/") == 404
    assert preview.status("postmortems/nothing.md") == 404
    assert preview.status("%E0%A4%A/../../mkdocs.yml") == 404


def test_an_address_without_its_slash_leads_to_the_page(preview):
    assert b"Drift" in preview.get("postmortems/drift")


def test_a_save_is_on_the_page_and_in_the_lists_and_the_search(preview):
    text = post("Drift, again", date="2025-02-03", outcome="mixed", lessons=["Ask for xylophones."])
    preview.save("postmortems/drift.md", text)
    assert b"Drift, again" in preview.get("postmortems/drift/")
    assert b"Drift, again" in preview.get("postmortems/")
    assert b"Drift, again" in preview.get("postmortems/outcome/mixed/")
    records = json.loads(preview.get("postmortems/postmortems.json"))
    assert "Drift, again" in str(records)
    manifest = preview.get("assets/postmortems/search/manifest.js").decode()
    shards = int(re.search(r'"shards":(\d+)', manifest)[1])
    terms = b"".join(preview.get(f"assets/postmortems/search/t0/{n}.js") for n in range(shards))
    assert b"xylophon" in terms


def test_a_new_file_has_a_page_and_a_deleted_one_has_none(preview):
    preview.save("postmortems/new.md", post("New", date="2025-05-05", outcome="failed"))
    assert b"New" in preview.get("postmortems/new/")
    preview.after((preview.root / "postmortems" / "new.md").unlink)
    assert preview.status("postmortems/new/") == 404


def test_a_link_to_nowhere_is_told_when_the_page_is_looked_at(preview):
    text = post("Gone", "[gone](nowhere.md)", date="2025-05-06", outcome="failed")
    preview.save("postmortems/gone.md", text)
    assert b"gone" in preview.get("postmortems/gone/")
    assert "gone.md' contains a link 'nowhere.md'" in preview.log()


def test_a_page_that_cannot_be_made_is_told_in_a_line_and_the_rest_goes_on(tmp_path):
    root = project(tmp_path / "broken")
    write(root / "theme", {"postmortems/_card.html": "{{ 1 / 0 }}"})
    said = yaml.safe_load((root / "mkdocs.yml").read_text())
    said["theme"]["custom_dir"] = "theme"
    said["nav"] = [{"Home": "index.md"}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(said))
    with previewed(root) as preview:
        assert preview.status("postmortems/tag/churn/") == 404
        assert preview.status("postmortems/leak/") == 200
        assert "postmortems/tag/churn/index.html cannot be shown: division by zero" in preview.log()
        assert "Traceback" not in preview.log()


def test_where_another_plugin_looks_at_pages_all_are_made_at_once(tmp_path):
    root = project(tmp_path / "searched", ("search",))
    with previewed(root) as preview:
        assert b"Leak" in preview.get("postmortems/leak/")
        assert b"postmortems/leak" in preview.get("search/search_index.json")
    shutil.rmtree(root)
