"""What search engines are asked: on an internal site, to stay away from every page.

Both ways are requests that well-behaved crawlers follow (RFC 9309 for `robots.txt`; "Robots meta
tag", Google Search Central). They keep nobody out: only what stands before the site does.
"""

import re
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_postmortems.site.content import Plan
from mkdocs_postmortems.site.finding import add

INTERNAL = "internal"
NAME = "robots.txt"

_TEXT = Path(__file__).parent.parent / "templates" / "text" / NAME
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_END = re.compile(r"</head\s*>|<body[\s>]", re.IGNORECASE)
_SAID = re.compile(r"<meta\s[^>]*?\bname\s*=\s*[\"']?robots(?:[\"'/>\s])", re.IGNORECASE)


class Robots:
    """Keeps search engines away from one internal site."""

    def __init__(self, environment: Environment) -> None:
        """Take the tag from a template, which a site can override."""
        self._tag = environment.get_template("postmortems/_robots.html").render()

    @classmethod
    def of(cls, plan: Plan, environment: Environment) -> "Robots | None":
        """Those of the site of `plan`; None where search engines may come."""
        return cls(environment) if plan.robots == INTERNAL else None

    def add_text(self, files: Files, config: MkDocsConfig) -> None:
        """Add `robots.txt`, unless the site has one: its author's word counts."""
        is_there = files.get_file_from_path(NAME) or NAME in config.theme.static_templates
        if not is_there:
            add(NAME, _TEXT.read_text("utf-8"), files, config)

    def tagged(self, html: str) -> str:
        """The page `html` with the tag at the top of its head, unless it says what it wants."""
        head = _HEAD.search(html)
        if head is None:
            return html
        end = _END.search(html, head.end())
        if _SAID.search(html, head.end(), end.start() if end else len(html)):
            return html
        return html[: head.end()] + "\n" + self._tag + html[head.end() :]
