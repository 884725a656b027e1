"""A new site in the place of the one that is up, which is whole at every moment of it."""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from mkdocs_postmortems.publishing.errors import PublishingError, cannot
from mkdocs_postmortems.publishing.exchanging import exchange
from mkdocs_postmortems.publishing.workspace import Workspace

Exchange = Callable[[Path, Path], bool]


def place(workspace: Workspace, at: Callable[[str], None], exchanged: Exchange = exchange) -> None:
    """Put the fresh site of `workspace` in the target's place.

    In one step where the system can exchange two folders. Elsewhere the target is renamed first
    and put back if the second rename fails; if the process is killed between the two, the next
    build puts it back. `at` is told of the moments between steps.

    Raises:
        PublishingError: It cannot be done; the site that was up is in its place.
    """
    fresh, target = workspace.fresh, workspace.target
    try:
        if not target.exists():
            fresh.rename(target)
            return
        _carry_over(target, fresh)
        _resemble(fresh, target)
        at("carried over")
        if not exchanged(fresh, target):
            _in_two_renames(workspace, at)
    except OSError as error:
        raise cannot(f"put the new site in the place of {target}", error) from error


def _in_two_renames(workspace: Workspace, at: Callable[[str], None]) -> None:
    workspace.target.rename(workspace.old)
    at("between renames")
    try:
        workspace.fresh.rename(workspace.target)
    except OSError as error:
        _put_back(workspace)
        raise cannot(f"put the new site in the place of {workspace.target}", error) from error


def _put_back(workspace: Workspace) -> None:
    try:
        workspace.old.rename(workspace.target)
    except OSError as error:
        told = f"the site that was up is whole in {workspace.old}, and cannot be put back"
        remedy = f"Rename it to {workspace.target}, or build again"
        raise PublishingError(f"{told}: {error.strerror}. {remedy}") from error


def _resemble(fresh: Path, target: Path) -> None:
    """Give `fresh` the rights of `target`: those who may read the one may read the other."""
    about = target.stat()
    fresh.chmod(about.st_mode & 0o7777)
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(fresh, about.st_uid, about.st_gid)


def _carry_over(target: Path, fresh: Path) -> None:
    """Take along what begins with a dot, such as `.git` or `.well-known`, as MkDocs leaves it."""
    for entry in target.iterdir():
        if entry.name.startswith("."):
            _copy(entry, fresh / entry.name)


def _copy(source: Path, goal: Path) -> None:
    if source.is_symlink() or not source.is_dir():
        if not os.path.lexists(goal):
            _link(os.fspath(source), os.fspath(goal))
        return
    if goal.exists() and not goal.is_dir():
        return
    goal.mkdir(exist_ok=True)
    shutil.copymode(source, goal)
    for entry in source.iterdir():
        _copy(entry, goal / entry.name)


def _link(source: str, goal: str) -> None:
    """A second name for `source`, which costs nothing, or where there is no such thing, a copy."""
    try:
        os.link(source, goal, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, goal, follow_symlinks=False)
