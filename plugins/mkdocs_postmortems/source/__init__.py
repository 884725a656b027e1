"""Text and git to records: what a Markdown file says, with the line of whatever is wrong in it."""

from mkdocs_postmortems.source.authors import read_authors_file, read_directory
from mkdocs_postmortems.source.folder import Folder, list_folder, read_folder, read_post
from mkdocs_postmortems.source.history import Commits, read_head, read_history
from mkdocs_postmortems.source.reader import Reading, read
from mkdocs_postmortems.source.settings import Settings, read_settings

__all__ = [
    "Commits",
    "Folder",
    "Reading",
    "Settings",
    "list_folder",
    "read",
    "read_authors_file",
    "read_directory",
    "read_folder",
    "read_head",
    "read_history",
    "read_post",
    "read_settings",
]
