"""Values that are written into front matter, as YAML on one line, and as they are read again."""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence

from mkdocs_postmortems.source.nodes import Mapping as MappingNode
from mkdocs_postmortems.source.nodes import Node, Scalar
from mkdocs_postmortems.source.nodes import Sequence as SequenceNode
from mkdocs_postmortems.writing.yaml_line import dumped

Value = str | dt.date | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: a text, a number as `Plain`, a day or moment, lists and maps of them."""

Shape = str | None | list["Shape"] | dict[str, "Shape"]
"""What is read: texts, lists and maps, without places and quotes."""

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


class Plain(str):
    """A number or a date that needs no quotes, as it was written: `0.710` is not `0.71` to all."""

    __slots__ = ()


def in_block(value: Value) -> str:
    """`value` as it can stand behind `key: ` on one line."""
    if isinstance(value, str) and not isinstance(value, Plain):
        return dumped({"_": value}, flow=False, text=value).partition(": ")[2]
    return in_flow(value)


def in_flow(value: Value) -> str:
    """`value` as it can stand between brackets."""
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, str):
        return dumped([value], flow=True, text=value)[1:-1]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(in_flow, value)) + "]"


def in_json(value: Value) -> str:
    """`value` as JSON."""
    if isinstance(value, Plain) and _JSON_NUMBER.fullmatch(value):
        return str(value)
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, dt.date):
        return json.dumps(value.isoformat())
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(key)}: {in_json(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(map(in_json, value)) + "]"


def shape_of_value(value: Value) -> Shape:
    """What `value` is read as once it is written."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: shape_of_value(each) for key, each in value.items()}
    return [shape_of_value(each) for each in value]


def shape_of(node: Node) -> Shape:
    """What `node` holds; None for one in which nothing is written."""
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, SequenceNode):
        return [shape_of(each) for each in node.items]
    return {entry.key: shape_of(entry.value) for entry in node}


def exact(node: Node) -> object:
    """All of `node` but its place: to compare what must not have changed."""
    if isinstance(node, Scalar):
        return node.text, node.quoted
    if isinstance(node, MappingNode):
        return {entry.key: exact(entry.value) for entry in node}
    return [exact(each) for each in node.items]
