"""What a page costs its reader on a slow network: bytes, and time until something is seen.

python -m tests.benchmarks.build.browser 1000
"""

import argparse
import gzip
import json
import statistics
import sys
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from ..search.browser import find_chromium  # noqa: TID252 - as in posts.py
from ..search.driver import FLAGS  # noqa: TID252
from ..search.server import NETWORKS, Counter, Sent, serve  # noqa: TID252
from .changes import Project
from .installing import WORK, install
from .measuring import machine, measure
from .posts import post
from .tables import as_table
from .tools import TOOLS

SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180e3,
    "uploadThroughput": 84e3,
}
"""As in Chromium's developer tools: milliseconds for each request, bytes a second."""
_OWN = "assets/postmortems"
_READ = """() => ({
  fcp: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  load: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""
_QUIET = 1.0


class View(NamedTuple):
    """A page of a tool's site."""

    tool: str
    page: str
    address: str
    counter: Counter


class Visit(NamedTuple):
    """One load from an empty cache: milliseconds, and what was sent."""

    fcp: float
    load: float
    sent: list[Sent]


def main() -> None:
    asked = _arguments()
    names = asked.tools.split(",")
    for name in names:
        _build(asked, name)
    with _sites(asked, names) as views, sync_playwright() as playwright:
        chromium = asked.chromium or find_chromium()
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        visits: dict[View, list[Visit]] = {view: [] for view in views}
        for turn in range(asked.loads):
            # Another one is the first each time.
            for view in (*views[turn % len(views) :], *views[: turn % len(views)]):
                visits[view].append(_visit(browser, view))
        version = browser.version
        browser.close()
    if asked.json:
        _save(asked.json, visits)
    head = f"# Pages of {asked.size:,} posts\n\n{machine()}, Chromium {version}"
    own = _own_files(asked.work / "projects" / str(asked.size) / "ours" / "site")
    sys.stdout.write(f"{head}\n\n{_times(visits)}\n{_bytes(visits)}\n{own}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=1000, help="how many posts")
    parser.add_argument("--tools", default="ours,blog", help="names, with commas; ours is needed")
    parser.add_argument("--loads", type=int, default=7, help="how often each page is loaded")
    parser.add_argument("--as-built", action="store_true", help="take the sites that are there")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=WORK, help=f"for tools and sites ({WORK})")
    parser.add_argument("--chromium", help="the program, if not found by name")
    parser.add_argument("--json", type=Path, help="write the figures of every load to this file")
    asked = parser.parse_args()
    asked.work = asked.work.resolve()
    return asked


def _build(asked: argparse.Namespace, name: str) -> None:
    tool = TOOLS[name]
    folder = asked.work / "projects" / str(asked.size) / name
    project = Project(tool, folder, asked.size, asked.seed)
    if asked.as_built and (project.folder / tool.output).exists():
        return
    install(tool, asked.work / "tools")
    project.write()
    measure(tool.command(asked.work / "tools"), project.folder, tool.output, limit=3600)


@contextmanager
def _sites(asked: argparse.Namespace, names: list[str]) -> Iterator[list[View]]:
    """Each tool's site on a server of its own, and its two pages: the list, and the same post."""
    example = post(asked.size // 2, asked.size, asked.seed)
    views = []
    with ExitStack() as stack:
        for name in names:
            tool = TOOLS[name]
            site = asked.work / "projects" / str(asked.size) / name / tool.output
            address, counter = stack.enter_context(serve(site, NETWORKS["none"]))
            views.append(View(name, "list", address + tool.index, counter))
            views.append(View(name, "post", address + tool.page(example), counter))
        yield views


def _visit(browser: Browser, view: View) -> Visit:
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    view.counter.take()
    page.goto(view.address, wait_until="load")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    while view.counter.quiet < _QUIET:
        page.wait_for_timeout(50)
    read: dict[str, Any] = page.evaluate(_READ)
    context.close()
    return Visit(read["fcp"], read["load"], view.counter.take())


def _times(visits: dict[View, list[Visit]]) -> str:
    rows = []
    ours = {view.page: found for view, found in visits.items() if view.tool == "ours"}
    for view, found in visits.items():
        paints = sorted(visit.fcp for visit in found)
        paint = statistics.median(paints)
        pairs = [one.fcp / each.fcp for one, each in zip(ours[view.page], found, strict=True)]
        rows.append(
            [
                f"{view.page}, {view.tool}",
                f"{paint:,.0f}",
                f"{paints[0]:,.0f} to {paints[-1]:,.0f}",
                f"{statistics.median(visit.load for visit in found):,.0f}",
                f"{statistics.median(pairs):.2f}",
            ]
        )
    heads = ["", "first contentful paint, ms", "all", "load, ms", "paint, ours ÷ it"]
    return as_table(heads, rows)


def kind(path: str) -> str:
    """`css` and `js` of ours are kinds of their own; a path without a suffix is a page."""
    suffix = Path(path).suffix.removeprefix(".") or "html"
    return f"{suffix}, our own" if path.startswith(_OWN) else suffix


def _bytes(visits: dict[View, list[Visit]]) -> str:
    by_view: dict[View, Tally[str]] = {}
    for view, found in visits.items():
        tally: Tally[str] = Tally()
        for sent in found[0].sent:
            tally[kind(sent.path)] += sent.body
        by_view[view] = tally
    kinds = sorted({name for tally in by_view.values() for name in tally})
    rows = [
        [
            f"{view.page}, {view.tool}",
            f"{len(visits[view][0].sent)}",
            f"{tally.total() / 1000:,.1f}",
            *(f"{tally[name] / 1000:,.1f}" if name in tally else "–" for name in kinds),
        ]
        for view, tally in by_view.items()
    ]
    return f"KB as sent, text with gzip:\n\n{as_table(['', 'requests', 'all', *kinds], rows)}"


def _own_files(site: Path) -> str:
    """All of our styles and scripts, also those that only a search brings in."""
    rows, total = [], 0
    for file in sorted((site / _OWN).iterdir()):
        if file.suffix in {".css", ".js"}:
            size = len(gzip.compress(file.read_bytes(), 6, mtime=0))
            total += size
            rows.append([file.name, f"{file.stat().st_size / 1000:.1f}", f"{size / 1000:.1f}"])
    rows.append(["all", "", f"{total / 1000:.1f}"])
    return f"Our own styles and scripts:\n\n{as_table(['', 'KB', 'KB with gzip'], rows)}"


def _save(file: Path, visits: dict[View, list[Visit]]) -> None:
    rows = [
        {"tool": view.tool, "page": view.page, "loads": [visit._asdict() for visit in found]}
        for view, found in visits.items()
    ]
    file.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
