"""The demo site behind a real server, and a real Chromium that nothing may trouble."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_BLOG = "postmortems"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LESSONS_HEADING = re.compile(r"^#+ lessons", re.IGNORECASE | re.MULTILINE)

# -- the demo


@dataclass(frozen=True)
class Post:
    """One file of the demo content.

    Attributes:
        address: Of its page, below the site's address.
        meta: Its front matter.
        body: What follows the front matter.
    """

    address: str
    meta: dict[str, Any]
    body: str

    @property
    def outcome(self) -> str:
        return self.meta.get("outcome", "")

    @property
    def states_lessons(self) -> bool:
        return bool(self.meta.get("lessons"))

    @property
    def tells_lessons(self) -> bool:
        return not self.states_lessons and bool(_LESSONS_HEADING.search(self.body))


@dataclass(frozen=True)
class Demo:
    """The demo content; which posts there are is read from the files, so that they may change."""

    posts: tuple[Post, ...]

    def first(self, which: Callable[[Post], bool]) -> Post:
        """The first post for which `which` holds."""
        found = next((post for post in self.posts if which(post)), None)
        assert found, "the demo has no such post"
        return found

    def address(self, kind: str) -> str:
        """The address of a page of that kind, below the site's address."""
        if kind in {"failed", "succeeded"}:
            return self.first(lambda post: post.outcome == kind).address
        if kind == "essay":
            return self.first(lambda post: not post.outcome).address
        if kind == "corrected":
            return self.first(lambda post: bool(post.meta.get("corrections"))).address
        if kind == "contradicted":
            return self._contradicted
        return {
            "index": f"{_BLOG}/",
            "older index": f"{_BLOG}/page/1/",
            "tag": f"{_BLOG}/tag/{self._tag}/",
            "outcome": f"{_BLOG}/outcome/failed/",
            "overview": f"{_BLOG}/outcome/",
            "lessons": f"{_BLOG}/lessons/",
            "lessons by cause": f"{_BLOG}/lessons/cause/",
            "insights": f"{_BLOG}/insights/",
            "archive": f"{_BLOG}/year/",
            "lineage": f"{_BLOG}/lineage/",
            "in flight": f"{_BLOG}/in-flight/",
            "search": "search/",
        }[kind]

    @property
    def _contradicted(self) -> str:
        """The post that another one contradicts."""
        (other, *_) = self.first(lambda post: bool(post.meta.get("contradicts"))).meta[
            "contradicts"
        ]
        return f"{_BLOG}/{other}/"

    @property
    def _tag(self) -> str:
        """A tag that is its own address."""
        tags = (tag for post in self.posts for tag in post.meta.get("tags", ()))
        return next(tag for tag in tags if re.fullmatch("[a-z]+", tag))


@pytest.fixture(scope="session")
def demo(repository) -> Demo:
    folder = repository / _BLOG
    posts = (_post(path, folder) for path in sorted(folder.glob("[0-9]*/*.md")))
    apart = ("draft", "unlisted", "slug", "url")
    return Demo(tuple(post for post in posts if not any(key in post.meta for key in apart)))


def _post(path: Path, folder: Path) -> Post:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    name = path.relative_to(folder).with_suffix("").as_posix()
    return Post(f"{_BLOG}/{name}/", yaml.safe_load(front), body)


# -- the site


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: what goes wrong is seen by the browser."""


@pytest.fixture(scope="session")
def server(chromium, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of a server, and the folder it serves. Nothing is built for skipped tests."""
    folder = tmp_path_factory.mktemp("served")
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/", folder
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site(server, build_demo) -> str:
    """The address of the demo, below the server's root as on many an intranet."""
    root, folder = server
    build_demo(folder / "lab", site_url=f"{root}lab/")
    return f"{root}lab/"


@pytest.fixture(scope="session")
def instant_site(server, build_demo) -> str:
    """As `site`, with pages exchanged by script."""
    root, folder = server
    build_demo(folder / "instant", features=("navigation.instant",), site_url=f"{root}instant/")
    return f"{root}instant/"


@pytest.fixture(scope="session")
def site_on_disk(chromium, tmp_path_factory, build_demo) -> str:
    """The address of the demo as files."""
    folder = tmp_path_factory.mktemp("disk")
    build_demo(folder, site_url="", use_directory_urls=False)
    return f"{folder.as_uri()}/"


# -- the browser


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium of this machine."""
    wanted = os.environ.get("POSTMORTEMS_CHROMIUM")
    found = shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return found
    reason = f"There is no Chromium: neither POSTMORTEMS_CHROMIUM nor any of {', '.join(_NAMES)}"
    if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    """A browser for each module: Playwright's event loop must not outlive its tests."""
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()


@dataclass
class Watch:
    """Notes whatever goes wrong in pages, and whatever they ask of strangers.

    Attributes:
        allowed: The start of every address that may be asked for.
        complaints: What was noted.
    """

    allowed: str
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", lambda each: each.type == "error" and self.note("console", each.text))
        context.on("weberror", lambda each: self.note("script", str(each.error)))
        context.on("request", lambda each: self._check_origin(each.url))
        context.on("requestfailed", lambda each: self._check_failure(each.url, each.failure))
        context.on("response", lambda each: self._check_status(each.url, each.status))

    def note(self, kind: str, what: str) -> None:
        self.complaints.append(f"{kind}: {what}")

    def _check_origin(self, url: str) -> None:
        if not url.startswith((self.allowed, "data:", "blob:")):
            self.note("request to another origin", url)

    def _check_status(self, url: str, status: int) -> None:
        if status >= 400:
            self.note(f"status {status}", url)

    def _check_failure(self, url: str, failure: str | None) -> None:
        if failure != "net::ERR_ABORTED":  # the page was left before its last file had come
            self.note(f"failed request, {failure}", url)

    def assert_quiet(self) -> None:
        assert self.complaints == []


@pytest.fixture
def watch(server) -> Watch:
    """What watches the pages of a test; one that leaves the server says where it may go."""
    return Watch(server[0])


@pytest.fixture
def open_page(browser, watch) -> Iterator[Callable[..., Page]]:
    """Opens an address; when the test is over, nothing may have gone wrong in its pages."""
    contexts: list[BrowserContext] = []

    def run(address: str, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.follow(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield run
    for context in contexts:
        context.close()
    watch.assert_quiet()
