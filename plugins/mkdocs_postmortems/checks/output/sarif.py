"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a merge request.

The Static Analysis Results Interchange Format is an OASIS standard,
<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. What GitHub reads of it stands
in <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.
"""

import json
import os
from typing import Any
from urllib.parse import quote

from mkdocs_postmortems import __version__
from mkdocs_postmortems.checks.finding import Finding, Level, sentences
from mkdocs_postmortems.checks.output.told import Told
from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.rule import Rule

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_PLACES = {rule.id: place for place, rule in enumerate(RULES)}


def as_sarif(told: Told) -> str:
    """One run of one tool, with all its rules, as JSON."""
    run = {
        "tool": {
            "driver": {
                "name": "postmortems",
                "version": __version__,
                "rules": [_rule(rule) for rule in RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, told.path(each)) for each in told.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": rule.reason},
        "help": {"text": f"{rule.reason}\n\nSource: {rule.source}"},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(finding: Finding, path: str) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": _PLACES[finding.rule],
        "level": _LEVELS[finding.level],
        "message": {"text": sentences(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(os.fsencode(path))},
                    "region": region,
                }
            }
        ],
    }
