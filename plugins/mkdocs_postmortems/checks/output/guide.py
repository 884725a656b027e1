"""The reference page of the rules.

python -m mkdocs_postmortems.checks.output.guide > docs/reference/rules.md
"""

import re
import sys
from collections.abc import Iterator
from itertools import groupby

from mkdocs_postmortems.checks.finding import Level
from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.rule import Rule

FAMILIES = {
    "FMT": ("Format", "Whether a file can be read, found and told from others."),
    "HON": ("Honesty", "Whether the verdict follows from what was promised and measured."),
    "LRN": ("Learning", "What the next team would want to know, and when to look again."),
    "BLM": ("Blameless", "Whether the text judges what happened, and nobody."),
    "SAF": ("Safety", "What must not be published."),
}
"""The families by the letters that their ids begin with: title, and what they ask."""

_WIDEST = 100
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_HEAD = """\
# Rules

What `postmortems check` looks for. [Check before publishing](../how-to/check-before-publishing.md)
tells how to use it, and how to switch rules off or weigh them differently.

A finding is an *error* where others would be misled or harmed, or where a strict build fails; a
*warning* where it should be mended before others rely on the page; *information* where it is worth
knowing. Pages without an outcome are asked the rules of format, blameless and safety only. In the
terminal, `postmortems check --explain` tells of one rule what this page does.
"""


def guide() -> str:
    """The page, as Markdown."""
    return "\n".join((_HEAD, *_families()))


def _families() -> Iterator[str]:
    for family, rules in groupby(RULES, key=lambda rule: rule.id[:3]):
        title, about = FAMILIES[family]
        yield f"## {title}\n\n{about}\n"
        for rule in rules:
            yield _rule(rule)


def _rule(rule: Rule) -> str:
    level = "information" if rule.level is Level.INFO else rule.level.word
    parts = [f"### {rule.id} {rule.name}", f"*{level}* · {rule.reason}"]
    if rule.options:
        names = ", ".join(f"`{name}`" for name in rule.options)
        parts.append(f"Takes, under `checks: rules: {rule.id}:`, lists of texts: {names}.")
    parts += ["Found in:", _block(rule.bad), "Not in:", _block(rule.good)]
    source = _ADDRESS.sub(r"[\1](\1)", rule.source)
    parts.append(f"Source: {source}.")
    return "\n\n".join(parts) + "\n"


def _block(text: str) -> str:
    """An example in a fence that is longer than any in it, control characters shown."""
    lines = [_printable(line) for line in text.strip("\n").split("\n")]
    fence = "`" * max(4, *(len(line) - len(line.lstrip("`")) + 1 for line in lines))
    cut = [line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…" for line in lines]
    return "\n".join((f"{fence}markdown", *cut, fence))


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


if __name__ == "__main__":
    sys.stdout.write(guide())
