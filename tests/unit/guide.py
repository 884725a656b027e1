"""The pages of the guide, as text."""

import re
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TEMPLATES = DOCS.parent / "plugins" / "mkdocs_postmortems" / "templates"
FENCED = re.compile(r"^ *(```+)[^\n]*\n(.*?)^ *\1 *$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")


def page_named(name: str) -> str:
    """A page of the reference."""
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def table_rows(text: str) -> Iterator[list[str]]:
    """The cells of each table row outside code blocks."""
    for line in FENCED.sub("", text).splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]
