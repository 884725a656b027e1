"""Secrets in a text: where they are and of what kind, and never what they are.

Three ways to know one: the form that its vendor publishes (`tokens`), a password in a web address
(RFC 3986, section 3.2.1), and a value that looks made by a machine beside a name that means a
secret. What stands for a secret in examples, such as `<your-token>` and `$TOKEN`, is none.
"""

import hashlib
import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from mkdocs_postmortems.checks.detection.places import Places
from mkdocs_postmortems.checks.detection.tokens import TOKENS

_IN_ADDRESS = re.compile(
    r"://[^\s:/?#@\"'`<>\[\]()]{0,80}:(?P<secret>[^\s/?#@\"'`<>]{1,200})@(?P<host>[\w.-]{1,253}|\[)"
)
_NOBODYS_HOST = re.compile(r"(?:.*\.)?example(?:\.(?:com|net|org))?", re.IGNORECASE)
"""Hosts that only examples have (RFC 2606)."""
_ASSIGNED = re.compile(
    r"(?::=|=>|[:=])\s{0,4}[\"']?(?P<secret>[^\s\"'`,;<>(){}\[\]|&]{8,200})(?P<end>[(\[{]?)"
)
_NAME_BEFORE = re.compile(
    r"(?P<name>password|passwd|passphrase|pwd|secret|credentials?|(?:api|access|account|private"
    r"|secret|encryption)[_-]?key|(?:\b|[_-]|access|api|auth|bearer|refresh|session)token)"
    r"[\"']?\s{0,4}\Z",
    re.IGNORECASE,
)
_OF_NO_SECRET = re.compile(
    r"(?:bos|client|cls|continuation|cursor|eos|idempotency|lock|mask|next|pad|page|sep|special|sync|unk)"
    r"[_-]?token[\"']?\s{0,4}\Z",
    re.IGNORECASE,
)
"""Names of tokens that are none for access, such as those of pages and of text."""
_LONGEST_NAME = 40
_EXAMPLES = (
    "example", "placeholder", "changeme", "change_me", "change-me", "redacted", "dummy", "sample",
    "your", "insert", "replace", "xxxx", "****", "....", "…", "1234567", "abcdef", "${", "$(",
    "{{", "%(", "deadbeef", "fake", "notreal", "not-real", "process.env", "os.environ",
    "password", "passwd", "arn:",
)  # fmt: skip
_STANDS_FOR = re.compile(
    r"\$?[A-Z_]+|[$%<{\[*.#].*|(?:my_?|the_?|user_?)?(?:pass|password|passwd|pwd|pw|secret|token"
    r"|key|api_?key|none|null|true|false|x+|\.+|-+|user|test|testing|postgres|root|admin|guest)",
    re.IGNORECASE,
)
_LOWEST_ENTROPY = 2.8
_FEWEST_CHARACTERS = 5
_MOST_SHOWN = 4
_FEWEST_TELLING = 8
"""So much of a secret, or all of a shorter one, is not told."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in a text.

    Attributes:
        kind: What it is, in words.
        shown: At most four characters by which its author finds it: the beginning that all
            secrets of the kind share. Empty where they share none.
        line: Its line in the text, from 1.
        column: Its column in the line, from 1.
        digest: The SHA-256 of it, in hexadecimal, to know again what was allowed.
    """

    kind: str
    shown: str
    line: int
    column: int
    digest: str = field(repr=False)


def secrets_in(text: str) -> Iterator[Secret]:
    """The secrets in `text`, in their order, each once.

    Never raises, and takes time in proportion to the text.
    """
    places = Places(text)
    for start, (end, kind, shown) in sorted(_spans(text).items()):
        digest = hashlib.sha256(text[start:end].encode("utf-8", "surrogatepass")).hexdigest()
        yield Secret(kind, shown, *places.of(start), digest)


