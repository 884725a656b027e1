"""What a build costs, and what it leaves behind."""

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

_LAUNCH = Path(__file__).parent / "launch.py"
_LINES = 5


class ToolError(Exception):
    """A build that ended with an error, or took too long; the message says why."""


class Cost(NamedTuple):
    """Of one build.

    Attributes:
        wall: Seconds.
        cpu: Seconds of all its processes, user and system.
        peak: Bytes of the largest of its processes.
        output: Bytes of the site's files.
        files: How many there are.
    """

    wall: float
    cpu: float
    peak: int
    output: int
    files: int


def environment(project: Path) -> dict[str, str]:
    """That of a build: as here, with bytecode kept, and Hugo's cache in its project."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    cache = str(project.resolve() / ".hugo_cache")
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "HUGO_CACHEDIR": cache}


def measure(
    command: list[str], project: Path, output: str, limit: float, *, least: int = 0
) -> Cost:
    """Run the command in the project, which is to write `least` files or more to `output`.

    Raises `ToolError`, also after `limit` seconds.
    """
    with tempfile.TemporaryDirectory() as place:
        result, log = Path(place, "result"), Path(place, "log")
        launch = [sys.executable, "-S", "-E", str(_LAUNCH), str(result), str(log), str(limit)]
        subprocess.run([*launch, *command], cwd=project, env=environment(project), check=True)
        figures = json.loads(result.read_text(encoding="utf-8"))
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    if figures["wall"] >= limit:
        raise ToolError(f"took more than {limit:g} s")
    if code := figures.pop("code"):
        raise ToolError(f"ended with {code}: {' / '.join(said[-_LINES:])}")
    cost = Cost(**figures, **weigh(project / output))
    if cost.files < least:
        raise ToolError(f"made {cost.files} files of {least} posts")
    return cost


def weigh(folder: Path) -> dict[str, int]:
    """Bytes and number of the files in a folder."""
    size = files = 0
    folders = [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    size += entry.stat().st_size
                    files += 1
    return {"output": size, "files": files}


def machine() -> str:
    """The day, the processor, the system, and the commit that is measured."""
    git = ["git", "describe", "--always", "--dirty"]
    here = Path(__file__).parent
    commit = subprocess.run(git, cwd=here, capture_output=True, text=True, check=False).stdout
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{day}, {os.cpu_count()} cores, {system}, commit {commit.strip() or 'unknown'}"
