"""Secrets in files that are published beside postmortems, and exceptions that nobody needs."""

import contextlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from mkdocs_postmortems.checks.allowed import Allowed
from mkdocs_postmortems.checks.finding import Finding, Remark
from mkdocs_postmortems.checks.registry import BY_ID
from mkdocs_postmortems.checks.rules.safety import ALLOW, SECRET, remark_on
from mkdocs_postmortems.checks.runner import finding_of
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.domain import Form
from mkdocs_postmortems.files import is_unreadable, read_text
from mkdocs_postmortems.kept.fingerprint import digest
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.source.paths import path_from

_CONFIGURATIONS = ("mkdocs.yml", "mkdocs.yaml", "pyproject.toml")


def secrets_in_files(
    folder: Path, paths: Iterable[str], checks: Checks, memory: Memory = FORGETFUL
) -> Iterator[Finding]:
    """What stands in the text files at `paths`, as seen from the postmortems `folder`.

    Pictures and other files that are no text are passed over, and so is what is not there.

    Raises:
        OSError: One cannot be read.
    """
    if not checks.wants(SECRET):
        return
    written = _written(checks)
    allowed = Allowed(written)
    for path, text in _texts(folder, paths):
        key = memory.key("secrets in a file", path, digest(text.encode()), *written)
        for remark in memory.recall(key, partial(_remarks, allowed, path, text)):
            yield finding_of(path, BY_ID[SECRET], remark, checks)


def unneeded(
    root: Path, folder: Path, checks: Checks, texts: Iterable[tuple[str, str]], paths: Iterable[str]
) -> Iterator[Finding]:
    """Which entries of the list of what is allowed match nothing.

    That is, neither in `texts`, which come with their paths, nor in the files at `paths`, both as
    seen from the postmortems `folder`. `root` is the folder of mkdocs.yml.
    """
    if not (checks.wants(Form.UNUSED_IGNORE) and checks.wants(SECRET)):
        return
    for entry in Allowed(_written(checks)).unneeded([*texts, *_texts(folder, paths)]):
        file, line = _place_of(entry, root)
        remark = Remark(
            message=f"{SECRET}: `{entry}` is allowed, and is found nowhere",
            remedy="Remove it",
            line=line,
        )
        yield finding_of(path_from(folder, file), BY_ID[Form.UNUSED_IGNORE], remark, checks)


def _written(checks: Checks) -> tuple[str, ...]:
    return tuple(checks.options.get(SECRET, {}).get(ALLOW, ()))


def _remarks(allowed: Allowed, path: str, text: str) -> list[Remark]:
    return [remark_on(secret) for secret in allowed.others_in(path, text)]


def _texts(folder: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        try:
            text = read_text(folder / path)
        except OSError as error:
            if is_unreadable(error):
                raise
            continue
        if text:
            yield path, text


def _place_of(entry: str, root: Path) -> tuple[Path, int]:
    """The configuration that has `entry` in it, and the line."""
    for file in (root / name for name in _CONFIGURATIONS):
        with contextlib.suppress(OSError):
            lines = (read_text(file) or "").split("\n")
            if found := next((n for n, line in enumerate(lines, 1) if entry in line), 0):
                return file, found
    return root / _CONFIGURATIONS[0], 1
