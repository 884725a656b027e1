"""Where the time of one of our builds goes."""

import pstats
import subprocess
import sys
import tempfile
from pathlib import Path

from .changes import Project
from .measuring import environment
from .tools import TOOLS

_LINES = 45


def profile(work: Path, size: int, seed: int, case: str, target: Path) -> None:
    """Write cProfile's tables of a build, by own time and by time with what is called.

    Of the first process only: what others do for it is in none of the tables.
    """
    project = Project(TOOLS["ours"], work / "projects" / "profile", size, seed)
    project.write()
    before = list(dict.fromkeys(("cold", case)))
    with tempfile.TemporaryDirectory() as place, target.open("w", encoding="utf-8") as out:
        data = Path(place, "profile")
        for each in before:
            project.prepare(each, 0)
            command = [sys.executable, "-m", "cProfile", "-o", str(data), "-m", "mkdocs", "build"]
            subprocess.run(
                [*command, "-q"], cwd=project.folder, env=environment(project.folder), check=True
            )
        out.write(f"{size:,} posts, {case}\n")
        statistics = pstats.Stats(str(data), stream=out)
        statistics.strip_dirs()
        for order in ("tottime", "cumulative"):
            statistics.sort_stats(order).print_stats(_LINES)
