"""The blog inside one MkDocs build: its files, and what each of its pages is made from."""

from collections.abc import Iterable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_postmortems.catalog import Surface, Value, Visibility, slugify, visibility_of
from mkdocs_postmortems.domain import Form, Postmortem, Problem, Severity
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.site.addresses import Addresses
from mkdocs_postmortems.site.around import Around
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.finding import IndexFiles, add, with_anchors
from mkdocs_postmortems.site.following import followed_searches
from mkdocs_postmortems.site.listings import (
    FACETS,
    Listed,
    Listing,
    SearchPage,
    facet_path,
    listings_of,
    overviews_of,
)
from mkdocs_postmortems.site.meta import list_meta, post_meta
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.site.scripts import SEARCH_PAGE, scripts_of
from mkdocs_postmortems.site.styles import styles_file
from mkdocs_postmortems.site.targets import Targets
from mkdocs_postmortems.site.views import PostView
from mkdocs_postmortems.site.wording import machine_date
from mkdocs_postmortems.source.references import beside, references

_MAIN_FACETS = ("outcome", "tag", "series", "year")
_SHORT_LIST = 12
# MkDocs reads `Key: value` at the top of a body as fields; an empty block of its own prevents that.
_NO_FRONT_MATTER = "---\n{}\n---\n\n"


