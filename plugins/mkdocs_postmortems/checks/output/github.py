"""Findings as workflow commands, which GitHub shows beside the lines of a merge request.

Their escapes are those of `@actions/core`
(<https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>).
"""

from mkdocs_postmortems.checks.finding import Finding, Level, sentences
from mkdocs_postmortems.checks.output.told import Told
from mkdocs_postmortems.checks.registry import BY_ID

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def as_github(told: Told) -> str:
    """One command a line."""
    return "\n".join(_command(each, told) for each in told.findings)


def _command(finding: Finding, told: Told) -> str:
    properties = {
        "file": told.path(finding),
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"{finding.rule} {BY_ID[finding.rule].name}",
    }
    written = ",".join(f"{name}={_in_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.level]} {written}::{_in_message(sentences(finding))}"


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")
