"""Which file of the export has which page, and what links mean between them."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlunsplit

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.elsewhere.docs import DocsFile
from mkdocs_postmortems.importing.links import Link, exchange, links_in
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.site.targets import Targets
from mkdocs_postmortems.source.references import local_parts

_INDEX_NAMES = frozenset({"index", "readme"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the site as it is known and as it is exported.

    Attributes:
        src_uri: Its path as links know it: where it is in `docs/`, or in the postmortems folder
            as if that were a folder of `docs/`.
        file: Its path in the exported `docs/`, which makes its address.
        url: Its address under the site.
    """

    src_uri: str
    file: str
    url: str


class Sources:
    """Every file that the export has.

    Attributes:
        mount: Where the postmortems folder appears.
    """

    def __init__(self, project: Project, content: Content) -> None:
        """Begin with no file."""
        docs = (project.root / project.docs_dir).resolve()
        self.mount = Mount(content.plan.folder, docs, content.plan.blog)
        self._content = content
        self._directory_urls = project.directory_urls
        self._known: dict[str, Source] = {}
        self._files: set[str] = set()
        intro = content.folder.intro
        moved = {self.mount.source_uri(intro.path): self.index} if intro else {}
        self._targets = Targets(self.mount, self, moved)

    @property
    def index(self) -> str:
        """The file of the blog's first page."""
        return f"{self._content.plan.blog}/index.md"

    def get_file_from_path(self, path: str, /) -> Source | None:
        """The file that links know by that path."""
        return self._known.get(path)

    def __iter__(self) -> Iterator[Source]:
        """Every file."""
        return iter(self._known.values())

    def has(self, file: str) -> bool:
        """Whether the export has `file`."""
        return file in self._files

    def add(self, uri: str, file: str, page: str = "") -> bool:
        """Add a file, unless another one has its place, and answer whether it was added."""
        if uri in self._known or file in self._files:
            return False
        self._known[uri] = Source(uri, file, page or file)
        self._files.add(file)
        return True

    def add_docs(self, each: DocsFile) -> bool:
        """Add a file of `docs/`. Every text ends with `.md`."""
        file = str(PurePosixPath(each.uri).with_suffix(".md")) if each.is_markdown else each.uri
        return self.add(each.uri, file, each.page)

    def add_post(self, postmortem: Postmortem) -> bool:
        """Add the page of a postmortem that has an address."""
        page = self._content.book.pages[postmortem.id]
        return self.add(self.mount.post_uri(postmortem.source), self._post_file(postmortem), page)

    def add_list(self, page: str) -> bool:
        """Add a page that lists postmortems, by its path under the site."""
        file = self.list_file(page)
        return self.add(file, file, page)

    def list_file(self, page: str) -> str:
        """The file of a page that lists postmortems."""
        return self.index if page == self._content.plan.blog else f"{page}.md"

    def post_file(self, postmortem: Postmortem) -> str:
        """The file of a postmortem; the index where it has none."""
        found = self._known.get(self.mount.post_uri(postmortem.source))
        return found.file if found else self.index

    def post_url(self, postmortem: Postmortem) -> str:
        """The address of a postmortem's page under the site."""
        file = self.post_file(postmortem)
        if file.endswith("/index.md"):
            return file.removesuffix("index.md")
        return file.removesuffix(".md") + ("/" if self._directory_urls else ".html")

    def asset_file(self, postmortem: Postmortem, target: str) -> str:
        """The file of a picture or recording that front matter names; empty if it is not there."""
        uri = self._targets.asset(postmortem, target)
        found = self._known.get(uri) if uri else None
        return found.file if found else ""

    def relinked(self, text: str, uri: str) -> str:
        """`text`, which links know as `uri`, with links as they are in the export."""
        here = self._known[uri].file
        return exchange(text, links_in(text), lambda link: self._target(link, uri, here))

    def _post_file(self, postmortem: Postmortem) -> str:
        """The file whose page, by its path, has the address that the site's has."""
        page = self._content.book.pages[postmortem.id]
        own = postmortem.id in self._content.book.own
        is_folder = not own and page != posixpath.join(self._content.plan.blog, postmortem.id)
        is_named_index = posixpath.basename(page).casefold() in _INDEX_NAMES
        if is_folder or (own and is_named_index and self._directory_urls):
            return f"{page}/index.md"
        return f"{page}.md"

    def _target(self, link: Link, uri: str, here: str) -> str | None:
        """What a link is to be; None where it can stay. Nothing resolves what HTML names."""
        parts = local_parts(link.target)
        if parts is None or link.is_html:
            return None
        path = unquote(parts.path)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path))
        found = self._known.get(self._targets.resolve(uri, path) or beside)
        if found is None:
            return None
        relative = way(found.file, here)
        return urlunsplit(("", "", relative, parts.query, parts.fragment))


def way(file: str, here: str) -> str:
    """The way to `file` from the file `here`, as a link's target."""
    return quote(posixpath.relpath(file, posixpath.dirname(here) or "."))
