"""How findings and rules are told: to a reader, to a program, beside a merge request."""

import json
import os
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_postmortems.checks.finding import Finding, Level, sentences
from mkdocs_postmortems.checks.gitlab import as_gitlab
from mkdocs_postmortems.checks.registry import BY_ID, RULES
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.sarif import as_sarif

_WIDTH = 88
_GITHUB_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_COUNTED = {
    Level.ERROR: ("error", "errors"),
    Level.WARNING: ("warning", "warnings"),
    Level.INFO: ("to know", "to know"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told.

    Attributes:
        findings: What was found, in its order.
        looked_at: How many files were looked at.
        folder: The postmortems folder.
        here: The folder from which paths are told.
    """

    findings: tuple[Finding, ...]
    looked_at: int
    folder: Path
    here: Path

    def path(self, finding: Finding) -> str:
        """The finding's file as seen from here, with `/`."""
        return Path(os.path.relpath(self.folder / finding.path, self.here)).as_posix()


def as_text(told: Told) -> str:
    """One finding a line, as `path:line:column ID message. Remedy.` and its level if it is low."""
    return "\n".join(_line(each, told) for each in told.findings)


def _line(finding: Finding, told: Told) -> str:
    place = f"{told.path(finding)}:{finding.line}:{finding.column}"
    level = "" if finding.level is Level.ERROR else f" ({_name(finding.level)})"
    return f"{place} {finding.rule} {sentences(finding)}{level}"


def _name(level: Level) -> str:
    return level.name.lower()


def summary(told: Told) -> str:
    """How many findings of which level there are, in one line."""
    files = f"{told.looked_at:,} postmortem{'' if told.looked_at == 1 else 's'}"
    if not told.findings:
        return f"Nothing found in {files}."
    where = len({each.path for each in told.findings})
    return f"{counts(told.findings)} in {where:,} of {files}."


def counts(findings: Iterable[Finding]) -> str:
    """`1 error, 2 warnings, 3 to know`."""
    numbers = Counter(each.level for each in findings)
    return ", ".join(
        f"{numbers[level]:,} {words[numbers[level] > 1]}"
        for level, words in _COUNTED.items()
        if numbers[level]
    )


def statistics(told: Told) -> str:
    """The number of findings of each rule and level, the most frequent first."""
    numbers = Counter((each.rule, each.level) for each in told.findings)
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(
        f"{count:>6}  {rule}  {_name(level):<7}  {BY_ID[rule].name}"
        for (rule, level), count in ordered
    )


def as_json(told: Told) -> str:
    """A list of maps."""
    return json.dumps([_map(each, told) for each in told.findings], ensure_ascii=False, indent=2)


def _map(finding: Finding, told: Told) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": BY_ID[finding.rule].name,
        "level": _name(finding.level),
        "path": told.path(finding),
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def as_github(told: Told) -> str:
    """Workflow commands, which GitHub shows beside the lines of a merge request.

    Their escapes are those of `@actions/core`
    (<https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>).
    """
    return "\n".join(_command(each, told) for each in told.findings)


def _command(finding: Finding, told: Told) -> str:
    properties = {
        "file": told.path(finding),
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"{finding.rule} {BY_ID[finding.rule].name}",
    }
    written = ",".join(f"{name}={_in_property(value)}" for name, value in properties.items())
    return f"::{_GITHUB_LEVELS[finding.level]} {written}::{_in_message(sentences(finding))}"


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")


def rules_as_list() -> str:
    """Every rule on a line: its id, level and name."""
    return "\n".join(f"{rule.id}  {_name(rule.level):<7}  {rule.name}" for rule in RULES)


def explanation(rule: Rule) -> str:
    """All about one rule, for a terminal."""
    parts = (
        f"{rule.id} {rule.name} ({_name(rule.level)})",
        textwrap.fill(rule.reason, _WIDTH),
        f"Found in:\n\n{_indented(rule.bad)}",
        f"Not in:\n\n{_indented(rule.good)}",
        textwrap.fill(f"Source: {rule.source}", _WIDTH, break_long_words=False),
        "To say that it does not hold for one postmortem, and why:",
        f"    <!-- check: ignore={rule.id} the reason -->",
    )
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip("\n"), "    ")


FORMATS: dict[str, Callable[[Told], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
}
"""The ways to tell findings, by their name."""
