"""The YAML of mkdocs.yml, without what only MkDocs understands, such as names of functions."""

import os
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, and notes which variables of the environment it asks for."""

    def __init__(self, stream: bytes) -> None:
        super().__init__(stream)
        self.environment: dict[str, str | None] = {}


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, …, default]`, as MkDocs reads it."""
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        *names, default = values if len(values) > 1 else [*values, None]
    else:
        names, default = [getattr(node, "value", "")], None
    asked = {str(name): os.environ.get(str(name)) for name in names}
    loader.environment |= asked
    return next((value for value in asked.values() if value is not None), default)


def _nothing(_loader: _Loader, _suffix: str, _node: yaml.Node) -> None:
    return None


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("!", _nothing)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _nothing)


def read_yaml(data: bytes) -> tuple[dict[str, Any], dict[str, str | None]]:
    """The settings in `data`, and the variables of the environment that they depend on.

    Raises:
        ValueError: It is no YAML.
        RecursionError: It is nested too deeply.
    """
    try:
        loader = _Loader(data)
        settings = loader.get_single_data()
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    return settings if isinstance(settings, dict) else {}, loader.environment
