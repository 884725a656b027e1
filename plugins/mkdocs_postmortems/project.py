"""A project as the command line finds it: mkdocs.yml and what it says of postmortems.

MkDocs is not asked: it would take longer to load than a search takes.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_NAMES = ("mkdocs.yml", "mkdocs.yaml")
_PLUGIN = "postmortems"


class ProjectError(Exception):
    """There is no project, or it cannot be understood; the message says what to do."""


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
        directory_urls: Whether a page's address ends with a slash, as MkDocs does by default.
    """

    root: Path
    folder: Path
    authors_file: Path
    blog: str
    site_url: str
    options: Mapping[str, Any]
    directory_urls: bool = True

    @property
    def cache(self) -> Path:
        """Where what can be made again is kept."""
        return self.root / ".cache" / "postmortems"


def find_project(start: Path) -> Project:
    """The project in `start` or the nearest folder above it.

    Raises:
        ProjectError: There is none, mkdocs.yml cannot be read, or there is no postmortems folder.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        for name in _NAMES:
            if (folder / name).is_file():
                return _read(folder / name)
    message = f"there is no mkdocs.yml in {start.absolute()} or above it"
    raise ProjectError(f"{message}. Make a project with `postmortems init`")


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without what only MkDocs understands, such as names of Python functions."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, …, default]`, as MkDocs reads it."""
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        *names, default = values if len(values) > 1 else [*values, None]
    else:
        names, default = [getattr(node, "value", "")], None
    found = (os.environ[str(name)] for name in names if str(name) in os.environ)
    return next(found, default)


def _nothing(_loader: _Loader, _suffix: str, _node: yaml.Node) -> None:
    return None


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("!", _nothing)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _nothing)


def _read(path: Path) -> Project:
    try:
        config = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ProjectError(f"{path} cannot be read: {error}") from None
    config = config if isinstance(config, dict) else {}
    options = _options(config.get("plugins"))
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
        site_url=str(config.get("site_url") or ""),
        options=options,
        directory_urls=config.get("use_directory_urls") is not False,
    )


def _options(plugins: Any) -> dict[str, Any]:
    """The plugin's options; MkDocs takes plugins as a list of names and maps, or as a map."""
    entries = plugins if isinstance(plugins, list) else [plugins]
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get(_PLUGIN), dict):
            return dict(entry[_PLUGIN])
    return {}
