"""The tables of the benchmark in the browser."""

import math
import statistics
from collections.abc import Iterable

from .bench import as_table
from .figures import average_by_kind, percentile, ratios, times

PARTS = {"cold": "First query", "further": "Further query", "typed": "First query, typed"}
# What is loaded during a pause would have to be waited for without it, but for a warm page.
_PAIRS = (("cold", True), ("further", True), ("further", False), ("typed", True))
_NONE = "–"


def report(results: list[dict], title: str, late: float) -> str:
    """`late` is the limit in seconds of one query."""
    there = [result for result in results if result.get("rows")]
    out = [f"# {title}\n", _bytes(there), _times(there, late), _ratios(there)]
    out += [_gaps(there), _memory(there), _by_query(there), _by_file(there)]
    missing = [f"- {r['engine']}: {r['unavailable']}" for r in results if "unavailable" in r]
    if missing:
        out.append("## Not run\n\n" + "\n".join(missing) + "\n")
    return "\n".join(out)


def _rows(result: dict, part: str) -> list[dict]:
    return result["typed" if part == "typed" else "rows"]


def _figures(result: dict, part: str, name: str) -> list[float]:
    return [row[part][name] for row in _rows(result, part) if name in row.get(part, {})]


def _bytes(there: list[dict]) -> str:
    rows = []
    for result in there:
        cells = [result["engine"], _kb(max(_figures(result, "page load", "bytes")))]
        for part in PARTS:
            sizes = _figures(result, part, "bytes")
            shares = (0.5, 1) if part == "typed" else (0.5, 0.95, 1)
            cells += [_kb(percentile(sizes, share)) for share in shares]
        requests = (percentile(_figures(result, part, "requests"), 0.5) for part in PARTS)
        heads = percentile(_figures(result, "cold", "head bytes"), 0.5)
        rows.append([*cells, " / ".join(map(_whole, requests)), _kb(heads)])
    heads = ["engine", "page load", "first query p50", "p95", "max", "further p50", "p95", "max"]
    heads += ["typed p50", "max", "requests p50, first / further / typed", "headers, first p50"]
    return f"## KB over the wire\n\n{as_table(heads, rows)}"


def _times(there: list[dict], late: float) -> str:
    out = []
    for part, name in PARTS.items():
        rows = []
        for result in there:
            found = times(_rows(result, part), part)
            asked = [row[part] for row in _rows(result, part) if part in row]
            rows.append(
                [
                    result["engine"],
                    *(_time(percentile(found, share), late) for share in (0.5, 0.95, 1)),
                    _whole(percentile(_figures(result, part, "opening"), 0.5)),
                    _whole(percentile(_figures(result, part, "pause"), 0.5)),
                    f"{sum(not one.get('found') and not one['late'] for one in asked)}",
                    f"{sum(one['late'] for one in asked)}",
                    f"{len(asked)}",
                ]
            )
        heads = ["engine", "p50", "p95", "max", "of it opening", "of it pause"]
        heads += ["found nothing", "late", "queries"]
        out.append(f"## {name}: ms to the first result\n\n{as_table(heads, rows)}")
    return "\n".join(out)


def _ratios(there: list[dict]) -> str:
    by_name = {result["engine"]: result for result in there}
    if "ours" not in by_name or len(by_name) == 1:
        return ""
    rows = []
    for other in [name for name in by_name if name != "ours"]:
        cells = [other]
        for part, pauses in _PAIRS:
            pair = [_rows(by_name[name], part) for name in ("ours", other)]
            pair = [side[: min(map(len, pair))] for side in pair]
            found = ratios(*pair, part, pauses=pauses)
            faster = f"{sum(ratio < 1 for ratio in found)} of {len(found)}"
            cells += [f"{statistics.median(found):.2f}" if found else _NONE, faster]
        rows.append(cells)
    heads = ["ours ÷"]
    for part, pauses in _PAIRS:
        heads += [PARTS[part] + ("" if pauses else ", without pauses"), "ours is faster"]
    return f"## Time of ours as a multiple, median of pairs\n\n{as_table(heads, rows)}"


def _gaps(there: list[dict]) -> str:
    rows = []
    for result in there:
        cells = [result["engine"]]
        for part in PARTS:
            gaps = _figures(result, part, "longest")
            cells += [_whole(percentile(gaps, share)) for share in (0.5, 0.95, 1)]
        rows.append(cells)
    heads = ["engine"]
    for name in PARTS.values():
        heads += [f"{name} p50", "p95", "max"]
    return f"## Longest gap of the main thread, ms\n\n{as_table(heads, rows)}"


def _memory(there: list[dict]) -> str:
    rows = []
    for result in there:
        peaks = [row["peak bytes"] / 2**20 for row in result["rows"] if row.get("peak bytes")]
        blank = (result["blank peak bytes"] or math.inf) / 2**20
        figures = [percentile(peaks, 0.5), max(peaks, default=math.inf), blank]
        rows.append([result["engine"], *map(_whole, figures)])
    heads = ["engine", "p50", "max", "of an empty page"]
    return f"## Peak MiB of the page's process\n\n{as_table(heads, rows)}"


def _by_query(there: list[dict]) -> str:
    kinds = sorted({row["kind"] for result in there for row in result["rows"]})
    rows = []
    for kind in kinds:
        cells = [kind]
        for result in there:
            some = [row["cold"] for row in result["rows"] if row["kind"] == kind]
            size, requests = (
                statistics.fmean(one[name] for one in some) if some else 0
                for name in ("bytes", "requests")
            )
            cells.append(_size_and_number((size, requests)))
        rows.append(cells)
    heads = ["kind of query", *(result["engine"] for result in there)]
    return f"## First query: mean KB (requests) by kind of query\n\n{as_table(heads, rows)}"


def _by_file(there: Iterable[dict]) -> str:
    out = []
    for result in there:
        means = {part: average_by_kind(_rows(result, part), part) for part in PARTS}
        rows = [
            [kind, *(_size_and_number(means[part].get(kind, (0, 0))) for part in PARTS)]
            for kind in dict.fromkeys(kind for each in means.values() for kind in each)
        ]
        table = as_table(["kind of file", *PARTS.values()], rows)
        out.append(f"## Where the bytes of {result['engine']} go: mean KB (requests)\n\n{table}")
    return "\n".join(out)


def _size_and_number(means: tuple[float, float]) -> str:
    size, number = means
    return f"{_kb(size)} ({number:.1f})" if number else _NONE


def _kb(size: float) -> str:
    return _NONE if math.isinf(size) else f"{size / 1000:,.1f}"


def _whole(value: float) -> str:
    return _NONE if math.isinf(value) else f"{value:,.0f}"


def _time(milliseconds: float, late: float) -> str:
    return f"over {late:g} s" if math.isinf(milliseconds) else _whole(milliseconds)
