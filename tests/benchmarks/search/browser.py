"""What a search costs in a browser: bytes, time and a busy page, engine beside engine, in one run.

python -m tests.benchmarks.search.browser --documents 1000
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from .bench import install, read_documents, read_queries, write_documents
from .driver import Driver, Limits, driven
from .engines import Unavailable
from .figures import sample
from .server import NETWORKS
from .sites import SITES, write_site
from .tables import report

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_STRIKES = 2
"""After so many late queries in a row an engine is not asked again."""


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="search-bench-") as place:
        results = measure(asked, Path(place))
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    title = f"{asked.documents:,} documents, seed {asked.seed}, network: {asked.network}"
    text = report(results, title, asked.limit)
    if asked.markdown:
        asked.markdown.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000, help="demo content included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", default=",".join(SITES), help="names, with commas")
    parser.add_argument("--queries", type=int, default=40, help="how many, spread over all kinds")
    parser.add_argument("--typed", type=int, default=13, help="how many are typed by letters too")
    parser.add_argument("--network", choices=NETWORKS, default="none")
    parser.add_argument("--limit", type=float, default=20, help="seconds; then a query is late")
    parser.add_argument("--patience", type=float, default=180, help="seconds more for what is late")
    parser.add_argument("--chromium", help="the program, if not found by name")
    parser.add_argument("--json", type=Path, help="write the figures of every query to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables here, not to the screen")
    return parser.parse_args()


def measure(asked: argparse.Namespace, place: Path) -> list[dict[str, Any]]:
    """All figures of all engines, by engine."""
    documents = place / "documents.jsonl"
    write_documents(documents, asked.documents, asked.seed)
    names = asked.engines.split(",")
    if names != ["ours"]:
        install(place / "npm")
    results: dict[str, dict[str, Any]] = {}
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        drivers: dict[str, Driver] = {}
        for name in names:
            sys.stderr.write(f"{name} …\n")
            results[name] = {"engine": name, "rows": [], "typed": []}
            try:
                site = write_site(name, read_documents(documents), place)
            except Unavailable as error:
                results[name]["unavailable"] = str(error)
                continue
            network = NETWORKS[asked.network]
            chromium = asked.chromium or find_chromium()
            running = driven(playwright, SITES[name], site, network, chromium)
            drivers[name] = stack.enter_context(running)
            results[name]["blank peak bytes"] = drivers[name].blank_peak()
        _ask_all(drivers, results, asked)
    return list(results.values())


def _ask_all(
    drivers: dict[str, Driver], results: dict[str, dict[str, Any]], asked: argparse.Namespace
) -> None:
    """Each query to one engine after the other, another one first each time."""
    limits = Limits(asked.limit, asked.patience)
    queries = sample(read_queries(), asked.queries)
    strikes = dict.fromkeys(drivers, 0)
    for place, query in enumerate(queries):
        sys.stderr.write(f"{place + 1} of {len(queries)}: {query['text']}\n")
        pair = (query, queries[(place + 1) % len(queries)])
        is_typed = place < asked.typed
        turn = place % len(drivers)
        for name in [*list(drivers)[turn:], *list(drivers)[:turn]]:
            if strikes[name] >= _STRIKES:
                continue
            try:
                is_late = _ask(drivers[name], pair, limits, results[name], is_typed=is_typed)
            except BrowserError as error:
                results[name]["unavailable"] = f"at {query['text']!r}: {error}"
                strikes[name] = _STRIKES
                continue
            strikes[name] = strikes[name] + 1 if is_late else 0


def _ask(
    driver: Driver, pair: tuple[dict, dict], limits: Limits, result: dict, *, is_typed: bool
) -> bool:
    """A query and a further one, added to `result`; whether one of them was late."""
    query, further = pair
    about = {"query": query["text"], "kind": query["kind"]}
    row = driver.ask(query["text"], further["text"], limits)
    result["rows"].append({**about, "further query": further["text"], **row})
    is_late = any(row.get(part, {}).get("late") for part in ("cold", "further"))
    if is_typed and not is_late:
        result["typed"].append({**about, "typed": driver.type(query["text"], limits)})
    return is_late


def find_chromium() -> str:
    wanted = os.environ.get("POSTMORTEMS_CHROMIUM")
    names = (wanted,) if wanted else _NAMES
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise SystemExit("There is no Chromium: name one with --chromium or POSTMORTEMS_CHROMIUM.")
    return found


if __name__ == "__main__":
    main()
