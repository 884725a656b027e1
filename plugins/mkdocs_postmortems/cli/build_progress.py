"""What is seen of a build while it goes on, on stderr."""

import os
import sys
import time
from pathlib import Path

import click

from mkdocs_postmortems.publishing.engine import Spoken
from mkdocs_postmortems.publishing.publisher import Watcher

_COLOURS = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
_TRACEBACK = "Traceback (most recent call last):"


class Listener(Watcher):
    """Shows every line as it comes, but for tracebacks, which are told if nothing better is."""

    def __init__(self) -> None:
        """Begin with silence."""
        self._kept: list[Spoken] = []
        self._is_traceback = False

    def said(self, line: Spoken) -> None:
        """Show a line."""
        if line.level:
            self._is_traceback = False
            self._kept.clear()
        elif line.text == _TRACEBACK:
            self._is_traceback = True
        if self._is_traceback or not self.is_shown(line):
            self._kept.append(line)
        else:
            self.show(line)

    def is_shown(self, line: Spoken) -> bool:
        """Whether `line` is shown as it comes."""
        del line
        return True

    def show(self, line: Spoken) -> None:
        """Print `line`."""
        colour = _COLOURS.get(line.level)
        click.echo(click.style(str(line), fg=colour) if colour else str(line), err=True)

    def ends(self) -> None:
        """The build has ended."""

    def tell_rest(self) -> None:
        """Show the last that was said, which tells why the build failed."""
        for line in self._kept:
            self.show(line)


class Progress(Listener):
    """Shows warnings as they come, and a line that tells how far the build is."""

    def __init__(self) -> None:
        """Begin now."""
        super().__init__()
        self._begun = time.monotonic()
        self._told = ""
        self._next = self._begun + 1
        self._is_grave = False

    def is_shown(self, line: Spoken) -> bool:
        """Whether it warns, or goes on with a warning."""
        if line.level:
            self._is_grave = line.is_grave
        return self._is_grave

    def show(self, line: Spoken) -> None:
        """Print `line` in the place of the line that tells how far it is."""
        self._tell("")
        super().show(line)

    def waits(self, fresh: Path) -> None:
        """Tell how long it takes and how many pages are written."""
        if not self._is_due():
            return
        pages = sum(name.endswith(".html") for _, _, names in os.walk(fresh) for name in names)
        written = f", {pages:,} pages written" if pages else ""
        self._tell(f"Building for {time.monotonic() - self._begun:.0f} s{written}")

    def at(self, step: str) -> None:
        """Tell that the last of it has begun, which a slow disk makes long."""
        if step == "placed":
            self._tell("Published. Deleting the site that was up")

    def checks(self, number: int) -> None:
        """Tell that the site is being checked."""
        if self._is_due():
            self._tell(f"Checking, {number:,} files looked at")

    def ends(self) -> None:
        """Take the line away."""
        self._tell("")

    def _is_due(self) -> bool:
        """Whether a second has passed since the line was told."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + 1
        return True

    def _tell(self, text: str) -> None:
        if text == self._told:
            return
        blank = " " * max(0, len(self._told) - len(text))
        back = "\r" if not text else ""
        click.echo(f"\r{text}{blank}{back}", nl=False, err=True)
        self._told = text


def watcher() -> Listener:
    """What suits stderr: a terminal, or a file."""
    return Progress() if sys.stderr.isatty() else Listener()
