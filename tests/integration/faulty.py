"""Commands with a fault at one file operation after the other: what each leaves.

Run as a program, with a folder, how many faults to try, and a share of them such as `0/2`, it
answers with what was wrong, as JSON. It is a process of its own, since only one without threads may
fork.
"""

import json
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from integration.faults import KINDS, NEED_NO_ROOM, READING, Fault, operations
from integration.forking import Ran, load_everything, ran
from integration.harness import NOW, PIXEL, post, write

CONFIGURATION = """\
site_name: Lab
site_url: https://example.org/lab/
theme: {name: null, custom_dir: theme}
plugins:
  - postmortems: {git_dates: false}
"""
PAGE = """\
<!doctype html><html><head><title>{% block htmltitle %}{% endblock %}</title>
{% block extrahead %}{% endblock %}</head><body>{% block container %}{% block content %}
{{ page.content }}{% endblock %}{% endblock %}</body></html>
"""
PENDING = post("Calls by month", "Text.", date="2024-05-01", outcome="pending", tags=["churn"])
PROJECT = {
    "mkdocs.yml": CONFIGURATION,
    "theme/main.html": PAGE,
    "theme/base.html": PAGE,
    "theme/404.html": "Not here.",
    "docs/index.md": "# Home\n",
    "docs/a.txt": "A file.",
    "postmortems/index.md": "# Ours\n\nText.\n",
    "postmortems/.authors.yml": "ada: Ada\n",
    "postmortems/a.md": post(
        "Calls by weekday", "![it](a.png)", date="2024-05-01", stage="modeling"
    ),
    "postmortems/a.png": PIXEL,
    "postmortems/2024/b.md": post(
        "Calls by month", "[a](../a.md)", outcome="succeeded", author="ada"
    ),
    "postmortems/2024/c.md": PENDING,
    "notes/d.md": post("From elsewhere", "![it](d.png)", categories=["calls"]),
    "notes/d.png": PIXEL,
}
WRITING = (
    ("new", "--title", "Calls by hour", "--outcome", "pending", "--no-similar"),
    ("conclude", "2024/c", "--outcome", "failed", "--yes"),
    ("fix", "--yes"),
    ("import", "notes", "--write"),
    ("init", "lab"),
)
"""The commands that write into a project."""
BUILD = ("build",)
# MkDocs passes over a folder of `docs_dir` that it cannot list.
PASSED_OVER = ("mkdocs", "os.scandir", "docs")


