"""`postmortems` run in forks of a process that has loaded everything, with a fault in it."""

import contextlib
import importlib
import io
import os
import pkgutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import mkdocs_postmortems
from integration.faults import Fault, Shim
from mkdocs_postmortems.cli import main
from mkdocs_postmortems.publishing import child, engine


@dataclass(frozen=True)
class Ran:
    """How it ended: the exit code, or minus the signal; and what it said."""

    code: int
    said: str


def load_everything() -> None:
    """Load what any command loads, so that no fork has to."""
    for found in pkgutil.walk_packages(mkdocs_postmortems.__path__, "mkdocs_postmortems."):
        importlib.import_module(found.name)
    for name in ("mkdocs.commands.build", "mkdocs.contrib.search", "mkdocs.theme", "tomlkit"):
        importlib.import_module(name)


def ran(arguments: Sequence[str], root: Path, log: Path, fault: Fault | None = None) -> Ran:
    """Run `postmortems` in the project in `root`, with `fault`; `log` has its operations then."""

    def work() -> None:
        os.chdir(root)
        shim = Shim(root, fault, log)
        in_fork = {**vars(subprocess), "Popen": partial(_Forked, shim)}
        engine.subprocess = SimpleNamespace(**in_fork)  # type: ignore[assignment]
        shim.install()
        main(list(arguments), prog_name="postmortems")

    output = log.with_suffix(".out")
    with output.open("wb") as file:
        process = _forked(work, file.fileno())
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return Ran(code, output.read_text("utf-8", "replace"))


def _forked(work: Callable[[], object], output: int) -> int:
    """The process that does `work` as a program would, and writes to `output`."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout, sys.stderr = _stream(1), _stream(2)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _stream(handle: int) -> io.TextIOWrapper:
    raw = io.FileIO(handle, "w", closefd=False)
    return io.TextIOWrapper(raw, "utf-8", write_through=True)  # type: ignore[type-var]


class _Forked:
    """MkDocs in a fork, in the place of a process that would have to load it."""

    def __init__(
        self, shim: Shim, command: Sequence[str], cwd: Path, env: Mapping[str, str], **_: object
    ) -> None:
        ours, theirs = os.pipe()

        def work() -> None:
            os.close(ours)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            shim.becomes("mkdocs")
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(env)
            sys.argv = list(command[command.index("-m") + 1 :])
            child.main()

        self._process = _forked(work, theirs)
        os.close(theirs)
        self.stdout = os.fdopen(ours, "rb")
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            ended, status = os.waitpid(self._process, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def wait(self, seconds: float = 60) -> int:
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("mkdocs", seconds)
            time.sleep(0.002)
        return code

    def terminate(self) -> None:
        os.kill(self._process, 15)

    def kill(self) -> None:
        os.kill(self._process, 9)
