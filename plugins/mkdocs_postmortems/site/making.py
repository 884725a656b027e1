"""What is made once every page has its place: pages, search index, feeds, and the rest.

A build makes all of it, a preview each part when somebody asks for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.entries import Entries
from mkdocs_postmortems.site.feeds import add_feeds
from mkdocs_postmortems.site.finding import IndexFiles, add
from mkdocs_postmortems.site.finished import Finished
from mkdocs_postmortems.site.ground import Ground
from mkdocs_postmortems.site.keeping import Keeping
from mkdocs_postmortems.site.late import PageFile
from mkdocs_postmortems.site.press import Press
from mkdocs_postmortems.site.scripts import FOLDER
from mkdocs_postmortems.site.searching import Searching


@dataclass
class Making:
    """Makes the parts of one site.

    Attributes:
        blog: The blog.
        press: Turns its pages into HTML.
        keeping: What was made before.
        finished: Lays its pages out.
        index_files: Makes the search index, again and again.
        env: The theme's templates.
        files: The files of the site.
        config: MkDocs' own settings.
        tell: Tells problems.
    """

    blog: Blog
    press: Press
    keeping: Keeping
    finished: Finished
    index_files: IndexFiles
    env: Environment
    files: Files
    config: MkDocsConfig
    tell: Callable[[Iterable[Problem]], None]
    _is_searched: bool = field(default=False, init=False)

    def all(self) -> None:
        """Make everything; what pages show is written later, with the site's other files."""
        self.press.turn_all()
        self.add_index(self.keeping.memory)
        self.blog.find_related()
        ground = self.texts()
        self.keeping.finish_pages(self.blog, ground, self.finished)

    @cached_property
    def search(self) -> Searching | None:
        """The site's search; None where it has none."""
        return self.blog.search(self.index_files)

    def add_index(self, memory: Memory) -> None:
        """Add the search index, once; its files are kept in `memory`."""
        if self.search and not self._is_searched:
            self._is_searched = True
            for name, content in self.search.files(self.blog.addresses, memory):
                add(f"{FOLDER}/search/{name}", content, self.files, self.config)

    def texts(self) -> Ground:
        """Add what programs read, when every page is HTML."""
        self.tell(self.blog.add_data())
        ground = self.keeping.ground_of(self.blog)
        entries = Entries(self.blog, ground, self.env, self.config)
        self.tell(add_feeds(self.blog, self.search, entries, self.files, self.config))
        return ground

    def page(self, file: PageFile) -> bytes:
        """The page of `file`, as it is written."""
        _ = self.search  # what is like it is found with that
        page = self.press.page(file)
        self.press.turn(page)
        return self.finished.made(page)
