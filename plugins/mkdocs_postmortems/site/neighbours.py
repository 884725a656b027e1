"""Other plugins of the site whose settings do not fit with ours."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError


def refuse_clashes(config: MkDocsConfig, blog: str) -> None:
    """Stop where another plugin would stop the build later, with no word of why.

    mkdocs-rss-plugin (1.19) cannot take pages that a plugin makes.

    Raises:
        ConfigurationError: It would take ours.
    """
    for name, plugin in config.plugins.items():
        is_rss = name.partition(" ")[0] == "rss" and plugin.config.get("enabled", True)
        if is_rss and _takes(str(plugin.config.get("match_path", ".*")), f"{blog}/index.md"):
            raise ConfigurationError(
                "the plugin `rss` cannot read pages that plugins make. Write under it "
                f'`match_path: "(?!{blog}/|search\\\\.md)"`. Postmortems have feeds of their own'
            )


def _takes(pattern: str, page: str) -> bool:
    try:
        return re.match(pattern, page) is not None
    except re.error:
        return False  # the plugin itself tells
