"""HTML taken from its page: it is read elsewhere, so its addresses are whole and nothing runs."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_LEFT_OUT = frozenset({"base", "embed", "iframe", "link", "meta", "object", "script", "style"})
_ADDRESSES = frozenset({"cite", "href", "poster", "src"})
_LONGEST_PICTURE = 50_000
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])([^,]*)(?:,|$)")

_Attributes = list[tuple[str, str | None]]


def standalone(content: str, base: str) -> str:
    """`content`, HTML of the page at `base`, as it can be read away from that page.

    Addresses become whole. Left out are scripts, styles and frames, what is only decoration (hidden
    from screen readers), the marks beside headings that link to themselves, comments, and large
    pictures that stand in their own addresses, for which readers refuse a whole feed.
    """
    reader = _Reader(base)
    reader.feed(content)
    reader.close()
    return "".join(reader.pieces).strip()


class _Reader(HTMLParser):
    """Writes what it reads, but for what is to change."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._base = base
        self._unwanted = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if self._unwanted:
            self._depth += tag == self._unwanted
        elif not _is_unwanted(tag, attrs):
            self.pieces.append(self._start(tag, attrs))
        elif tag not in _VOID:
            self._unwanted, self._depth = tag, 1

    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        if not self._unwanted and not _is_unwanted(tag, attrs):
            self.pieces.append(self._start(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self._unwanted:
            self.pieces.append(f"</{tag}>")
        elif tag == self._unwanted:
            self._depth -= 1
            self._unwanted = self._unwanted if self._depth else ""

    def handle_data(self, data: str) -> None:
        if not self._unwanted:
            self.pieces.append(html.escape(data, quote=False))

    def _start(self, tag: str, attrs: _Attributes) -> str:
        """The tag as it stands, unless an attribute has to change: SVG minds the case of names."""
        changed = [
            (name, self._changed(name, value)) for name, value in attrs if not name.startswith("on")
        ]
        source = self.get_starttag_text() or ""
        if changed == attrs:
            return source
        written = "".join(
            f" {name}" if value is None else f' {name}="{html.escape(value)}"'
            for name, value in changed
        )
        return f"<{tag}{written}{'/' * source.endswith('/>')}>"

    def _changed(self, name: str, value: str | None) -> str | None:
        if value is None:
            return None
        if name in _ADDRESSES:
            return self._whole(value)
        if name == "srcset":
            found = _CANDIDATE.findall(value)
            return ", ".join(self._whole(url) + size.rstrip() for url, size in found)
        return value

    def _whole(self, address: str) -> str:
        try:
            return urljoin(self._base, address.strip())
        except ValueError:
            return address


def _is_unwanted(tag: str, attrs: _Attributes) -> bool:
    given = dict(attrs)
    if tag == "img" and (given.get("src") or "").startswith("data:"):
        return len(given["src"] or "") > _LONGEST_PICTURE
    is_mark = tag == "a" and "headerlink" in (given.get("class") or "").split()
    return tag in _LEFT_OUT or given.get("aria-hidden") == "true" or is_mark
