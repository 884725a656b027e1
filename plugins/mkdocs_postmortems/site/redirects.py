"""Small pages at old addresses, which lead to where a postmortem is now.

They need no server and no script: a `refresh` of no delay, which browsers and search engines take
for a permanent move (Google Search Central, "Redirects and Google Search").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url

from mkdocs_postmortems.catalog import Visibility
from mkdocs_postmortems.catalog.addresses import AddressError, checked, folded
from mkdocs_postmortems.domain import Form, Postmortem, Problem
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.finding import add
from mkdocs_postmortems.site.robots import INTERNAL

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_AFTER_PATH = re.compile(r"[?#]")
_SHOWN = (Visibility.PUBLISHED, Visibility.UNLISTED)


@dataclass(frozen=True, slots=True)
class Redirect:
    """One old address.

    Attributes:
        destination: The file that stands there, relative to the site.
        postmortem: What it leads to.
        alias: The address as it is written.
    """

    destination: str
    postmortem: Postmortem
    alias: str


def bring_redirects(
    content: Content, pages: Mapping[str, File], files: Files, config: MkDocsConfig
) -> list[Problem]:
    """Add a page for each alias of a postmortem that is out, and answer with what came up.

    `pages` are the files of postmortems by their ids, and `files` all that the site has. A page
    or a file that is there stays; of two that want one address a published one has it before one
    that is unlisted, and then the first by path.
    """
    problems: list[Problem] = []
    wanted = list(_wanted(content, pages, problems))
    if not wanted:
        return problems
    owners = _Owners(files, config)
    template = _environment().get_template("postmortems/redirect.html")
    for redirect in wanted:
        postmortem = redirect.postmortem
        target = pages[postmortem.id]
        owner = owners.claim(redirect.destination, postmortem.source)
        if owner == target.src_uri:
            problems.append(_needless(redirect, content))
        elif owner != postmortem.source:
            problems.append(_taken(redirect, owner, content))
        elif files.get_file_from_path(redirect.destination) is None:
            text = template.render(
                title=postmortem.title,
                url=quote(get_relative_url(target.url, redirect.destination), safe="/#%"),
                canonical=urljoin(config.site_url, target.url) if config.site_url else "",
                is_hidden=content.catalog.visibility(postmortem) is Visibility.UNLISTED,
                is_internal=content.plan.robots == INTERNAL,
            )
            add(redirect.destination, text, files, config)
    return problems


class _Owners:
    """Who has which place on disk, where a file's name can be no folder's too."""

    def __init__(self, files: Files, config: MkDocsConfig) -> None:
        self._files = {folded(name): "the theme" for name in config.theme.static_templates}
        self._files |= {folded(file.dest_uri): file.src_uri for file in files}
        self._folders: dict[str, str] = {}
        for place, owner in self._files.items():
            self._settle(place, owner)

    def claim(self, destination: str, owner: str) -> str:
        """Who has `destination`: `owner`, unless it was another's."""
        place = folded(destination)
        above = (str(each) for each in PurePosixPath(place).parents)
        found = self._folders.get(place) or next(
            (self._files[each] for each in above if each in self._files), ""
        )
        if found:
            return found
        if place not in self._files:
            self._settle(place, owner)
        return self._files.setdefault(place, owner)

    def _settle(self, place: str, owner: str) -> None:
        for folder in PurePosixPath(place).parents:
            self._folders.setdefault(str(folder), owner)


def _wanted(
    content: Content, pages: Mapping[str, File], problems: list[Problem]
) -> Iterator[Redirect]:
    for postmortem in sorted(content.pages, key=partial(_place_of, content)):
        if postmortem.id not in pages or content.catalog.visibility(postmortem) not in _SHOWN:
            continue
        for alias in postmortem.aliases:
            try:
                yield Redirect(destination(alias), postmortem, alias)
            except AddressError as error:
                problems.append(
                    _problem(
                        postmortem,
                        content,
                        f"`{alias[:60]}` cannot be used: {error}",
                        "Write the path that the page had, such as `/2024/churn/`",
                    )
                )


def _place_of(content: Content, postmortem: Postmortem) -> tuple[bool, str]:
    """Published ones first: what is hidden takes no address from them, nor its readers."""
    is_hidden = content.catalog.visibility(postmortem) is not Visibility.PUBLISHED
    return is_hidden, postmortem.source


def destination(alias: str) -> str:
    """The file at the old address `alias`, relative to the site.

    Raises:
        AddressError: There can be none.
    """
    path = checked(_AFTER_PATH.split(alias.strip(), maxsplit=1)[0])
    return path if path.casefold().endswith((".html", ".htm")) else f"{path}/index.html"


def _taken(redirect: Redirect, owner: str, content: Content) -> Problem:
    return _problem(
        redirect.postmortem,
        content,
        f"`{redirect.alias[:60]}` belongs to {owner}, so nothing leads from there",
        "Take it out, or rename the other",
    )


def _needless(redirect: Redirect, content: Content) -> Problem:
    return _problem(
        redirect.postmortem,
        content,
        f"`{redirect.alias[:60]}` is where the page is anyway",
        "Take it out",
    )


def _problem(postmortem: Postmortem, content: Content, message: str, remedy: str) -> Problem:
    return Problem(
        path=f"{content.plan.shown_as}/{postmortem.source}",
        line=postmortem.line_of("aliases"),
        field="aliases",
        message=message,
        remedy=remedy,
        rule=Form.ADDRESS,
    )


def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
