"""What a build tells the command that started it, when there is one."""

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_postmortems.catalog import Visibility
from mkdocs_postmortems.catalog.addresses import AddressError, address_of
from mkdocs_postmortems.domain import Postmortem, Problem
from mkdocs_postmortems.publishing.facts import Facts, Hidden, write_facts
from mkdocs_postmortems.search.glossary import GLOSSARY_FILE
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.late import PageFile
from mkdocs_postmortems.site.redirects import destination
from mkdocs_postmortems.site.report import reason_of
from mkdocs_postmortems.source.paths import id_at


class Handover:
    """Collects during a build what its end tells."""

    def __init__(self, folder: Path) -> None:
        """Leave everything in `folder`."""
        self._folder = folder
        self._pages: dict[str, str] = {}
        self._copied: list[str] = []

    def note(self, files: Files) -> None:
        """Note which page is made from which file of `docs/`, and what is only copied."""
        for file in files:
            if not file.abs_src_path or isinstance(file, PageFile):
                continue
            if file.is_documentation_page():
                self._pages[file.dest_uri] = file.abs_src_path
            else:
                self._copied.append(file.dest_uri)

    def leave(self, blog: Blog, config: MkDocsConfig, vanished: list[Problem]) -> None:
        """Tell all about the build of `blog`.

        Raises:
            OSError: It cannot be written.
        """
        content = blog.content
        root = Path(config.config_file_path or "mkdocs.yml").absolute().parent
        plan = content.plan
        posts = {page: _shown(each, content) for page, each in blog.destinations.items()}
        docs = {page: _relative(Path(path), root) for page, path in self._pages.items()}
        words = (plan.folder / GLOSSARY_FILE, plan.authors_file, Path(config.config_file_path))
        facts = Facts(
            site_url=config.site_url or "",
            strict=bool(config.strict),
            published=len(content.catalog.published),
            outcomes={each.label: each.count for each in content.catalog.facet("outcome").values},
            left_out=tuple(sorted(content.left_out)),
            hidden=tuple(_held_back(blog)),
            unread=tuple(_unread(content)),
            pages=docs | posts,
            copied=tuple(self._copied),
            words=tuple(_relative(each, root) for each in words),
            vanished=tuple(str(each) for each in vanished),
        )
        write_facts(facts, self._folder)


def _held_back(blog: Blog) -> Iterator[Hidden]:
    content = blog.content
    pages = {each.id: page for page, each in blog.destinations.items()}
    for postmortem, visibility in content.catalog.held_back():
        address, _ = address_of(postmortem, content.plan.blog)
        own = [pages[postmortem.id]] if postmortem.id in pages else []
        if own and visibility is Visibility.UNLISTED:
            own += _old_addresses(postmortem)
        yield Hidden(
            path=_shown(postmortem, content),
            id=postmortem.id,
            title=postmortem.title,
            page=address.page,
            reason=reason_of(postmortem, visibility),
            own=tuple(own),
        )


def _old_addresses(postmortem: Postmortem) -> Iterator[str]:
    for alias in postmortem.aliases:
        try:
            yield destination(alias)
        except AddressError:
            continue


def _unread(content: Content) -> Iterator[Hidden]:
    """Files that cannot be read, so that nobody knows whether they may be seen."""
    for reading in content.folder.readings:
        if reading.postmortem is None:
            known = id_at(reading.path)
            yield Hidden(
                path=f"{content.plan.shown_as}/{reading.path}",
                id=known,
                title="",
                page=f"{content.plan.blog}/{known}",
                reason="it has errors",
            )


def _shown(postmortem: Postmortem, content: Content) -> str:
    return f"{content.plan.shown_as}/{postmortem.source}"


def _relative(path: Path, root: Path) -> str:
    """`path` from `root`; as it is where it lies elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
