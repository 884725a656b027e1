"""What a tracker knows and front matter has no field for, as Markdown: settings, notes, links."""

import re

from mkdocs_postmortems.source.text import without_control
from mkdocs_postmortems.writing.draft import clean
from mkdocs_postmortems.writing.prefill import Link, Prefill

_MARKS = re.compile(r"([\\`*{}\[\]|]|(?<!\w)_|_(?!\w)|^[#+>-])")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+")
_LONGEST_VALUE = 300


def record_of(prefill: Prefill) -> str:
    """Parameters as a table, notes as a quotation and links as a list; empty where there is none.

    There are no headings, so that it can stand in any section.
    """
    links = "\n".join(map(_link, prefill.links))
    parts = (_table(prefill.parameters), _quotation(prefill.notes), links)
    return "\n\n".join(part for part in parts if part)


def _table(parameters: tuple[tuple[str, str], ...]) -> str:
    if not parameters:
        return ""
    rows = [f"| {_cell(name)} | {_cell(value)} |" for name, value in parameters]
    return "\n".join(["| Parameter | Value |", "|---|---|", *rows])


def _cell(text: str) -> str:
    folded = clean(text)
    shown = folded if len(folded) <= _LONGEST_VALUE else f"{folded[:_LONGEST_VALUE]}…"
    return escaped(shown)


def escaped(text: str) -> str:
    """`text` on one line, so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))


def _quotation(notes: str) -> str:
    """The notes as somebody else's words: what is in a quotation can close or open nothing here."""
    whole = notes.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    lines = without_control(whole).strip("\n").split("\n")
    if not any(line.strip() for line in lines):
        return ""
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _link(link: Link) -> str:
    text, url = escaped(clean(link.text)), clean(link.url)
    if not _ADDRESS.fullmatch(url):
        return f"- {text}: {escaped(url)}" if text else f"- {escaped(url)}"
    return f"- [{text or escaped(url)}](<{url}>)"
