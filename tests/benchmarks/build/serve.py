"""How long from saving a post until the browser shows it, in a preview that reloads by itself.

python -m tests.benchmarks.build.serve 1000 --saves 30
"""

import argparse
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from ..search.browser import find_chromium  # noqa: TID252 - as in posts.py
from ..search.driver import FLAGS  # noqa: TID252
from .changes import Project
from .installing import WORK, install
from .measuring import ToolError, environment, machine
from .posts import Post
from .tables import as_table
from .tools import TOOLS, Tool

_SHOWN = """marker => document.body?.innerText.includes(marker)
  && performance.timeOrigin + performance.now()"""
"""Asked in each frame, in a page that was loaded again as in one that was changed in its place."""
_BUILT = re.compile(r"built in ([\d.]+) seconds")
_PLACE = "() => Math.round(window.scrollY)"
_SCROLLED = 600


def main() -> None:
    asked = _arguments()
    results: dict[str, dict[str, Any]] = {}
    for name in asked.tools.split(","):
        sys.stderr.write(f"{name} …\n")
        try:
            results[name] = _measure(TOOLS[name], asked)
        except ToolError as error:
            results[name] = {"left out": str(error)}
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    head = f"# Saves at {asked.size:,} posts\n\n{machine()}, {asked.saves} saves of each"
    sys.stdout.write(f"{head}\n\n{report(results)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=1000, help="how many posts")
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--tools", default="ours", help="names, with commas, one after the other")
    parser.add_argument("--limit", type=float, default=120, help="seconds; then a save is late")
    parser.add_argument(
        "--start", type=float, default=900, help="seconds until the preview is there"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=WORK, help=f"for tools and sites ({WORK})")
    parser.add_argument("--chromium", help="the program, if not found by name")
    parser.add_argument("--json", type=Path, help="write the time of every save to this file")
    asked = parser.parse_args()
    asked.work = asked.work.resolve()
    return asked


def _measure(tool: Tool, asked: argparse.Namespace) -> dict[str, Any]:
    install(tool, asked.work / "tools")
    project = Project(tool, asked.work / "projects" / "serve" / tool.name, asked.size, asked.seed)
    project.write()
    example = project.edit(0)
    log = project.folder / "serve.log"
    with _preview(tool, project, asked, log) as address, sync_playwright() as playwright:
        chromium = asked.chromium or find_chromium()
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address + tool.page(example), wait_until="load")
        figures = _save_often(page, project, example, asked)
        browser.close()
    text = log.read_text(encoding="utf-8", errors="replace")
    built = [float(seconds) for seconds in _BUILT.findall(text)]
    return {**figures, "building": built[1:]}


def _save_often(
    page: Page, project: Project, example: Post, asked: argparse.Namespace
) -> dict[str, Any]:
    """Seconds of each save, how many came too late, and whether the place was kept."""
    seconds, late, kept = [], 0, 0
    draw = random.Random(asked.seed)
    for turn in range(asked.saves):
        # At any moment of the time between two looks of who watches the files.
        time.sleep(1 + draw.random())
        page.evaluate(f"window.scrollTo(0, {_SCROLLED})")
        marker = f"Saved for the {turn}th time."
        start = time.time()
        project.put(example._replace(body=f"{example.body}\n{marker}\n"))
        try:
            shown = page.wait_for_function(_SHOWN, arg=marker, timeout=asked.limit * 1000)
        except Late:
            late += 1
            continue
        seconds.append(shown.json_value() / 1000 - start)
        page.wait_for_load_state("load")
        page.wait_for_timeout(200)
        kept += page.evaluate(_PLACE) == _SCROLLED
        sys.stderr.write(f"  {seconds[-1]:.2f} s\n")
    return {"seconds": seconds, "late": late, "kept": kept}


@contextmanager
def _preview(tool: Tool, project: Project, asked: argparse.Namespace, log: Path) -> Iterator[str]:
    """The address of the running preview."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}/"
    with log.open("wb") as out:
        process = subprocess.Popen(
            tool.serve(asked.work / "tools", port),
            cwd=project.folder,
            env=environment(project.folder),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            _wait(process, address, asked.start)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait(process: subprocess.Popen, address: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=seconds).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise ToolError("ended" if process.poll() is not None else f"not there after {seconds:g} s")


def report(results: dict[str, dict[str, Any]]) -> str:
    """The distribution of the times of each tool."""
    rows = []
    for name, result in results.items():
        times = sorted(result.get("seconds", ()))
        if not times:
            rows.append([name, result.get("left out", "nothing was shown"), *["–"] * 7])
            continue
        shares = [times[round((len(times) - 1) * share)] for share in (0, 0.5, 0.9, 0.95, 1)]
        building = result["building"]
        rows.append(
            [
                name,
                *(f"{seconds:.2f}" for seconds in shares),
                f"{statistics.median(building):.2f}" if building else "–",
                f"{result['kept']} of {len(times)}",
                f"{result['late']}",
            ]
        )
    heads = [
        "seconds",
        "least",
        "p50",
        "p90",
        "p95",
        "most",
        "of it building",
        "place kept",
        "late",
    ]
    return as_table(heads, rows)


if __name__ == "__main__":
    main()
