"""MkDocs in a process of its own, and what it says while it builds."""

import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from mkdocs_postmortems.publishing.child import LOCK, PARENT
from mkdocs_postmortems.publishing.errors import PublishingError

ENGINES = ("mkdocs", "properdocs")
_LINE = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL) *-  ")
_GRAVE = frozenset({"WARNING", "ERROR", "CRITICAL"})
_CHILD = "mkdocs_postmortems.publishing.child"
_SECONDS_TO_END = 10
_SECONDS_BETWEEN = 0.2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of the log.

    Attributes:
        level: `WARNING` and the like; empty where it belongs to the line before.
        text: The rest of it.
    """

    level: str
    text: str

    @property
    def is_grave(self) -> bool:
        """Whether it warns."""
        return self.level in _GRAVE

    def __str__(self) -> str:
        """The line as it was."""
        return f"{self.level:<8}-  {self.text}" if self.level else self.text


@dataclass(slots=True)
class Ended:
    """How a build ended.

    Attributes:
        code: The exit code of its process.
        lines: All that it said.
    """

    code: int = 0
    lines: list[Spoken] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What it warned of."""
        return [each.text for each in self.lines if each.is_grave]


def engine_called(name: str | None) -> str:
    """The engine of that `name`, or the one that is installed.

    Raises:
        PublishingError: It is not installed.
    """
    wanted = (name,) if name else ENGINES
    for each in wanted:
        if importlib.util.find_spec(each):
            return each
    raise PublishingError(f"{wanted[0]} is not installed here: `pip install {wanted[0]}`")


def command_of(engine: str) -> tuple[str, ...]:
    """What starts `engine` with this very Python, without the current folder among its modules."""
    return (sys.executable, "-P", "-m", engine)


def command_of_child(engine: str) -> tuple[str, ...]:
    """The same for a process that ends with its parent, and whose lines are read."""
    return (sys.executable, "-P", "-m", _CHILD, engine, "--no-color")


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: dict[str, str],
    keeps: int,
    heard: Callable[[Spoken | None], None],
) -> Ended:
    """Run `command` in `folder` until it ends, or is interrupted, which ends it.

    `heard` is told each line, and None a few times a second in between. `keeps` is the descriptor
    of a lock that the process keeps if it outlives this one.

    Raises:
        InterruptedBuildError: A signal came.
        OSError: It cannot be started.
    """
    surroundings = {**os.environ, **environment, "PYTHONIOENCODING": "utf-8:backslashreplace"}
    surroundings |= {LOCK: str(keeps), PARENT: str(os.getpid())}
    surroundings.pop("COLUMNS", None)  # else MkDocs folds its lines
    is_posix = os.name == "posix"
    process = subprocess.Popen(  # noqa: S603 - the command is ours
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # A group of its own: Ctrl+C reaches this process, which ends the other in an orderly way.
        start_new_session=is_posix,
        pass_fds=(keeps,) if is_posix else (),
    )
    ended = Ended()
    try:
        for line in _lines(process):
            if line:
                ended.lines.append(line)
            heard(line)
        ended.code = process.wait()
    finally:
        _end(process)
    return ended


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[Spoken | None]:
    """What `process` says, and None in between, until it says no more."""
    said: SimpleQueue[bytes] = SimpleQueue()
    stream = process.stdout
    if stream is None:
        raise RuntimeError("the process was started without a pipe")

    def listen() -> None:
        with stream:
            for line in stream:
                said.put(line)
        said.put(b"")

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = said.get(timeout=_SECONDS_BETWEEN)
        except Empty:
            if process.poll() is not None:
                return  # something that it has started holds the pipe
            yield None
            continue
        if not line:
            return
        yield _spoken(line.decode("utf-8", "replace").rstrip("\r\n"))


def _spoken(line: str) -> Spoken:
    found = _LINE.match(line)
    return Spoken(found[1], line[found.end() :]) if found else Spoken("", line)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End `process`, if it has not ended."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
