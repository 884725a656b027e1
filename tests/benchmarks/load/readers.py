"""What readers ask for, and wrk, which asks in their place."""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCRIPT = Path(__file__).parent / "mix.lua"
_THREADS = 2
_SEARCH = "assets/postmortems/search"
_MIX = {
    "a postmortem": (45, ("postmortems/*/index.html", "postmortems/2026/*/index.html")),
    "the list": (12, ("postmortems/index.html",)),
    "pages of the list": (6, ("postmortems/page/*/index.html",)),
    "lists by tag, cause, author and others": (
        10,
        tuple(
            f"postmortems/{each}/**/index.html" for each in ("tag", "cause", "outcome", "author")
        ),
    ),
    "files of the search": (15, (f"{_SEARCH}/**/*.js",)),
    "scripts and styles": (
        7,
        ("assets/**/*.css", "assets/postmortems/*.js", "assets/javascripts/*.js"),
    ),
    "feeds": (4, ("postmortems/feed.*", "postmortems/tag/*/feed.*")),
    "data": (1, ("llms.txt", "sitemap.xml.gz", "postmortems/**/*.md")),
}
"""How many of a hundred requests ask for what, and which files those are."""
_LINES = 20_000


def write_addresses(site: Path, file: Path, seed: int = 1) -> None:
    """Write what is asked for into `file`: each kind as often as it is, its files by chance."""
    draw = random.Random(seed)
    lines: list[str] = []
    for kind, (share, patterns) in _MIX.items():
        found = sorted({path for each in patterns for path in site.glob(each)})
        if not found:
            raise SystemExit(f"{site} has no file that is {kind}")
        paths = [f"/{each.relative_to(site).as_posix()}" for each in found]
        lines += draw.choices(paths, k=_LINES * share // 100)
    file.write_text("".join(f"{line.removesuffix('index.html')}\n" for line in lines), "utf-8")


@contextmanager
def reading(
    address: str, addresses: Path, *, readers: int, seconds: int, pause: float
) -> Iterator[dict[str, Any]]:
    """While `readers` read for `seconds`; the figures are there afterwards.

    Each asks again when it was answered, after `pause` seconds on average.
    """
    wrk = shutil.which("wrk")
    if not wrk:
        raise SystemExit("There is no wrk: apt-get install wrk.")
    command = [wrk, "-t", str(_THREADS), "-c", str(readers), "-d", f"{seconds}s", "--timeout", "5s"]
    command += ["-s", str(_SCRIPT), address, "--", str(addresses), str(pause)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    figures: dict[str, Any] = {"readers": readers, "pause": pause}
    try:
        yield figures
        if process.poll() is not None:
            raise SystemExit("what was measured outlasted the readers: give more --seconds")
        said, _ = process.communicate()
        figures |= json.loads(said.splitlines()[-1])
    finally:
        process.kill()
        process.wait()
