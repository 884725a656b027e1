"""A file replaced by its next version: whole or not at all, and never somebody else's change."""

import os
import tempfile
from pathlib import Path

_WRITABLE = 0o222


class SavingError(Exception):
    """The file is as it was; the message says why, without a full stop."""


def replace_file(file: Path, before: bytes, after: bytes) -> None:
    """Write `after` into `file`, which has `before` in it, in one step; its mode stays.

    Raises:
        SavingError: It is a link, read-only, has changed meanwhile, or cannot be written.
    """
    try:
        _check(file, before)
        _replace(file, after)
    except OSError as error:
        raise SavingError(f"{file} cannot be written ({error.strerror})") from None


def _check(file: Path, before: bytes) -> None:
    if file.is_symlink():
        raise SavingError(f"{file} is a link, and links are not followed")
    if not file.stat().st_mode & _WRITABLE or not os.access(file, os.W_OK):
        raise SavingError(f"{file} is read-only")
    if file.read_bytes() != before:
        raise SavingError(f"{file} has changed meanwhile, so it was left alone. Try again")


def _replace(file: Path, after: bytes) -> None:
    # The name is one that no reader of the folder takes for a postmortem.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix="~")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(after)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.chmod(file.stat().st_mode & 0o7777)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
