"""Paths of postmortems, relative to their folder with `/`, and the ids that stand for them."""

import os
from functools import lru_cache
from pathlib import PurePosixPath
from types import ModuleType

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_MANY = 65_536
"""More paths than one build asks for; it asks for each again and again."""


@lru_cache(maxsize=_MANY)
def is_markdown(path: str) -> bool:
    """Whether the file at `path` is Markdown, as its suffix tells."""
    return PurePosixPath(path).suffix.casefold() in MARKDOWN_SUFFIXES


@lru_cache(maxsize=_MANY)
def id_at(path: str) -> str:
    """The id of the postmortem in the Markdown file at `path`; a path to none is its own id."""
    return str(PurePosixPath(path).with_suffix("")) if is_markdown(path) else path


def path_from(
    here: str | os.PathLike[str], path: str | os.PathLike[str], rules: ModuleType = os.path
) -> str:
    """`path` as seen from the folder `here`, with `/`, by the `rules` of a system.

    Where no path leads there, on Windows from one drive to another, it is `path` itself.
    """
    try:
        seen: str = rules.relpath(path, here)
    except ValueError:
        seen = os.fspath(path)
    return seen.replace(rules.sep, "/")
