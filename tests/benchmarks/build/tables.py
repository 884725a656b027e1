"""Medians, ratios and growth, as Markdown."""

import statistics
from collections.abc import Callable, Iterable

from .changes import CASES
from .measuring import Cost
from .rounds import Row

_NONE = "–"
_MIB = 2**20


class Results:
    """The builds of a run. Where a tool without a cache was not asked, `edited` stands for it."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._costs = {(row.size, row.tool, row.case, row.round): row.cost for row in rows}
        self.sizes = sorted({row.size for row in rows})
        self.tools = list(dict.fromkeys(row.tool for row in rows))
        self.cases = [case for case in CASES if any(row.case == case for row in rows)]
        self.rounds = sorted({row.round for row in rows})

    def is_measured(self, size: int, tool: str, case: str) -> bool:
        return any((size, tool, case, turn) in self._costs for turn in self.rounds)

    def cost(self, size: int, tool: str, case: str, turn: int) -> Cost | None:
        """That of the case, or of what is the same to a tool without a cache."""
        tried = (case, "edited", "cold") if not self.is_measured(size, tool, case) else (case,)
        found = (self._costs.get((size, tool, each, turn)) for each in tried)
        return next(filter(None, found), None)

    def median(self, size: int, tool: str, case: str, figure: str) -> float | None:
        costs = [self.cost(size, tool, case, turn) for turn in self.rounds]
        found = [getattr(cost, figure) for cost in costs if cost]
        return statistics.median(found) if found else None

    def ratio(self, size: int, case: str, figure: str, one: str, other: str) -> float | None:
        """The median over rounds of one tool's figure as a multiple of another's."""
        pairs = [
            (self.cost(size, one, case, turn), self.cost(size, other, case, turn))
            for turn in self.rounds
        ]
        found = [getattr(a, figure) / getattr(b, figure) for a, b in pairs if a and b]
        return statistics.median(found) if found else None


def report(results: Results, titles: dict[str, str], left_out: dict[str, str]) -> str:
    """All tables. `titles` says of each tool what was measured."""
    names = "\n".join(f"- **{name}**: {title}" for name, title in titles.items())
    out = [f"{names}\n"]
    out += [_of_size(results, size) for size in results.sizes]
    if len(results.sizes) > 1:
        out.append(_growth(results))
    if left_out:
        lines = "\n".join(f"- {name}: {reason}" for name, reason in left_out.items())
        out.append(f"## Left out\n\n{lines}\n")
    return "\n".join(out)


def as_table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _of_size(results: Results, size: int) -> str:
    return (
        f"## {size:,} posts\n\n"
        f"CPU seconds (wall seconds) of a build, medians of {len(results.rounds)}:\n\n"
        f"{_times(results, size)}\n{_sizes(results, size)}\n"
        f"Ours as a multiple of it, CPU (wall), median of pairs of a round:\n\n"
        f"{_ratios(results, size)}"
    )


def _times(results: Results, size: int) -> str:
    def cell(tool: str, case: str) -> str:
        pair = [results.median(size, tool, case, figure) for figure in ("cpu", "wall")]
        text = _pair(*pair, _seconds)
        return text if results.is_measured(size, tool, case) or text == _NONE else f"all: {text}"

    rows = [[tool, *(cell(tool, case) for case in results.cases)] for tool in results.tools]
    return as_table(["", *results.cases], rows)


def _sizes(results: Results, size: int) -> str:
    rows = []
    for tool in results.tools:
        peaks = (results.median(size, tool, case, "peak") for case in results.cases)
        output, files = (results.median(size, tool, "cold", name) for name in ("output", "files"))
        if output is None or files is None:
            continue
        peak = max(filter(None, peaks))
        rows.append([tool, f"{peak / _MIB:,.0f}", f"{output / 1e6:,.1f}", f"{files:,.0f}"])
    return as_table(["", "peak MiB", "site, MB", "files"], rows)


def _ratios(results: Results, size: int) -> str:
    rows = []
    for other in (tool for tool in results.tools if tool != "ours"):
        cells = []
        for case in results.cases:
            pair = [results.ratio(size, case, name, "ours", other) for name in ("cpu", "wall")]
            cells.append(_pair(*pair, lambda value: f"{value:.2f}"))
        rows.append([f"ours ÷ {other}", *cells])
    return as_table(["", *results.cases], rows)


def _growth(results: Results) -> str:
    rows = []
    for tool in results.tools:
        for case in results.cases:
            points = [
                (size, median)
                for size in results.sizes
                if results.is_measured(size, tool, case)
                and (median := results.median(size, tool, case, "cpu")) is not None
            ]
            if len(points) < 2:
                continue
            fixed, each = fit(points)
            known = dict(points)
            shares = [
                f"{known[size] / size * 1000:.2f}" if size in known else _NONE
                for size in results.sizes
            ]
            rows.append([tool, case, *shares, f"{each * 1000:.2f}", f"{fixed:.2f}"])
    heads = ["", "case", *(f"ms a post at {size:,}" for size in results.sizes)]
    table = as_table([*heads, "ms a further post", "fixed s"], rows)
    return f"## Growth, CPU\n\nThe last two are a line through the medians.\n\n{table}"


def fit(points: list[tuple[int, float]]) -> tuple[float, float]:
    """What is fixed and what each post adds: the line of least squares of relative errors.

    Weighted by the square of the figure, so that a large corpus does not drown a small one.
    """
    weights = [1 / max(y, 1e-9) ** 2 for _, y in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points, strict=True)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / total
    both = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True))
    square = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    slope = both / square
    return mean_y - slope * mean_x, slope


def _pair(cpu: float | None, wall: float | None, form: Callable[[float], str]) -> str:
    return _NONE if cpu is None or wall is None else f"{form(cpu)} ({form(wall)})"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
