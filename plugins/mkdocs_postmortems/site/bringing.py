"""The files of the blog, brought into one MkDocs build."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_postmortems.catalog import Surface, Visibility, visibility_of
from mkdocs_postmortems.catalog.measures import Insights, insights_of
from mkdocs_postmortems.catalog.registration import Status, registration_of
from mkdocs_postmortems.domain import Form, Postmortem, Problem, Severity
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.data import add_data
from mkdocs_postmortems.site.finding import add
from mkdocs_postmortems.site.following import followed_searches
from mkdocs_postmortems.site.insights import InsightsPage, insights_json
from mkdocs_postmortems.site.late import LateFile, PageFile
from mkdocs_postmortems.site.listings import SearchPage
from mkdocs_postmortems.site.lists import Listed, lists_of
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.site.redirects import bring_redirects
from mkdocs_postmortems.site.running import what_runs
from mkdocs_postmortems.site.scripts import SEARCH_PAGE, filter_script, scripts_of
from mkdocs_postmortems.site.styles import styles_file
from mkdocs_postmortems.site.targets import Targets
from mkdocs_postmortems.site.texts import KeptTexts, Texts
from mkdocs_postmortems.source.references import beside, references

_INNER = frozenset({InclusionLevel.EXCLUDED, InclusionLevel.DRAFT})
# MkDocs reads `Key: value` at the top of a body as fields; an empty block of its own prevents that.
_NO_FRONT_MATTER = "---\n{}\n---\n\n"


class Brought:
    """What one build was given.

    Attributes:
        posts: The postmortem that each page's file shows, by the file's path.
        lists: The listing that each page's file shows, by the file's path.
        intros: The text above a listing, by the path of the listing's file.
        list_pages: The paths of the pages of listings under the site.
        files: The file of each postmortem that has a page, by its id.
        targets: What links and images mean.
        problems: What came up.
    """

    def __init__(
        self, content: Content, mount: Mount, files: Files, config: MkDocsConfig, memory: Memory
    ) -> None:
        """Add to `files` every post of `content`, what they refer to, and what lists them."""
        self.posts: dict[str, Postmortem] = {}
        self.lists: dict[str, Listed] = {}
        self.list_pages: set[str] = set()
        self.intros: dict[str, Postmortem] = {}
        self.files: dict[str, File] = {}
        self.targets = Targets(mount, files, _moved(content, mount))
        self.problems: list[Problem] = []
        self._content = content
        self._mount = mount
        self._all = files
        self._config = config
        self._memory = memory
        self._figures: LateFile | None = None
        self._bring()

    def _bring(self) -> None:
        _put(styles_file(self._config), self._all)
        for postmortem in self._content.pages:
            self._bring_post(postmortem)
        for path in referenced_assets(self._content):
            self._bring_asset(path)
        for listing in self._listed():
            self._bring_list(listing)
        add(*filter_script(), self._all, self._config)
        if self._content.plan.search:
            made = scripts_of(self._content.plan, self._config)
            for uri, script in (made.boot, made.view, made.engine):
                add(uri, script, self._all, self._config)
        self.problems += bring_redirects(self._content, self.files, self._all, self._config)
        plan = self._content.plan
        self.problems += self.targets.missing(self._content.pages, plan.shown_as)

    @cached_property
    def insights(self) -> Insights:
        """The figures of the dashboard."""
        return insights_of(self._content.catalog, _statuses(self._content))

    def _bring_insights(self, uri: str) -> None:
        self._figures = LateFile.at(uri, self._config, InclusionLevel.INCLUDED)
        _put(self._figures, self._all)

    def add_data(self, told: Callable[[Postmortem], bytes]) -> list[Problem]:
        """Add what is made of the pages' records, once every other file is there.

        `told` answers with the digest of what a postmortem says, and of what it has to do with.
        Answers with what came up.
        """
        if self._figures:
            self._figures.make = lambda: insights_json(self.insights).encode()
        kept = KeptTexts(self._memory, told)
        texts = Texts(self._content, self.files, self.targets, self._config, kept)
        return add_data(self._content, self.files, texts, self._all, self._config)

    def pages(self) -> list[File]:
        """The files of all pages of the site that there are by now, whoever makes them."""
        return [file for file in self._all if _is_page(file) and file.inclusion not in _INNER]

    def _listed(self) -> Iterator[Listed]:
        plan, catalog = self._content.plan, self._content.catalog
        yield from lists_of(catalog, plan.blog, plan.title, plan.page_size)
        if plan.search:
            followed = followed_searches(plan, has_feeds=bool(self._config.site_url))
            yield SearchPage(SEARCH_PAGE, followed)

    def _bring_post(self, postmortem: Postmortem) -> None:
        uri = self._mount.post_uri(postmortem.source)
        visible = self._content.catalog.visibility(postmortem)
        is_out = visible in {Visibility.PUBLISHED, Visibility.UNLISTED}
        level = InclusionLevel.NOT_IN_NAV if is_out else InclusionLevel.DRAFT
        file = PageFile.at(uri, self._config, level)
        file.content_string = _NO_FRONT_MATTER + postmortem.body
        file.edit_uri = self._mount.edit_uri(postmortem.source)
        # Plugins that ask git for a file's dates and authors do it only for what lies on disk.
        file.abs_src_path = str(self._mount.folder / postmortem.source)
        file.generated_by = None
        page = self._content.book.pages[postmortem.id]
        if postmortem.id in self._content.book.own:
            file.dest_uri = page + ("/index.html" if self._config.use_directory_urls else ".html")
        elif page != uri.removesuffix(".md"):
            # It has its folder's address; MkDocs knows only two spellings of such names.
            file.dest_uri = f"{page}/index.html"
        if not _put(file, self._all):
            self.problems.append(self._taken(postmortem, uri))
            return
        self.posts[uri] = postmortem
        self.files[postmortem.id] = file

    def _taken(self, postmortem: Postmortem, uri: str) -> Problem:
        return Problem(
            path=f"{self._content.plan.shown_as}/{postmortem.source}",
            message=f"another file of the site is called `{uri}`, so it has no page",
            remedy="Rename one of the two",
            severity=Severity.ERROR,
            rule=Form.SAME_ID,
        )

    def _bring_asset(self, path: str) -> None:
        plan, source = self._content.plan, self._mount.folder / path
        if not plan.trusts_html and (runs := what_runs(source)):
            self.problems.append(_running(f"{plan.shown_as}/{path}", runs))
            return
        file = File.generated(
            self._config,
            self._mount.source_uri(path),
            abs_src_path=str(source),
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        _put(file, self._all)

    def _bring_list(self, listing: Listed) -> None:
        is_index = listing.page == self._content.plan.blog
        intro = intro_of(self._content) if is_index else None
        body = intro.body if intro else ""
        in_nav = is_index and not self._config.nav
        level = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
        uri = f"{listing.page}/index.md" if is_index else f"{listing.page}.md"
        file = PageFile.at(uri, self._config, level)
        file.content_string = _NO_FRONT_MATTER + body
        if intro:
            file.edit_uri = self._mount.edit_uri(intro.source)
        if _put(file, self._all):
            self.lists[file.src_uri] = listing
            self.list_pages.add(file.dest_uri)
            if intro:
                self.intros[file.src_uri] = intro
            if isinstance(listing, InsightsPage):
                self._bring_insights(f"{listing.page}.json")
            return
        self.problems.append(
            Problem(
                path=file.src_uri,
                message=f"this file stands in the place of the page `{listing.title}`",
                remedy="Rename it, unless it is meant to",
            )
        )


def _is_page(file: File) -> bool:
    """Whether it is a page that is there; a preview has no others in its sitemap."""
    return file.page is not None and (isinstance(file, PageFile) or file.is_documentation_page())


def _running(path: str, runs: str) -> Problem:
    return Problem(
        path=path,
        message=f"this file has {runs}, so it is not published",
        remedy="Save it as PNG or PDF, or without that; `trusted_html: true` publishes it as it is",
    )


def _statuses(content: Content) -> dict[str, Status]:
    """How the criteria of each postmortem stand to its result, by id."""
    return {
        each.id: registration_of(each, content.past.get(each.source)).status
        for each in content.catalog.published
    }


def _moved(content: Content, mount: Mount) -> dict[str, str]:
    """The text above the index, whatever its file is called, is found at the index."""
    intro = content.folder.intro
    index = f"{content.plan.blog}/index.md"
    return {mount.source_uri(intro.path): index} if intro else {}


def intro_of(content: Content) -> Postmortem | None:
    """The text above the index, unless it is hidden."""
    found = content.folder.intro
    intro = found.postmortem if found else None
    if intro is None:
        return None
    visibility = visibility_of(intro, content.plan.now, content.plan.audience)
    return intro if visibility is Visibility.PUBLISHED else None


def referenced_assets(content: Content) -> Iterable[str]:
    """The files beside postmortems that one with a page refers to, once each."""
    serving = content.plan.surface is Surface.SERVED_PAGE
    owners = content.pages if serving else content.catalog.shown_on(Surface.ASSETS)
    found: set[str] = set()
    for postmortem in owners:
        for reference in references(postmortem):
            found.add(beside(postmortem, reference.target))
    return sorted(found & content.folder.assets)


def _put(file: File, files: Files) -> bool:
    """Add `file`, unless another plugin or `docs/` has its place."""
    taken = files.get_file_from_path(file.src_uri)
    if taken is not None:
        return False
    files.append(file)
    return True
