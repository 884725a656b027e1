"""The folder of an export: only what we wrote is ever changed or deleted."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

MANIFEST = ".postmortems-export.json"
"""The file that tells what an export wrote, by digests."""
_VERSION = 1


class FolderError(Exception):
    """The folder cannot be written to; the message says what to do."""


def write_export(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` have `files`, by their paths, and nothing of an earlier export besides.

    A file that is as it should be is not touched. If this is interrupted, doing it again ends it.

    Raises:
        FolderError: There is something in `folder` that no export wrote in the place of a file, or
            that somebody changed since.
        OSError: A file cannot be written.
    """
    known = _known(folder)
    strangers = [path for path in sorted({*files, *known}) if _is_strange(folder, path, known)]
    if strangers:
        raise FolderError(_told(folder, strangers))
    digests = {path: _digest(content) for path, content in files.items()}
    folder.mkdir(parents=True, exist_ok=True)
    both = {path: {*known.get(path, ()), digest} for path, digest in digests.items()}
    _keep(folder, {**known, **both})
    for path in sorted(files):
        _write(folder / path, files[path])
    for path in sorted(known.keys() - files.keys()):
        _remove(folder, path)
    _keep(folder, {path: {digest} for path, digest in digests.items()})


def _known(folder: Path) -> dict[str, set[str]]:
    """What an earlier export wrote: the digests that each file may have, by its path."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    try:
        kept = json.loads((folder / MANIFEST).read_bytes())
        listed = {str(path): set(map(str, digests)) for path, digests in kept["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = f"{folder} is not empty, and no export made it. Name a folder that is not there"
        raise FolderError(message) from None
    return {path: digests for path, digests in listed.items() if _is_inside(path)}


def _is_inside(path: str, kind: type[PurePath] = PurePath) -> bool:
    """Whether `path`, in a system with paths of this `kind`, leads to something in a folder."""
    pure = kind(path)
    return bool(pure.parts) and not pure.anchor and ".." not in pure.parts


def _is_strange(folder: Path, path: str, known: Mapping[str, set[str]]) -> bool:
    """Whether something that is not ours stands at `path`, or above it."""
    place = folder / path
    for above in list(PurePosixPath(path).parents)[:-1]:
        if (folder / above).is_symlink() or (folder / above).is_file():
            return str(above) not in known or (folder / above).is_symlink()
    if place.is_symlink() or place.is_dir():
        return True
    return place.exists() and _digest(place.read_bytes()) not in known.get(path, ())


def _told(folder: Path, strangers: list[str]) -> str:
    more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
    return (
        f"{folder / strangers[0]}{more} was changed or made by somebody since the last export, and "
        "nothing was written. Move it away, or name another folder"
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(place: Path, content: bytes) -> None:
    if place.is_file() and place.read_bytes() == content:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name[:100]}~")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _remove(folder: Path, path: str) -> None:
    (folder / path).unlink(missing_ok=True)
    for above in list(PurePosixPath(path).parents)[:-1]:
        try:
            (folder / above).rmdir()
        except OSError:
            return  # something else is in it


def _keep(folder: Path, files: Mapping[str, set[str]]) -> None:
    listed: dict[str, Any] = {path: sorted(files[path]) for path in sorted(files)}
    text = json.dumps({"version": _VERSION, "files": listed}, indent=1, ensure_ascii=False)
    _write(folder / MANIFEST, text.encode("utf-8", "surrogateescape") + b"\n")
