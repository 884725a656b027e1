"""What one build takes from those before it, and leaves for the next."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.kept.versions import versions
from mkdocs_postmortems.project import CACHE
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.content import Plan
from mkdocs_postmortems.site.conversion import BlogPage, Conversions
from mkdocs_postmortems.site.finished import Finished, Frame
from mkdocs_postmortems.site.ground import Ground
from mkdocs_postmortems.site.markdown import PageMarkdown
from mkdocs_postmortems.site.shows import Shows
from mkdocs_postmortems.site.surroundings import (
    Surroundings,
    UnkeptError,
    markdown_key,
    surroundings_of,
)

_FOLDER = "kept"


class Keeping:
    """Lets a build make only what is not known yet."""

    def __init__(self, config: MkDocsConfig, *, keeps: bool, tell: Callable[[str], None]) -> None:
        """Open what was kept for the site of `config`; `tell` says what cannot be kept, and why.

        If nothing is to be kept, it serves this build alone.
        """
        self._config = config
        self._tell = tell
        self._store = Store(_folder(config) if keeps else None)
        self.memory = Memory(self._store, versions()) if keeps else FORGETFUL
        self._nav: Navigation | None = None
        self._around: Surroundings | None = None
        self._finished: Finished | None = None

    def take_pages(self, blog: Blog, nav: Navigation, files: Files, state: PageMarkdown) -> None:
        """Make the pages of `blog` ones that know their texts; those in `nav` are MkDocs' own."""
        self._nav = nav
        made = Conversions(state, self._store, self._markdown_key(blog.content.plan))
        in_nav = set(map(id, nav.pages))
        pages = [
            BlogPage(body, file, self._config, made)
            for uri, body in blog.bodies()
            if (file := files.get_file_from_path(uri))
            and not (file.page and id(file.page) in in_nav)
        ]
        made.convert_ahead(pages, partial(blog.enter, state), files)

    def ground_of(self, blog: Blog) -> Ground:
        """What is known when all texts are HTML, and have their links."""
        if self._nav:
            try:
                self._around = surroundings_of(self._config, self._nav, blog.content.plan)
                return Ground(self.memory, self._around.key, blog.stands)
            except UnkeptError as reason:
                self._tell(f"Every page is laid out anew: {reason}.")
        return Ground(FORGETFUL, b"", blog.stands)

    def finish_pages(self, blog: Blog, ground: Ground, env: Environment, files: Files) -> None:
        """Have every page that can be kept ready."""
        if self._nav is None or self._around is None:
            return
        shows = Shows(blog, ground.stands, self._around)
        frame = Frame(env, self._nav, files.documentation_pages(), self._config, blog.context_of)
        ours = (
            file.page for file in files.documentation_pages() if isinstance(file.page, BlogPage)
        )
        known = [(page, digest) for page in ours if (digest := shows.of(page))]
        self._finished = Finished(self._store, frame)
        self._finished.prepare(known)

    def shown(self, page: Page) -> str | None:
        """The finished `page`, if it is ready."""
        return self._finished.shown(page) if self._finished else None

    def close(self) -> None:
        """Leave what was made for the next build."""
        self._store.close()

    def _markdown_key(self, plan: Plan) -> bytes | None:
        try:
            return markdown_key(self._config, plan)
        except UnkeptError as reason:
            self._tell(f"Every text is converted anew: {reason}.")
            return None


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").absolute().parent / CACHE / _FOLDER
