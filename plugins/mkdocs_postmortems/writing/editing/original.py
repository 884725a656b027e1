"""The bytes of a file, edited at the places of the text that is read from them."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.source.text import decode, taken_out
from mkdocs_postmortems.writing.editing.errors import EditError

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Splice:
    """`text`, with LF, in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    def moved(self, by: int) -> "Splice":
        """The same, in a text with `by` more characters before it."""
        return Splice(self.start + by, self.end + by, self.text)


class Original:
    """A file as it is.

    Attributes:
        data: Its bytes.
        text: What the reader sees of them: LF for all line ends, no mark, no control characters.
    """

    def __init__(self, data: bytes, path: str) -> None:
        """Take the bytes of the file at `path`.

        Raises:
            EditError: They are not UTF-8.
        """
        decoded = decode(data, path)
        if isinstance(decoded, Problem):
            raise EditError(decoded)
        self.data = data
        self.text = decoded.content
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self._raw = data.decode("utf-8-sig")
        taken = enumerate(taken_out(self._raw))
        self._shifts = [place - before + 1 for before, place in taken]
        found = _LINE_END.search(self._raw)
        self.line_end = found[0] if found else "\n"

    def bytes_from(self, place: int) -> bytes:
        """The bytes of what stands at `place` of the text and below."""
        return self._raw[self._in_raw(place) :].encode()

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The bytes with `splices`, which do not overlap, and nothing else changed."""
        raw = self._raw
        for splice in sorted(splices, key=lambda each: each.start, reverse=True):
            start, end = self._in_raw(splice.start), self._in_raw(splice.end)
            raw = raw[:start] + splice.text.replace("\n", self.line_end) + raw[end:]
        return self._mark + raw.encode()

    def _in_raw(self, place: int) -> int:
        """Where the character at `place` is in the file, or what was taken out before it."""
        if place == len(self.text):
            return len(self._raw)
        return place + bisect_right(self._shifts, place)
