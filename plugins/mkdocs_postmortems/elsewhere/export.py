"""A whole site as files for another generator."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from mkdocs_postmortems.catalog import Visibility, visibility_of
from mkdocs_postmortems.catalog.measures import insights_of
from mkdocs_postmortems.catalog.registration import registration_of
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.elsewhere.docs import DocsFile, docs_files
from mkdocs_postmortems.elsewhere.lists import Guide, ListWriter
from mkdocs_postmortems.elsewhere.navigation import navigation
from mkdocs_postmortems.elsewhere.old import old_addresses
from mkdocs_postmortems.elsewhere.plan import content_of
from mkdocs_postmortems.elsewhere.posts import post_text
from mkdocs_postmortems.elsewhere.rendering import environment
from mkdocs_postmortems.elsewhere.settings import NAME, Settings, read_site_settings
from mkdocs_postmortems.elsewhere.sources import Sources
from mkdocs_postmortems.elsewhere.viewing import Viewing
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.listings import SearchPage
from mkdocs_postmortems.site.lists import Listed, lists_of
from mkdocs_postmortems.source.comments import without_comments
from mkdocs_postmortems.source.references import beside, references

_SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Export:
    """What came of a site.

    Attributes:
        files: The files by their paths.
        postmortems: How many postmortems there are.
        lists: How many pages lead to them.
        pages: How many other pages there are.
        left: What was not taken along, each as a few words.
    """

    files: dict[str, bytes]
    postmortems: int
    lists: int
    pages: int
    left: tuple[str, ...]


def export_of(project: Project, now: dt.datetime) -> Export:
    """What is published of `project` as of `now` (aware), and nothing that is hidden.

    Raises:
        SettingsError: mkdocs.yml cannot be read.
        ExtensionError: The codes that it adds are not understood.
        OSError: A file of the site cannot be read.
    """
    settings = read_site_settings(project.root)
    docs = docs_files((project.root / project.docs_dir).resolve(), settings.hidden)
    content = content_of(project, [(each.page, each.uri) for each in docs if each.page], now)
    return _Exporter(project, content, docs, settings).export()


class _Exporter:
    """Makes the files of one export."""

    def __init__(
        self, project: Project, content: Content, docs: list[DocsFile], settings: Settings
    ) -> None:
        self._content = content
        self._settings = settings
        self._site_url = project.site_url
        self._sources = Sources(project, content)
        self._docs = [each for each in docs if self._sources.add_docs(each)]
        self._posts = [each for each in self._published() if self._sources.add_post(each)]
        self._lists = [each for each in self._listed() if self._sources.add_list(each.page)]
        assets = self._assets()
        uri = self._sources.mount.source_uri
        self._assets_added = [each for each in assets if self._sources.add(uri(each), uri(each))]
        self._guide = Guide(content, self._sources)
        run_links = project.options.get("run_links")
        links = run_links if isinstance(run_links, dict) else {}
        self._viewing = Viewing(content, self._sources, self._guide, links)
        self._made = environment(guide=self._guide)

    def export(self) -> Export:
        texts = {**dict(self._post_texts()), **dict(self._list_texts()), NAME: self._configuration}
        files = {f"docs/{path}": content for path, content in self._copied()}
        for path, text in old_addresses(self._posts, self._sources, self._site_url):
            files.setdefault(f"docs/{path}", text.encode())
        for path, text in texts.items():
            place = path if path == NAME else f"docs/{path}"
            files[place] = text.encode("utf-8", "replace")
        pages = sum(1 for each in self._docs if each.page)
        left = (*self._settings.left, *self._held_back())
        return Export(files, len(self._posts), len(self._lists), pages, left)

    def _published(self) -> Iterator[Postmortem]:
        pages = self._content.book.pages
        return (each for each in self._content.catalog.published if each.id in pages)

    def _listed(self) -> Iterator[Listed]:
        plan = self._content.plan
        yield from lists_of(self._content.catalog, plan.blog, plan.title, plan.page_size)
        if plan.search:
            yield SearchPage(_SEARCH)

    def _assets(self) -> list[str]:
        """The files beside postmortems that a published one refers to."""
        found = {beside(each, ref.target) for each in self._posts for ref in references(each)}
        return sorted(found & self._content.folder.assets)

    def _copied(self) -> Iterator[tuple[str, bytes]]:
        """The files of `docs/` and those beside postmortems; texts with their links rewritten."""
        for each in self._docs:
            content = each.path.read_bytes()
            source = self._sources.get_file_from_path(each.uri)
            if source and each.is_markdown:
                content = self._relinked(content, each.uri)
            yield (source.file if source else each.uri), content
        for path in self._assets_added:
            yield (
                self._sources.mount.source_uri(path),
                (self._content.plan.folder / path).read_bytes(),
            )

    def _relinked(self, content: bytes, uri: str) -> bytes:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return content
        return self._sources.relinked(text, uri).encode()

    def _post_texts(self) -> Iterator[tuple[str, str]]:
        headings = self._content.plan.lessons_headings
        for each in self._posts:
            view = self._viewing.view(each)
            text = post_text(view, self._sources, self._made, headings)
            yield self._sources.post_file(each), text

    def _list_texts(self) -> Iterator[tuple[str, str]]:
        content = self._content
        statuses = {
            each.id: registration_of(each, content.past.get(each.source)).status
            for each in self._posts
        }
        insights = insights_of(content.catalog, statuses)
        writer = ListWriter(self._guide, self._made, insights, self._viewing.view)
        for each in self._lists:
            body = self._intro if each.page == content.plan.blog else ""
            yield self._sources.list_file(each.page), writer.text(each, body)

    @cached_property
    def _intro(self) -> str:
        """The text above the index, unless it is hidden."""
        found = self._content.folder.intro
        intro = found.postmortem if found else None
        plan = self._content.plan
        if not intro or (visibility_of(intro, plan.now, plan.audience) is not Visibility.PUBLISHED):
            return ""
        body = without_comments(intro.body.replace("\r\n", "\n")).strip("\n")
        return self._sources.relinked(body, self._sources.index)

    @property
    def _configuration(self) -> str:
        pages = [each.file for each in self._sources if self._is_in_nav(each.src_uri)]
        return self._settings.text(navigation(pages), self._nav_file)

    def _is_in_nav(self, uri: str) -> bool:
        return uri == self._sources.index or uri in {each.uri for each in self._docs if each.page}

    def _nav_file(self, entry: str) -> str:
        found = self._sources.get_file_from_path(entry)
        return found.file if found else entry

    def _held_back(self) -> Iterable[str]:
        catalog = self._content.catalog
        counts = Counter(str(kind) for _, kind in catalog.held_back())
        yield from (f"{count} {kind}" for kind, count in sorted(counts.items()))
        if unread := len(self._content.left_out):
            yield f"{unread} that cannot be read (see `postmortems check`)"
