"""Walks through the tutorial: does what the page says, and compares what comes of it.

    PYTHONPATH=tests python -m integration.tutorial FOLDER

The page decides. A block `sh` is run, line by line; the block `text` below it is what the terminal
then shows, and a second one what the preview shows, which was left running. A block `yaml` goes
into the file that was begun: all of its front matter, or a line of it. Needs nothing but the
standard library, so that an environment with the wheel alone will do.
"""

import difflib
import re
import shlex
import socket
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from integration.terminal import Terminal

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
INSTALL = "pip install mkdocs-postmortems"
"""The one command that is not run: who walks has it done."""
_HOME = "/home/ada"
_COLUMNS = 200
"""So many that no line is folded."""
_FENCED = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_ANSWER = re.compile(r"^(Title \(.*?\)|Number or name \[\w+\]|Tags, .*?):(.*)$", re.MULTILINE)
# What is another each time, or with each change of a template.
_CHANGING = (
    (re.compile(r"\d{4}/\d{4}-\d\d-\d\d-"), "YEAR/DATE-"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "DATE"),
    (re.compile(r"\d+(?:\.\d+)? (s|seconds)\b"), r"N \1"),
    (re.compile(r"\[\d\d:\d\d:\d\d\]"), "[TIME]"),
    (re.compile(r"\d+ pages and [\d,]+ links"), "N pages and N links"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    # What says how far a command is, and is wiped away.
    (re.compile(r"^.*\r", re.MULTILINE), ""),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
)


class Block(NamedTuple):
    """A block of code of the page."""

    kind: str
    text: str


class Walk:
    """Somebody who follows the page in an empty folder."""

    def __init__(self, home: Path) -> None:
        self._home = self._folder = home.resolve()
        self._preview: Terminal | None = None

    def follow(self, page: str) -> None:
        """Do all that the page says.

        Raises:
            AssertionError: Something else came of it; the difference is told.
        """
        try:
            for block, shown in steps(page):
                if block.kind == "yaml":
                    self._write(block.text)
                else:
                    self._run(block.text.splitlines(), shown)
        finally:
            self._stop_preview()

    @property
    def file(self) -> Path:
        """The postmortem that was begun last."""
        files = self._folder.glob("postmortems/*/*.md")
        return max(files, key=lambda file: file.stat().st_mtime_ns)

    def _run(self, lines: list[str], shown: list[str]) -> None:
        for line in lines[:-1]:
            self._call(line, None)
        screen = self._call(lines[-1], shown[0] if shown else None)
        if shown:
            self._compare(shown[0], screen, lines[-1])
        for text in shown[1:]:
            assert self._preview, "nothing runs that could show this"
            self._preview.reads(_last_words(text))
            self._compare(text, self._preview.screen[self._begun :], "the preview")

    def _call(self, line: str, shown: str | None) -> str:
        """Run a line; what came on the screen. `shown` has what is to be answered."""
        if line == INSTALL:
            return ""
        program, *arguments = shlex.split(line)
        if program == "cd":
            self._folder /= arguments[0]
            return ""
        assert program == "postmortems", f"`{line}` is none that can be followed"
        if arguments == ["serve"]:
            return self._serve(shown or "")
        if arguments[0] == "build":
            self._stop_preview()
        terminal = Terminal(self._folder, *arguments, columns=_COLUMNS)
        for question, answer in _ANSWER.findall(shown or ""):
            terminal.reads(f"{question}:")
            terminal.types(f"{answer.strip()}\n")
        terminal.ends()
        return terminal.screen

    def _serve(self, shown: str) -> str:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        arguments = ("serve", "-a", f"127.0.0.1:{port}")
        self._preview = Terminal(self._folder, *arguments, columns=_COLUMNS)
        self._preview.reads(_last_words(shown).replace("8000", str(port)), "\n")
        self._begun = len(self._preview.screen)
        return self._preview.screen

    def _stop_preview(self) -> None:
        if self._preview:
            self._preview.types("\x03")
            self._preview.ends()
            self._preview = None

    def _write(self, text: str) -> None:
        """Put `text` in place of the front matter, or of the line with its field."""
        file = self.file
        field = text.partition(":")[0]
        part = (
            _FRONT_MATTER if text.startswith("---") else re.compile(rf"^{field}:.*\n", re.MULTILINE)
        )
        changed, count = part.subn(lambda _: text, file.read_text("utf-8"), count=1)
        assert count, f"{file} has no such part: {text}"
        file.write_text(changed, "utf-8")

    def _compare(self, shown: str, screen: str, what: str) -> None:
        expected = _steady(shown)
        came = _steady(screen.replace(str(self._home), _HOME))
        if came != expected:
            both = expected.splitlines(), came.splitlines()
            told = "\n".join(difflib.unified_diff(*both, "the page", "the screen", lineterm=""))
            raise AssertionError(f"{what}:\n{told}")


def steps(page: str) -> Iterator[tuple[Block, list[str]]]:
    """The blocks that are done, each with those that tell what then is shown."""
    blocks = [Block(*found) for found in _FENCED.findall(page)]
    for place, block in enumerate(blocks):
        if block.kind in {"sh", "yaml"}:
            after = takewhile(lambda each: each.kind == "text", blocks[place + 1 :])
            yield block, [each.text for each in after]


def _last_words(text: str) -> str:
    """The end of what is shown, without the time before it."""
    return text.splitlines()[-1].rpartition("] ")[2]


def _steady(text: str) -> str:
    for pattern, name in _CHANGING:
        text = pattern.sub(name, text)
    return f"{text.strip()}\n"


if __name__ == "__main__":
    Walk(Path(sys.argv[1])).follow(PAGE.read_text("utf-8"))
