"""The blog inside one MkDocs build: what each of its pages is made from."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from mkdocs_postmortems.catalog import Visibility, slugify
from mkdocs_postmortems.catalog.measures import Insights
from mkdocs_postmortems.domain import Postmortem, Problem
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.site.addresses import Addresses
from mkdocs_postmortems.site.around import Around
from mkdocs_postmortems.site.bringing import Brought
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.contexts import context_of
from mkdocs_postmortems.site.finding import IndexFiles, with_anchors
from mkdocs_postmortems.site.lineage import Lineage
from mkdocs_postmortems.site.listings import FACETS, facet_path
from mkdocs_postmortems.site.lists import Listed
from mkdocs_postmortems.site.markdown import PageMarkdown
from mkdocs_postmortems.site.meta import list_meta, post_meta
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.site.removals import lost, problems_of
from mkdocs_postmortems.site.sanitizing import Sanitizer
from mkdocs_postmortems.site.searching import Searching
from mkdocs_postmortems.site.stands import Stands
from mkdocs_postmortems.site.targets import SiteFile
from mkdocs_postmortems.site.views import PostView
from mkdocs_postmortems.site.ways import Ways
from mkdocs_postmortems.site.wording import machine_date

_BUILT = {Visibility.PUBLISHED, Visibility.UNLISTED}


class Blog:
    """Brings what was read into a site, and tells MkDocs what its pages show.

    Attributes:
        content: What was read.
        stands: How the postmortems stand.
        ways: The addresses of its pages, for templates.
        lineage: What is around each postmortem.
    """

    def __init__(
        self,
        content: Content,
        mount: Mount,
        run_links: dict[str, str],
        memory: Memory = FORGETFUL,
    ) -> None:
        """Prepare to show `content`, whose folder appears at `mount`.

        What `memory` knows is not made once more.
        """
        self.content = content
        self._memory = memory
        self.stands = Stands(content.catalog)
        self._mount = mount
        self._brought: Brought | None = None
        self._views: dict[str, PostView] = {}
        self._search: Searching | None = None
        self._sanitizer = Sanitizer()
        self.ways = Ways(content, self._file)
        self.lineage = Lineage(content.catalog, content.plan.blog)
        self._addresses = Addresses(self._post_url, self._facet_url, self._asset_url, run_links)

    @property
    def _there(self) -> Brought:
        if self._brought is None:
            raise RuntimeError("files are added before pages are asked for")
        return self._brought

    def add_files(self, files: Files, config: MkDocsConfig) -> list[Problem]:
        """Add everything of the blog's to a build, and answer with what came up."""
        self._brought = Brought(self.content, self._mount, files, config, self._memory)
        return self._brought.problems

    def add_data(self) -> list[Problem]:
        """Add what programs read, when every page has its address, and answer with what came up."""
        return self._there.add_data(lambda each: self.stands.told(self.view(each)))

    def search(self, made: IndexFiles) -> Searching | None:
        """The search, with the addresses of the headings of pages that are HTML by now.

        None where the site has none. What is like what is known from then on.
        """
        if not self.content.plan.search:
            return None
        pages = self._there.files
        documents = []
        for document in documents_of(self.content.catalog, memory=self._memory):
            if document.id not in pages:
                continue
            page = pages[document.id].page
            documents.append(with_anchors(document, page.toc if page else ()))
        self._search = Searching(documents, self.content.glossary, made, self._memory)
        return self._search

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses of published postmortems' pages under the site, by id, oldest first."""
        pages, published = self._there.files, self.content.catalog.published
        return {each.id: pages[each.id].url for each in reversed(published) if each.id in pages}

    def find_related(self) -> None:
        """Find what is like each postmortem, on all processors."""
        if self._search and self.content.plan.related:
            shown = [each for each in self.content.pages if each.id in self._there.files]
            self._search.kinship.prepare([(each, self._wanted(each)) for each in shown])

    @property
    def destinations(self) -> dict[str, Postmortem]:
        """The postmortems that have a page, by the path of its file under the site."""
        pages = self._there.files
        return {pages[each.id].dest_uri: each for each in self.content.pages if each.id in pages}

    @property
    def of_authors(self) -> set[str]:
        """The paths of pages that show what authors wrote, under the site."""
        return {*self.destinations, *self._there.list_pages}

    @property
    def lists(self) -> Mapping[str, Listed]:
        """The pages that lead to postmortems, by their files' paths."""
        return self._there.lists

    @property
    def uris(self) -> list[str]:
        """The paths of the files of its pages among MkDocs' files."""
        return [*self._there.posts, *self._there.lists]

    @property
    def previewed(self) -> list[str]:
        """The addresses under the site of the pages that only a preview has, by path."""
        pages = self._there.files
        held = (each.id for each, why in self.content.catalog.held_back() if why not in _BUILT)
        return [pages[name].url for name in held if name in pages]

    def bodies(self) -> Iterator[tuple[str, str]]:
        """The text of each page of the blog, by its file's path."""
        for uri, postmortem in self._there.posts.items():
            yield uri, postmortem.body
        for uri in self._there.lists:
            intro = self._there.intros.get(uri)
            yield uri, intro.body if intro else ""

    def resolve(self, page_uri: str, target: str) -> str | None:
        """What a link's or image's target means, where MkDocs alone would not find it."""
        return self._there.targets.resolve(page_uri, target)

    def enter(self, state: PageMarkdown, page: Page) -> None:
        """Turn `state` to `page`, whose text is to become HTML."""
        postmortem = self.postmortem_of(page)
        lessons = postmortem.lessons if postmortem else ()
        state.enter(
            page.file.src_uri,
            partial(self.resolve, page.file.src_uri),
            tuple(each for each in lessons if each.in_body),
            is_ours=postmortem is not None,
        )

    def postmortem_of(self, page: Page) -> Postmortem | None:
        """The postmortem that `page` shows, if it is one's."""
        return self._there.posts.get(page.file.src_uri)

    def page_of(self, postmortem: Postmortem) -> Page | None:
        """The page that shows `postmortem`, once MkDocs has made it."""
        file = self._there.files.get(postmortem.id)
        return file.page if file else None

    def dress(self, page: Page) -> None:
        """Give a page of the blog the fields that themes and other plugins read.

        The theme prints them as they are, so they are escaped here.
        """
        if postmortem := self.postmortem_of(page):
            visibility = self.content.catalog.visibility(postmortem)
            page.meta.update(post_meta(postmortem, visibility))
            self.stamp(page)
        elif listing := self._there.lists.get(page.file.src_uri):
            page.meta.update(list_meta(listing))

    def stamp(self, page: Page) -> None:
        """Tell when a postmortem was changed last, as its author says it."""
        postmortem = self.postmortem_of(page)
        if postmortem and (moment := postmortem.updated or postmortem.date):
            page.update_date = machine_date(moment)[:10]

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

    def made_safe(self, html: str, page: Page, memory: Memory) -> tuple[str, list[Problem]]:
        """The rendered body of `page` as it can be shown, and what was taken out of it.

        Other people's pages, and all where the site trusts its authors, stay as they are.
        """
        uri = page.file.src_uri
        text = self._there.posts.get(uri) or self._there.intros.get(uri)
        if text is None or self.content.plan.trusts_html:
            return html, []
        safe, removed = self._sanitizer.recall(html, memory)
        folder = self.content.plan.shown_as
        if removed:
            return safe, problems_of(removed, text, folder)
        return safe, [] if safe.strip() else lost(text, folder)

    def context_of(self, page: Page) -> dict[str, Any]:
        """The variables that the template of a page of the blog reads; empty for other pages."""
        shared = {"postmortems": self.ways}
        if postmortem := self.postmortem_of(page):
            view = self.view(postmortem)
            return shared | {"post": view, "around": self.lineage.around(postmortem, self.view)}
        listed = self._there.lists.get(page.file.src_uri)
        return shared | self._listed(listed) if listed else {}

    def _listed(self, listed: Listed) -> dict[str, Any]:
        return context_of(listed, self.content.catalog, self._figures, self.view)

    def _figures(self) -> Insights:
        return self._there.insights

    def view(self, postmortem: Postmortem) -> PostView:
        """`postmortem` as templates show it."""
        if postmortem.id not in self._views:
            content = self.content
            around = Around(content.catalog, self._addresses, content.past, self._like)
            self._views[postmortem.id] = PostView(postmortem, around)
        return self._views[postmortem.id]

    def listed(self) -> list[File]:
        """The pages of the site without those that no list, such as the sitemap, may name."""
        return [file for file in self._there.pages() if not self._is_hidden(file)]

    def _is_hidden(self, file: File) -> bool:
        postmortem = self._there.posts.get(file.src_uri)
        if postmortem is None:
            return False
        return self.content.catalog.visibility(postmortem) is not Visibility.PUBLISHED

    def _like(self, postmortem: Postmortem) -> list[Postmortem]:
        """The published ones that are like `postmortem`, but for those that it is linked with."""
        most = self.content.plan.related
        if self._search is None or not most:
            return []
        linked = self._linked(postmortem)
        found = self._search.kinship.like(postmortem, self._wanted(postmortem))
        named = (self.content.catalog.named(each) for each in found if each not in linked)
        return [each for each in named if each][:most]

    def _wanted(self, postmortem: Postmortem) -> int:
        """How many like it are looked for, since those it is linked with are left out."""
        return self.content.plan.related + len(self._linked(postmortem))

    def _linked(self, postmortem: Postmortem) -> frozenset[str]:
        return self.content.catalog.tied(postmortem)

    def _file(self, uri: str) -> SiteFile | None:
        return self._there.targets.file(uri)

    def _facet_url(self, name: str, text: str) -> str:
        if name not in FACETS:
            return ""
        return self.ways.page_url(facet_path(self.content.plan.blog, name, slugify(text)))

    def _post_url(self, postmortem: Postmortem) -> str:
        file = self._there.files.get(postmortem.id)
        return file.url if file else self.ways.url

    def _asset_url(self, postmortem: Postmortem, target: str) -> str:
        targets = self._there.targets
        uri = targets.asset(postmortem, target)
        file = targets.file(uri) if uri else None
        return file.url if file else ""
