"""Rendered bodies made safe: what is on the list stays, all else goes, and what went is known.

The parser and the cleaner are those of Ammonia, by way of nh3: https://github.com/rust-ammonia.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.allowed import (
    ATTRIBUTE_PREFIXES,
    ATTRIBUTES,
    EMPTIED,
    FREED_PREFIXES,
    PICTURES,
    RESERVED_PREFIXES,
    SCHEMES,
    STYLES,
    TAGS,
    THEME_CLASSES,
    VALUES,
    names,
)

_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")
_STYLE = re.compile(r"\sstyle\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([\w-]+)\s*:")
_SCHEME = re.compile(r"=\s*+[\"']?\s*+([a-zA-Z][a-zA-Z0-9+.-]*):")
# Browsers leave out what is before an address, and the ends of lines in it (WHATWG URL, "basic URL
# parser").
_DATA = re.compile(r"[\0-\x20]*+" + r"[\t\n\r]*+".join("data:"), re.IGNORECASE)
_LEFT_OUT = "".join(map(chr, range(0x21)))
_PICTURE = re.compile(rf"data:image/(?:{'|'.join(sorted(PICTURES))})[;,]", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!https?://)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OFTEN_SEEN = names(
    "about blob data file filesystem ftp ftps git javascript jar livescript mocha slack ssh steam"
    " vbscript view-source vscode ws wss"
)
_EVERY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:@.#*[(0123456789")
_KNOWN_TAGS = names(
    "base body button canvas datalist dialog embed fieldset foreignobject form frame frameset head"
    " html iframe legend link main marquee menu meta noembed noframes noscript object optgroup"
    " option output param script select slot template textarea title"
)


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that a body had and may not have.

    Attributes:
        tag: The element, or the one that had the attribute.
        attribute: The attribute; empty where the element itself went.
        value: What of its value went.
    """

    tag: str
    attribute: str = ""
    value: str = ""


def is_reserved(name: str) -> bool:
    """Whether an id or name may be one by which the page's scripts find its parts."""
    return name.startswith(RESERVED_PREFIXES) and not name.startswith(FREED_PREFIXES)


class Sanitizer:
    """Makes HTML safe by the list of `allowed`."""

    def __init__(self) -> None:
        """Prepare the two cleaners: one that keeps to the list, one that keeps all."""
        self._strict = nh3.Cleaner(
            tags=TAGS,
            clean_content_tags=EMPTIED,
            attributes=ATTRIBUTES,
            attribute_filter=_kept,
            link_rel=None,
            generic_attribute_prefixes=ATTRIBUTE_PREFIXES,
            tag_attribute_values=VALUES,
            url_schemes=SCHEMES | {"data"},
            filter_style_properties=STYLES,
        )
        self._lenient = _lenient(STYLES)

    def clean(self, html: str) -> tuple[str, Counter[Removed]]:
        """`html` made safe, and what it had that it may not have, with how often.

        `html` is a fragment, such as the content of an element.
        """
        safe = self._strict.clean(html)
        tags = {name.lower() for name in _NAME.findall(html)} - TAGS
        whole = self._lenient_with(html, tags).clean(html)
        found: Counter[Removed] = Counter() if whole == safe else _difference(whole, safe)
        if missed := tags - {each.tag for each in found}:
            # Even the lenient one takes out styles, and HTML in drawings and mathematics.
            still = Counter(map(str.lower, _NAME.findall(safe)))
            gone = Counter(map(str.lower, _NAME.findall(html))) - still
            found.update({Removed(tag): gone[tag] for tag in missed if gone[tag]})
        return safe, found

    def recall(self, html: str, memory: Memory) -> tuple[str, Counter[Removed]]:
        """As `clean`, which is asked only for what `memory` does not know."""

        def made() -> tuple[str, tuple[tuple[str, str, str, int], ...]]:
            safe, removed = self.clean(html)
            rows = ((each.tag, each.attribute, each.value, n) for each, n in removed.items())
            return safe, tuple(rows)

        safe, rows = memory.recall(memory.key("safe", html), made)
        return safe, Counter({Removed(tag, name, value): n for tag, name, value, n in rows})

    def _lenient_with(self, html: str, tags: set[str]) -> nh3.Cleaner:
        schemes = {name.lower() for name in _SCHEME.findall(html)} - SCHEMES - _OFTEN_SEEN
        styles = " ".join(_STYLE.findall(html))
        is_styled = not STYLES.issuperset(map(str.lower, _PROPERTY.findall(styles)))
        strange = tags - _KNOWN_TAGS - {"style"}  # with it, ammonia does not filter attributes
        if not (strange or schemes or is_styled):
            return self._lenient
        return _lenient(None if is_styled else STYLES, strange, schemes)


