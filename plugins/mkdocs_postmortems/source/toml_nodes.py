"""TOML to nodes. The standard library reads it; lines are found again in the text."""

import datetime as dt
import re
import tomllib
from typing import Any

from mkdocs_postmortems.source.nodes import Entry, Mapping, Node, Scalar, Sequence
from mkdocs_postmortems.source.text import control_character
from mkdocs_postmortems.source.yaml_nodes import DEEPEST, FrontMatterError

_ERROR_PLACE = re.compile(r"\s*\(at line (\d+), column (\d+)\)$")


class _Figure(str):
    """A number with a point, as it was written: `1.10` is a version as often as a figure."""

    __slots__ = ()


def read_toml(block: str, first_line: int = 1) -> Mapping:
    """The mapping that `block`, which begins on line `first_line` of its file, holds.

    `[taxonomies]`, in which Zola keeps its tags, is read as fields of its own.

    Raises:
        FrontMatterError: It is not TOML, has escapes of control characters, or is nested too deep.
    """
    try:
        values = tomllib.loads(block, parse_float=_Figure)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _ERROR_PLACE.search(message)
        line, column = (int(place[1]), int(place[2])) if place else (block.count("\n") or 1, 0)
        reason = _ERROR_PLACE.sub("", message).removesuffix(" (at end of document)")
        message = f"not valid TOML: {reason}"
        raise FrontMatterError(message, line + first_line - 1, column) from None
    except RecursionError:
        raise FrontMatterError("nested too deep", first_line) from None
    taxonomies = values.get("taxonomies")
    if isinstance(taxonomies, dict):
        del values["taxonomies"]
        values |= {key: value for key, value in taxonomies.items() if key not in values}
    lines = _lines_of_keys(block, first_line)
    entries = (
        Entry(_clean(key, line), _node(value, line), line)
        for key, value in values.items()
        for line in (lines.get(key, first_line),)
    )
    return Mapping(tuple(entries), first_line)


def _lines_of_keys(block: str, first_line: int) -> dict[str, int]:
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), start=first_line):
        named = re.match(r"\s*(?:\[\[?\s*)?[\"']?([\w-]+)[\"']?\s*(?:=|\.|\])", line)
        if named:
            lines.setdefault(named[1], number)
    return lines


def _node(value: Any, line: int, level: int = 1) -> Node:
    if level > DEEPEST:
        raise FrontMatterError(f"nested deeper than {DEEPEST} levels", line)
    if isinstance(value, dict):
        entries = (
            Entry(_clean(key, line), _node(item, line, level + 1), line)
            for key, item in value.items()
        )
        return Mapping(tuple(entries), line)
    if isinstance(value, list):
        return Sequence(tuple(_node(item, line, level + 1) for item in value), line)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", line)
    if isinstance(value, dt.date | dt.time):
        return Scalar(value.isoformat(), line)
    return Scalar(_clean(str(value), line), line, quoted=type(value) is str)


def _clean(text: str, line: int) -> str:
    if named := control_character(text):
        message = f"an escape stands for the control character {named}"
        raise FrontMatterError(message, line, 0, "Delete it")
    return text
