"""MkDocs' own search, taught to leave out what Material's search leaves out by itself."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.contrib.search import SearchPlugin
from mkdocs.contrib.search.search_index import SearchIndex
from mkdocs.structure.pages import Page


class _HeedfulIndex(SearchIndex):
    """Indexes no page whose fields say `search: {exclude: true}`."""

    def add_entry_from_context(self, page: Page) -> None:
        """Add the page's sections, unless it is to be left out."""
        wish = page.meta.get("search")
        if not (isinstance(wish, dict) and wish.get("exclude")):
            super().add_entry_from_context(page)


def heed_exclusions(config: MkDocsConfig) -> None:
    """Give MkDocs' own search, where a site uses it, an index that heeds exclusions."""
    for plugin in config.plugins.values():
        if isinstance(plugin, SearchPlugin):
            plugin.search_index = _HeedfulIndex(**plugin.config)
