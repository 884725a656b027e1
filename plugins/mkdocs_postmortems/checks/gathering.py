"""A project read for its checks, without MkDocs."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from mkdocs_postmortems.catalog import Catalog, Surface
from mkdocs_postmortems.catalog.addressbook import AddressBook
from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.runner import Material
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.checks.subject import Collection
from mkdocs_postmortems.domain import Postmortem, Problem, Severity, Vocabularies
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.source import Folder, read_folder, read_settings
from mkdocs_postmortems.source.paths import id_at, path_from
from mkdocs_postmortems.source.versions import Version, read_versions


def gather(project: Project, checks: Checks, now: dt.datetime) -> Material:
    """All postmortems of `project`, hidden ones too, and what is wrong with them.

    Raises:
        ExtensionError: The codes that mkdocs.yml adds are not understood.
    """
    authors_file = path_from(project.folder, project.authors_file)
    settings, problems = read_settings(project.options, project.authors_file, authors_file)
    ask_git = project.options.get("git_dates") is not False
    folder = read_folder(project.folder, settings, ask_git=ask_git)
    read = [each.postmortem for each in folder.readings if each.postmortem]
    unread = {id_at(each.path): each.path for each in folder.readings if not each.postmortem}
    catalog = Catalog(read, now, settings.vocabularies, unread)
    everybody = catalog.shown_on(Surface.SERVED_PAGE)
    published = {each.id for each in catalog.published}
    book = AddressBook.of(everybody, project.blog, (), published)
    return Material(
        readings=folder.readings,
        others=[folder.intro] if folder.intro else [],
        problems=(*problems, *problems_of(folder), *catalog.problems, *book.problems),
        collection=Collection(
            catalog=catalog,
            authors=settings.authors,
            assets=folder.assets,
            now=now,
            options=checks.options,
            is_there=finder(project.folder, project.root / project.docs_dir),
        ),
        past=_past(project, checks, read, settings.vocabularies) if ask_git else {},
    )


def _past(
    project: Project, checks: Checks, read: Iterable[Postmortem], vocabularies: Vocabularies
) -> Mapping[str, tuple[Version, ...]]:
    """Earlier versions, where a rule is asked that looks at them."""
    if not any(rule.past and checks.wants(rule.id) for rule in RULES):
        return {}
    return read_versions(project.folder, read, vocabularies).versions


def problems_of(folder: Folder) -> list[Problem]:
    """What is wrong with the folder and its files; that its intro has no title or date is not."""
    problems = [*folder.problems]
    problems += [problem for reading in folder.readings for problem in reading.problems]
    if folder.intro:
        about = folder.intro.problems
        problems += [each for each in about if each.severity is not Severity.NOTE]
    return problems


def finder(folder: Path, docs: Path) -> Callable[[str], bool]:
    """Whether a path from `folder` that begins with `..`, or one from the root, is a file."""

    def is_there(path: str) -> bool:
        if path.startswith("/"):
            places = [docs / path.lstrip("/"), folder / path.lstrip("/")]
        else:
            places = [folder / path]
        return any(os.path.lexists(place) for place in places)

    return is_there
