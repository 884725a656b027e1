"""mkdocs.yml as the command line needs it, read without MkDocs, and remembered.

MkDocs is not asked: it would take longer to load than a search takes. Neither is YAML, as long as
the file is what it was when it was last read.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from mkdocs_postmortems import __version__

_PLUGIN = "postmortems"


class ConfigurationError(ValueError):
    """The file cannot be read; the message says why."""


def read_configuration(path: Path, cache: Path) -> dict[str, Any]:
    """What the file at `path` says of the site's address and of our plugin, as `wanted_of` tells.

    It is remembered in the folder `cache`, if there is one. Nothing else of the file is, which may
    have secrets, and of the environment only a digest.

    Raises:
        ConfigurationError: It cannot be read, or is no YAML.
    """
    kept = cache / "configuration.json"
    state = _state(path)
    remembered = _remembered(kept, state)
    if remembered is not None:
        return remembered
    from mkdocs_postmortems.mkdocs_yaml import read_yaml  # noqa: PLC0415 - YAML is slow to load

    try:
        settings, environment = read_yaml(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    wanted = wanted_of(settings)
    asked = {name: _digest(value) for name, value in environment.items()}
    _remember(kept, {"state": state, "environment": asked, "settings": wanted})
    return wanted


def wanted_of(settings: dict[str, Any]) -> dict[str, Any]:
    """What it has of the site, and `options`, those of our plugin, as they are written.

    MkDocs takes plugins as a list of names and maps, or as a map.
    """
    plugins = settings.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    named = [each for each in entries if isinstance(each, dict) and _PLUGIN in each]
    options = [each[_PLUGIN] for each in named if isinstance(each[_PLUGIN], dict)]
    return {
        "site_url": settings.get("site_url"),
        "docs_dir": settings.get("docs_dir"),
        "use_directory_urls": settings.get("use_directory_urls"),
        "options": options[0] if options else {},
    }


def _digest(value: str | None) -> str:
    """What is the same for the same value of a variable; empty where it is not set."""
    if value is None:
        return ""
    return hashlib.sha256(value.encode("utf-8", "surrogateescape")).hexdigest()


def _state(path: Path) -> list[Any]:
    """What must be the same for a file to be the same, as it can be kept."""
    try:
        about = path.stat()
    except OSError:
        return [__version__]
    return [__version__, about.st_size, about.st_mtime_ns]


def _remembered(kept: Path, state: list[Any]) -> dict[str, Any] | None:
    try:
        found = json.loads(kept.read_bytes())
        is_same = found["state"] == state and all(
            _digest(os.environ.get(name)) == told for name, told in found["environment"].items()
        )
        settings = found["settings"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return settings if is_same and isinstance(settings, dict) else None


def _remember(kept: Path, content: dict[str, Any]) -> None:
    """Keep `content`, unless it is of kinds that JSON does not know, in one step."""
    import tempfile  # noqa: PLC0415 - slow to load, and most commands keep nothing

    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
        text = json.dumps(content)
        if not kept.parent.is_dir() or json.loads(text) != content:
            return
        with tempfile.NamedTemporaryFile("w", dir=kept.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(kept)
