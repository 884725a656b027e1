"""Files of the project's own, read so that none can hold up or fill a build."""

import errno
import os
import stat
from pathlib import Path

LARGEST = 5_000_000
"""How many bytes of a file are read at most."""
# A pipe that nobody writes to would be waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path) -> bytes:
    """The content of the file at `path`.

    Raises:
        OSError: It is not there, cannot be read, is a folder, a pipe or a device, or larger than
            `LARGEST`.
    """
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        if status.st_size > LARGEST:
            raise OSError(errno.EFBIG, f"it has more than {LARGEST:,} bytes", str(path))
        return file.read()
