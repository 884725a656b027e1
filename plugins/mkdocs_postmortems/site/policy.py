"""The Content-Security-Policy that a built site works under: what its pages may load and run.

https://www.w3.org/TR/CSP3/. Scripts of the theme that stand in its pages are named by their
digests, never allowed altogether.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_RUN = frozenset({"", "module", "text/javascript", "application/javascript", "importmap"})
# The way to the site's root, which the theme writes into a script of each page.
_WAY = re.compile(r"\"(?:\.{1,2}(?:/\.\.)*|/(?:[\w.-]+/)*)\"")

DIRECTIVES: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "worker-src": ("'self'",),
    "style-src": ("'self'",),
    # Alignment in tables and the like; a body may have harmless properties only.
    "style-src-attr": ("'unsafe-inline'",),
    # Themes draw their icons from addresses in their styles.
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "media-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "frame-src": ("'none'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}
"""What each directive has before anything is added."""


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands in pages themselves, by what is between the tags.

    Attributes:
        scripts: The scripts that browsers run.
        styles: The styles.
        strange: Scripts and styles of pages of postmortems that no other page has, with the
            path of the first page that has each.
    """

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    strange: Mapping[str, str] = field(default_factory=dict)


def inline_of(site: Path, of_authors: Iterable[str]) -> Inline:
    """What stands in the pages of the site that is in the folder `site`.

    What is on a page of `of_authors`, which are paths, counts only if a page that shows nothing of
    theirs has it too, but for the way to the site's root: what gets into pages through a fault is
    not allowed by being there.
    """
    shown = frozenset(of_authors)
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    seen: set[tuple[str, str]] = set()
    known: set[tuple[str, str]] = set()
    doubtful: dict[tuple[str, str], str] = {}
    for path in paths:
        for kind, text in _Reader.pieces((site / path).read_text("utf-8", "replace")):
            if path in shown:
                doubtful.setdefault((kind, text), path)
            else:
                seen.add((kind, text))
                known.add((kind, _WAY.sub('""', text)))
    strange: dict[str, str] = {}
    for (kind, text), path in doubtful.items():
        if (kind, _WAY.sub('""', text)) in known:
            seen.add((kind, text))
        else:
            strange.setdefault(text, path)
    return Inline(
        scripts=frozenset(text for kind, text in seen if kind == "script"),
        styles=frozenset(text for kind, text in seen if kind == "style"),
        strange=strange,
    )


def policy_of(inline: Inline, added: Mapping[str, Iterable[str]]) -> str:
    """The policy for pages with `inline`, and what is `added` to directives."""
    found = {name: list(sources) for name, sources in DIRECTIVES.items()}
    found["script-src"] += sorted(map(_digest, inline.scripts))
    found["style-src"] += sorted(map(_digest, inline.styles))
    for name, sources in added.items():
        there = [each for each in found[name] if each != "'none'"]
        found[name] = list(dict.fromkeys([*there, *sources])) or found[name]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in found.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class _Reader(HTMLParser):
    """Finds scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, str]] = []
        self._kind = ""
        self._text: list[str] = []

    @classmethod
    def pieces(cls, page: str) -> Iterator[tuple[str, str]]:
        """Each script and style of `page` as `script` or `style` and its text."""
        # Browsers read every end of a line as one character before they take the digest.
        reader = cls()
        for match in _ELEMENT.finditer(page.replace("\r\n", "\n").replace("\r", "\n")):
            reader.feed(match[0])
        return iter(reader.found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = "src" not in given and (given.get("type") or "").lower() in _RUN
        self._kind = tag if tag == "style" or (tag == "script" and runs) else ""
        self._text = []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, _: str) -> None:
        text = "".join(self._text)
        if self._kind and text:
            self.found.append((self._kind, text))
        self._kind = ""


_ELEMENT = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
