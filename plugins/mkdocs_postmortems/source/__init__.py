"""Text and git to records: what a Markdown file says, with the line of whatever is wrong in it."""

from mkdocs_postmortems.source.authors import read_directory
from mkdocs_postmortems.source.folder import Folder, read_folder
from mkdocs_postmortems.source.reader import Reading, read
from mkdocs_postmortems.source.settings import Settings

__all__ = ["Folder", "Reading", "Settings", "read", "read_directory", "read_folder"]