def without_secrets(told: str, text: str) -> str:
    """`told`, which may quote `text`, with `…` for what it has of the secrets of `text`.

    One that was cut short, or written in other cases, is taken out too.
    """
    for start, (end, _, shown) in _spans(text).items():
        secret = text[start:end]
        head = re.compile(re.escape(secret[:_FEWEST_TELLING]), re.IGNORECASE)
        begin = 0
        while match := head.search(told, begin):
            at, quoted = match.start(), zip(told[match.start() :], secret, strict=False)
            alike = takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), quoted)
            told = f"{told[:at]}{shown}…{told[at + sum(1 for _ in alike) :]}"
            begin = at + len(shown) + 1
    return told


def _spans(text: str) -> dict[int, tuple[int, str, str]]:
    """By where a secret starts: where it ends, its kind, and what may be shown of it."""
    found: dict[int, tuple[int, str, str]] = {}
    taken: list[tuple[int, int]] = []
    for start, end, kind, shown in _candidates(text):
        if start not in found and not _is_taken(taken, start, end):
            found[start] = end, kind, shown
            at = bisect_right(taken, (start, end))
            taken.insert(at, (start, end))
    return found


def _is_taken(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which lie apart and in order, has a part of this one."""
    at = bisect_right(taken, (start, end))
    before = at > 0 and taken[at - 1][1] > start
    return before or (at < len(taken) and taken[at][0] < end)


def _candidates(text: str) -> Iterator[tuple[int, int, str, str]]:
    for token in TOKENS:
        if not any(mark in text for mark in token.marks):
            continue
        for match in token.pattern.finditer(text):
            start, end = match.span("secret" if match.groupdict().get("secret") else 0)
            if not _is_an_example(text[start:end]):
                yield start, end, token.kind, _shared(text[start:end], token.marks)
    if "://" in text:
        yield from _in_addresses(text)
    yield from _named(text)


def _shared(secret: str, marks: Iterable[str]) -> str:
    """The beginning of `secret` that is public, because it is one of the kind's marks."""
    begins = next((mark for mark in marks if secret.startswith(mark)), "")
    return begins[:_MOST_SHOWN]


def _in_addresses(text: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _IN_ADDRESS.finditer(text):
        password = match["secret"]
        is_shown = _STANDS_FOR.fullmatch(password) or _looks_made_up(password)
        if not is_shown and not _NOBODYS_HOST.fullmatch(match["host"]):
            yield *match.span("secret"), "a password in an address", ""


def _named(text: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _ASSIGNED.finditer(text):
        before = max(0, match.start() - _LONGEST_NAME), match.start()
        name = _NAME_BEFORE.search(text, *before)
        value = match["secret"].rstrip(".:!?\\")
        if not name or match["end"] or _OF_NO_SECRET.search(text, *before):
            continue
        if _looks_random(value):
            start = match.start("secret")
            kind = f"the value of `{name['name'].casefold().strip('_-')}`"
            yield start, start + len(value), kind, ""


def _is_an_example(secret: str) -> bool:
    """Whether a text of a secret's form only shows the form."""
    if secret.startswith("-----"):
        return False
    return len(set(secret)) < _FEWEST_CHARACTERS or _looks_made_up(secret)


def _looks_made_up(value: str) -> bool:
    lowered = value.casefold()
    return any(each in lowered for each in _EXAMPLES)


def _looks_random(value: str) -> bool:
    """Whether a value looks made by a machine: letters and digits, and little repeated.

    Paths, addresses, names with dots and numbers do not. The bound is in bits a character
    (Shannon, 1948); eight characters that all differ have 3.
    """
    if len(value) < 8 or "/" in value[:2] or "://" in value or _STANDS_FOR.fullmatch(value):
        return False
    has_both = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return has_both and not _is_words(value) and not _looks_made_up(value) and _varies(value)


def _is_words(value: str) -> bool:
    """Whether it is a name, path or version: words and numbers, joined by marks."""
    parts = re.split(r"[._/:@\\-]+", value)
    return len(parts) > 1 and all(
        re.fullmatch(r"[A-Za-z]*|\d{1,8}|[A-Za-z]+\d{1,2}|\w{1,5}", part) for part in parts
    )


def _varies(value: str) -> bool:
    total = len(value)
    counts = Counter(value).values()
    return -sum(n / total * math.log2(n / total) for n in counts) >= _LOWEST_ENTROPY
