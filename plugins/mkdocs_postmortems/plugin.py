"""The border to MkDocs: each event in a few lines that call the rest."""

from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from mkdocs_postmortems.kept.memory import Recent
from mkdocs_postmortems.options import PostmortemsOptions
from mkdocs_postmortems.publishing.facts import folder_asked_for
from mkdocs_postmortems.site.bench import Bench
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.builtin_search import heed_exclusions
from mkdocs_postmortems.site.checking import checked_content
from mkdocs_postmortems.site.content import read_content
from mkdocs_postmortems.site.finding import IndexFiles
from mkdocs_postmortems.site.handover import Handover
from mkdocs_postmortems.site.head import HEAD_FILTERS
from mkdocs_postmortems.site.headers import write_headers
from mkdocs_postmortems.site.inline import InlineMarkdown
from mkdocs_postmortems.site.keeping import Keeping
from mkdocs_postmortems.site.making import Making
from mkdocs_postmortems.site.markdown import PageMarkdown, PostmortemsExtension
from mkdocs_postmortems.site.offline import OfflineExtension, Scripts, advice
from mkdocs_postmortems.site.press import leave_early
from mkdocs_postmortems.site.preview import Preview, makes_later
from mkdocs_postmortems.site.record import AddressRecord
from mkdocs_postmortems.site.report import Reporter
from mkdocs_postmortems.site.robots import Robots
from mkdocs_postmortems.site.setup import docs_pages, mount_of, plan_of, prepare_theme
from mkdocs_postmortems.site.watching import watch_at_once
from mkdocs_postmortems.site.wording import FILTERS
from mkdocs_postmortems.source.body import is_lessons_heading

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_postmortems.site.press import Press

_LOG = get_plugin_logger(__name__)


