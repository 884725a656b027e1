"""Counts the file operations of a program below a folder, and has one of them fail.

Audit events (PEP 578) tell of what opens, lists, makes, renames and deletes. What they do not tell
of is wrapped: `stat`, and what reads, writes and locks files that are open. Left out is what C code
does by itself: what a listing knows of its entries, reading from a file that is open, the exchange
of two folders, closing; and what programs that are started do.
"""

import errno
import fcntl
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OF_OS = "rename mkdir remove rmdir scandir listdir chmod chown link symlink truncate utime"
_AUDITED = frozenset({"open", *(f"os.{each}" for each in _OF_OS.split())})
_OF_PATHS = ("stat", "lstat", "access")
_OF_FILES = ("write", "fsync", "ftruncate", "sendfile", "pread")
READING = frozenset({"read", "stat", "lstat", "access", "pread", "os.scandir", "os.listdir"})
"""Operations that change nothing."""
NEED_NO_ROOM = READING | {"os.remove", "os.rmdir", "os.rename", "ftruncate", "flock", "fsync"}
"""Operations that a full disk does not hinder."""
KINDS = ("EIO", "ENOSPC", "KILL", "INTERRUPT")


@dataclass(frozen=True)
class Fault:
    """What is to happen.

    Attributes:
        role: In which process: the one of the `command`, or that of `mkdocs`.
        at: At which of its operations, from 0.
        kind: `EIO`, once; `ENOSPC`, from then on; the process is killed; or Ctrl+C comes.
    """

    role: str
    at: int
    kind: str


class Shim:
    """Looks at every operation of this process, and of those that are forked off it."""

    def __init__(self, root: Path, fault: Fault | None, log: Path) -> None:
        """Look at what is done below `root`, and write each operation to `log`, outside of it."""
        self.role = "command"
        self._root = f"{root}{os.sep}"
        self._fault = fault
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        self._write = os.write
        self._count = 0
        self._is_full = False

    def becomes(self, role: str) -> None:
        """This process was forked off, and has that role."""
        self.role, self._count = role, 0

    def install(self) -> None:
        """Begin to look, for as long as this process lives."""
        for name in _OF_PATHS:
            self._wrap(os, name, os.fspath)
        for name in _OF_FILES:
            self._wrap(os, name, _path_of)
        self._wrap(fcntl, "flock", _path_of)
        opened = io.open
        io.open = __builtins__["open"] = lambda *a, **named: self._open(opened, *a, **named)
        sys.addaudithook(self._heard)

    def _wrap(self, module: Any, name: str, path_of: Callable[[Any], Any]) -> None:
        original = getattr(module, name)

        def wrapped(first: Any, *given: Any, **named: Any) -> Any:
            self.happens(name, first, path_of)
            return original(first, *given, **named)

        setattr(module, name, wrapped)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event not in _AUDITED:
            return
        is_writing = event == "open" and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        name = event if event != "open" else "open to write" if is_writing else "read"
        self.happens(name, given[0], os.fspath)

    def _open(self, opened: Any, file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
        """A file whose writes are looked at too."""
        path = _path_of(file) if isinstance(file, int) else _absolute(file)
        if given or not set(mode) & set("wax") or not path.startswith(self._root):
            return opened(file, mode, *given, **named)
        raw = _Raw(self, path, file, mode[0], closefd=named.pop("closefd", True))
        named.pop("buffering", None)
        buffer = io.BufferedWriter(raw)
        return buffer if "b" in mode else io.TextIOWrapper(buffer, **named)

    def happens(self, name: str, what: Any, path_of: Callable[[Any], Any]) -> None:
        """An operation of that name begins."""
        try:
            path = _absolute(path_of(what))
        except (TypeError, ValueError, OSError):
            return
        if not path.startswith(self._root):
            return
        line = json.dumps([self.role, self._count, name, path.removeprefix(self._root)])
        self._write(self._log, f"{line}\n".encode())
        number, self._count = self._count, self._count + 1
        if self._is_full and name not in NEED_NO_ROOM:
            _refuse("ENOSPC", path)
        if self._fault and (self._fault.role, self._fault.at) == (self.role, number):
            self._strike(self._fault.kind, path)

    def _strike(self, kind: str, path: str) -> None:
        if kind == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        elif kind == "INTERRUPT":
            signal.raise_signal(signal.SIGINT)
        else:
            self._is_full = kind == "ENOSPC"
            _refuse(kind, path)


def _refuse(kind: str, path: str) -> None:
    number = getattr(errno, kind)
    raise OSError(number, os.strerror(number), path)


class _Raw(io.FileIO):
    """A file that tells of each write."""

    def __init__(self, shim: Shim, path: str, file: Any, mode: str, *, closefd: bool) -> None:
        self._shim, self._path = shim, path
        super().__init__(file, mode, closefd)

    def write(self, content: Any) -> int | None:
        self._shim.happens("write", self._path, os.fspath)
        return super().write(content)


def _path_of(handle: int) -> str:
    return os.fspath(Path(f"/proc/self/fd/{handle}").readlink())


def _absolute(path: str | bytes | os.PathLike[str]) -> str:
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a link stands for itself


def operations(log: Path) -> list[tuple[str, int, str, str]]:
    """What was done: in which role, the how manieth, its name, and the path below the folder."""
    return [tuple(json.loads(line)) for line in log.read_text("utf-8").splitlines()]
