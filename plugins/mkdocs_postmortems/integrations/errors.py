"""What goes wrong between a tracker and us."""

import difflib
from collections.abc import Iterable

from mkdocs_postmortems.integrations.text import one_line

_LONGEST_LINE = 600


class TrackerError(Exception):
    """What a tracker knows cannot be read; the message says what is wrong and what to do.

    Attributes:
        lines: The message: one line, and one for each thing that it lists. What others wrote
            cannot make more of it, nor steer a terminal.
    """

    def __init__(self, *lines: str) -> None:
        """Say `lines`."""
        self.lines = tuple(one_line(line, _LONGEST_LINE) for line in lines)
        super().__init__("\n".join(self.lines))


def no_experiment(text: str, names: Iterable[str], store: str) -> TrackerError:
    """That no experiment is called `text`, and which may have been meant."""
    known = sorted(names)
    message = f"there is no experiment `{text}` in {store}"
    if near := nearest(text, known):
        return TrackerError(f"{message}. Was `{near}` meant?")
    if not known:
        return TrackerError(f"{message}, nor any other")
    more = f" and {len(known) - 5} more" if len(known) > 5 else ""
    return TrackerError(
        f"{message}. There are {', '.join(f'`{each}`' for each in known[:5])}{more}"
    )


def nearest(text: str, known: Iterable[str]) -> str:
    """Which of the known names was most likely meant; empty if none is near."""
    spellings = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text.casefold(), spellings, n=1, cutoff=0.6)
    return spellings[near[0]] if near else ""
