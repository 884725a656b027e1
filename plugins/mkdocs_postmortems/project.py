"""A project as the command line finds it: mkdocs.yml and what it says of postmortems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_postmortems.audiences import AudienceError, chosen, read_audiences
from mkdocs_postmortems.configuration import ConfigurationError, read_configuration

_NAMES = ("mkdocs.yml", "mkdocs.yaml")
CACHE = Path(".cache") / "postmortems"
"""Where what can be made again is kept, beside mkdocs.yml."""


class ProjectError(Exception):
    """There is no project, or it cannot be understood; the message says what to do."""


class NoProjectError(ProjectError):
    """There is none."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are.

    Attributes:
        root: The folder of mkdocs.yml.
        folder: The postmortems folder.
        authors_file: The authors file.
        blog: The path of the blog in the site.
        site_url: The site's address; empty where mkdocs.yml has none.
        options: The plugin's options as they are written.
        docs_dir: The folder of the site's other pages, relative to mkdocs.yml.
        directory_urls: Whether a page's address ends with a slash, as MkDocs does by default.
        audience: Whom what is shown of it is for, besides what is for everybody.
    """

    root: Path
    folder: Path
    authors_file: Path
    blog: str
    site_url: str
    options: Mapping[str, Any]
    docs_dir: str = "docs"
    directory_urls: bool = True
    audience: tuple[str, ...] = ()

    @property
    def cache(self) -> Path:
        """Where what can be made again is kept."""
        return self.root / CACHE


def find_project(start: Path, audience: Iterable[str] = ()) -> Project:
    """The project in `start` or the nearest folder above it.

    Without an `audience`, it is for those that a build of it would be for.

    Raises:
        ProjectError: There is none, mkdocs.yml cannot be read, there is no postmortems folder, or
            an audience is not declared.
    """
    return _read(find_configuration(start), audience)


def find_configuration(start: Path) -> Path:
    """The mkdocs.yml in `start` or the nearest folder above it, absolute.

    Raises:
        NoProjectError: There is none.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        for name in _NAMES:
            if (folder / name).is_file():
                return folder / name
    message = f"there is no mkdocs.yml in {start.absolute()} or above it"
    raise NoProjectError(f"{message}. Make a project with `postmortems init`")


def _read(path: Path, audience: Iterable[str]) -> Project:
    try:
        config = read_configuration(path, path.parent / CACHE)
    except ConfigurationError as error:
        raise ProjectError(str(error)) from None
    options = config["options"]
    folder = path.parent / str(options.get("postmortems_dir") or "postmortems")
    if not folder.is_dir():
        raise ProjectError(
            f"there is no postmortems folder {folder}. Make it, or name it in {path}"
        )
    return Project(
        root=path.parent,
        folder=folder,
        authors_file=folder / str(options.get("authors_file") or ".authors.yml"),
        blog=str(options.get("blog_path") or "postmortems").strip("/"),
        site_url=str(config["site_url"] or ""),
        options=options,
        docs_dir=str(config.get("docs_dir") or "docs"),
        directory_urls=config["use_directory_urls"] is not False,
        audience=_audience(path, options, audience),
    )


def _audience(path: Path, options: Mapping[str, Any], given: Iterable[str]) -> tuple[str, ...]:
    name = "audiences"
    try:
        declared = read_audiences(options.get("audiences") or {})
        name = "audience"
        return chosen(options.get("audience"), declared, given)
    except AudienceError as error:
        raise ProjectError(f"{path}: {name}: {error}") from None
