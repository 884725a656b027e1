"""The configuration: mkdocs.yml as it is, but for what only MkDocs has.

Zensical reads mkdocs.yml, with `!ENV` and names of Python functions; so it is edited as a tree of
YAML nodes, and whatever is not known stays as it is written.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NAME = "mkdocs.yml"
"""The file's name in the export."""
_INHERIT = "INHERIT"
# What Zensical 0.0.73 has of its own; it drops others without a word.
_KNOWN = frozenset(
    {
        *("api-autonav", "autorefs", "awesome-nav", "blog", "callouts", "exclude"),
        *("gh-admonitions", "glightbox", "include-markdown", "literate-nav", "llmstxt", "macros"),
        *("mkdocs-nav-weight", "markdown-exec", "markdownextradata", "meta", "mike", "minify"),
        *("mkdocs-audio", "mkdocs-autoapi", "mkdocs-video", "mkdocstrings", "offline", "privacy"),
        *("redirects", "rss", "search", "social", "table-reader", "tags"),
    }
)
_LEFT = ("hooks", "watch", "exclude_docs", "draft_docs", "not_in_nav", "remote_branch")
_THEMES = frozenset({"material", "zensical"})
# The pages need their attributes of headings, and tables.
_EXTENSIONS = ("attr_list", "tables")


class SettingsError(ValueError):
    """mkdocs.yml cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The site's configuration.

    Attributes:
        hidden: Lines as in `.gitignore` of what is not published of `docs/`.
        left: What the export does not take along.
    """

    _root: yaml.MappingNode
    hidden: tuple[str, ...]
    left: tuple[str, ...]

    def text(self, nav: Iterable[Any], file_of: Callable[[str], str]) -> str:
        """The configuration.

        `nav` is taken where there is none, and `file_of` answers with the file that an entry of
        the site's own means.
        """
        root = yaml.MappingNode(self._root.tag, list(self._root.value))
        _set(root, "docs_dir", "docs")
        _set(root, "plugins", self._plugins())
        _set(root, "markdown_extensions", _extensions(_get(root, "markdown_extensions")))
        _set(root, "theme", _theme(_get(root, "theme")))
        own = _get(root, "nav")
        _set(root, "nav", _renamed(own, file_of) if own is not None else _node(list(nav)))
        return yaml.serialize(root, allow_unicode=True, width=100)

    def _plugins(self) -> yaml.Node:
        entries = _entries(_get(self._root, "plugins"))
        kept = [_entry(name, options) for name, options in entries if name in _KNOWN]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", kept, flow_style=False)


def read_site_settings(root: Path) -> Settings:
    """The configuration in the folder `root`, with what it inherits.

    Raises:
        SettingsError: It cannot be read.
    """
    names = (root / name for name in (NAME, "mkdocs.yaml"))
    return _settings(_composed(next(each for each in names if each.is_file()), set()))


def _settings(root: yaml.MappingNode) -> Settings:
    left = [f"`{name}`" for name in _LEFT[:1] if _get(root, name) is not None]
    theme = _get(root, "theme")
    if isinstance(theme, yaml.MappingNode) and _get(theme, "custom_dir") is not None:
        left.append("`theme.custom_dir`")
    left += [
        f"the plugin `{name}`"
        for name, _ in _entries(_get(root, "plugins"))
        if name not in _KNOWN and name != "postmortems"
    ]
    hidden = [
        line
        for name in ("exclude_docs", "draft_docs")
        for line in str(getattr(_get(root, name), "value", "") or "").splitlines()
    ]
    kept = [pair for pair in root.value if pair[0].value not in {*_LEFT, "site_dir", _INHERIT}]
    return Settings(yaml.MappingNode(root.tag, kept), tuple(hidden), tuple(left))


def _composed(path: Path, seen: set[Path]) -> yaml.MappingNode:
    """The file's nodes over those of the file that it inherits."""
    if path.resolve() in seen:
        raise SettingsError(f"{path} inherits from itself")
    seen.add(path.resolve())
    try:
        root = yaml.compose(path.read_bytes(), Loader=yaml.SafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None
    if not isinstance(root, yaml.MappingNode):
        raise SettingsError(f"{path} has no settings. Write `site_name:` and more")
    parent = _get(root, _INHERIT)
    if not isinstance(parent, yaml.ScalarNode):
        return root
    return _merged(_composed(path.parent / parent.value, seen), root)


def _merged(below: yaml.MappingNode, above: yaml.MappingNode) -> yaml.MappingNode:
    """Maps within maps are joined; of everything else the one `above` is taken, as MkDocs does."""
    merged = {key.value: (key, value) for key, value in below.value}
    for key, value in above.value:
        old = merged.get(key.value, (None, None))[1]
        both = isinstance(old, yaml.MappingNode) and isinstance(value, yaml.MappingNode)
        merged[key.value] = (key, _merged(old, value) if both else value)
    return yaml.MappingNode(above.tag, list(merged.values()))


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node | None]]:
    """Name and options of each plugin or extension: a list of names and maps, or a map."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            if isinstance(each, yaml.MappingNode):
                yield from _entries(each)
            elif isinstance(each, yaml.ScalarNode):
                yield each.value, None


def _entry(name: str, options: yaml.Node | None) -> yaml.Node:
    named: yaml.Node = _node(name)
    if options is None or (isinstance(options, yaml.ScalarNode) and not options.value):
        return named
    return yaml.MappingNode("tag:yaml.org,2002:map", [(named, options)], flow_style=False)


def _extensions(node: yaml.Node | None) -> yaml.Node:
    found = list(_entries(node))
    names = {name for name, _ in found}
    found += [(name, None) for name in _EXTENSIONS if name not in names]
    entries = [_entry(name, options) for name, options in found]
    return yaml.SequenceNode("tag:yaml.org,2002:seq", entries, flow_style=False)


def _theme(node: yaml.Node | None) -> yaml.Node:
    """The theme's settings where it is Material; no font is fetched unless one is asked for."""
    name = _get(node, "name")
    is_known = isinstance(name, yaml.ScalarNode) and name.value in _THEMES
    kept = node.value if is_known and isinstance(node, yaml.MappingNode) else []
    theme = yaml.MappingNode("tag:yaml.org,2002:map", list(kept), flow_style=False)
    theme.value = [pair for pair in theme.value if pair[0].value not in {"custom_dir", "name"}]
    if _get(theme, "font") is None:
        _set(theme, "font", _node(value=False))
    return theme


def _renamed(node: yaml.Node, file_of: Callable[[str], str]) -> yaml.Node:
    """A navigation whose entries name the exported files."""
    if isinstance(node, yaml.ScalarNode):
        return yaml.ScalarNode(node.tag, file_of(node.value), style=node.style)
    if isinstance(node, yaml.SequenceNode):
        entries = [_renamed(each, file_of) for each in node.value]
        return yaml.SequenceNode(node.tag, entries, flow_style=False)
    pairs = [(key, _renamed(value, file_of)) for key, value in node.value]
    return yaml.MappingNode(node.tag, pairs, flow_style=False)


def _get(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _set(node: yaml.MappingNode, name: str, value: yaml.Node | str) -> None:
    new = _node(value) if isinstance(value, str) else value
    others = [pair for pair in node.value if pair[0].value != name]
    at = next((i for i, pair in enumerate(node.value) if pair[0].value == name), len(others))
    node.value = [*others[:at], (_node(name), new), *others[at:]]


def _node(value: Any) -> Any:
    return yaml.compose(yaml.safe_dump(value, allow_unicode=True), Loader=yaml.SafeLoader)
