"""What every finished page depends on besides what it shows: theme, settings, navigation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation

from mkdocs_postmortems.kept.fingerprint import NoSpellingError, Plain, fingerprint, plain
from mkdocs_postmortems.kept.versions import digest_of_folder, is_installed, versions
from mkdocs_postmortems.options import as_written
from mkdocs_postmortems.site.content import Plan
from mkdocs_postmortems.site.offline import Scripts

# Those whose events for pages change nothing that our templates read.
_HARMLESS = re.compile(
    r"mkdocs_postmortems\.|mkdocs\.contrib\.search|"
    r"material\.plugins\.(search|tags|offline|info|group|meta|privacy|optimize|social|typeset)\b"
)
_SHAPING_EVENTS = ("env", "page_context")
# Extensions that make HTML of the text alone.
_PURE = re.compile(
    r"markdown\.extensions\.[a-z_]+|pymdownx\.(?!snippets$|b64$)[a-z_]+|material\.extensions\.emoji|"
    r"abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|legacy_attrs|"
    r"legacy_em|md_in_html|meta|nl2br|sane_lists|smarty|tables|toc|wikilinks"
)
_READS_FILES = ("custom_icons",)
_OF_THE_MACHINE = frozenset(
    {
        "config_file_path", "docs_dir", "site_dir", "dev_addr", "watch", "hooks", "theme",
        "plugins", "markdown_extensions", "nav", "strict",
    }
)  # fmt: skip
_OF_THE_READING = frozenset({"folder", "authors_file", "now", "problems", "checks", "surface"})
_PASSING = re.compile(r"\bbuild_date_utc\b|\bupdate_date\b|\bnow\s*\(|\bpages\b|\bsite_dir\b")
_OF_THE_BLOG = re.compile(r"\b(?:postmortems|post|listing|cards|lessons)\b")


class UnkeptError(Exception):
    """Nothing of a kind can be kept; the message says why."""


def markdown_key(config: MkDocsConfig, plan: Plan) -> bytes:
    """The digest of what turns Markdown into HTML.

    Raises:
        UnkeptError: An extension may read what is not known here.
    """
    every: list[object] = list(config.markdown_extensions)
    names = [each for each in every if isinstance(each, str)]
    if other := next((each for each in names if not _PURE.fullmatch(each)), None):
        raise UnkeptError(f"it is not known what the Markdown extension {other} reads")
    if other := next((each for each in _READS_FILES if each in repr(config.mdx_configs)), None):
        raise UnkeptError(f"{other} reads files")
    try:
        return fingerprint(
            versions(),
            plain(names),
            plain(config.mdx_configs),
            plain(dict(config.validation.links)),
            plan.lessons_headings,
            bool(config.use_directory_urls),
            plain(Scripts.of(config)),
        )
    except NoSpellingError as error:
        raise UnkeptError(f"a setting of a Markdown extension is a {error}") from None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every page of the blog depends on.

    Attributes:
        key: The digest of it.
        reads_everything: Whether a template of the site's own looks at the blog, so that a page
            may show anything of it.
    """

    key: bytes
    reads_everything: bool


def surroundings_of(config: MkDocsConfig, nav: Navigation, plan: Plan) -> Surroundings:
    """What every page of the blog depends on.

    Raises:
        UnkeptError: It cannot be told.
    """
    _refuse_shaping(config)
    own = [Path(each) for each in config.theme.dirs if not is_installed(Path(each))]
    texts = [path.read_text("utf-8", "replace") for each in own for path in each.rglob("*.html")]
    if found := next((each for text in texts if (each := _PASSING.search(text))), None):
        raise UnkeptError(f"a template of the site's own reads `{found[0]}`")
    settings = {name: config[name] for name in config if name not in _OF_THE_MACHINE}
    try:
        key = fingerprint(
            versions(),
            tuple(map(digest_of_folder, own)),
            config.theme.name,
            plain({name: config.theme[name] for name in config.theme if name != "locale"}),
            str(config.theme.locale),
            plain(settings),
            plain([(name, _settings(plugin)) for name, plugin in config.plugins.items()]),
            tuple(_items(nav.items)),
            plain([getattr(plan, each.name) for each in _told(plan)]),
        )
    except NoSpellingError as error:
        raise UnkeptError(f"a setting is a {error}") from None
    return Surroundings(key, any(map(_OF_THE_BLOG.search, texts)))


def listeners(config: MkDocsConfig, events: Iterable[str]) -> Iterator[str]:
    """The modules of the plugins and hooks that listen to one of `events`."""
    for event in events:
        for method in config.plugins.events[event]:
            owner = getattr(method, "__self__", None)  # a hook's is a function
            yield type(owner).__module__ if owner is not None else method.__module__


def _refuse_shaping(config: MkDocsConfig) -> None:
    for module in listeners(config, _SHAPING_EVENTS):
        if not _HARMLESS.match(f"{module}."):
            raise UnkeptError(f"{module} may change what pages show")


def _settings(plugin: Any) -> Any:
    """The settings of a plugin as they were written."""
    config = getattr(plugin, "config", {})  # a hook is a module, and has none
    return as_written(config) or dict(config)


def _told(plan: Plan) -> Iterable[Any]:
    return (each for each in fields(plan) if each.name not in _OF_THE_READING)


def _items(items: Iterable[StructureItem]) -> Iterator[Plain]:
    """What the navigation shows."""
    for item in items:
        url = getattr(item, "url", "")
        children = getattr(item, "children", None) or ()
        yield (item.title, url, item.is_page, tuple(_items(children)))
