"""Where in a text something stands, as a line and a column."""

from bisect import bisect_right
from itertools import accumulate


class Places:
    """Lines and columns of a text, both from 1."""

    def __init__(self, text: str) -> None:
        """Note where the lines of `text` begin."""
        lengths = (len(line) + 1 for line in text.split("\n"))
        self._starts = [*accumulate(lengths, initial=0)][:-1]

    def of(self, offset: int) -> tuple[int, int]:
        """The line and the column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
