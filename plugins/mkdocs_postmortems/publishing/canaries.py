"""Names of hidden postmortems, looked for in everything that a build has written.

What is looked for must be in no file unless the postmortem is, or the search would cry wolf:

- The end of its address and of its id, such as `2026-11-24-sharded-index`, made longer by the
  folder above (`2026/dark-mode`) until it has three parts and no file of the site ends so.
- Its title, if it has three words and 16 characters. "Notes on churn" may be anybody's.

Each in the spellings of HTML, JSON and addresses, as a whole and not as a part of a longer name.
Files that are only copied, from the theme or from `docs/`, are not looked at, and what people wrote
themselves is taken away: where another post's text has "see the draft of …", it is no leak, and
neither is the anchor of a heading with the same words, nor the address of a file that a text links
to. A link to the address of a hidden page is
found by its meaning, however it is spelt (`links`), so that a name too plain to be looked for is
not lost.

All are looked for at once, in one pass over the bytes: an alternation in which common beginnings
are written once (a trie), so that its cost grows with what is read and hardly with their number.
"""

import gzip
import html
import json
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import quote, unquote_to_bytes

from mkdocs_postmortems.publishing.facts import Hidden

_FEWEST_WORDS = 3
_SHORTEST_TITLE = 16
_SHORTEST_NAME = 12
_FEWEST_JOINTS = 2
_JOINT = re.compile(r"[-_.]+")
_WORD = re.compile(r"[^\W_]+")
_GZIP = b"\x1f\x8b"
# What a name goes on with: ASCII, and in UTF-8 what begins a letter, not a quote, dash or blank.
_GOES_ON = rb"(?![0-9A-Za-z_\xc3-\xe1\xe3-\xf4-])"

Trie = dict[int, "Trie"]
_END = -1
_BLANK = ord(" ")


@dataclass(frozen=True, slots=True)
class Leak:
    """A name of a hidden postmortem where it may not be.

    Attributes:
        hidden: Whose it is.
        name: What was found, as it is in the file.
        file: The first file that has it, as a path from the site's root.
    """

    hidden: Hidden
    name: str
    file: str


class Canaries:
    """What is looked for, and whose it is."""

    def __init__(self, hidden: Iterable[Hidden], files: Collection[str]) -> None:
        """Choose what to look for of `hidden` on a site that has `files`."""
        ends = Counter(end for file in files for end in _ends(page_of(file)))
        self._owners: dict[str, list[Hidden]] = {}
        self._by_target: dict[bytes, list[Hidden]] = {}
        for each in hidden:
            self._by_target.setdefault(_target(each), []).append(each)
            for name in dict.fromkeys(_names(each, ends)):
                self._owners.setdefault(name, []).append(each)
        self._by_words: dict[bytes, list[str]] = {}
        for name in self._owners:
            self._by_words.setdefault(_words(name), []).append(name)
        self._words = _pattern(self._by_words, before=b" ")
        self._targets = _pattern(self._by_target, after=_GOES_ON)

    def allow(self, text: bytes, source: str) -> None:
        """Look no more for what `text` has, which is people's own, unless it is its owner's.

        `source` is its file. Words count, not how they are set: a heading becomes an address. Where
        it links to a file, it has all that the file's address says.
        """
        for each in self._linked(text, source):
            for name, owners in self._owners.items():
                if each in owners and name != _title(each):
                    self._owners[name] = [other for other in owners if other is not each]
        for words in _in_words(self._words, text):
            for name in self._by_words[words]:
                others = (each for each in self._owners.get(name, ()) if each.path == source)
                self._owners[name] = list(others)

    def _linked(self, text: bytes, source: str) -> Iterator[Hidden]:
        """Those whose files `text`, the content of the file `source`, names as links do."""
        content = unquote_to_bytes(text) if b"%" in text else text
        for match in self._targets.finditer(content) if self._targets else ():
            if not _goes_on(content[max(0, match.start() - 4) : match.start()]):
                yield from (each for each in self._by_target[match[0]] if each.path != source)

    def leaks(self, file: str, content: bytes) -> Iterator[Leak]:
        """The names that the file at the path `file` has in it, and may not."""
        for name in self._found(_unpacked(content)):
            for each in self._owners[name]:
                if file not in each.own:
                    yield Leak(each, name, file)

    def leaks_by_name(self, file: str) -> Iterator[Leak]:
        """The names in the path `file` itself of those that have no page at all."""
        for name in self._found(file.encode("utf-8", "surrogateescape")):
            for each in self._owners[name]:
                if not each.own:
                    yield Leak(each, name, file)

    def _found(self, content: bytes) -> list[str]:
        if self._pattern is None:
            return []
        found = {
            self._spelt[match[0]]
            for match in self._pattern.finditer(content)
            if not _goes_on(content[max(0, match.start() - 4) : match.start()])
        }
        return sorted(found)

    @cached_property
    def _spelt(self) -> dict[bytes, str]:
        """The spellings of all names that are looked for, when all that is allowed is known."""
        names = (name for name, owners in self._owners.items() if owners)
        return {spelling: name for name in names for spelling in _spellings(name)}

    @cached_property
    def _pattern(self) -> re.Pattern[bytes] | None:
        return _pattern(self._spelt, after=_GOES_ON)


