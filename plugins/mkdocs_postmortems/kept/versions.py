"""What is installed, which decides what comes of everything else."""

import platform
import sys
import sysconfig
from functools import cache
from pathlib import Path

from mkdocs_postmortems.kept.fingerprint import Plain, digest, fingerprint

_OURS = Path(__file__).parent.parent


@cache
def versions() -> Plain:
    """Python, every distribution that it finds, by the names of their records, and our own files.

    The records are those of https://packaging.python.org/specifications/recording-installed-packages;
    an editable install of ours has none of its changes, so its files are read.
    """
    found = {
        path.name
        for place in map(Path, sys.path)
        if place.is_dir()
        for path in place.glob("*.dist-info")
    }
    return (platform.python_version(), fingerprint(*sorted(found)), digest_of_folder(_OURS))


def is_installed(path: Path) -> bool:
    """Whether `path` belongs to Python, to a distribution or to us, which `versions` tells."""
    roots = [Path(sysconfig.get_path(each)) for each in ("purelib", "platlib", "stdlib")]
    resolved = path.resolve()
    return any(root.resolve() in resolved.parents for root in (*roots, _OURS.parent)) or (
        resolved == _OURS.parent
    )


def digest_of_folder(folder: Path) -> bytes:
    """The digest of the names and the content of all files under `folder`."""
    files = [path for path in sorted(folder.rglob("*")) if _counts(path)]
    return fingerprint(
        *((path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in files)
    )


def _counts(path: Path) -> bool:
    return path.suffix != ".pyc" and path.is_file()
