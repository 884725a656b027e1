"""Where MkDocs runs: a process that ends when the one that started it is killed.

What the disk refuses is told in one line, and ends it with `DISK`.

`python -m mkdocs_postmortems.publishing.child mkdocs build` does what `python -m mkdocs build`
does.
"""

import ctypes
import os
import runpy
import signal
import sys

from mkdocs_postmortems.publishing.errors import cannot

DISK = 2
"""The exit code where a file cannot be read or written; the last line says which."""
LOCK = "POSTMORTEMS_BUILD_LOCK"
"""The variable of the environment that names the descriptor of the build's lock."""
_PR_SET_PDEATHSIG = 1


PARENT = "POSTMORTEMS_BUILD_PARENT"
"""The variable of the environment that names the process that started the build."""


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends (prctl(2), PR_SET_PDEATHSIG).

    Else it would write on into a folder that the next build wants. Only Linux can do that;
    elsewhere the next build has to wait, since this process holds the lock too. A parent that has
    ended before that could be asked for is none any more.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = os.environ.pop(PARENT, "")
    if parent and parent != str(os.getppid()):
        raise SystemExit(1)


def keep_lock_to_oneself() -> None:
    """Let no process that this one starts have the build's lock, which may live longer."""
    name = os.environ.pop(LOCK, "")
    if name.isdecimal() and hasattr(os, "register_at_fork"):
        handle = int(name)
        os.set_inheritable(handle, False)  # noqa: FBT003 - it takes no keywords
        os.register_at_fork(after_in_child=lambda: os.close(handle))


def main() -> None:
    """Run the module that the first argument names, with the others."""
    end_with_parent()
    keep_lock_to_oneself()
    del sys.argv[0]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except OSError as error:
        sys.stdout.write(f"{cannot('build', error)}\n")
        sys.exit(DISK)


if __name__ == "__main__":
    main()
