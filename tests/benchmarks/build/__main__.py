"""How long site generators take for the same posts, in turn, in one run.

python -m tests.benchmarks.build 100 1000
"""

import argparse
import json
import sys
from pathlib import Path

from .changes import CASES
from .installing import WORK, install
from .measuring import ToolError, machine
from .profiling import profile
from .rounds import Plan, Rounds, Row
from .tables import Results, report
from .tools import TOOLS

SIZES = (100, 1_000, 5_000, 20_000)


def main() -> None:
    asked = _arguments()
    if asked.profile:
        profile(asked.work, asked.sizes[0], asked.seed, asked.cases.split(",")[0], asked.profile)
        return
    plan = Plan(
        asked.work,
        asked.seed,
        asked.rounds,
        tuple(case for case in CASES if case in asked.cases.split(",")),
        asked.limit,
        asked.every_case,
    )
    tools = [TOOLS[name] for name in asked.tools.split(",")]
    rounds = Rounds(plan, tools)
    for tool in tools:
        try:
            install(tool, plan.work / "tools")
        except ToolError as error:
            rounds.left_out[tool.name] = f"not installed: {error}"
    rounds.try_out()
    there = [tool for tool in tools if tool.name not in rounds.left_out]
    versions = {tool.name: tool.versions(plan.work / "tools") for tool in there}
    facts = {"machine": machine(), "seed": plan.seed, "versions": versions}
    rows: list[Row] = []
    for size in asked.sizes:
        for row in rounds.run(size):
            rows.append(row)
            if asked.json:
                _save(asked.json, {**facts, "left out": rounds.left_out}, rows)
    text = report(
        Results(rows),
        {name: f"{TOOLS[name].title} ({version})" for name, version in versions.items()},
        rounds.left_out,
    )
    text = f"# Builds, seed {plan.seed}\n\n{facts['machine']}\n\n{text}"
    if asked.markdown:
        asked.markdown.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="how many posts")
    parser.add_argument("--tools", default=",".join(TOOLS), help="names, with commas")
    parser.add_argument("--cases", default=",".join(CASES), help="names, with commas")
    parser.add_argument("--rounds", type=int, default=3, help="how often all is done")
    parser.add_argument(
        "--every-case", action="store_true", help="also where a tool has no cache to make use of"
    )
    parser.add_argument("--limit", type=float, default=900, help="seconds; then a tool is left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=WORK, help=f"for tools and sites ({WORK})")
    parser.add_argument("--json", type=Path, help="write every build's figures to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables here, not to the screen")
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help="only profile ours: first size, first case"
    )
    asked = parser.parse_args()
    asked.work = asked.work.resolve()
    return asked


def _save(file: Path, facts: dict, rows: list[Row]) -> None:
    builds = [{**row._asdict(), "cost": row.cost._asdict()} for row in rows]
    file.write_text(json.dumps({**facts, "builds": builds}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