class PostmortemsPlugin(BasePlugin[PostmortemsOptions]):  # type: ignore[no-untyped-call]
    """Publishes a folder of postmortems as a blog of the site."""

    def __init__(self) -> None:
        """Wait for the first event."""
        self._serving = False
        self._blog: Blog | None = None
        self._page = PageMarkdown()
        self._index_files = IndexFiles()
        self._record: AddressRecord | None = None
        self._handover: Handover | None = None
        self._robots: Robots | None = None
        self._keeping: Keeping | None = None
        self._press: Press | None = None
        self._preview: Preview | None = None
        self._bench: Bench | None = None
        self._recent: Recent | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether this is a preview; refuse to build parts of a site."""
        self._serving = command == "serve"
        self._preview = Preview() if self._serving and makes_later() else None
        self._recent = Recent() if self._serving else None
        if dirty and self.config.enabled:
            message = (
                "Postmortems cannot be built with --dirty: listings would be stale. Leave it out."
            )
            raise Abort(message)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Read everything before MkDocs empties the site folder, and fail here if it must fail."""
        if self._preview:
            self._preview.begin()
        if self._recent:
            self._recent.begin()
        self._blog = self._robots = self._bench = None
        self._let_go()
        asked = folder_asked_for()
        self._handover = Handover(asked) if asked else None
        if not self.config.enabled:
            return None
        plan = plan_of(self.config, config, serving=self._serving)
        self._keeping = Keeping(config, keeps=plan.cache, tell=_LOG.info, recent=self._recent)
        content = read_content(plan, docs_pages(config), self._keeping.memory)
        checked = checked_content(content, self._keeping.memory)
        if checked.secrets and not self._serving:
            self._keeping.forget()
        Reporter(_LOG).tell(content, checked, strict=bool(config.strict), serving=self._serving)
        memory = self._keeping.memory
        if note := advice(config):
            _LOG.info(note)
        self._blog = Blog(content, mount_of(plan, config), self.config.run_links, memory)
        prepare_theme(config, plan)
        headings = tuple(self.config.lessons_headings)
        extension = PostmortemsExtension(self._page, partial(is_lessons_heading, more=headings))
        offline = OfflineExtension(Scripts.of(config), self._warn_of_page)
        config.markdown_extensions += [extension, offline]  # type: ignore[list-item]  # fine
        return config

    def _warn_of_page(self, message: str) -> None:
        _LOG.warning("%s: %s", self._page.uri, message)

    @event_priority(-100)
    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Keep what is hidden out of MkDocs' own search, which makes its index in this event."""
        if self._blog:
            heed_exclusions(config)

    @event_priority(100)
    def on_files(self, files: "Files", config: MkDocsConfig) -> "Files":
        """Bring in the posts early, so that other plugins see them."""
        if self._blog:
            Reporter(_LOG).tell_problems(self._blog.add_files(files, config))
            leave_early(self._blog.uris, files, config)
            if self._serving:
                site = config.site_url or ""
                Reporter(_LOG).tell_previewed(urljoin(site, each) for each in self._blog.previewed)
        return files

    @event_priority(-100)
    def on_nav(self, nav: "Navigation", files: "Files", **_: Any) -> "Navigation":
        """Take over the blog's own pages, once every file has its place."""
        if self._blog and self._keeping:
            tell = Reporter(_LOG).tell_problems
            self._press = self._keeping.take_pages(self._blog, nav, files, self._page, tell)
            if not (self._preview and self._press.left):
                self._keeping.convert_ahead(self._blog, files, self._page)
        return nav

    @event_priority(100)
    def on_page_markdown(self, markdown: str, page: "Page", **_: Any) -> str:
        """Dress our pages before other plugins look at them, and resolve every page's targets."""
        if self._blog:
            self._blog.dress(page)
            self._blog.enter(self._page, page)
        return markdown

    @event_priority(100)
    def on_page_content(self, html: str, page: "Page", **_: Any) -> str:
        """Make the body safe before others add theirs, and tell the page of what we add."""
        if self._blog and self._keeping:
            html, problems = self._blog.made_safe(html, page, self._keeping.memory)
            Reporter(_LOG).tell_problems(problems)
            self._blog.complete(page)
        return html

    def on_env(self, env: "Environment", config: MkDocsConfig, files: "Files") -> "Environment":
        """Give the templates their filters, and the site what is made of the rendered pages."""
        if self._blog and self._keeping and self._press:
            env.filters.update(FILTERS | HEAD_FILTERS, inline_markdown=InlineMarkdown())
            self._robots = Robots.of(self._blog.content.plan, env)
            if self._robots:
                self._robots.add_text(files, config)
            making = Making(
                blog=self._blog,
                press=self._press,
                keeping=self._keeping,
                finished=self._keeping.finished(self._blog, env, files, self._tagged),
                index_files=self._index_files,
                env=env,
                files=files,
                config=config,
                tell=Reporter(_LOG).tell_problems,
            )
            if self._preview and self._press.left:
                self._bench = Bench(making)
            else:
                making.all()
        if self._handover:
            self._handover.note(files)
        return env

    def on_page_context(
        self, context: "TemplateContext", page: "Page", **_: Any
    ) -> "TemplateContext":
        """Give the templates of our pages what they show."""
        kept = self._keeping.shown(page) if self._keeping else None
        if kept is not None:
            context.update({"kept": kept})  # type: ignore[misc]
        elif self._blog:
            context.update(self._blog.context_of(page))  # type: ignore[typeddict-item]
        return context

    @event_priority(100)
    def on_post_page(self, output: str, **_: Any) -> str:
        """Keep search engines away from every page of an internal site, whoever made it."""
        return self._tagged(output)

    def _tagged(self, html: str) -> str:
        return self._robots.tagged(html) if self._robots else html

    @event_priority(100)
    def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
        """Likewise from pages that no file makes, such as `404.html`."""
        is_page = self._robots and template_name.endswith(".html")
        return self._robots.tagged(output_content) if self._robots and is_page else output_content

    @event_priority(-100)
    def on_template_context(
        self, context: "TemplateContext", template_name: str, **_: Any
    ) -> "TemplateContext":
        """Keep what is hidden out of the sitemap."""
        if self._blog and template_name == "sitemap.xml":
            context["pages"] = self._blog.listed()
        return context

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Look at all that was written, whoever made it: lost addresses, and what pages load."""
        if self._preview:
            self._preview.end(self._bench)
        else:
            self._let_go()
        if self._blog and not self._serving:
            self._record = AddressRecord(config, self.config.audience)
            tell = Reporter(_LOG).tell_problems
            vanished = self._record.look_back(self._blog, config)
            tell(vanished)
            tell(write_headers(self.config, config, self._blog.of_authors))
            if self._handover:
                self._handover.leave(self._blog, config, vanished)

    def on_build_error(self, **_: Any) -> None:
        """Leave no record of a build that failed, as a strict one does after it has written all."""
        self._record = None
        self._let_go()
        if self._preview:
            self._preview.end(None)

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, **_: Any
    ) -> LiveReloadServer:
        """Have the parts of a preview made when a browser asks for them."""
        if self._preview:
            self._preview.stand_before(server, config)
            watch_at_once(server)
        return server

    def _let_go(self) -> None:
        if self._keeping:
            self._keeping.close()
        self._keeping = None

    def on_shutdown(self) -> None:
        """Leave a record of a build that ended well."""
        if self._preview:
            self._preview.close()
        self._let_go()
        if self._record:
            self._record.keep()
            self._record = None