class Blog:
    """Brings what was read into a site.

    Attributes:
        content: What was read.
        problems: What came up while files were brought in.
        title: The blog's title.
    """

    def __init__(self, content: Content, mount: Mount, run_links: dict[str, str]) -> None:
        """Prepare to show `content`, whose folder appears at `mount`."""
        self.content = content
        self.title = content.plan.title
        self.problems: list[Problem] = []
        self._mount = mount
        self._posts: dict[str, Postmortem] = {}
        self._lists: dict[str, Listed] = {}
        self._files: dict[str, File] = {}
        self._views: dict[str, PostView] = {}
        self._leading: dict[str, tuple[Value, ...]] = {}
        self._targets = Targets(mount, Files([]))
        self._addresses = Addresses(self._post_url, self._facet_url, self._asset_url, run_links)

    # -- files

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add every post, the files they refer to, and the pages that list them."""
        self._targets = Targets(self._mount, files, self._moved())
        _put(styles_file(config), files)
        for postmortem in self.content.pages:
            self._add_post(postmortem, files, config)
        for path in self._referenced_assets():
            self._add_asset(path, files, config)
        plan = self.content.plan
        catalog = self.content.catalog
        for listing in listings_of(catalog, plan.blog, plan.title, plan.page_size):
            self._add_list(listing, files, config)
        for overview in overviews_of(catalog, plan.blog):
            self._add_list(overview, files, config)
        if self.content.plan.search:
            followed = followed_searches(plan, has_feeds=bool(config.site_url))
            self._add_list(SearchPage(SEARCH_PAGE, followed), files, config)
            made = scripts_of(plan, config)
            for uri, content in (made.boot, made.view, made.engine):
                add(uri, content, files, config)
        self.problems += self._targets.missing(self.content.pages, self.content.plan.shown_as)

    def _moved(self) -> dict[str, str]:
        """The text above the index, whatever its file is called, is found at the index."""
        intro = self.content.folder.intro
        index = f"{self.content.plan.blog}/index.md"
        return {self._mount.source_uri(intro.path): index} if intro else {}

    def _intro(self) -> Postmortem | None:
        """The text above the index, unless it is hidden."""
        found = self.content.folder.intro
        intro = found.postmortem if found else None
        if intro and visibility_of(intro, self.content.plan.now) is Visibility.PUBLISHED:
            return intro
        return None

    def _add_post(self, postmortem: Postmortem, files: Files, config: MkDocsConfig) -> None:
        uri = self._mount.post_uri(postmortem.source)
        visible = self.content.catalog.visibility(postmortem)
        is_out = visible in {Visibility.PUBLISHED, Visibility.UNLISTED}
        file = File.generated(
            config,
            uri,
            content=_NO_FRONT_MATTER + postmortem.body,
            inclusion=InclusionLevel.NOT_IN_NAV if is_out else InclusionLevel.DRAFT,
        )
        file.edit_uri = self._mount.edit_uri(postmortem.source)
        page = self.content.book.pages[postmortem.id]
        if postmortem.id in self.content.book.own:
            file.dest_uri = page + ("/index.html" if config.use_directory_urls else ".html")
        elif page != uri.removesuffix(".md"):
            # It has its folder's address; MkDocs knows only two spellings of such names.
            file.dest_uri = f"{page}/index.html"
        if not _put(file, files):
            self.problems.append(self._taken(postmortem, uri))
            return
        self._posts[uri] = postmortem
        self._files[postmortem.id] = file

    def _taken(self, postmortem: Postmortem, uri: str) -> Problem:
        return Problem(
            path=f"{self.content.plan.shown_as}/{postmortem.source}",
            message=f"another file of the site is called `{uri}`, so it has no page",
            remedy="Rename one of the two",
            rule=Form.SAME_ID,
            severity=Severity.ERROR,
        )

    def _add_asset(self, path: str, files: Files, config: MkDocsConfig) -> None:
        source = str(self._mount.folder / path)
        _put(
            File.generated(
                config,
                self._mount.source_uri(path),
                abs_src_path=source,
                inclusion=InclusionLevel.NOT_IN_NAV,
            ),
            files,
        )

    def _add_list(self, listing: Listed, files: Files, config: MkDocsConfig) -> None:
        is_index = listing.page == self.content.plan.blog
        intro = self._intro() if is_index else None
        body = intro.body if intro else ""
        in_nav = is_index and not config.nav
        file = File.generated(
            config,
            f"{listing.page}/index.md" if is_index else f"{listing.page}.md",
            content=_NO_FRONT_MATTER + body,
            inclusion=InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV,
        )
        if intro:
            file.edit_uri = self._mount.edit_uri(intro.source)
        if _put(file, files):
            self._lists[file.src_uri] = listing
            return
        self.problems.append(
            Problem(
                path=file.src_uri,
                message=f"this file stands in the place of the page `{listing.title}`",
                remedy="Rename it, unless it is meant to",
            )
        )

    def _referenced_assets(self) -> list[str]:
        """The files beside postmortems that one with a page refers to, once each."""
        serving = self.content.plan.surface is Surface.SERVED_PAGE
        catalog = self.content.catalog
        owners = self.content.pages if serving else catalog.shown_on(Surface.ASSETS)
        found: set[str] = set()
        for postmortem in owners:
            for reference in references(postmortem):
                found.add(beside(postmortem, reference.target))
        return sorted(found & self.content.folder.assets)

    def add_search_index(
        self, made: IndexFiles, files: Files, config: MkDocsConfig
    ) -> Index | None:
        """Add the search index, when every page is rendered and its headings have addresses.

        Answers with the index; None where the site has no search.
        """
        if not self.content.plan.search:
            return None
        documents = []
        for document in documents_of(self.content.catalog):
            if document.id not in self._files:
                continue
            page = self._files[document.id].page
            documents.append(with_anchors(document, page.toc if page else ()))
        urls = {document.id: self._files[document.id].url for document in documents}
        index = made.make(documents, self.content.glossary)
        made.add(index, urls, files, config)
        return index

    # -- pages

    def resolve(self, page_uri: str, target: str) -> str | None:
        """What a link's or image's target means, where MkDocs alone would not find it."""
        return self._targets.resolve(page_uri, target)

    def postmortem_of(self, page: Page) -> Postmortem | None:
        """The postmortem that `page` shows, if it is one's."""
        return self._posts.get(page.file.src_uri)

    def page_of(self, postmortem: Postmortem) -> Page | None:
        """The page that shows `postmortem`, once MkDocs has made it."""
        file = self._files.get(postmortem.id)
        return file.page if file else None

    def dress(self, page: Page) -> None:
        """Give a page of the blog the fields that themes and other plugins read.

        The theme prints them as they are, so they are escaped here.
        """
        if postmortem := self.postmortem_of(page):
            visibility = self.content.catalog.visibility(postmortem)
            page.meta.update(post_meta(postmortem, visibility))
            if moment := postmortem.updated or postmortem.date:
                page.update_date = machine_date(moment)[:10]
        elif listing := self._lists.get(page.file.src_uri):
            page.meta.update(list_meta(listing))

    def complete(self, page: Page) -> None:
        """Add what the template of a post shows above and below the body to its table of contents.

        The addresses of lessons become known too, so that links to them are found valid.
        """
        postmortem = self.postmortem_of(page)
        if postmortem is None:
            return
        view = self.view(postmortem)
        page.toc.items[:0] = [AnchorLink(title, name, 2) for name, title in view.parts_above]
        page.toc.items.extend(AnchorLink(title, name, 2) for name, title in view.parts_below)
        anchors = {lesson.anchor for lesson in view.stated_lessons}
        page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors

    def context_of(self, page: Page) -> dict[str, Any]:
        """The variables that the template of a page of the blog reads; empty for other pages."""
        shared = {"postmortems": self}
        if postmortem := self.postmortem_of(page):
            return shared | {"post": self.view(postmortem)}
        listing = self._lists.get(page.file.src_uri)
        if isinstance(listing, Listing):
            return shared | {
                "listing": listing,
                "cards": [self.view(p) for p in listing.leaf.items],
            }
        return shared | {"overview": listing} if listing else {}

    def view(self, postmortem: Postmortem) -> PostView:
        """`postmortem` as templates show it."""
        if postmortem.id not in self._views:
            around = Around(self.content.catalog, self._addresses, self.content.registrations)
            self._views[postmortem.id] = PostView(postmortem, around)
        return self._views[postmortem.id]

    def listed(self, pages: Iterable[File]) -> list[File]:
        """`pages` without those that no list, such as the sitemap, may name."""
        return [file for file in pages if not self._is_hidden(file)]

    def _is_hidden(self, file: File) -> bool:
        postmortem = self._posts.get(file.src_uri)
        if postmortem is None:
            return False
        return self.content.catalog.visibility(postmortem) is not Visibility.PUBLISHED

    # -- addresses, for views and templates

    @property
    def url(self) -> str:
        """The address of the index."""
        return self.page_url(self.content.plan.blog)

    def page_url(self, page: str) -> str:
        """The address of one of the blog's listing pages, by its path."""
        uri = f"{page}/index.md" if page == self.content.plan.blog else f"{page}.md"
        file = self._targets.file(uri)
        return file.url if file else ""

    def facet_url(self, name: str) -> str:
        """The address of the page that shows all values of a facet."""
        return self.page_url(facet_path(self.content.plan.blog, name))

    def _facet_url(self, name: str, text: str) -> str:
        if name not in FACETS:
            return ""
        return self.page_url(facet_path(self.content.plan.blog, name, slugify(text)))

    def _post_url(self, postmortem: Postmortem) -> str:
        file = self._files.get(postmortem.id)
        return file.url if file else self.url

    def _asset_url(self, postmortem: Postmortem, target: str) -> str:
        uri = self._targets.asset(postmortem, target)
        file = self._targets.file(uri) if uri else None
        return file.url if file else ""

    def value_url(self, name: str, value: Value) -> str:
        """The address of the listing of one value of a facet."""
        return self.page_url(facet_path(self.content.plan.blog, name, value.slug))

    def leading(self, name: str) -> tuple[Value, ...]:
        """The values of a facet that a short list shows: all outcomes, else the commonest."""
        values = self.content.catalog.facet(name).values
        if name in {"outcome", "year"} or len(values) <= _SHORT_LIST:
            return values
        if name not in self._leading:
            commonest = sorted(values, key=lambda value: -value.count)[:_SHORT_LIST]
            slugs = {value.slug for value in commonest}
            self._leading[name] = tuple(value for value in values if value.slug in slugs)
        return self._leading[name]

    @property
    def search_url(self) -> str:
        """The address of the search page; empty where there is none."""
        return self.page_url(SEARCH_PAGE) if self.content.plan.search else ""

    @property
    def facets(self) -> dict[str, str]:
        """The facets that have values, with the titles of their pages."""
        catalog = self.content.catalog
        return {name: title for name, title in FACETS.items() if catalog.facet(name).values}

    @property
    def main_facets(self) -> dict[str, str]:
        """Those whose values stand beside every listing."""
        return {name: title for name, title in self.facets.items() if name in _MAIN_FACETS}

    @property
    def other_facets(self) -> dict[str, str]:
        """Those that a listing only links to."""
        return {name: title for name, title in self.facets.items() if name not in _MAIN_FACETS}

    def icon(self, code: str) -> str:
        """The name of an outcome's picture; a code that has none is shown with a plain one."""
        return self.content.catalog.vocabularies.outcome.term(code).icon or "other"


def _put(file: File, files: Files) -> bool:
    """Add `file`, unless another plugin or `docs/` has its place."""
    taken = files.get_file_from_path(file.src_uri)
    if taken is not None:
        return False
    files.append(file)
    return True
