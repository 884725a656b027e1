"""A lock that one process holds, and that ends with it however it ends."""

import datetime as dt
import os
import platform
import sys
from pathlib import Path
from typing import Self


class BusyError(Exception):
    """Another process holds the lock; the message says which."""


class NoLocksError(Exception):
    """The file system has no locks; the message says why."""


class Lock:
    """A lock on a file, which is deleted when it is let go.

    Its holder may delete the file between another's opening and locking it, so what was locked is
    compared with what has the name now.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock at `path`.

        Raises:
            BusyError: Another process holds it.
            NoLocksError: It cannot be had here.
            OSError: The file cannot be made.
        """
        self._path = path
        self.handle = self._taken()
        try:
            os.ftruncate(self.handle, 0)
            os.write(self.handle, _about_us().encode())
        except OSError:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Delete the file and let the lock go.

        Raises:
            OSError: The file cannot be deleted; the lock is let go.
        """
        try:
            if sys.platform != "win32":  # where nobody can delete what is open
                self._path.unlink(missing_ok=True)
        finally:
            os.close(self.handle)
        if sys.platform == "win32":
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()

    def _taken(self) -> int:
        while True:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(handle)
                if _is_at(handle, self._path):
                    return handle
            except BlockingIOError:
                holder = os.read(handle, 200).decode(errors="replace")
                os.close(handle)
                raise BusyError(holder or "another process") from None
            except OSError as error:
                os.close(handle)
                raise NoLocksError(error.strerror) from None
            os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _about_us() -> str:
    now = dt.datetime.now().astimezone()
    return f"process {os.getpid()} on {platform.node()}, since {now:%Y-%m-%d %H:%M:%S}"


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        # A region behind what is written, which others may still read.
        os.lseek(handle, 1_000, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
