"""Findings and rules for a reader at a terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterable

from mkdocs_postmortems.checks.finding import Finding, Level, sentences
from mkdocs_postmortems.checks.output.told import Told
from mkdocs_postmortems.checks.registry import BY_ID, RULES
from mkdocs_postmortems.checks.rule import Rule

_WIDTH = 88
_COUNTED = {
    Level.ERROR: ("error", "errors"),
    Level.WARNING: ("warning", "warnings"),
    Level.INFO: ("to know", "to know"),
}


def as_text(told: Told) -> str:
    """One finding a line, as `path:line:column ID message. Remedy.` and its level if it is low."""
    return "\n".join(_line(each, told) for each in told.findings)


def _line(finding: Finding, told: Told) -> str:
    place = f"{told.path(finding)}:{finding.line}:{finding.column}"
    level = "" if finding.level is Level.ERROR else f" ({finding.level.word})"
    return f"{place} {finding.rule} {sentences(finding)}{level}"


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
        f"{count:>6}  {rule}  {level.word:<7}  {BY_ID[rule].name}"
        for (rule, level), count in ordered
    )


def rules_as_list() -> str:
    """Every rule on a line: its id, level and name."""
    return "\n".join(f"{rule.id}  {rule.level.word:<7}  {rule.name}" for rule in RULES)


def explanation(rule: Rule) -> str:
    """All about one rule, for a terminal."""
    parts = (
        f"{rule.id} {rule.name} ({rule.level.word})",
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
