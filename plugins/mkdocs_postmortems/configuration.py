"""mkdocs.yml as the command line needs it, read without MkDocs, and remembered.

MkDocs is not asked: it would take longer to load than a search takes. Neither is YAML, as long as
the file is what it was when it was last read.
"""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from mkdocs_postmortems import __version__

Read = tuple[dict[str, Any], dict[str, str | None]]


class ConfigurationError(ValueError):
    """The file cannot be read; the message says why."""


def read_configuration(path: Path, cache: Path) -> dict[str, Any]:
    """The settings in the file at `path`; empty where it has none.

    They are remembered in the folder `cache`, if there is one.

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
    _remember(kept, {"state": state, "environment": environment, "settings": settings})
    return settings


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
            os.environ.get(name) == value for name, value in found["environment"].items()
        )
        settings = found["settings"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return settings if is_same and isinstance(settings, dict) else None


def _remember(kept: Path, content: dict[str, Any]) -> None:
    """Keep `content`, unless it is of kinds that JSON does not know, in one step."""
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
        text = json.dumps(content)
        if not kept.parent.is_dir() or json.loads(text) != content:
            return
        with tempfile.NamedTemporaryFile("w", dir=kept.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(kept)
