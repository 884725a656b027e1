"""Whole numbers as printable text, as small as a compressing web server lets them become.

A digit is one of 92 characters, those of ASCII that need no escape in JSON or in a script. A
number is written low digits first: the last digit is below 64, each before it is 64 or more and
holds a value to base 28. So a number below 64 is one character, and the same numbers are the same
characters, which compression needs.
"""

import zlib
from collections.abc import Iterable

from mkdocs_postmortems.search.index import Postings

DIGITS = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\<')
_LAST = 64
_BEFORE = len(DIGITS) - _LAST


def encoded_steps(numbers: Iterable[int]) -> str:
    """Ascending numbers as the distance of each to the one before, less one; the first to -1."""
    pieces: list[str] = []
    before = -1
    for number in numbers:
        step = number - before - 1
        while step >= _LAST:
            step, digit = divmod(step - _LAST, _BEFORE)
            pieces.append(DIGITS[_LAST + digit])
        pieces.append(DIGITS[step])
        before = number
    return "".join(pieces)


def encoded_postings(postings: Postings) -> str:
    """The documents' numbers as steps, and then a digit for each share.

    No length is written: the steps end where as many characters are left as there were steps.
    """
    return encoded_steps(postings.documents) + postings.shares.translate(_AS_DIGITS).decode("ascii")


def place_of(key: str, shards: int) -> int:
    """The number of the shard, of so many, that has `key`: by its CRC-32 in UTF-8."""
    return zlib.crc32(key.encode()) % shards


_AS_DIGITS = bytes(ord(DIGITS[min(value, len(DIGITS) - 1)]) for value in range(256))
