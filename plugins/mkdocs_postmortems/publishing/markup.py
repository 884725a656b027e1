"""What a built page has that others can link to, and what it links to.

A site has thousands of pages that are alike but for their text. So a page is only split into its
start tags, by the rules of the HTML standard's tokenizer (13.2.5: an attribute's value in quotes
may have `>`, comments and the text of scripts, styles, titles and text areas have no tags), and
each tag that no page had before is given to Python's own parser, once. What a page says is kept by
the digest of its bytes, so that a page that stays is not read again by the next build.
"""

import json
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from html.parser import HTMLParser

from mkdocs_postmortems.kept.fingerprint import SIZE
from mkdocs_postmortems.kept.store import Store

_REST = rb"""[^>"']*+(?:"[^"]*"[^>"']*+|'[^']*'[^>"']*+)*+>"""
# Each begins with a plain `<`, which Python finds fast.
_TEXT_ONLY = re.compile(
    rb"<(?:!--.*?-->|((?i:(script|style|textarea|title))\b" + _REST + rb").*?</(?i:\2)\s*>)",
    re.DOTALL,
)
_WITHOUT_TEXT = rb"<\1 "  # where a comment was, `<` and a blank, which begins no tag
_TAG = re.compile(rb"<[a-zA-Z]" + _REST)
_TELLING = re.compile(
    rb"[\s\"'/](?:href|src|id|name|srcset|poster|data|http-equiv)\s*=", re.IGNORECASE
)
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
_KIND = b"markup 1"
"""What is kept, and how; it changes when pages are read in another way."""
_NO_LINKS = frozenset({"preconnect", "dns-prefetch"})
_MOST_KNOWN = 500_000


@dataclass(frozen=True, slots=True)
class Tag:
    """What a start tag says: the anchors that it makes, and what it links to or loads."""

    anchors: tuple[str, ...]
    targets: tuple[str, ...]
    base: str = ""


@dataclass(slots=True)
class Markup:
    """What a page says."""

    anchors: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    base: str = ""


class Reader:
    """Reads pages, and knows pages and tags again."""

    def __init__(self, store: Store | None = None) -> None:
        """Keep what pages say in `store`."""
        self._store = store
        self._known: dict[bytes, Tag | None] = {}

    def read(self, page: bytes) -> Markup:
        """The anchors and targets of `page`."""
        if self._store is None:
            return self._read(page)
        key = blake2b(page, digest_size=SIZE, person=_KIND).digest()
        if (kept := _understood(self._store.get(key))) is not None:
            return kept
        markup = self._read(page)
        said = [markup.base, sorted(markup.anchors), sorted(markup.targets)]
        self._store.put(key, json.dumps(said).encode())
        return markup

    def _read(self, page: bytes) -> Markup:
        markup = Markup()
        for tag in set(_TAG.findall(_TEXT_ONLY.sub(_WITHOUT_TEXT, page))):
            if (said := self._said(tag)) is None:
                continue
            markup.anchors.update(said.anchors)
            markup.targets.update(said.targets)
            markup.base = markup.base or said.base
        return markup

    def _said(self, tag: bytes) -> Tag | None:
        if tag not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[tag] = _parsed(tag) if _TELLING.search(tag) else None
        return self._known[tag]


def _understood(kept: bytes | None) -> Markup | None:
    """What was kept of a page; None where nothing was, or somebody has changed it."""
    if kept is None:
        return None
    try:
        base, anchors, targets = json.loads(kept)
        return Markup(set(anchors), set(targets), base)
    except (ValueError, TypeError):
        return None


class _Parser(HTMLParser):
    """Takes one start tag apart."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the first attribute of each name, as browsers do."""
        self.name = tag
        for name, value in attrs:
            self.attributes.setdefault(name, value or "")


def _parsed(tag: bytes) -> Tag:
    parser = _Parser()
    parser.feed(tag.decode("utf-8", "replace"))
    name, has = parser.name, parser.attributes
    anchors = [has["id"]] if has.get("id") else []
    if name == "a" and has.get("name"):
        anchors.append(has["name"])
    if name == "base":
        return Tag(tuple(anchors), (), has.get("href", ""))
    return Tag(tuple(anchors), tuple(_targets(name, has)))


def _targets(name: str, has: dict[str, str]) -> list[str]:
    found = [has[each] for each in ("src", "poster") if has.get(each)]
    if name in {"a", "area", "use", "image"} and "href" in has:
        found.append(has["href"])
    if name == "link" and not _NO_LINKS & set(has.get("rel", "").lower().split()):
        found.append(has.get("href", ""))
    if name == "object" and has.get("data"):
        found.append(has["data"])
    if has.get("srcset"):
        found += [each.split()[0] for each in has["srcset"].split(",") if each.strip()]
    if name == "meta" and has.get("http-equiv", "").lower() == "refresh":
        moved = _REFRESH.match(has.get("content", ""))
        found += [moved[1]] if moved else []
    return [each.strip() for each in found]
