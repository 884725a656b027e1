"""What changed between two built sites."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Changes:
    """Files of the site by what became of them, as sorted POSIX paths from its root."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def compare(before: Path, after: Path) -> Changes:
    """Compare two folders byte by byte; one that is not there holds no files.

    What begins with a dot at the top is no part of a built site, and is left out.

    Raises:
        OSError: A file cannot be read.
    """
    old, new = _files(before), _files(after)
    changed = (each for each in old & new if _differ(before / each, after / each))
    return Changes(tuple(sorted(new - old)), tuple(sorted(changed)), tuple(sorted(old - new)))


def _differ(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        if os.fstat(first.fileno()).st_size != os.fstat(second.fileno()).st_size:
            return True
        return first.read() != second.read()


def _files(root: Path) -> set[str]:
    begin = len(os.fspath(root)) + 1
    found = {
        f"{folder}/{name}"[begin:].replace(os.sep, "/")
        for folder, _, names in os.walk(root)
        for name in names
    }
    return {each for each in found if not each.startswith(".")}
