"""The postmortems folder: which files are postmortems, and which stand beside them."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from mkdocs_postmortems.domain import Form, Problem, Severity
from mkdocs_postmortems.files import is_unreadable
from mkdocs_postmortems.kept.fingerprint import plain
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.slugs import is_storable
from mkdocs_postmortems.source.history import Commits, read_history
from mkdocs_postmortems.source.paths import id_at, is_markdown
from mkdocs_postmortems.source.reader import Reading, read
from mkdocs_postmortems.source.settings import Settings

_LARGEST_FILE = 5_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything found under the postmortems folder, in the order of paths.

    Attributes:
        root: The folder.
        readings: One for each postmortem, read or not.
        intro: The text of `index.md` or `README.md` at the top: not a postmortem, but what the
            index page says above its list. Empty where there is none.
        assets: Paths, relative to the folder with `/`, of the other files.
        problems: What is wrong with the folder itself.
    """

    root: Path
    readings: tuple[Reading, ...]
    intro: Reading | None = None
    assets: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=())


def read_folder(
    root: Path,
    settings: Settings | None = None,
    *,
    ask_git: bool = True,
    memory: Memory = FORGETFUL,
) -> Folder:
    """Read every postmortem under `root`. With `ask_git`, dates that nobody wrote are git's.

    Files that `memory` knows are not understood once more.
    """
    listed = list_folder(root)
    posts = [*listed.posts, *([listed.intro] if listed.intro else [])]
    history = read_history(root) if ask_git and posts else {}

    about = memory.key("reading", plain(settings))

    def reading(path: str) -> Reading:
        data = _data_of(root, path)
        if isinstance(data, Reading):
            return data
        commits = history.get(path)
        key = memory.key(about, path, data, plain(commits))
        return memory.recall(key, lambda: _told(read(data, path, settings, commits)))

    return Folder(
        root=root,
        readings=tuple(map(reading, listed.posts)),
        intro=reading(listed.intro) if listed.intro else None,
        assets=listed.assets,
        problems=listed.problems,
    )


def _told(reading: Reading) -> Reading:
    """`reading`, with the digest of the record worked out: it is kept with it."""
    if reading.postmortem:
        _ = reading.postmortem.digest
    return reading


@dataclass(frozen=True, slots=True)
class Listed:
    """The paths of what is under the postmortems folder, not read yet; as `Folder` has them."""

    posts: tuple[str, ...]
    intro: str | None
    assets: frozenset[str]
    problems: tuple[Problem, ...]


def list_folder(root: Path) -> Listed:
    """Which files there are under `root`, in the order of their paths.

    Files and folders whose name begins with `.` or `_`, and names that end with `~`, are left
    alone. Links are followed nowhere: they could lead out of the folder.
    """
    problems: list[Problem] = []
    posts: list[str] = []
    assets: set[str] = set()
    for path in sorted(_files(root, PurePosixPath(), problems)):
        (posts.append if is_markdown(path) else assets.add)(path)
    posts = _one_each(posts, problems)
    intro = next(filter(_is_intro, posts), None)
    return Listed(
        tuple(path for path in posts if path != intro), intro, frozenset(assets), tuple(problems)
    )


def _one_each(posts: list[str], problems: list[Problem]) -> list[str]:
    """`posts` without those that differ from one before them in their suffix only."""
    by_id: dict[str, str] = {}
    for path in posts:
        first = by_id.setdefault(id_at(path), path)
        if first != path:
            problems.append(
                Problem(
                    path=path,
                    message=f"`{first}` has the same id, so this file is left out",
                    remedy="Give one of the two another name",
                    rule=Form.SAME_ID,
                    severity=Severity.ERROR,
                )
            )
    return list(by_id.values())


def _is_intro(path: str) -> bool:
    return path.casefold() in {"index.md", "readme.md"}


def _files(root: Path, below: PurePosixPath, problems: list[Problem]) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(root / below), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(unreadable(str(below), error))
        return
    for entry in entries:
        path = below / entry.name
        if entry.name.startswith((".", "_")) or entry.name.endswith("~"):
            continue
        if not _is_text(entry.name):
            problems.append(_oddly_named(str(path)))
            continue
        if not is_storable(entry.name):
            problems.append(_not_for_windows(str(path)))
        if entry.is_symlink():
            problems.append(
                Problem(
                    path=str(path),
                    message="this is a link, and links are not followed out of caution",
                    remedy="Put the file itself here",
                    rule=Form.FILE,
                )
            )
        elif entry.is_dir():
            yield from _files(root, path, problems)
        elif entry.is_file():
            yield str(path)
        else:
            problems.append(
                Problem(
                    path=str(path),
                    message="this is a pipe or a device, and is left alone",
                    remedy="Put a file here",
                    rule=Form.FILE,
                )
            )


def _is_text(name: str) -> bool:
    """Whether a name is UTF-8; Python stands in for other bytes with lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _oddly_named(path: str) -> Problem:
    return Problem(
        path=path,
        message="the name is not UTF-8, and no address can be made of it",
        remedy="Rename it",
        rule=Form.FILE,
        severity=Severity.ERROR,
    )


def _not_for_windows(path: str) -> Problem:
    return Problem(
        path=path,
        message="Windows can have nothing of this name, so nobody can clone it there",
        remedy='Rename it: none of `<>:"\\|?*`, no dot or space at the end, no name such as `con`',
        rule=Form.FILE,
        severity=Severity.NOTE,
    )


def unreadable(path: str, error: OSError) -> Problem:
    """That the file or folder at `path` cannot be read, because of `error`."""
    return Problem(
        path=path,
        message=f"cannot be read ({error.strerror})",
        severity=Severity.ERROR,
        rule=Form.FILE,
        is_unread=is_unreadable(error),
    )


def read_post(
    root: Path, path: str, settings: Settings | None = None, commits: Commits | None = None
) -> Reading:
    """Read the file at `path` under `root`; `commits` are git's first and last of it."""
    data = _data_of(root, path)
    return data if isinstance(data, Reading) else read(data, path, settings, commits)


def _data_of(root: Path, path: str) -> bytes | Reading:
    """The bytes of a file, or what came of it that they cannot be had."""
    try:
        with (root / path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode) or size > _LARGEST_FILE:
                return Reading(path, None, (_too_large(path, size),))
            return file.read()
    except OSError as error:
        return Reading(path, None, (unreadable(path, error),))


def _too_large(path: str, size: int) -> Problem:
    return Problem(
        path=path,
        message=f"this file has {size:,} bytes, and {_LARGEST_FILE:,} is the most a page can have",
        remedy="Move data and pictures out of the text",
        rule=Form.FILE,
        severity=Severity.ERROR,
    )