def _lenient(
    styles: AbstractSet[str] | None,
    tags: AbstractSet[str] = frozenset(),
    schemes: AbstractSet[str] = frozenset(),
) -> nh3.Cleaner:
    """One that keeps all: what it writes differs from the other's by what that one takes out."""
    return nh3.Cleaner(
        tags=TAGS | _KNOWN_TAGS | tags,
        clean_content_tags=set(),
        attributes={},
        link_rel=None,
        generic_attribute_prefixes=_EVERY,
        url_schemes=SCHEMES | _OFTEN_SEEN | schemes,
        filter_style_properties=styles,
    )


# -- what an attribute may hold


def _kept(tag: str, name: str, value: str) -> str | None:
    """What of an attribute's value stays; None to take the attribute out."""
    rule = _RULES.get(name)
    return rule(tag, value) if rule else value


def _identity(_: str, value: str) -> str | None:
    return None if is_reserved(value) else value


def _name(tag: str, value: str) -> str | None:
    """Of inputs only what joins tabs."""
    if tag == "input" and not value.startswith("__tabbed_"):
        return None
    return None if is_reserved(value) else value


def _classes(_: str, value: str) -> str | None:
    if "md-" not in value:
        return value
    return " ".join(each for each in value.split() if not _is_theme_part(each))


def _is_theme_part(name: str) -> bool:
    return name.startswith("md-") and name not in THEME_CLASSES


def _address(tag: str, value: str) -> str | None:
    if not _DATA.match(value):
        return value
    return value if tag == "img" and _PICTURE.match(value) else None


def _candidates(_: str, value: str) -> str | None:
    given = (each.split() for each in value.split(", "))
    return value if all(each and not _ELSEWHERE.match(each[0]) for each in given) else None


def _origin(_: str, value: str) -> str | None:
    """Where a quotation is from; no browser goes there, but extensions of browsers do."""
    return None if _ELSEWHERE.match(value.lstrip(_LEFT_OUT)) else value


def _target(_: str, value: str) -> str | None:
    return value if value in {"_blank", "_self"} else None


_RULES: Mapping[str, Callable[[str, str], str | None]] = {
    "cite": _origin,
    "class": _classes,
    "for": _identity,
    "href": _address,
    "id": _identity,
    "name": _name,
    "poster": _address,
    "src": _address,
    "srcset": _candidates,
    "target": _target,
}


# -- what went


def _difference(whole: str, safe: str) -> Counter[Removed]:
    """What `whole` has and `safe` has not; both are written by the same hand."""
    before, after = _Reader.tokens(whole), _Reader.tokens(safe)
    gone = before - after
    found: Counter[Removed] = Counter()
    for token, count in gone.items():
        if token.attribute:
            if token.tag in TAGS and (value := _gone_of(token)) is not None:
                found[Removed(token.tag, token.attribute, value)] += count
        elif token.tag not in TAGS:
            found[token] += count
    return found


def _gone_of(token: Removed) -> str | None:
    """What of an attribute's value went; None where it was only written in another way."""
    if token.attribute == "style":
        names = (each.partition(":")[0].strip().lower() for each in token.value.split(";"))
        return (
            ", ".join(each for each in dict.fromkeys(names) if each and each not in STYLES) or None
        )
    if token.attribute == "class":
        return " ".join(filter(_is_theme_part, token.value.split()))
    return token.value


class _Reader(HTMLParser):
    """Counts elements and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[Removed] = Counter()

    @classmethod
    def tokens(cls, html: str) -> Counter[Removed]:
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[Removed(tag)] += 1
        for name, value in attrs:
            self.found[Removed(tag, name, value or "")] += 1
