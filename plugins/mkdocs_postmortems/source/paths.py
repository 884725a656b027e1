"""Paths of postmortems, relative to their folder with `/`, and the ids that stand for them."""

from pathlib import PurePosixPath

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})


def is_markdown(path: str) -> bool:
    """Whether the file at `path` is Markdown, as its suffix tells."""
    return PurePosixPath(path).suffix.casefold() in MARKDOWN_SUFFIXES


def id_at(path: str) -> str:
    """The id of the postmortem in the Markdown file at `path`; a path to none is its own id."""
    return str(PurePosixPath(path).with_suffix("")) if is_markdown(path) else path
