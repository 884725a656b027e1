"""Edits of a file's front matter that leave every other byte of it as it is."""

from mkdocs_postmortems.writing.editing.errors import EditError
from mkdocs_postmortems.writing.editing.manuscript import Manuscript
from mkdocs_postmortems.writing.editing.values import Plain, Value
from mkdocs_postmortems.writing.editing.yaml_block import Path

__all__ = ["EditError", "Manuscript", "Path", "Plain", "Value"]
