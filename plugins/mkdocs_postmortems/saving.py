"""A file written whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write `content` to `file`, made or replaced in one step.

    Raises:
        OSError: It cannot be written; what was there is as it was.
    """
    if file.exists() and not file.is_file():
        file.write_bytes(content)  # such as /dev/stdout, which cannot be replaced
        return
    target = file.resolve()
    # The name is one that no reader of the folder takes for a postmortem.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix="~")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.chmod(_mode_of(target))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _mode_of(file: Path) -> int:
    """The mode that the file has, or what a new one gets that others may read."""
    return file.stat().st_mode & 0o7777 if file.exists() else 0o644
