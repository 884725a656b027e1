"""Where MkDocs runs: a process that ends when the one that started it is killed.

`python -m mkdocs_postmortems.publishing.child mkdocs build` does what `python -m mkdocs build`
does.
"""

import ctypes
import runpy
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends (prctl(2), PR_SET_PDEATHSIG).

    Else it would write on into a folder that the next build wants. Only Linux can do that;
    elsewhere the next build has to wait, since this process holds the lock too.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Run the module that the first argument names, with the others."""
    end_with_parent()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
