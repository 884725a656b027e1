"""One file of kept things, written once from its beginning to its end.

The things, then a table of them, then where the table begins. A file that was cut short, or was
never finished, has no right ending, and counts as empty. Each thing is looked at before it is
given out, so one that was damaged is as good as not there.
"""

import contextlib
import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from mkdocs_postmortems.kept.fingerprint import SIZE, digest

SUFFIX = ".pack"
UNFINISHED = ".part"
_MARK = b"pm-kept-1\n"
_ROW = struct.Struct(f"<{SIZE}s{SIZE}sQI")
_END = struct.Struct(f"<QI{SIZE}s{len(_MARK)}s")


class Spot(NamedTuple):
    """Where a thing is in a file.

    Attributes:
        check: The digest of its key and its bytes.
        begin: Its first byte, counted from the file's.
        size: How many bytes it has.
    """

    check: bytes
    begin: int
    size: int


class PackWriter:
    """Writes one file; what it has written so far can be read."""

    def __init__(self, folder: Path) -> None:
        """Begin a file in `folder`.

        Raises:
            OSError: It cannot be made.
        """
        self._handle, name = tempfile.mkstemp(UNFINISHED, dir=folder)
        self._path = Path(name)
        self._rows: dict[bytes, Spot] = {}
        self._end = 0
        self._is_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind that was not finished."""
        self.give_up()

    def put(self, key: bytes, content: bytes) -> None:
        """Write a thing.

        Raises:
            OSError: There is no room, or the disk fails.
        """
        _write(self._handle, self._end, content)
        self._rows[key] = Spot(digest(content, key), self._end, len(content))
        self._end += len(content)

    def __contains__(self, key: bytes) -> bool:
        """Whether a thing was put here under `key`."""
        return key in self._rows

    def get(self, key: bytes) -> bytes | None:
        """The thing under `key`, if it was put here."""
        spot = self._rows.get(key)
        return _read(self._handle, key, spot) if spot else None

    def finish(self) -> Path | None:
        """Close the file, and answer with its name; None when there is nothing in it.

        Raises:
            OSError: There is no room, or the disk fails; nothing is left behind.
        """
        if not self._rows:
            self.give_up()
            return None
        try:
            return self._finished()
        except BaseException:  # somebody may press Ctrl+C
            self.give_up()
            raise

    def _finished(self) -> Path:
        table = b"".join(_ROW.pack(key, *spot) for key, spot in self._rows.items())
        ending = _END.pack(self._end, len(self._rows), digest(table), _MARK)
        os.ftruncate(self._handle, self._end)  # a thing for which there was no room may stand there
        _write(self._handle, self._end, table + ending)
        self._close()
        path = self._path.with_suffix(SUFFIX)
        self._path.replace(path)
        return path

    def give_up(self) -> None:
        """Leave nothing behind, unless it is finished."""
        with contextlib.suppress(OSError):
            self._close()
            self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._is_open:
            self._is_open = False
            os.close(self._handle)


class Pack:
    """Reads one finished file, which stays readable when its name is taken away."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; it is empty if it is not whole.

        Raises:
            OSError: It cannot be read.
        """
        self.path = path
        self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.size = os.fstat(self._handle).st_size
        self.rows = dict(self._table())

    def get(self, key: bytes) -> bytes | None:
        """The thing under `key`, if it is there and whole."""
        spot = self.rows.get(key)
        return _read(self._handle, key, spot) if spot else None

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)

    def _table(self) -> Iterator[tuple[bytes, Spot]]:
        if self.size < _END.size:
            return
        ending = _at(self._handle, self.size - _END.size, _END.size)
        if len(ending) != _END.size:
            return
        begin, count, check, mark = _END.unpack(ending)
        if mark != _MARK or begin + count * _ROW.size + _END.size != self.size:
            return
        table = _at(self._handle, begin, count * _ROW.size)
        if digest(table) != check:
            return
        for key, *spot in _ROW.iter_unpack(table):
            yield key, Spot(*spot)


def _read(handle: int, key: bytes, spot: Spot) -> bytes | None:
    content = _at(handle, spot.begin, spot.size)
    return content if digest(content, key) == spot.check else None


def _at(handle: int, begin: int, size: int) -> bytes:
    """Bytes of the file; fewer where it ends or cannot be read."""
    try:
        if hasattr(os, "pread"):  # a process that was forked off shares the place of a seek
            return os.pread(handle, size, begin)
        os.lseek(handle, begin, os.SEEK_SET)
        return os.read(handle, size)
    except (OSError, OverflowError, MemoryError):
        return b""


def _write(handle: int, begin: int, content: bytes) -> None:
    os.lseek(handle, begin, os.SEEK_SET)
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
