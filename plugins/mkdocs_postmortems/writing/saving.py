"""A file replaced by its next version: whole or not at all, and never somebody else's change."""

import os
from pathlib import Path

from mkdocs_postmortems.saving import write_whole

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
        write_whole(file, after)
    except OSError as error:
        raise SavingError(f"{file} cannot be written ({error.strerror})") from None


def _check(file: Path, before: bytes) -> None:
    if file.is_symlink():
        raise SavingError(f"{file} is a link, and links are not followed")
    if not file.stat().st_mode & _WRITABLE or not os.access(file, os.W_OK):
        raise SavingError(f"{file} is read-only")
    if file.read_bytes() != before:
        raise SavingError(f"{file} has changed meanwhile, so it was left alone. Try again")
