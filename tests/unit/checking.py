"""A made-up lab whose postmortems are checked, and short ways to check one among them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mkdocs_postmortems.checks.finding import Finding
from mkdocs_postmortems.checks.gathering import gather
from mkdocs_postmortems.checks.runner import Past, all_of, check
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.project import find_project

NOW = dt.datetime(2024, 6, 15, 12, 0, tzinfo=dt.UTC)
EXAMPLE = "2024/example.md"
LAB = {
    "mkdocs.yml": "site_name: Lab\nplugins: [postmortems]\n",
    "docs/index.md": "# Lab\n",
    "postmortems/.authors.yml": "authors:\n  ada: {name: Ada Byron, team: Growth}\n",
    "postmortems/2024/images/drift.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "postmortems/2024/2024-01-10-churn.md": (
        "---\ntitle: Churn from clicks\noutcome: failed\ncauses: [shift]\ntags: [churn]\n"
        "lessons: [Beat last year's sales before any model is built.]\n---\n\nIt drifted.\n"
    ),
    "postmortems/2024/2024-02-20-churn-sessions.md": (
        "---\ntitle: Churn from sessions\noutcome: failed\ncauses: [shift]\ntags: [churn]\n"
        "lessons: [Retrain each month where behaviour follows prices.]\n---\n\nIt drifted.\n"
    ),
}
"""The files of the lab, by path: what stands beside every example."""


def write_lab(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write the lab into `root`, with more `files` by their path from there."""
    for path, text in {**LAB, **(files or {})}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return root


def findings(
    root: Path, checks: Checks | None = None, past: Past | None = None, now: dt.datetime = NOW
) -> list[Finding]:
    """What is found in the project in `root`, with `past` in the place of git's."""
    wanted = checks or Checks()
    material = gather(find_project(root), wanted, now)
    if past is not None:
        material = replace(material, past=past)
    return all_of(check(material, wanted), wanted)


def in_example(
    root: Path, text: str, checks: Checks | None = None, past: Past | None = None
) -> list[Finding]:
    """What is found in the file `text` when it stands in the lab."""
    write_lab(root, {f"postmortems/{EXAMPLE}": text})
    found = findings(root, checks, past)
    return [each for each in found if each.path == EXAMPLE]


def ids(found: list[Finding]) -> set[str]:
    """The ids of the rules that found something."""
    return {each.rule for each in found}
