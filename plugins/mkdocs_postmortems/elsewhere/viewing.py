"""Postmortems as pages show them, with the files of the export for addresses."""

from collections.abc import Mapping
from functools import cached_property

from mkdocs_postmortems.catalog import slugify
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.elsewhere.lists import Guide
from mkdocs_postmortems.elsewhere.sources import Sources
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.likeness import alike, words_of
from mkdocs_postmortems.search.making import IndexMaker
from mkdocs_postmortems.site.addresses import Addresses
from mkdocs_postmortems.site.around import Around
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.listings import FACETS
from mkdocs_postmortems.site.views import PostView


class Viewing:
    """Makes views."""

    def __init__(
        self, content: Content, sources: Sources, guide: Guide, run_links: Mapping[object, object]
    ) -> None:
        """Look at `content`; `run_links` are the addresses of runs by prefix, as written."""
        links = {str(prefix): str(pattern) for prefix, pattern in run_links.items()}
        self._content = content
        self._guide = guide
        addresses = Addresses(sources.post_file, self._facet_file, sources.asset_file, links)
        self._around = Around(content.catalog, addresses, content.past, self._like)
        self._views: dict[str, PostView] = {}

    def view(self, postmortem: Postmortem) -> PostView:
        """`postmortem` as templates show it."""
        return self._views.setdefault(postmortem.id, PostView(postmortem, self._around))

    def _facet_file(self, name: str, text: str) -> str:
        return self._guide.facet_file(name, slugify(text)) if name in FACETS else ""

    @cached_property
    def _index(self) -> Index:
        documents = documents_of(self._content.catalog, self._content.plan.blog)
        return IndexMaker().make(documents, self._content.glossary)

    def _like(self, postmortem: Postmortem) -> list[Postmortem]:
        """The published ones that are like it, but for those that it is linked with."""
        plan, catalog = self._content.plan, self._content.catalog
        if not (plan.search and plan.related):
            return []
        linked = {link.other.id for link in catalog.links(postmortem)}
        most = plan.related + len(linked)
        found = alike(self._index, words_of(postmortem), most, postmortem.id)
        named = (catalog.named(each.id) for each in found if each.id not in linked)
        return [each for each in named if each][: plan.related]
