"""A file written whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
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
    with _written(target.parent, content) as temporary:
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)


def write_new(file: Path, content: bytes) -> None:
    """Write `content` to `file`, made in one step where nothing is yet.

    Raises:
        FileExistsError: Something is there; it is as it was.
        OSError: It cannot be written; nothing is left of it.
    """
    with _written(file.parent, content) as temporary:
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a file system on which a file has one name
            if os.path.lexists(file):
                raise FileExistsError(file) from None
            temporary.rename(file)


@contextmanager
def _written(folder: Path, content: bytes) -> Iterator[Path]:
    """A file in `folder` that has `content`; nothing is left of it unless it gets another name."""
    # The name is one that no reader of the folder takes for a postmortem.
    temporary = folder / f".{secrets.token_hex(8)}~"
    try:
        with temporary.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
