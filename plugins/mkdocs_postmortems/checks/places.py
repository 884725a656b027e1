"""Where in a text something stands, as a line and a column."""

import re
from bisect import bisect_right


class Places:
    """Lines and columns of a text, both from 1."""

    def __init__(self, text: str) -> None:
        """Note where the lines of `text` begin."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def of(self, offset: int) -> tuple[int, int]:
        """The line and the column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
