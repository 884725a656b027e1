"""What a build reads: the postmortems folder as a catalog with addresses, and all that is wrong."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_postmortems.catalog import Catalog, Surface
from mkdocs_postmortems.catalog.addressbook import AddressBook
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.domain import Author, Postmortem, Problem, Severity, Vocabularies
from mkdocs_postmortems.domain.problem import in_order
from mkdocs_postmortems.domain.saved_search import SavedSearch
from mkdocs_postmortems.files import is_unreadable
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.glossary import (
    GLOSSARY_FILE,
    Glossary,
    GlossaryError,
    seeded,
    site_glossary,
)
from mkdocs_postmortems.site.lists import lists_of
from mkdocs_postmortems.source import Folder, Reading, Settings, read_authors_file, read_folder
from mkdocs_postmortems.source.paths import id_at
from mkdocs_postmortems.source.versions import Version, read_versions

_SITES_OWN = ("index", "404", "sitemap", "search")


@dataclass(frozen=True, slots=True)
class OtherSite:
    """Another team's site, whose postmortems the search finds too.

    Attributes:
        title: What hits from it are marked with.
        base: The address of its home page, which ends with `/`.
    """

    title: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be read, and how it is to appear.

    Attributes:
        folder: The postmortems folder.
        shown_as: How problems name that folder.
        authors_file: The authors file.
        blog: The path of the blog in the site.
        title: The title of its index.
        page_size: How many postmortems a page of a listing has.
        lessons_headings: The site's own headings that mean "lessons learnt".
        vocabularies: The site's codes.
        ask_git: Whether git is asked for dates that nobody wrote.
        search: Whether the site has a search of its own.
        related: How many like it a postmortem's page names at most.
        federation: The other sites that it searches too.
        saved_searches: The searches that have a feed.
        feeds: Which feeds there are; `none` also where links cannot be whole.
        records: Whether there are records for programs.
        llms: Whether there are texts for language models.
        audience: Whom the site is for, besides what is for everybody.
        robots: `internal` where search engines are asked to stay away, else `public`.
        trusts_html: Whether what authors write is published as it is, scripts and all.
        cache: Whether what was made is kept for the next build.
        checks: What the project wants of its checks.
        problems: What is wrong with the plan itself, and stops no build.
        surface: The surface that decides which postmortems have a page.
        now: The moment of the build (aware).
    """

    folder: Path
    shown_as: str
    authors_file: Path
    blog: str
    title: str
    page_size: int
    lessons_headings: tuple[str, ...]
    vocabularies: Vocabularies
    ask_git: bool
    search: bool
    related: int
    federation: tuple[OtherSite, ...]
    saved_searches: tuple[SavedSearch, ...]
    feeds: str
    records: bool
    llms: bool
    audience: tuple[str, ...]
    robots: str
    trusts_html: bool
    cache: bool
    checks: Checks
    problems: tuple[Problem, ...]
    surface: Surface
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Content:
    """What was read.

    Attributes:
        plan: What was asked for.
        folder: The folder as it was found.
        authors: The authors file, by id.
        catalog: The collection.
        book: The pages of those that have one.
        pages: The postmortems that have a page, newest first.
        past: What git knows of the experiments among them, by their files' paths.
        glossary: The words that mean the same to the search.
        problems: All that is wrong: with the plan, and then by file and line.
    """

    plan: Plan
    folder: Folder
    authors: Mapping[str, Author]
    catalog: Catalog
    book: AddressBook
    pages: tuple[Postmortem, ...]
    past: Mapping[str, tuple[Version, ...]]
    glossary: Glossary
    problems: tuple[Problem, ...]

    @property
    def left_out(self) -> frozenset[str]:
        """The files that have no page because of an error, as problems name them."""
        return frozenset(each.path for each in self.problems if each.severity is Severity.ERROR)


def read_content(
    plan: Plan, docs_pages: Iterable[tuple[str, str]], memory: Memory = FORGETFUL
) -> Content:
    """Read everything; `docs_pages` are the pages of `docs/` with the names of their files.

    Never raises on any input: what is wrong is among the problems.
    """
    authors, problems = read_authors_file(plan.authors_file, plan.authors_file.name)
    glossary = _glossary(plan, problems, memory)
    settings = Settings(plan.vocabularies, authors, plan.lessons_headings)
    folder = read_folder(plan.folder, settings, ask_git=plan.ask_git, memory=memory)
    problems += folder.problems
    problems += [problem for reading in folder.readings for problem in reading.problems]
    if folder.intro:
        problems += _about_intro(folder.intro)
    read = [each.postmortem for each in folder.readings if each.postmortem]
    unread = {id_at(each.path): each.path for each in folder.readings if not each.postmortem}
    first = _catalog(read, plan, unread)
    published = {each.id for each in first.published}
    taken = _taken(first, plan, docs_pages)
    book = AddressBook.of(first.shown_on(plan.surface), plan.blog, taken, published)
    homeless = {each.id for each in first.shown_on(plan.surface)} - book.pages.keys()
    kept = [each for each in read if each.id not in homeless]
    catalog = _catalog(kept, plan, unread) if homeless else first
    problems += [*first.problems, *book.problems]
    pages = tuple(catalog.shown_on(plan.surface))
    return Content(
        plan=plan,
        folder=folder,
        authors=authors,
        catalog=catalog,
        book=book,
        pages=pages,
        past=_past(plan, pages) if plan.ask_git else {},
        glossary=glossary,
        problems=(*plan.problems, *_as_shown(in_order(problems), plan.shown_as)),
    )


def _past(plan: Plan, pages: Iterable[Postmortem]) -> Mapping[str, tuple[Version, ...]]:
    return read_versions(plan.folder, pages, plan.vocabularies).versions


def _catalog(read: list[Postmortem], plan: Plan, unread: dict[str, str]) -> Catalog:
    return Catalog(read, plan.now, plan.vocabularies, unread, plan.audience)


def _glossary(plan: Plan, problems: list[Problem], memory: Memory) -> Glossary:
    """The site's glossary; where it cannot be read, that is told and the seeded one taken."""
    try:
        return site_glossary(plan.folder / GLOSSARY_FILE, memory)
    except GlossaryError as error:
        disk = error.__cause__
        is_unread = isinstance(disk, OSError) and is_unreadable(disk)
        problems.append(Problem(path=GLOSSARY_FILE, message=str(error), is_unread=is_unread))
        return Glossary.of(seeded())


def _about_intro(intro: Reading) -> list[Problem]:
    """Problems of the index page's own text; that it has no title or date is none."""
    return [each for each in intro.problems if each.severity is not Severity.NOTE]


def _taken(
    catalog: Catalog, plan: Plan, docs_pages: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Pages that are no postmortem's, with the names of their owners."""
    taken = [(page, "the site itself") for page in _SITES_OWN]
    taken += docs_pages
    lists = lists_of(catalog, plan.blog, plan.title, plan.page_size)
    taken += [(each.page, "a page that lists postmortems") for each in lists]
    return taken


def _as_shown(problems: Iterable[Problem], folder: str) -> list[Problem]:
    return [replace(problem, path=f"{folder}/{problem.path}") for problem in problems]
