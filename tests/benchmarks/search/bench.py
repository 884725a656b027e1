"""Scores the engines side by side, in one run, on the same documents.

python -m tests.benchmarks.search.bench --documents 1000
"""

import argparse
import json
import math
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import corpus
from .engines import ENGINES, PACKAGES, Doc, Unavailable, take_apart

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FIGURES = ("recall@5", "MRR@10", "nDCG@10", "no answer")


def read_queries() -> list[dict]:
    lines = (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def demo() -> Iterator[tuple[str, str]]:
    folder = ROOT / "postmortems"
    for file in sorted(folder.rglob("*.md")):
        yield file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")


def write_documents(target: Path, size: int, seed: int) -> None:
    """`size` documents, the demo content among them, as JSON lines."""
    posts = list(demo())
    with target.open("w", encoding="utf-8") as out:
        for source in (posts, corpus.generate(size - len(posts), seed)):
            for path, text in source:
                out.write(json.dumps(take_apart(path.removesuffix(".md"), text)) + "\n")


def read_documents(file: Path) -> Iterator[Doc]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield Doc(*json.loads(line))


def judge(found: list[str], relevant: dict[str, int]) -> dict[str, float]:
    """recall@5 and MRR@10 look at answers (grade 2), nDCG@10 at both grades."""
    answers = {id_ for id_, grade in relevant.items() if grade == 2}
    hits = [place for place, id_ in enumerate(found[:10], 1) if id_ in answers]
    gains = [2 ** relevant.get(id_, 0) - 1 for id_ in found[:10]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:10]
    discounted = lambda values: sum(v / math.log2(i + 2) for i, v in enumerate(values))  # noqa: E731
    return {
        "recall@5": sum(place <= 5 for place in hits) / min(5, len(answers)),
        "MRR@10": 1 / hits[0] if hits else 0.0,
        "nDCG@10": discounted(gains) / discounted(ideal),
        "no answer": float(not found),
    }


def summarise(queries: list[dict], choose: Callable[[dict], bool]) -> dict[str, float]:
    rows = [query["scores"] for query in queries if choose(query)]
    means = {name: statistics.fmean(row[name] for row in rows) for name in FIGURES[:3]}
    recalls = [row["recall@5"] for row in rows]
    draw = random.Random(7)
    repeats = sorted(statistics.fmean(draw.choices(recalls, k=len(recalls))) for _ in range(1000))
    return {
        **means,
        "recall@5 interval": [repeats[25], repeats[974]],
        "no answer": sum(row["no answer"] for row in rows),
        "queries": len(rows),
    }


def worker(name: str, documents: Path, folder: Path) -> dict:
    """One engine, in a process of its own."""
    try:
        engine = ENGINES[name](folder)
        start = time.process_time()
        for _ in read_documents(documents):
            pass
        reading = time.process_time() - start if name in {"ours", "fts5", "grep"} else 0
        stats = engine.build(read_documents(documents))
    except Unavailable as error:
        return {"engine": name, "unavailable": str(error)}
    queries = read_queries()
    for query in queries:
        start = time.perf_counter()
        query["found"] = list(engine.search(query["text"], 10))
        query["milliseconds"] = round((time.perf_counter() - start) * 1000, 2)
        query["scores"] = judge(query["found"], query["relevant"])
    if hasattr(engine, "close"):
        engine.close()
    splits = {}
    for split in ("all", "seen", "unseen"):
        chosen = [query for query in queries if split in {"all", query["split"]}]
        kinds = dict.fromkeys(query["kind"] for query in queries)
        splits[split] = {
            "all": summarise(chosen, lambda _: True),
            **{k: summarise(chosen, lambda q, k=k: q["kind"] == k) for k in kinds},
        }
    times = sorted(query["milliseconds"] for query in queries)
    return {
        "engine": name,
        "build CPU seconds": round(stats.cpu_seconds - reading, 2),
        "peak bytes": stats.peak_bytes,
        "index bytes": stats.index_bytes,
        "query p50 ms": times[len(times) // 2],
        "query p95 ms": times[int(len(times) * 0.95)],
        "splits": splits,
        "queries": queries,
    }


def install(folder: Path) -> None:
    """The npm packages, into a temporary folder, never into the repository."""
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}')
    packages = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *packages]
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"npm: {error}\n")


def as_table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def report(results: list[dict], title: str) -> str:
    there = [result for result in results if "splits" in result]
    out = [f"# {title}\n"]
    for split in ("all", "seen", "unseen"):
        rows = []
        for result in there:
            figures = result["splits"][split]["all"]
            low, high = figures["recall@5 interval"]
            rows.append(
                [
                    result["engine"],
                    *(f"{figures[name]:.3f}" for name in FIGURES[:3]),
                    f"{low:.2f} to {high:.2f}",
                    f"{figures['no answer']:.0f} of {figures['queries']}",
                ]
            )
        heads = ["engine", *FIGURES[:3], "95 % interval of recall@5", "no answer"]
        out.append(f"## {split.capitalize()} queries\n\n{as_table(heads, rows)}")
    rows = [
        [
            result["engine"],
            f"{result['build CPU seconds']:.1f}",
            f"{result['peak bytes'] / 2**20:.0f}",
            f"{result['index bytes'] / 1000:,.0f}",
            f"{result['query p50 ms']:.1f}",
            f"{result['query p95 ms']:.1f}",
        ]
        for result in there
    ]
    heads = ["engine", "build, CPU s", "peak MiB", "index KB", "query p50 ms", "p95 ms"]
    out.append(f"## Cost\n\n{as_table(heads, rows)}")
    for figure in FIGURES:
        for split in ("seen", "unseen"):
            rows = [
                [kind, *(f"{one['splits'][split][kind][figure]:.2f}" for one in there)]
                for kind in (there[0]["splits"][split] if there else ())
            ]
            heads = ["kind", *(result["engine"] for result in there)]
            out.append(f"## {figure} by kind, {split}\n\n{as_table(heads, rows)}")
    missing = [f"- {r['engine']}: {r['unavailable']}" for r in results if "unavailable" in r]
    if missing:
        out.append("## Not run\n\n" + "\n".join(missing) + "\n")
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000, help="demo content included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", default=",".join(ENGINES), help="names, with commas")
    parser.add_argument("--json", type=Path, help="write all figures and every hit to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables here, not to the screen")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        name, documents, folder = asked.worker
        print(json.dumps(worker(name, Path(documents), Path(folder))))  # noqa: T201
        return
    results = []
    with tempfile.TemporaryDirectory(prefix="search-bench-") as place:
        documents = Path(place, "documents.jsonl")
        write_documents(documents, asked.documents, asked.seed)
        names = asked.engines.split(",")
        if any(name not in {"ours", "fts5", "grep"} for name in names):
            install(Path(place, "npm"))
        for name in names:
            sys.stderr.write(f"{name} …\n")
            folder = Path(place, name)
            folder.mkdir()
            command = [sys.executable, "-m", __spec__.name, "--worker", name]
            run = subprocess.run(
                [*command, str(documents), str(folder)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                check=False,
            )
            if run.returncode:
                results.append({"engine": name, "unavailable": f"ended with {run.returncode}"})
            else:
                results.append(json.loads(run.stdout))
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    title = f"{asked.documents:,} documents, seed {asked.seed}"
    text = report(results, title)
    if asked.markdown:
        asked.markdown.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
