"""Takes the guide's pictures anew: of the demo site, and of the site that the tutorial makes.

    python .ci/tools/screenshots.py

Each is taken twice, for a light and for a dark screen, into docs/images. Needs the `test` extra and
a Chromium, by name or by POSTMORTEMS_CHROMIUM.
"""

import base64
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
SCHEMES = ("light", "dark")
WIDTH = 1100
"""Of each picture, in pixels."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUALITY = 70


class Shot(NamedTuple):
    """A picture.

    Attributes:
        name: Of its files, before the scheme.
        site: `demo` or `tutorial`.
        path: The page, a pattern of a file below the site.
        height: Its height in pixels.
        prepare: What is done with the page before it is taken.
    """

    name: str
    site: str
    path: str
    height: int
    prepare: Callable[[Page], None] = lambda _: None


def _search(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog input:focus")
    page.keyboard.insert_text("label errors")
    page.wait_for_selector("dialog [role=option]")
    page.wait_for_timeout(500)  # the last words of a hit may come later


SHOTS = (
    Shot("list", "demo", "postmortems/index.html", 760),
    Shot("search", "demo", "postmortems/index.html", 620, _search),
    Shot("insights", "demo", "postmortems/insights/index.html", 700),
    Shot("failed", "tutorial", "postmortems/*/*-churn-model/index.html", 1160),
)


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        sites = _made(Path(made))
        found = os.environ.get("POSTMORTEMS_CHROMIUM") or next(
            filter(None, map(shutil.which, _NAMES))
        )
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=found, args=[*flags, "--hide-scrollbars"]
        )
        for shot in SHOTS:
            with _served(sites[shot.site]) as address:
                (file,) = sites[shot.site].glob(shot.path)
                path = file.relative_to(sites[shot.site]).as_posix().removesuffix("index.html")
                for scheme in SCHEMES:
                    _take(browser, f"{address}/{path}", shot, scheme)
        browser.close()


def _made(folder: Path) -> dict[str, Path]:
    """Both sites, built."""
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    demo = folder / "demo"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", demo]
    subprocess.run(command, cwd=ROOT, env=quiet, check=True)  # noqa: S603 - the command is ours
    quiet["PYTHONPATH"] = os.fspath(ROOT / "tests")
    command = [sys.executable, "-m", "integration.tutorial", folder]
    subprocess.run(command, env=quiet, check=True)  # noqa: S603 - likewise
    return {"demo": demo, "tutorial": folder / "lab" / "site"}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=os.fspath(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _take(browser: Browser, address: str, shot: Shot, scheme: str) -> None:
    size = {"width": WIDTH, "height": shot.height}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    shot.prepare(page)
    # Playwright has PNG and JPEG only; WebP is a third of their size.
    taken = context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": _QUALITY}
    )
    (IMAGES / f"{shot.name}-{scheme}.webp").write_bytes(base64.b64decode(taken["data"]))
    context.close()


if __name__ == "__main__":
    main()
