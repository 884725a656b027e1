"""Which postmortem is meant by what somebody types: an id, the end of one, or a path."""

import difflib
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs_postmortems.source.dates import without_date
from mkdocs_postmortems.source.paths import id_at
from mkdocs_postmortems.writing.place import id_of

_MOST_SHOWN = 5


class LookupFailed(Exception):  # noqa: N818 - as `LookupError` means another thing in Python
    """No postmortem is meant, or more than one; the message says what to type."""


def find_post(folder: Path, posts: Sequence[str], typed: str) -> str:
    """The path among `posts`, which are relative to `folder`, that `typed` means.

    An id counts before the end of one: `churn` is `churn.md` where there is such a file, else
    `2026/churn.md`, else `2026/2026-11-20-churn.md`, if there is only one of them.

    Raises:
        LookupFailed: There is none, or more than one.
    """
    if found := _on_disk(folder, posts, typed):
        return found
    wanted = _plain(id_of(folder, typed))
    ids = {_plain(id_at(path)): path for path in posts}
    if wanted in ids:
        return ids[wanted]
    for is_end in _ENDS:
        ends = [path for known, path in ids.items() if wanted and is_end(known, wanted)]
        if len(ends) > 1:
            raise LookupFailed(f"`{typed}` is the end of {len(ends)} ids: {_listed(ends)}")
        if ends:
            return ends[0]
    raise LookupFailed(f"there is no postmortem `{typed}`{_meant(wanted, list(ids.values()))}")


_ENDS: tuple[Callable[[str, str], bool], ...] = (
    lambda known, wanted: known.endswith(f"/{wanted}"),
    lambda known, wanted: known.endswith((f"-{wanted}", f"_{wanted}")),
    lambda known, wanted: known.endswith(wanted),
)
"""What counts as the end of an id, the surest first."""


def _on_disk(folder: Path, posts: Sequence[str], typed: str) -> str:
    """The post whose file is at the path `typed`; empty where there is no file."""
    file = Path(typed)
    try:
        if file.is_symlink():
            raise LookupFailed(f"{typed} is a link, and links are not followed")
        if not file.is_file():
            return ""
        path = file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        raise LookupFailed(f"{typed} is not in the postmortems folder {folder}") from None
    except OSError:
        return ""
    if path not in posts:
        raise LookupFailed(f"{typed} is not a postmortem")
    return path


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _meant(wanted: str, posts: Sequence[str]) -> str:
    """The ids that were most likely meant: those that hold it, else the nearest.

    The nearest is told by its whole, its last part, and that without its day.
    """
    if holding := [path for path in posts if wanted and wanted in _plain(path)]:
        return f". Did you mean {_listed(holding)}?"
    spellings: dict[str, str] = {}
    for path in posts:
        known = id_at(path)
        last = known.rpartition("/")[2]
        for spelling in (without_date(last).strip(" -_"), last, known):
            spellings[_plain(spelling)] = known
    near = difflib.get_close_matches(wanted, spellings, n=1)
    return f". Did you mean `{spellings[near[0]]}`?" if near else ""


def _listed(posts: Sequence[str]) -> str:
    shown = ", ".join(f"`{id_at(path)}`" for path in sorted(posts)[:_MOST_SHOWN])
    more = len(posts) - _MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
