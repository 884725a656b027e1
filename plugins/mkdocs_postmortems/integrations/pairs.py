"""Files of figures and settings, in JSON, YAML or TOML, as names and what is written for them."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs_postmortems.integrations.errors import TrackerError
from mkdocs_postmortems.source.nodes import Mapping, Node, Scalar
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml

_MOST_BYTES = 5_000_000
_DEEPEST = 40


def read_pairs(path: Path, name: str, joint: str) -> dict[str, str]:
    """The values in a file as they are written, by their names; of nested ones joined by `joint`.

    Args:
        path: The file.
        name: How it is called in messages.
        joint: What joins the names of nested values, such as `.`.

    Raises:
        TrackerError: It cannot be read, or is larger than 5 MB.
    """
    return dict(flat(read_tree(path, name), joint))


def read_tree(path: Path, name: str) -> Any:
    """The mapping that a file holds, with all values as text; errors are those of `read_pairs`."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise TrackerError(f"{name} cannot be read: {told}") from None
    if len(data) > _MOST_BYTES:
        raise TrackerError(f"{name} is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        return _parsed(text, path.suffix)
    except FrontMatterError as error:
        raise TrackerError(f"{name}:{error.line}: {error.message}") from None
    except (ValueError, RecursionError) as error:
        told = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise TrackerError(f"{name} cannot be read: {told}") from None


def flat(tree: Any, joint: str, before: str = "") -> Iterator[tuple[str, str]]:
    """The values in a tree by their joined names; lists as one text."""
    if not isinstance(tree, dict):
        return
    for key, value in tree.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and name.count(joint) < _DEEPEST:
            yield from flat(value, joint, f"{name}{joint}")
        else:
            yield name, _shown(value)


def _parsed(text: str, suffix: str) -> Any:
    if suffix == ".json":
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    if suffix == ".toml":
        return tomllib.loads(text, parse_float=str)
    return _plain(read_yaml(text))


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return "" if node.is_null else node.text
    if isinstance(node, Mapping):
        return {entry.key: _plain(entry.value) for entry in node}
    return [_plain(item) for item in node.items]


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return f"[{', '.join(value)}]"
    return json.dumps(value, ensure_ascii=False, default=str)
