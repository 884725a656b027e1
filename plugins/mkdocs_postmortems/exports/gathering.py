"""A project read for its tables, without MkDocs."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.exports.addresses import addresses_in
from mkdocs_postmortems.exports.tables import Row, Table, rows_of
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.source import read_folder, read_settings


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read.

    Attributes:
        project: Where from.
        catalog: The collection.
        unread: Paths of files that could not be read, relative to the postmortems folder.
    """

    project: Project
    catalog: Catalog
    unread: tuple[str, ...]

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of `table`, of published postmortems only."""
        return rows_of(table, self.catalog, addresses_in(self.project, self.catalog))


def gather(project: Project, now: dt.datetime) -> Gathered:
    """Every postmortem of `project` as of `now` (aware), for its audience.

    Raises:
        ExtensionError: The codes that mkdocs.yml adds are not understood.
    """
    settings, _ = read_settings(project.options, project.authors_file, project.authors_file.name)
    ask_git = project.options.get("git_dates") is not False
    readings = read_folder(project.folder, settings, ask_git=ask_git).readings
    read = [each.postmortem for each in readings if each.postmortem]
    unread = tuple(each.path for each in readings if not each.postmortem)
    catalog = Catalog(read, now, settings.vocabularies, audience=project.audience)
    return Gathered(project, catalog, unread)
