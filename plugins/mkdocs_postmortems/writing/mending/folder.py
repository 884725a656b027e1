"""A folder of postmortems mended: names and values file by file, then tags by what most have."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.domain import Form, Postmortem, Problem
from mkdocs_postmortems.domain.problem import in_order
from mkdocs_postmortems.source import Settings, read, read_post
from mkdocs_postmortems.source.folder import unreadable
from mkdocs_postmortems.writing.editing import EditError, Manuscript
from mkdocs_postmortems.writing.mending.keys import doubles, renames
from mkdocs_postmortems.writing.mending.mend import Mended, mended
from mkdocs_postmortems.writing.mending.tags import majorities, respelt_tags
from mkdocs_postmortems.writing.mending.values import respellings

_OURS = frozenset({Form.UNKNOWN_KEY, Form.KEY_TWICE, Form.UNKNOWN_CODE, Form.DATE})
"""The rules of form that mending is about."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One file, looked through.

    Attributes:
        path: The file, relative to the postmortems folder with `/`.
        before: Its bytes.
        after: Its bytes with what could be mended; the same where nothing could.
        left: What somebody has to decide, by line.
    """

    path: str
    before: bytes
    after: bytes
    left: tuple[Problem, ...]


def fix_folder(
    folder: Path,
    posts: Sequence[str],
    wanted: Collection[str],
    settings: Settings,
    *,
    all_aliases: bool = False,
) -> list[Fixed]:
    """Those of `posts` in `folder` that are `wanted`, mended; the others only count for tags.

    Mending what was mended changes nothing. With `all_aliases`, names of fields that other tools
    read are replaced by ours too.
    """
    first: dict[str, tuple[bytes, Mended]] = {}
    fixed: list[Fixed] = []
    for path in sorted(wanted):
        try:
            data = (folder / path).read_bytes()
            manuscript = Manuscript(data, path)
        except (OSError, EditError) as error:
            fixed.append(Fixed(path, b"", b"", (_unread(path, error),)))
            continue
        first[path] = data, _names_and_values(manuscript, settings, all_aliases=all_aliases)
    spellings = majorities(_records(folder, posts, first, settings))
    for path, (data, halfway) in first.items():
        tags = mended(halfway.manuscript, respelt_tags(halfway.manuscript, spellings), settings)
        left = [*halfway.left, *tags.left, *_undecided(tags.manuscript, settings)]
        fixed.append(Fixed(path, data, tags.manuscript.data, tuple(in_order(left))))
    return sorted(fixed, key=lambda each: each.path)


def _unread(path: str, error: OSError | EditError) -> Problem:
    if isinstance(error, EditError):
        return error.problem
    return unreadable(path, error)


def _names_and_values(manuscript: Manuscript, settings: Settings, *, all_aliases: bool) -> Mended:
    named = mended(manuscript, renames(manuscript, all_aliases=all_aliases), settings)
    wanted = respellings(named.manuscript, settings.vocabularies)
    spelt = mended(named.manuscript, wanted, settings)
    return Mended(spelt.manuscript, (*named.left, *spelt.left))


def _records(
    folder: Path,
    posts: Sequence[str],
    first: dict[str, tuple[bytes, Mended]],
    settings: Settings,
) -> Iterator[Postmortem]:
    """What the reader makes of each file, mended so far."""
    for path in posts:
        if path in first:
            reading = read(first[path][1].manuscript.data, path, settings)
        else:
            reading = read_post(folder, path, settings)
        if reading.postmortem is not None:
            yield reading.postmortem


def _undecided(manuscript: Manuscript, settings: Settings) -> Iterator[Problem]:
    """The names, dates and codes that the reader cannot make sense of, and a person could."""
    yield from doubles(manuscript)
    for problem in read(manuscript.data, manuscript.path, settings).problems:
        if problem.rule in _OURS:
            yield problem