def _words(text: str) -> bytes:
    """The words of `text`, each with a blank behind it."""
    words = _WORD.findall(html.unescape(text).casefold())
    return "".join(f"{word} " for word in words).encode("utf-8", "surrogateescape")


def _in_words(pattern: re.Pattern[bytes] | None, text: bytes) -> Iterator[bytes]:
    """The sequences of words that `pattern` finds in `text`, also those within others."""
    if pattern is None:
        return
    content = b" " + _words(text.decode("utf-8", "replace"))
    begin = 0
    while match := pattern.search(content, begin):
        found = match[0][1:]
        yield found
        # What begins alike and ends earlier is found too.
        shorter = (found[: end + 1] for end, byte in enumerate(found[:-1]) if byte == _BLANK)
        yield from (each for each in shorter if pattern.fullmatch(b" " + each))
        begin = match.start() + 1


def _goes_on(before: bytes) -> bool:
    """Whether what comes after `before` is only a part of a name."""
    last = before.decode("utf-8", "ignore")[-1:]
    return last.isalnum() or last in {"_", "-"}


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content


def _names(hidden: Hidden, ends: Counter[str]) -> Iterator[str]:
    """What to look for; `ends` are those of the paths of all files of the site."""
    title = _title(hidden)
    if len(title) >= _SHORTEST_TITLE and len(_WORD.findall(title)) >= _FEWEST_WORDS:
        yield title
    its_own = Counter(end for file in hidden.own for end in _ends(page_of(file)))
    for path in {hidden.page, hidden.id}:
        telling = (end for end in _ends(path) if _is_telling(end) and ends[end] <= its_own[end])
        yield from islice(telling, 1)


def _title(hidden: Hidden) -> str:
    return " ".join(hidden.title.split())


def _target(hidden: Hidden) -> bytes:
    """How the targets of links to it end: its file's name, with the folder where many have that."""
    parts = hidden.path.split("/")
    is_plain = parts[-1].casefold() in {"index.md", "readme.md"}
    return "/".join(parts[-2:] if is_plain else parts[-1:]).encode("utf-8", "surrogateescape")


def _ends(path: str) -> list[str]:
    """`churn`, `2026/churn` and so on."""
    parts = path.split("/")
    return ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]


def _is_telling(end: str) -> bool:
    """Whether it is more than what anybody may write, or a theme in a script, as `dark-mode`."""
    joints = len(_JOINT.findall(end))
    return "/" in end or (len(end) >= _SHORTEST_NAME and joints >= _FEWEST_JOINTS)


def page_of(file: str) -> str:
    """The path of the page at the path `file`, without suffix."""
    return file.rstrip("/").removesuffix("/index.html").removesuffix(".html").removesuffix(".md")


def _spellings(name: str) -> set[bytes]:
    escaped = html.escape(name, quote=False)
    forms = {
        name,
        escaped,
        html.escape(name),
        escaped.replace('"', "&#34;").replace("'", "&#39;"),
        escaped.replace('"', "&quot;"),
        json.dumps(name)[1:-1],
        json.dumps(name, ensure_ascii=False)[1:-1],
        quote(name),
    }
    return {form.encode("utf-8", "surrogateescape") for form in forms}


def _pattern(
    names: Collection[bytes], before: bytes = b"", after: bytes = b""
) -> re.Pattern[bytes] | None:
    """What finds `names`, the longest of those that begin alike, between `before` and `after`."""
    if not names:
        return None
    trie: Trie = {}
    for name in names:
        node = trie
        for byte in name:
            node = node.setdefault(byte, {})
        node[_END] = {}
    return re.compile(before + _written(trie) + after)


def _written(trie: Trie) -> bytes:
    """`trie` as a pattern. A stretch without branches is one literal: names may be long."""
    stretch = bytearray()
    node = trie
    while len(node) == 1 and _END not in node:
        ((byte, node),) = node.items()
        stretch.append(byte)
    branches = [
        re.escape(bytes([byte])) + _written(node[byte]) for byte in sorted(node) if byte >= 0
    ]
    literal = re.escape(bytes(stretch))
    if not branches:
        return literal
    optional = b"?" if _END in node else b""
    return literal + b"(?:" + b"|".join(branches) + b")" + optional
