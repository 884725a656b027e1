"""What is read for an export: the same as for a build, without MkDocs."""

import datetime as dt
from collections.abc import Iterable

from mkdocs_postmortems.catalog import Surface
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.site.content import Content, Plan, read_content
from mkdocs_postmortems.source.settings import read_settings

_PAGE_SIZE = 10
_RELATED = 3


def content_of(
    project: Project, docs_pages: Iterable[tuple[str, str]], now: dt.datetime
) -> Content:
    """Everything of `project` as of `now` (aware); `docs_pages` as `read_content` takes them.

    Options that the plugin would refuse count as not given.

    Raises:
        ExtensionError: The codes that mkdocs.yml adds are not understood.
    """
    options = project.options
    settings, _ = read_settings(options, project.authors_file, project.authors_file.name)
    return read_content(
        Plan(
            folder=project.folder.resolve(),
            shown_as=str(options.get("postmortems_dir") or "postmortems").strip("/"),
            authors_file=project.authors_file,
            blog=project.blog,
            title=str(options.get("blog_title") or "Postmortems"),
            page_size=_number(options.get("page_size"), _PAGE_SIZE, least=1),
            lessons_headings=settings.lessons_headings,
            vocabularies=settings.vocabularies,
            ask_git=options.get("git_dates") is not False,
            search=options.get("search") is not False,
            related=_number(options.get("related"), _RELATED, least=0),
            federation=(),
            saved_searches=(),
            feeds="none",
            records=False,
            llms=False,
            cache=False,
            checks=Checks(),
            problems=(),
            audience=tuple(project.audience),
            robots="public",
            trusts_html=True,
            surface=Surface.BUILT_PAGE,
            now=now,
        ),
        docs_pages,
    )


def _number(value: object, default: int, *, least: int) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value >= least else default  # type: ignore[operator,return-value]
