"""Fields that a write-up has from the configuration of its tool or from its folder."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml
from pydantic import JsonValue

from mkdocs_postmortems.importing.document import open_document
from mkdocs_postmortems.importing.foreign import Hiding, inherited_hiding, shared
from mkdocs_postmortems.importing.kinds import HUGO, JEKYLL, QUARTO, Kind
from mkdocs_postmortems.importing.tree import LARGEST_TEXT, Tree, UnreadableError
from mkdocs_postmortems.source.nodes import to_json
from mkdocs_postmortems.source.yaml_nodes import DEEPEST

Values = dict[str, JsonValue]

_MOST_VALUES = 20_000


class _Loader(yaml.SafeLoader):
    """Reads a configuration, and passes over the tags that only its tool understands."""


def _nothing(_loader: _Loader, _suffix: str, _node: yaml.Node) -> None:
    return None


_Loader.add_multi_constructor("!", _nothing)


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a write-up has from elsewhere.

    Attributes:
        fields: Fields under our names, each with the file that gives it.
        hiding: Why it is hidden, if it is.
    """

    fields: dict[str, tuple[JsonValue, str]] = field(default_factory=dict)
    hiding: Hiding | None = None


class Inheritance:
    """Answers what each write-up of a source has from elsewhere; each file is read once."""

    def __init__(self, tree: Tree, kind: Kind) -> None:
        self._tree = tree
        self._kind = kind
        self._read: dict[str, Values | None] = {}

    def of(self, path: str) -> Inherited:
        """What the write-up at `path` has; the nearest folder counts most.

        A file that cannot be read may say that the page is a draft, so it hides it.
        """
        fields: dict[str, tuple[JsonValue, str]] = {}
        hidden: Hiding | None = None
        for origin, values in self._sources(path):
            if values is None:
                hidden = Hiding("draft", f"`{origin}`, which cannot be read and may hide it,")
                continue
            fields |= {name: (value, origin) for name, value in shared(values).items()}
            if hides := inherited_hiding(values):
                hidden = Hiding(hides.flag, f"{hides.reason} in `{origin}`")
        return Inherited(fields, hidden)

    def _sources(self, path: str) -> Iterator[tuple[str, Values | None]]:
        """The files that give fields to `path`, outermost first, with what they give."""
        folders = [each.as_posix() for each in reversed(PurePosixPath(path).parents)]
        for folder in folders:
            for name in _FILES.get(self._kind.code, ()):
                file = name if folder == "." else f"{folder}/{name}"
                if not self._tree.holds(file):
                    continue
                values = self._values(file)
                given = None if values is None else self._given(values, path)
                if given or given is None:
                    yield file, given

    def _values(self, file: str) -> Values | None:
        if file not in self._read:
            try:
                self._read[file] = _values(self._tree.read(file, LARGEST_TEXT), file)
            except UnreadableError:
                self._read[file] = None
        return self._read[file]

    def _given(self, values: Values, path: str) -> Values:
        if self._kind is QUARTO:
            return values
        listed = values.get("defaults" if self._kind is JEKYLL else "cascade")
        given: Values = {}
        for rule in listed if isinstance(listed, list) else [listed]:
            if isinstance(rule, dict):
                given |= _of_jekyll(rule, path) if self._kind is JEKYLL else rule
        return given


_FILES = {
    HUGO.code: ("_index.md",),
    JEKYLL.code: ("_config.yml", "_config.yaml"),
    QUARTO.code: ("_quarto.yml", "_quarto.yaml", "_metadata.yml", "_metadata.yaml"),
}


def _of_jekyll(rule: Values, path: str) -> Values:
    """What a default gives (https://jekyllrb.com/docs/configuration/front-matter-defaults/)."""
    scope, values = rule.get("scope"), rule.get("values")
    if not isinstance(values, dict):
        return {}
    said = scope if isinstance(scope, dict) else {}
    below = str(said.get("path") or "").strip("/")
    kind = str(said.get("type") or "")
    is_draft = "_drafts" in PurePosixPath(path).parts
    fits = kind in {"", "posts"} or (kind == "drafts" and is_draft)
    return values if fits and (not below or path.startswith(f"{below}/")) else {}


def _values(data: bytes, file: str) -> Values:
    """The fields of a configuration, or of the front matter of a Markdown file.

    Raises:
        UnreadableError: It cannot be read.
    """
    if file.endswith(".md"):
        entries = open_document(data, file).entries
        return {entry.key: to_json(entry.value) for entry in entries}
    try:
        loaded = yaml.load(data, _Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        raise UnreadableError("it is no YAML") from None
    plain = _Plain().value(loaded)
    return plain if isinstance(plain, dict) else {}


class _Plain:
    """Makes values of YAML those of JSON, and counts them: an alias repeats a value for nothing."""

    def __init__(self) -> None:
        self._count = 0

    def value(self, value: Any, level: int = 0) -> JsonValue:
        """`value` as JSON.

        Raises:
            UnreadableError: There are too many, or they are nested too deeply.
        """
        self._count += 1
        if self._count > _MOST_VALUES or level > DEEPEST:
            raise UnreadableError("it has too many values")
        if isinstance(value, dict):
            return {str(key): self.value(item, level + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item, level + 1) for item in value]
        if value is None or isinstance(value, bool | int | float | str):
            return value
        return value.isoformat() if isinstance(value, dt.date) else str(value)
