"""Works an engine's interface by keyboard in a Chromium of its own, and notes what it costs."""

import json
import re
import time
from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, Playwright
from playwright.sync_api import TimeoutError as Late

from .server import Counter, Network, Sent, serve
from .sites import Site

_WATCH = Path(__file__).parent / "pages" / "watch.js"
FLAGS = (
    "--disable-gpu",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_QUIET = 800
"""Milliseconds in which nothing new was shown or fetched: then a search is over."""
_KEY = 120
"""Milliseconds from one key to the next, when a query is typed."""


class Limits(NamedTuple):
    """Seconds: a query that takes longer is `late`; after how many more it is given up."""

    late: float
    patience: float


class Driver:
    """One engine: its site, its server, its browser."""

    def __init__(self, site: Site, address: str, counter: Counter, browser: Browser) -> None:
        self._site, self._address, self._counter, self._browser = site, address, counter, browser
        self._processes = browser.new_browser_cdp_session()

    def blank_peak(self) -> int | None:
        """The memory of a page with nothing in it."""
        context = self._browser.new_context()
        context.new_page()
        peak = self._peak()
        context.close()
        return peak

    def ask(self, query: str, further: str, limits: Limits) -> dict[str, Any]:
        """A first query in a fresh page with an empty cache, and another one in the same page."""
        with self._fresh_page() as page:
            loaded = self._counter.take()
            self._open(page)
            page.keyboard.insert_text(query)
            row = {"page load": self._bytes(loaded), "cold": self._answer(page, limits, loaded)}
            if "took" in row["cold"]:
                page.evaluate("searchWatch.reset()")
                page.keyboard.press("Control+a")
                page.keyboard.insert_text(further)
                row["further"] = self._answer(page, limits)
            return row | {"peak bytes": self._peak()}

    def type(self, query: str, limits: Limits) -> dict[str, Any]:
        """A first query, typed letter by letter, in a fresh page with an empty cache."""
        with self._fresh_page() as page:
            loaded = self._counter.take()
            self._open(page)
            page.keyboard.type(query, delay=_KEY)
            return self._answer(page, limits, loaded)

    @contextmanager
    def _fresh_page(self) -> Iterator[Page]:
        context = self._browser.new_context(viewport={"width": 1280, "height": 800})
        selectors = json.dumps(self._site.selectors)
        context.add_init_script(f"({_WATCH.read_text(encoding='utf-8')})({selectors})")
        page = context.new_page()
        self._counter.take()
        page.goto(self._address)
        page.wait_for_timeout(200)
        while not self._counter.quiet:
            page.wait_for_timeout(50)
        try:
            yield page
        finally:
            context.close()

    def _open(self, page: Page) -> None:
        page.evaluate("searchWatch.reset()")
        if self._site.key:
            page.keyboard.press(self._site.key)
        else:
            page.click(self._site.field)
        page.wait_for_selector(f"{self._site.field}:focus")

    def _answer(self, page: Page, limits: Limits, sent: Iterable[Sent] = ()) -> dict[str, Any]:
        """The figures of a search, with what was `sent` before it for its sake."""
        is_settled = self._is_settled(page, limits.late) or self._is_settled(page, limits.patience)
        costs = self._bytes([*sent, *self._counter.take()])
        if not is_settled:
            return {"late": True, **costs}
        figures = page.evaluate("searchWatch.read()")
        return {**figures, "late": figures["took"] > limits.late * 1000, **costs}

    def _is_settled(self, page: Page, seconds: float) -> bool:
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until:
                # Asked for in each frame, as the page's timers are watched.
                page.wait_for_function(
                    "quiet => searchWatch.isSettled(quiet)",
                    arg=_QUIET,
                    timeout=(until - time.monotonic()) * 1000 + _QUIET,
                    polling="raf",
                )
                if self._counter.quiet * 1000 > _QUIET:
                    return True
                page.wait_for_timeout(50)
        except Late:
            pass
        return False

    def _bytes(self, sent: Iterable[Sent]) -> dict[str, Any]:
        kinds: Tally[str] = Tally()
        requests: Tally[str] = Tally()
        heads = 0
        for path, body, head in sent:
            kind = self._site.kind(path)
            if kind is not None:
                kinds[kind] += body
                requests[kind] += 1
                heads += head
        return {
            "bytes": kinds.total(),
            "requests": requests.total(),
            "head bytes": heads,
            "bytes by kind": dict(kinds),
            "requests by kind": dict(requests),
        }

    def _peak(self) -> int | None:
        """The most memory that a page's process has held; None where the system doesn't say."""
        processes = self._processes.send("SystemInfo.getProcessInfo")["processInfo"]
        files = [
            Path(f"/proc/{process['id']}/status")
            for process in processes
            if process["type"] == "renderer"
        ]
        found = [re.search(r"VmHWM:\s+(\d+)", file.read_text()) for file in files if file.exists()]
        return max((int(match[1]) * 1024 for match in found if match), default=None)


@contextmanager
def driven(
    playwright: Playwright, site: Site, folder: Path, network: Network, chromium: str
) -> Iterator[Driver]:
    """A driver of the engine whose site is in `folder`."""
    with serve(folder, network) as (address, counter):
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        try:
            yield Driver(site, address, counter, browser)
        finally:
            browser.close()
