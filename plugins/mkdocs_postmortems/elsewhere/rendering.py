"""Markdown from templates: the pages that the plugin makes."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader

from mkdocs_postmortems.elsewhere.sources import way
from mkdocs_postmortems.exports.text import line
from mkdocs_postmortems.site.wording import FILTERS

_TEMPLATES = Path(__file__).parent.parent / "templates" / "elsewhere"
_MARKS = re.compile(r"[\\`*\[\]{}|]|(?<!\w)_|_(?!\w)|^[#>+-]|#+$|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
# Extensions of Markdown give these a meaning in pairs, and only some know a `\\` before them.
_PAIRED = {"~": "&#126;", "^": "&#94;", "$": "&#36;", "=": "&#61;"}
# A link or picture within the site, which would mean something else on each page.
_LOCAL = re.compile(r"!?\[([^\[\]]*)\]\((?!https?://|mailto:)[^()]*\)", re.IGNORECASE)
_BLOCK = re.compile(r"(?:#{1,6} |>|[-+*] )|(\d{1,4})(?=[.)] )")
_BLANKS = re.compile(r"\n{3,}")
_BODY = "\0"
_WIDE = 10**6


def environment(**shared: object) -> Environment:
    """Templates that know `shared`."""
    made = Environment(  # noqa: S701 - Markdown, not HTML
        loader=FileSystemLoader(_TEMPLATES), trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(FILTERS, line=inline, cell=inline_cell, plain=plain)
    made.globals.update(shared, at=at)
    return made


def rendered(
    made: Environment, template: str, file: str, meta: Mapping[str, Any], values: Mapping[str, Any]
) -> str:
    """The text of `file` below its front matter. In a template `to` is the way to another file.

    `body` among the `values` is put in as it is.
    """
    body = values.get("body") or ""
    shown = {**values, "body": _BODY if body else "", "to": partial(way, here=file), "here": file}
    text = _BLANKS.sub("\n\n", made.get_template(template).render(shown)).strip()
    head = yaml.safe_dump(dict(meta), sort_keys=False, allow_unicode=True, width=_WIDE)
    above, found, below = text.partition(f"\n{_BODY}\n") if body else (text, "", "")
    whole = f"{above}\n{body}\n{below}" if found else text.removesuffix(_BODY) + body
    return f"---\n{head}---\n\n{whole.strip()}\n"


def inline(text: str) -> str:
    """`text` of the front matter, in which Markdown has its meaning, on one line of its own."""
    outward = _LOCAL.sub(lambda found: found[1], line(text))
    block = _BLOCK.match(outward)
    if not block:
        return outward
    number = block[1] or ""
    return f"{number}\\{outward[len(number) :]}"


def inline_cell(text: str) -> str:
    """The same as a cell of a table."""
    return inline(text).replace("|", "\\|")


def plain(text: str) -> str:
    """`text` that is no Markdown, such as a title, as Markdown that reads the same."""
    escaped = _MARKS.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;")
    for mark, instead in _PAIRED.items():
        if escaped.count(mark) > 1:
            escaped = escaped.replace(mark, instead)
    return escaped


def at(name: str) -> str:
    """The attribute that gives a heading its address, as `attr_list` reads it."""
    return f"{{#{name}}}"
