"""A large site behind nginx, many readers at once, and a search in Chromium meanwhile.

python -m tests.benchmarks.load --work FOLDER
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ..build.measuring import machine  # noqa: TID252 - as in the benchmark of builds
from ..build.posts import generate  # noqa: TID252
from ..build.tables import as_table  # noqa: TID252
from ..build.tools import Ours  # noqa: TID252
from .hosting import complaints, served
from .readers import reading, write_addresses
from .searching import Search, search_all

_PROBLEMS = ("refused", "unread", "unwritten", "late", "bad")


def main() -> None:
    asked = _arguments()
    project = asked.work / f"lab-{asked.size}"
    site = project / "site"
    if not site.exists():
        _make(project, asked.size)
    addresses = asked.work / "addresses.txt"
    write_addresses(site, addresses)
    here = asked.work / "nginx"
    with served(project, site, here) as address:
        rows = [({"readers": 0}, search_all(address))]
        for pause in (asked.pause, 0):
            how = {"readers": asked.readers, "seconds": asked.seconds, "pause": pause}
            with reading(address, addresses, **how) as figures:
                searches = search_all(address)
            rows.append((figures, searches))
    told = complaints(here)
    if asked.json:
        saved = [
            {"load": load, "searches": [each._asdict() for each in all_]} for load, all_ in rows
        ]
        asked.json.write_text(json.dumps({"rows": saved, "nginx": told}, indent=1), "utf-8")
    sys.stdout.write(f"{machine()}\n\n{_table(rows)}\n\nnginx complained {len(told)} times\n")
    sys.stdout.writelines(f"{line}\n" for line in told[:10])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="postmortems")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pause", type=float, default=1, help="of a reader, in seconds")
    work = Path(tempfile.gettempdir()) / "load-bench"
    parser.add_argument("--work", type=Path, default=work, help="where the site is made and kept")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    asked = parser.parse_args()
    asked.work = asked.work.absolute()
    return asked


def _make(project: Path, size: int) -> None:
    """A project as `postmortems init` writes it, with the posts of the benchmark of builds."""
    command = Path(sys.executable).with_name("postmortems")
    subprocess.run([command, "init", project, "--host", "nginx"], check=True)
    settings = project / "mkdocs.yml"
    named = settings.read_text("utf-8").replace("# site_url:", "site_url:")
    settings.write_text(named, "utf-8")
    tool = Ours()
    for post in generate(size):
        (project / tool.path(post)).write_text(tool.text(post), "utf-8", newline="\n")
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([command, "build"], cwd=project, check=True, env=quiet)


def _table(rows: list[tuple[dict[str, Any], list[Search]]]) -> str:
    heads = ["Readers", "Requests", "a second", "MB/s", "ms, median", "ms, 99 %", "ms, longest"]
    heads += ["Errors", "Search, ms, median", "Search, ms, longest", "Console errors"]
    return as_table(heads, [_cells(load, searches) for load, searches in rows])


def _cells(load: dict[str, Any], searches: list[Search]) -> list[str]:
    took = [each.took for each in searches]
    of_search = [f"{statistics.median(took):.0f}", f"{max(took):.0f}"]
    of_search.append(str(sum(len(each.errors) + (not each.found) for each in searches)))
    if not load["readers"]:
        return ["none", *["–"] * 7, *of_search]
    seconds = load["seconds"]
    name = f"{load['readers']}, {'with' if load['pause'] else 'without'} a pause"
    return [
        name,
        f"{load['requests']:,}",
        f"{load['requests'] / seconds:,.0f}",
        f"{load['bytes'] / seconds / 1e6:.1f}",
        f"{load['median']:.1f}",
        f"{load['p99']:.1f}",
        f"{load['longest']:.1f}",
        str(sum(load[each] for each in _PROBLEMS)),
        *of_search,
    ]


if __name__ == "__main__":
    main()
