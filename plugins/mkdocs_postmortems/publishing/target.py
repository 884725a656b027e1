"""Where the site is to be: read from mkdocs.yml, and refused where replacing it could do harm."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_postmortems.configuration import wanted_of
from mkdocs_postmortems.mkdocs_yaml import read_yaml
from mkdocs_postmortems.publishing.errors import PublishingError

_SIGNS = ("sitemap.xml", "index.html", "404.html")
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A project and where its site goes.

    Attributes:
        configuration: Its mkdocs.yml, absolute.
        target: Where the site is to be, without links.
        sources: The folders that it is made from.
    """

    configuration: Path
    target: Path
    sources: tuple[Path, ...]


def place_of(configuration: Path, site_dir: str | None) -> Place:
    """Where the site of `configuration` goes; `site_dir` wins over what is written there.

    As for MkDocs, both are relative to the folder of mkdocs.yml, and a setting that is not there
    is looked for in the file that `INHERIT` names.

    Raises:
        PublishingError: It cannot be read.
    """
    root = configuration.parent
    written = list(_settings(configuration))
    site = site_dir or _first("site_dir", written) or "site"
    sources = (
        _first("docs_dir", written) or "docs",
        _first("postmortems_dir", [wanted_of(each)["options"] for each in written])
        or "postmortems",
    )
    try:
        target = (root / str(site)).resolve()
        leads_nowhere = target.is_symlink()  # from Python 3.13 a link to itself is left as it is
    except (OSError, RuntimeError, ValueError):
        leads_nowhere = True
    if leads_nowhere:
        raise PublishingError(f"{site} leads nowhere, as a link to itself does")
    return Place(configuration, target, tuple((root / str(each)).resolve() for each in sources))


def setting_of(configuration: Path, name: str) -> Any:
    """What `configuration`, or a file that it inherits from, says of `name`; None if nothing.

    Raises:
        PublishingError: It cannot be read.
    """
    return _first(name, list(_settings(configuration)))


def refuse_harm(place: Place, *, is_forced: bool) -> None:
    """Refuse a target that holds other things than a built site; `is_forced` allows most of them.

    Raises:
        PublishingError: It is refused; the message says what to do.
    """
    target = place.target
    for name, path in _precious(place):
        if path == target or target in path.parents:
            raise PublishingError(
                f"{target} holds {name}, and would be replaced. Give another --site-dir"
            )
    for source in place.sources:
        if source in target.parents:
            raise PublishingError(
                f"{target} lies in {source}, which the site is made from. Give another --site-dir"
            )
    if not target.exists():
        return
    if not target.is_dir():
        raise PublishingError(f"{target} is a file. Give another --site-dir, or move it away")
    if os.path.ismount(target):
        raise PublishingError(
            f"{target} is a mount point, which nothing can take the place of. "
            f"Give a folder in it, such as --site-dir {target / 'site'}, and serve that"
        )
    if not is_forced and not _is_site(target):
        raise PublishingError(
            f"{target} is not empty and looks like no built site, as it has no "
            "sitemap.xml, index.html or 404.html. Give another --site-dir, or --force to replace it"
        )


def _precious(place: Place) -> Iterator[tuple[str, Path]]:
    yield "mkdocs.yml", place.configuration.resolve()
    for source in place.sources:
        yield f"{source.name}, which the site is made from", source
    yield "this program", Path(__file__).resolve()
    yield "your home", Path.home().resolve()


def _is_site(folder: Path) -> bool:
    """Whether it is empty, but for what begins with a dot, or has what MkDocs writes."""
    names = {each.name for each in folder.iterdir() if not each.name.startswith(".")}
    return not names or any(sign in names for sign in _SIGNS)


def _first(name: str, settings: list[dict[str, Any]]) -> Any:
    return next((each[name] for each in settings if each.get(name)), None)


def _settings(configuration: Path) -> Iterator[dict[str, Any]]:
    path = configuration
    for _ in range(_MOST_PARENTS):
        try:
            settings, _environment = read_yaml(path.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise PublishingError(f"{path} cannot be read: {error}") from None
        yield settings
        if not isinstance(settings.get("INHERIT"), str):
            return
        path = path.parent / settings["INHERIT"]
