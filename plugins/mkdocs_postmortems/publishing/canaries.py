"""Names of hidden postmortems, looked for in everything that a build has written.

What is looked for must be in no file unless the postmortem is, or the search would cry wolf:

- The end of its address and of its id, such as `2026-11-24-sharded-index`, made longer by the
  folder above (`2026/dark-mode`) until it has three parts and no file of the site ends so.
- Its title, if it has three words and 16 characters. "Notes on churn" may be anybody's.

Each in the spellings of HTML, JSON and addresses, as a whole and not as a part of a longer name.
Files that are only copied, from the theme or from `docs/`, are not looked at, and what people wrote
themselves is taken away: where another post's text has "see the draft of …", it is no leak. A link
to the address of a hidden page is found by its meaning, however it is spelt (`links`), so that a
name too plain to be looked for is not lost.

All are looked for at once, in one pass over the bytes: an alternation in which common beginnings
are written once (a trie), so that its cost grows with what is read and hardly with their number.
"""

import gzip
import html
import json
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

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
        self._owners: dict[bytes, list[Hidden]] = {}
        for each in hidden:
            for spelling in {spelt for name in _names(each, ends) for spelt in _spellings(name)}:
                self._owners.setdefault(spelling, []).append(each)
        self._pattern = _pattern(self._owners)

    def allow(self, text: bytes, source: str) -> None:
        """Look no more for what `text` has, which is people's own, unless it is its owner's.

        `source` is its file.
        """
        for name in set(self._found(text)):
            others = [each for each in self._owners[name] if each.path == source]
            if others:
                self._owners[name] = others
            else:
                del self._owners[name]

    def leaks(self, file: str, content: bytes) -> Iterator[Leak]:
        """The names that the file at the path `file` has in it, and may not."""
        for name in sorted(set(self._found(_unpacked(content)))):
            for each in self._owners[name]:
                if file not in each.own:
                    yield Leak(each, name.decode("utf-8", "replace"), file)

    def leaks_by_name(self, file: str) -> Iterator[Leak]:
        """The names in the path `file` itself of those that have no page at all."""
        for name in sorted(set(self._found(file.encode("utf-8", "surrogateescape")))):
            for each in self._owners[name]:
                if not each.own:
                    yield Leak(each, name.decode("utf-8", "replace"), file)

    def _found(self, content: bytes) -> Iterator[bytes]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(content):
            if match[0] in self._owners and not _goes_on(
                content[max(0, match.start() - 4) : match.start()]
            ):
                yield match[0]


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
    title = " ".join(hidden.title.split())
    if len(title) >= _SHORTEST_TITLE and len(_WORD.findall(title)) >= _FEWEST_WORDS:
        yield title
    its_own = Counter(end for file in hidden.own for end in _ends(page_of(file)))
    for path in {hidden.page, hidden.id}:
        telling = (end for end in _ends(path) if _is_telling(end) and ends[end] <= its_own[end])
        yield from islice(telling, 1)


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


def _pattern(names: Mapping[bytes, object]) -> re.Pattern[bytes] | None:
    if not names:
        return None
    trie: Trie = {}
    for name in names:
        node = trie
        for byte in name:
            node = node.setdefault(byte, {})
        node[_END] = {}
    return re.compile(_written(trie) + _GOES_ON)


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
