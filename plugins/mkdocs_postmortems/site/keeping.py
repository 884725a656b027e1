"""What one build takes from those before it, and leaves for the next."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory, Recent
from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.kept.versions import versions
from mkdocs_postmortems.project import CACHE
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.compiled import compile_once
from mkdocs_postmortems.site.content import Plan
from mkdocs_postmortems.site.conversion import BlogPage, Conversions
from mkdocs_postmortems.site.finished import Finished, Frame
from mkdocs_postmortems.site.ground import Ground
from mkdocs_postmortems.site.markdown import PageMarkdown
from mkdocs_postmortems.site.press import Press, visitor
from mkdocs_postmortems.site.shows import Shows
from mkdocs_postmortems.site.surroundings import (
    Surroundings,
    UnkeptError,
    markdown_key,
    surroundings_of,
)

_FOLDER = "kept"

Tell = Callable[[Iterable[Problem]], None]
Tagged = Callable[[str], str]


class Keeping:
    """Lets a build make only what is not known yet."""

    def __init__(
        self,
        config: MkDocsConfig,
        *,
        keeps: bool,
        tell: Callable[[str], None],
        recent: Recent | None,
    ) -> None:
        """Open what was kept for the site of `config`; `tell` says what cannot be kept, and why.

        If nothing is to be kept, it serves this build alone. What is `recent` is at hand.
        """
        self._config = config
        self._keeps = keeps
        self._tell = tell
        self._store = Store(_folder(config) if keeps else None)
        self.memory = Memory(self._store, versions(), recent) if keeps else FORGETFUL
        self._visitor = visitor(config)
        if self._visitor:
            self._tell(f"Pages are made one by one, since {self._visitor} looks at each.")
        self._nav: Navigation | None = None
        self._around: Surroundings | None = None
        self._press: Press | None = None
        self._visited: list[BlogPage] = []
        self._finished: Finished | None = None

    def take_pages(
        self, blog: Blog, nav: Navigation, files: Files, state: PageMarkdown, tell: Tell
    ) -> Press:
        """Answer with what turns pages of `blog`; of those in `nav`, MkDocs itself does."""
        self._nav = nav
        plan = blog.content.plan
        about, self._around = self._markdown_key(plan), self._surroundings(plan)
        made = Conversions(state, self._store, about)
        self._press = Press(blog, state, made, files, self._config, self.memory, tell)
        alone = bool(about and self._around and not self._visitor)
        self._visited = self._press.take(nav, alone=alone)
        return self._press

    def convert_ahead(self, blog: Blog, files: Files, state: PageMarkdown) -> None:
        """Turn the texts that are not known on all processors."""
        if self._press:
            self._press.made.convert_ahead(self._pages, partial(blog.enter, state), files)

    @property
    def _pages(self) -> list[BlogPage]:
        return [*self._visited, *(self._press.pages if self._press else ())]

    def ground_of(self, blog: Blog) -> Ground:
        """What is known when all texts are HTML, and have their links."""
        if self._around:
            return Ground(self.memory, self._around.key, blog.stands)
        return Ground(FORGETFUL, b"", blog.stands)

    def finished(self, blog: Blog, env: Environment, files: Files, tagged: Tagged) -> Finished:
        """Where every page of `blog` is finished; `tagged` adds what the site's pages all have."""
        if self._nav is None:
            raise RuntimeError("the navigation is made before pages are")
        if self._around and self._keeps:
            compile_once(env)
        pages = files.documentation_pages()
        frame = Frame(env, self._nav, pages, self._config, blog.context_of, tagged)
        self._finished = Finished(self._store, frame)
        return self._finished

    def finish_pages(self, blog: Blog, ground: Ground, finished: Finished) -> None:
        """Have every page that can be kept ready."""
        if self._around is None:
            return
        shows = Shows(blog, ground.stands, self._around)
        finished.prepare([(page, shows.of(page)) for page in self._pages])

    def shown(self, page: Page) -> str | None:
        """The finished `page`, if it is ready."""
        return self._finished.shown(page) if self._finished else None

    def forget(self) -> None:
        """Leave nothing of what was made so far."""
        self._store.forget()

    def close(self) -> None:
        """Leave what was made for the next build."""
        self._store.close()

    def _surroundings(self, plan: Plan) -> Surroundings | None:
        if self._nav is None:
            return None
        try:
            return surroundings_of(self._config, self._nav, plan)
        except UnkeptError as reason:
            self._tell(f"Every page is laid out anew: {reason}.")
            return None

    def _markdown_key(self, plan: Plan) -> bytes | None:
        try:
            return markdown_key(self._config, plan)
        except UnkeptError as reason:
            self._tell(f"Every text is converted anew: {reason}.")
            return None


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").absolute().parent / CACHE / _FOLDER
