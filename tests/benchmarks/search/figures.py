"""What is told of the measurements, and which queries are asked. Nothing here runs a browser."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that `share` of all don't exceed; infinite if there are none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else math.inf


def sample(queries: Sequence[dict[str, Any]], size: int) -> list[dict[str, Any]]:
    """`size` queries, of each kind in turn; the choice depends on the queries' ids alone."""
    kinds = defaultdict(list)
    for query in sorted(queries, key=lambda each: _digest(each["id"])):
        kinds[query["kind"]].append(query)
    rounds = [
        (place, kind, query) for kind, some in kinds.items() for place, query in enumerate(some)
    ]
    rounds.sort(key=lambda each: each[:2])
    return [query for _, _, query in rounds[:size]]


def _digest(text: str) -> str:
    return hashlib.sha256(f"browser/{text}".encode()).hexdigest()


def times(rows: Iterable[dict[str, Any]], part: str) -> list[float]:
    """Milliseconds until the first result of each query that had one; infinite if it was late."""
    found = []
    for row in rows:
        answer = row.get(part, {})
        if answer.get("late"):
            found.append(math.inf)
        elif answer.get("found"):
            found.append(answer["opening"] + answer["took"])
    return found


def ratios(ours: Sequence[dict], theirs: Sequence[dict], part: str, *, pauses: bool) -> list[float]:
    """Our time as a multiple of theirs, for each query that both found something for.

    Without `pauses`, what an interface waits for more to be typed is left out.
    """
    found = []
    for one, other in zip(ours, theirs, strict=True):
        pair = [row.get(part, {}) for row in (one, other)]
        if all(answer.get("found") and not answer["late"] for answer in pair):
            mine, yours = (
                answer["opening"] + answer["took"] - (0 if pauses else answer["pause"])
                for answer in pair
            )
            found.append(mine / max(yours, 1))
    return found


def average_by_kind(rows: Iterable[dict[str, Any]], part: str) -> dict[str, tuple[float, float]]:
    """The mean bytes and the mean requests of each kind of file in one query."""
    answers = [row[part] for row in rows if part in row]
    kinds = {kind for answer in answers for kind in answer["bytes by kind"]}
    means = {
        kind: tuple(
            sum(answer[figure].get(kind, 0) for answer in answers) / len(answers)
            for figure in ("bytes by kind", "requests by kind")
        )
        for kind in kinds
    }
    return dict(sorted(means.items(), key=lambda each: -each[1][0]))
