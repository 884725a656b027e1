"""What can be mended in many files at once, because only one thing can be meant."""

from mkdocs_postmortems.writing.mending.folder import Fixed, fix_folder

__all__ = ["Fixed", "fix_folder"]
