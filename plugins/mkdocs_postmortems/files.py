"""Files of the project's own, read so that none can hold up or fill a build."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LARGEST = 5_000_000
"""How many bytes of a file are read at most."""
# A pipe that nobody writes to would be waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


_ANSWERS = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EINVAL, errno.EFBIG}
)
"""Errors that tell what a name stands for."""
_TOLD_BY = 8_000


def is_unreadable(error: OSError) -> bool:
    """Whether nobody can know what the file says: the disk fails, or it is not ours to read."""
    return error.errno not in _ANSWERS


def read_text(path: Path) -> str | None:
    """The text of the file at `path`, or what it begins with: at most `LARGEST` bytes of UTF-8.

    None where it is none, which a NUL among its first 8,000 bytes tells, as in git.

    Raises:
        OSError: It is not there, cannot be read, or is a folder, a pipe or a device.
    """
    with _opened(path) as file:
        begin = file.read(_TOLD_BY)
        if b"\0" in begin:
            return None
        return (begin + file.read(LARGEST - len(begin))).decode("utf-8", "replace")


def read_regular(path: Path) -> bytes:
    """The content of the file at `path`.

    Raises:
        OSError: It is not there, cannot be read, is a folder, a pipe or a device, or larger than
            `LARGEST`.
    """
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > LARGEST:
            raise OSError(errno.EFBIG, f"it has more than {LARGEST:,} bytes", str(path))
        return file.read()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        yield file
