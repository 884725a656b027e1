"""A source folder, read with care: nothing outside it, no links, nothing that has no end."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_TEXT = 5_000_000
"""Bytes of a write-up; a page cannot have more."""
LARGEST_NOTEBOOK = 50_000_000
"""Bytes of a notebook, most of which are pictures."""
LARGEST_PICTURE = 25_000_000
"""Bytes of a picture or recording."""

_MOST_ENTRIES = 100_000
_LEFT_ALONE = frozenset(
    {"node_modules", "site-packages", "venv", "__pycache__", "_site", "_freeze", "orig_src"}
)
# A link put in the place of a file after it was looked at is not followed, and a pipe not waited
# for.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


class SourceError(Exception):
    """A source that cannot be imported; the message says why."""


class UnreadableError(Exception):
    """A file that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder whose files are read by their paths in it, with `/`.

    Attributes:
        root: The folder, free of links itself.
    """

    root: Path

    def holds(self, path: str) -> bool:
        """Whether `path` is a plain file in the folder, and no link leads to it."""
        full = self.root / path
        try:
            return full.is_relative_to(self.root) and full.resolve() == full and full.is_file()
        except (OSError, ValueError, RuntimeError):
            return False

    def size(self, path: str) -> int:
        """The bytes of the file at `path`; none where it cannot be looked at."""
        try:
            return (self.root / path).lstat().st_size
        except (OSError, ValueError):
            return 0

    def read(self, path: str, limit: int) -> bytes:
        """The content of the file at `path`, of at most `limit` bytes.

        Raises:
            UnreadableError: It is not there, no plain file, reached by a link, or larger.
        """
        if not self.holds(path):
            raise UnreadableError("it is no plain file")
        try:
            with os.fdopen(os.open(self.root / path, _FLAGS), "rb") as file:
                about = os.fstat(file.fileno())
                if not stat.S_ISREG(about.st_mode):
                    raise UnreadableError("it is no plain file")
                if about.st_size > limit:
                    message = f"it has {about.st_size:,} bytes, and {limit:,} is the most"
                    raise UnreadableError(message)
                return file.read(limit)
        except OSError as error:
            raise UnreadableError(f"it cannot be read ({error.strerror})") from None

    def walk(self, below: str = "", avoid: Path | None = None) -> Iterator[tuple[str, str]]:
        """Every entry below a folder: its path, and why it cannot be read, if so.

        Hidden folders, those of packages and built sites, and `avoid` are left out.

        Raises:
            SourceError: There are more than 100,000 entries, or the folder itself cannot be read.
        """
        begin = "" if below == "." else below
        waiting = [begin]
        count = 0
        while waiting:
            folder = waiting.pop()
            try:
                entries = sorted(os.scandir(self.root / folder), key=lambda each: each.name)
            except OSError as error:
                if folder == begin:
                    where = self.root / folder
                    raise SourceError(f"{where} cannot be read ({error.strerror})") from None
                yield folder, f"it cannot be read ({error.strerror})"
                continue
            count += len(entries)
            if count > _MOST_ENTRIES:
                message = f"there are more than {_MOST_ENTRIES:,} files in {self.root}"
                raise SourceError(f"{message}. Name a folder in it")
            inside: list[str] = []
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if _is_folder(entry):
                    is_left = entry.name.startswith(".") or entry.name in _LEFT_ALONE
                    if not is_left and self.root / path != avoid:
                        inside.append(path)
                else:
                    yield path, _what_is_wrong(entry)
            waiting += reversed(inside)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _what_is_wrong(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "it is a link, and links are not followed out of caution"
    if not entry.is_file(follow_symlinks=False):
        return "it is no plain file"
    if any("\ud800" <= char <= "\udfff" for char in entry.name):
        return "its name is not UTF-8"
    return ""
