"""From MkDocs' configuration and the plugin's options to a plan, and the theme made ready."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import File
from mkdocs.utils import get_build_datetime, is_markdown_file

from mkdocs_postmortems.catalog import Surface
from mkdocs_postmortems.checks.configuration import ChecksError, configured
from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.domain.extension import audience_terms
from mkdocs_postmortems.options import PostmortemsOptions
from mkdocs_postmortems.site.content import OtherSite, Plan
from mkdocs_postmortems.site.following import problems_of
from mkdocs_postmortems.site.neighbours import refuse_clashes
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.site.scripts import scripts_of
from mkdocs_postmortems.site.styles import styles_uri

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"


def plan_of(options: PostmortemsOptions, config: MkDocsConfig, *, serving: bool) -> Plan:
    """What this build is to read.

    Raises:
        ConfigurationError: There is no postmortems folder, or it overlaps with `docs_dir` or
            `site_dir`, where its files would be published twice or lost; or
            pyproject.toml has settings of checks that cannot be used; or another plugin cannot
            stand beside ours as it is set.
    """
    refuse_clashes(config, options.blog_path)
    base = Path(config.config_file_path or "mkdocs.yml").absolute().parent
    folder = (base / options.postmortems_dir).resolve()
    _refuse_overlap(folder, Path(config.docs_dir).resolve(), "docs_dir")
    _refuse_overlap(folder, Path(config.site_dir).resolve(), "site_dir")
    if not folder.is_dir():
        message = f"postmortems_dir: there is no folder {folder}. Make it, or name another"
        raise ConfigurationError(message)
    try:
        checks = configured(base, options.checks)
    except ChecksError as error:
        raise ConfigurationError(str(error)) from None
    audiences = audience_terms(options.audiences)
    vocabularies = Vocabularies().extended({**options.vocabulary, "audience": audiences})
    return Plan(
        folder=folder,
        shown_as=options.postmortems_dir.strip("/"),
        authors_file=folder / options.authors_file,
        blog=options.blog_path,
        title=options.blog_title,
        page_size=options.page_size,
        lessons_headings=tuple(options.lessons_headings),
        vocabularies=vocabularies,
        ask_git=options.git_dates,
        search=options.search,
        related=options.related,
        federation=tuple(OtherSite(*each) for each in options.federation),
        saved_searches=options.saved_searches,
        feeds=options.feeds if config.site_url else "none",
        records=options.records,
        llms=options.llms,
        audience=options.audience,
        robots=options.robots,
        trusts_html=options.trusted_html,
        cache=options.cache,
        checks=checks,
        problems=tuple(problems_of(options, vocabularies, config)),
        surface=Surface.SERVED_PAGE if serving else Surface.BUILT_PAGE,
        now=get_build_datetime(),
    )


def _refuse_overlap(folder: Path, other: Path, name: str) -> None:
    if folder == other or folder in other.parents or other in folder.parents:
        message = f"postmortems_dir: {folder} and {name} ({other}) may not lie in each other"
        raise ConfigurationError(message)


def mount_of(plan: Plan, config: MkDocsConfig) -> Mount:
    """Where the folder appears in the site."""
    return Mount(plan.folder, Path(config.docs_dir).resolve(), plan.blog)


def docs_pages(config: MkDocsConfig) -> list[tuple[str, str]]:
    """The pages that `docs/` will have, by path without suffix, with the names of their files.

    HTML that is written as such is a page too.
    """
    docs = Path(config.docs_dir)
    found: list[tuple[str, str]] = []
    for path in sorted(docs.rglob("*")):
        uri = path.relative_to(docs).as_posix()
        if (is_markdown_file(uri) or path.suffix == ".html") and path.is_file():
            file = File(uri, config.docs_dir, config.site_dir, config.use_directory_urls)
            page = file.dest_uri.removesuffix(".html").removesuffix("/index")
            found.append((page, f"{docs.name}/{uri}"))
    return found


def prepare_theme(config: MkDocsConfig, plan: Plan) -> None:
    """Let the theme find our templates and styles, and `serve` watch the folder.

    Our folder comes after the theme's own, so that a site's `custom_dir` can override a template.
    """
    config.watch.append(str(plan.folder))
    config.theme.dirs.append(str(_TEMPLATES))
    config.extra_css.insert(0, styles_uri())
    if plan.search:
        config.extra_javascript.insert(0, scripts_of(plan, config).boot[0])
