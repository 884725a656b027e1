"""The user's own git, asked without a terminal, a network, or messages in other languages."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

_SECONDS = 60
_QUIET = {
    "LC_ALL": "C",  # what it complains of is read below
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone would fetch what is not there, one by one
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_COMPLAINTS = {
    "not a git repository": "the folder is in no git repository",
    "does not have any commits": "the repository has no commits yet",
    "dubious ownership": "git does not read a repository of another owner until it is told to, "
    "with `git config --global --add safe.directory` and its folder",
}


class GitError(Exception):
    """Git has no answer; the message says why, as a sentence without a full stop."""


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What `git` with `arguments` prints in `folder` when it is `given` something to read.

    Raises:
        GitError: There is no git, no repository, it fails, or it takes longer than a minute.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no argument comes from a file
            ["git", *arguments],  # noqa: S607 - the user's own git, wherever it is
            cwd=folder,
            input=given,  # never our own, which may be an assistant's messages
            capture_output=True,
            check=True,
            timeout=_SECONDS,
            env=os.environ | _QUIET,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git took longer than {_SECONDS} seconds") from None
    except subprocess.CalledProcessError as error:
        raise GitError(_complaint(error.stderr)) from None
    except OSError as error:
        raise GitError(f"git cannot be run ({error.strerror})") from None
    return done.stdout


def _complaint(stderr: bytes) -> str:
    said = stderr.decode("utf-8", "replace")
    known = next((told for sign, told in _COMPLAINTS.items() if sign in said), "")
    first = next(iter(said.strip().splitlines()), "nothing").removeprefix("fatal: ")
    return known or f"git says: {first}"


def read_blobs(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The content of each of these objects, in their order.

    One process gives all of them, and one at a time is held in memory. What is not there, or does
    not come within a minute, is left out.

    Raises:
        GitError: There is no git, or it ends in the middle of an object.
    """
    with tempfile.TemporaryFile() as wanted:
        wanted.write("".join(f"{name}\n" for name in names).encode())
        wanted.seek(0)
        with _giving(folder, wanted) as process:
            watch = threading.Timer(_SECONDS, process.kill)
            watch.start()
            try:
                if process.stdout:
                    yield from _objects(process.stdout)
            finally:
                watch.cancel()
                process.kill()


def _giving(folder: Path, wanted: IO[bytes]) -> subprocess.Popen[bytes]:
    """A process that gives what is `wanted`: a file, so that neither side waits for the other."""
    try:
        return subprocess.Popen(
            ["git", "cat-file", "--batch", "--buffer"],  # noqa: S607 - as above
            cwd=folder,
            stdin=wanted,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _QUIET,
        )
    except OSError as error:
        raise GitError(f"git cannot be run ({error.strerror})") from None


def _objects(output: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Read `cat-file --batch`: `name type size`, the content and a line end; or `name missing`."""
    for header in output:
        name, *rest = header.decode("ascii", "replace").split()
        if len(rest) != 2:
            continue
        size = int(rest[1])
        data = output.read(size + 1)
        if len(data) != size + 1:
            raise GitError("git ended before it had given all")
        yield name, data[:-1]
