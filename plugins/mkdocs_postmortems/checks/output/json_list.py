"""Findings as JSON, for other programs."""

import json
from typing import Any

from mkdocs_postmortems.checks.finding import Finding
from mkdocs_postmortems.checks.output.told import Told
from mkdocs_postmortems.checks.registry import BY_ID


def as_json(told: Told) -> str:
    """A list of maps."""
    return json.dumps([_map(each, told) for each in told.findings], ensure_ascii=False, indent=2)


def _map(finding: Finding, told: Told) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": BY_ID[finding.rule].name,
        "level": finding.level.word,
        "path": told.path(finding),
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "remedy": finding.remedy,
    }
