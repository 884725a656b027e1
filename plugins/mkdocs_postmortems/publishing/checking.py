"""A built site looked through before anybody sees it: broken links, and what should be hidden."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.kept.store import Store
from mkdocs_postmortems.publishing.canaries import Canaries, Leak, page_of
from mkdocs_postmortems.publishing.facts import Facts, Hidden
from mkdocs_postmortems.publishing.links import Broken, Links, found_in
from mkdocs_postmortems.publishing.markup import Reader


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    Attributes:
        pages: How many pages there are.
        links: How many links they have.
        broken: What they link to that is not there, by path.
        leaks: What should be hidden and is not.
    """

    pages: int
    links: int
    broken: tuple[Broken, ...]
    leaks: tuple[Leak, ...]


def check(
    site: Path, root: Path, facts: Facts, heard: Callable[[int], None], kept: Path | None = None
) -> Checked:
    """Look through `site`, built from the project in `root`; `heard` is told how far it is.

    Each file is read once. What pages say is kept in the folder `kept`.

    Raises:
        OSError: A file cannot be read.
    """
    files = {path.relative_to(site).as_posix() for path in _files(site)}
    watched = _watched(facts, files)
    links = Links(files, facts.site_url, _spellings(watched))
    leaks: list[Leak] = []
    with closing(Store(kept)) as store:
        look = _Look(site, frozenset(facts.copied), _canaries(facts, files, root), Reader(store))
        for number, file in enumerate(sorted(files)):
            heard(number)
            leaks += look.at(file, links)
    leaks += _linked(links, watched, facts, root)
    broken = tuple(_located(each, facts, root) for each in links.broken())
    pages = sum(each.endswith(".html") for each in files)
    return Checked(pages, links.count, broken, tuple(_first_of_each(leaks)))


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at one file after the other."""

    site: Path
    copied: frozenset[str]
    canaries: Canaries
    reader: Reader

    def at(self, file: str, links: Links) -> Iterator[Leak]:
        """What leaks in `file`, whose links are added to `links` if it is a page."""
        yield from self.canaries.leaks_by_name(file)
        is_page = file.endswith((".html", ".htm"))
        if file in self.copied and not is_page:
            return
        content = (self.site / file).read_bytes()
        if file not in self.copied:
            yield from self.canaries.leaks(file, content)
        if is_page:
            links.add(file, self.reader.read(content))


def _files(folder: Path) -> Iterator[Path]:
    for path, _, names in os.walk(folder):
        yield from (Path(path, name) for name in names)


def _canaries(facts: Facts, files: set[str], root: Path) -> Canaries:
    """What is looked for, less what people wrote themselves."""
    canaries = Canaries((*facts.hidden, *facts.unread), files)
    for source in sorted({*facts.pages.values(), *facts.words}):
        canaries.allow(_text_of(root / source), source)
    return canaries


def _watched(facts: Facts, files: Iterable[str]) -> dict[str, Hidden]:
    """Those that are hidden by their addresses, unless another page has the address."""
    owners = {page_of(file): file for file in files}
    return {
        each.page: each
        for each in (*facts.hidden, *facts.unread)
        if each.page not in owners or owners[each.page] in each.own
    }


def _spellings(pages: Iterable[str]) -> dict[str, str]:
    """What leads to each of `pages`, which have no suffix."""
    endings = ("", "/", "/index.html", ".html", ".md")
    return {f"{page}{ending}": page for page in pages for ending in endings}


def _located(broken: Broken, facts: Facts, root: Path) -> Broken:
    """`broken` with its place in what somebody wrote, if its page was made from such."""
    source = facts.pages.get(broken.page)
    if source is None:
        return broken
    return found_in(broken, source, _text_of(root / source).decode("utf-8", "replace"))


def _linked(links: Links, watched: dict[str, Hidden], facts: Facts, root: Path) -> Iterator[Leak]:
    """Links to what is hidden, unless the file that the page was made from names it."""
    for target, pages in sorted(links.watched_uses.items()):
        hidden = watched[target]
        names = {Path(hidden.path).stem.encode(), target.rpartition("/")[2].encode()}
        for page in sorted(pages.difference(hidden.own)):
            text = _text_of(root / facts.pages[page]) if page in facts.pages else b""
            if not any(name in text for name in names):
                yield Leak(hidden, f"/{target}/", page)


def _text_of(file: Path) -> bytes:
    """What `file` has; nothing where a plugin has named a file that is none."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _first_of_each(leaks: Iterable[Leak]) -> list[Leak]:
    """One leak for each hidden postmortem and file."""
    found: dict[tuple[str, str], Leak] = {}
    for leak in leaks:
        found.setdefault((leak.hidden.path, leak.file), leak)
    return list(found.values())