@dataclass(frozen=True)
class Trial:
    """One command, and the project in which it is tried, in `folder`.

    Attributes:
        folder: Where it is all done.
        command: The command.
    """

    folder: Path
    command: Sequence[str]

    @property
    def root(self) -> Path:
        return self.folder / "project"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def prepare(self) -> None:
        """Write the project as it is before; a build has a site that is up, and a change."""
        write(self.root, PROJECT)
        if self.command == BUILD:
            self._run()
            write(self.root, {"postmortems/a.md": post("Calls by day", "![it](a.png)", cost="9")})
        self.root.rename(self.folder / "before")

    @cached_property
    def before(self) -> dict[str, str]:
        return content_of(self.folder / "before")

    @cached_property
    def after(self) -> dict[str, str]:
        """What a run without a fault makes; for a build, one that keeps nothing."""
        self.reset()
        if self.command == BUILD:
            shutil.rmtree(self.root / ".cache")
            shutil.rmtree(self.root / "site")
        self._run()
        return content_of(self.root)

    def reset(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.folder / "before", self.root, symlinks=True)

    def _run(self, fault: Fault | None = None) -> Ran:
        done = ran(self.command, self.root, self.log, fault)
        if fault is None and done.code:
            raise RuntimeError(done.said)
        return done

    @cached_property
    def faults(self) -> list[Fault]:
        """Each kind of fault at each operation; what only reads meets no full disk, and no kill."""
        self.reset()
        self._run()
        return [
            Fault(role, at, kind)
            for role, at, name, path in operations(self.log)
            if (role, name, path) != PASSED_OVER
            for kind in _kinds(name)
        ]

    def wrong_with(self, fault: Fault) -> list[str]:
        """What a run with `fault` did that it may not do."""
        self.reset()
        done = self._run(fault)
        at = (op for op in operations(self.log) if op[:2] == (fault.role, fault.at))
        if (struck := next(at, None)) is None:
            return [f"{' '.join(self.command)}: there is no {fault}"]
        wrong = [*self._wrong_with(done, fault, struck[2], Path(struck[3]).name)]
        if self.command == BUILD and content_of(self.root) != self.before:
            wrong += self._wrong_then()
        return [f"{' '.join(self.command)}: {fault.kind} at {struck}: {each}" for each in wrong]

    def _wrong_with(self, done: Ran, fault: Fault, what: str, name: str) -> Iterator[str]:
        now = content_of(self.root)
        if "Traceback" in done.said:
            yield f"a traceback: {done.said[-300:]}"
        is_refused = fault.kind in {"EIO", "ENOSPC"} and done.code != 0
        if is_refused and done.code < 0:
            yield f"it was killed: {done.code}"
        is_ours = name.endswith("~")
        if is_refused and fault.kind == "EIO" and name not in done.said and not is_ours:
            yield f"`{name}` is not named: {done.said[-300:]}"
        yield from self._wrong_with_site(done, now) if self.command == BUILD else ()
        # What cannot be deleted stays, and so does what a kill leaves; no reader takes it for ours.
        may_be_left = fault.kind == "KILL" or what == "os.remove"
        for path in sorted({*self.before, *now} - set(_of_site(self.before, now))):
            is_left = may_be_left and path not in self.before and path.endswith("~")
            if not is_left and now.get(path) not in {self.before.get(path), self.after.get(path)}:
                yield f"{path} is neither as it was nor as it is to be"
        if not may_be_left:
            yield from (f"{path} is left" for path in now if path.endswith(".part"))
        if done.code == 0 and any(now.get(p) != each for p, each in _lasting(self.after).items()):
            yield "it ended well, and something is missing"

    def _wrong_with_site(self, done: Ran, now: dict[str, str]) -> Iterator[str]:
        site = _site(now)
        if site not in (_site(self.before), _site(self.after)):
            others = {*site.items()} ^ {*_site(self.after).items()}
            yield f"the site is neither: {sorted(others)[:3]}"
        if done.code > 0 and site == _site(self.after):
            yield "it ended badly, and the site is up"

    def _wrong_then(self) -> Iterator[str]:
        """What is wrong with the next build, which has no fault."""
        done = ran(self.command, self.root, self.log)
        now = content_of(self.root)
        if done.code or _site(now) != _site(self.after):
            yield f"the next build is wrong: {done.code} {done.said[-300:]}"
        if any(path.startswith(".site.postmortems") for path in now):
            yield "the next build has not cleared away"


def _kinds(name: str) -> tuple[str, ...]:
    """What can happen at an operation of that name."""
    if name in READING:
        return ("EIO",)
    return tuple(kind for kind in KINDS if kind != "ENOSPC" or name not in NEED_NO_ROOM)


def _site(content: dict[str, str]) -> dict[str, str]:
    return {path: each for path, each in content.items() if path.startswith("site/")}


def _of_site(*contents: dict[str, str]) -> Iterator[str]:
    """What is looked at in another way, or comes and goes."""
    for content in contents:
        yield from (each for each in content if each.startswith(("site/", ".cache", ".site.")))


def _lasting(content: dict[str, str]) -> dict[str, str]:
    return {path: each for path, each in content.items() if not path.startswith(".cache")}


def content_of(folder: Path) -> dict[str, str]:
    """The digest of each file below `folder`, by its path."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def tried(folder: Path, count: int, share: int, shares: int) -> dict[str, object]:
    """What was wrong after `count` faults of builds and as many of other commands, or all for 0."""
    load_everything()
    os.environ["SOURCE_DATE_EPOCH"] = str(NOW)
    number: Counter[str] = Counter()
    wrong: list[str] = []
    chance = random.Random(7)
    some = chance.sample(WRITING, min(count or len(WRITING), len(WRITING)))
    for commands in ((BUILD,), some):
        trials = [Trial(folder / command[0], command) for command in commands]
        for trial in trials:
            trial.folder.mkdir(parents=True)
            trial.prepare()
        faults = [(trial, fault) for trial in trials for fault in trial.faults]
        chosen = chance.sample(faults, count) if count else faults
        for trial, fault in chosen[share::shares]:
            wrong += trial.wrong_with(fault)
            number[f"{trial.command[0]} {fault.kind}"] += 1
    return {"tried": number, "wrong": wrong}


if __name__ == "__main__":
    where, how_many, part = sys.argv[1:]
    first, _, all_shares = part.partition("/")
    said = tried(Path(where), int(how_many), int(first), int(all_shares))
    sys.stdout.write(json.dumps(said, indent=1))
