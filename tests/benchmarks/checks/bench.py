"""How long `postmortems check` takes, cold, with git on.

    python -m tests.benchmarks.checks.bench 3000

A made-up corpus is committed in three steps: criteria, results in a half of the files, and new
names for a tenth. Then the command is run in a process of its own, each time without a cache.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.search.corpus import generate

CRITERIA = 'success_criteria:\n  - {metric: auc, split: test, op: ">=", target: 0.8}\n'
RESULTS = "results:\n  - {metric: auc, split: test, value: 0.78, ci: [0.74, 0.82]}\n"
RUN = "from mkdocs_postmortems.entry import run; run()"
PROJECT = "site_name: Bench\nplugins: [postmortems]\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time `postmortems check`.")
    parser.add_argument("size", type=int, nargs="?", default=3000, help="How many postmortems")
    parser.add_argument("--runs", type=int, default=3, help="How often it is run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root / "project", given.size)
        for _ in range(given.runs):
            sys.stdout.write(f"{measured(root)}\n")


def write(root: Path, size: int) -> None:
    """A repository of `size` postmortems and three commits."""
    (root / "postmortems").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(PROJECT, encoding="utf-8")
    git(root, "init", "-q")
    paths = []
    for path, text in generate(size):
        target = root / "postmortems" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(with_fields(text, CRITERIA), encoding="utf-8")
        paths.append(target)
    commit(root, "Register")
    for target in paths[::2]:
        text = target.read_text(encoding="utf-8")
        target.write_text(with_fields(text, RESULTS), encoding="utf-8")
    commit(root, "Measure")
    for target in paths[::10]:
        target.rename(target.with_stem(f"{target.stem}-again"))
    commit(root, "Rename")


def with_fields(text: str, fields: str) -> str:
    return text.replace("---\n", f"---\n{fields}", 1)


def git(root: Path, *arguments: str) -> None:
    names = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org"]
    subprocess.run(["git", *names, *arguments], cwd=root, check=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def measured(root: Path) -> str:
    """Seconds, CPU seconds, memory and processes of git of one run."""
    log = root / "git.log"
    log.unlink(missing_ok=True)
    environment = {**os.environ, "PATH": f"{counting(root, log)}{os.pathsep}{os.environ['PATH']}"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN, "check", "--statistics"],
        cwd=root / "project",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    asked = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    summary = (done.stdout.splitlines() or [done.stderr])[-1]
    return (
        f"{seconds:.1f} s, {cpu:.1f} s of CPU, {after.ru_maxrss / 1024:.0f} MB, "
        f"{len(asked)} processes of git ({', '.join(asked)}): {summary}"
    )


def counting(root: Path, log: Path) -> Path:
    """A folder with a `git` that notes what it is asked, and asks the real one."""
    folder = root / "bin"
    folder.mkdir(exist_ok=True)
    real = shutil.which("git")
    script = folder / "git"
    # The command is the first word that is no option and belongs to none.
    script.write_text(
        "#!/bin/sh\n"
        'for word in "$@"; do case "$word" in -*|*=*) ;; *) break ;; esac; done\n'
        f'echo "$word" >> "{log}"\n'
        f'exec "{real}" "$@"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    return folder


if __name__ == "__main__":
    main()
