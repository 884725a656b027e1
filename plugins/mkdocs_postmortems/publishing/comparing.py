"""What changed between two built sites."""

from dataclasses import dataclass
from filecmp import cmp
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
    changed = (p for p in old & new if not cmp(before / p, after / p, shallow=False))
    return Changes(tuple(sorted(new - old)), tuple(sorted(changed)), tuple(sorted(old - new)))


def _files(root: Path) -> set[str]:
    found = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return {each for each in found if not each.startswith(".")}
