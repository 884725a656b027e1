"""Findings as a Code Quality report, which GitLab shows beside the lines of a merge request.

Its fields and severities are those of
<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
"""

import hashlib
import json
from collections import Counter
from typing import Any

from mkdocs_postmortems.checks.finding import Finding, Level, sentences
from mkdocs_postmortems.checks.output.told import Told

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}


def as_gitlab(told: Told) -> str:
    """A list of maps, each with a fingerprint that stays when lines above it are added."""
    seen: Counter[str] = Counter()
    return json.dumps(
        [_map(each, told.path(each), seen) for each in told.findings], ensure_ascii=False, indent=2
    )


def _map(finding: Finding, path: str, seen: Counter[str]) -> dict[str, Any]:
    same = f"{finding.rule}\x00{path}\x00{finding.message}"
    seen[same] += 1
    print_of = hashlib.sha256(f"{same}\0{seen[same]}".encode("utf-8", "surrogatepass"))
    return {
        "description": sentences(finding),
        "check_name": finding.rule,
        "fingerprint": print_of.hexdigest(),
        "severity": _SEVERITIES[finding.level],
        "location": {"path": path, "lines": {"begin": finding.line}},
    }
