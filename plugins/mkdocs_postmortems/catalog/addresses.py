"""Where pages live: addresses that stay inside the site and belong to one page each."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from mkdocs_postmortems.domain import Form, Postmortem, Problem, Severity
from mkdocs_postmortems.slugs import is_storable

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_INDEX_NAMES = frozenset({"index", "readme"})


class AddressError(ValueError):
    """An address that a page cannot have; the message says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """The place of a postmortem's page.

    Attributes:
        page: The path of the page under the site, without suffix: `postmortems/2024/churn`.
        is_own: Whether `slug` or `url` set it, rather than the file's path.
    """

    page: str
    is_own: bool


def folded(page: str) -> str:
    """`page` as addresses are compared: two that differ in case or accents' form are one file."""
    return unicodedata.normalize("NFC", page).casefold().strip("/")


def checked(path: str) -> str:
    """`path` under the site, cleaned: no slash at its ends, accents composed.

    Raises:
        AddressError: It could leave the site, or some system could not store it.
    """
    plain = unicodedata.normalize("NFC", unquote(path.strip()))
    if "://" in plain or plain.startswith("//"):
        raise AddressError("an address within the site is wanted, without host")
    parts = [part for part in plain.strip("/").split("/") if part]
    if not parts:
        raise AddressError("it is empty")
    for part in parts:
        if part in {".", ".."}:
            raise AddressError("it could lead out of the site")
        if _FORBIDDEN.search(part):
            raise AddressError("it has a character that a file's name cannot have")
        if not is_storable(part) or len(part.encode()) > 200:
            raise AddressError(f"`{part[:40]}` cannot be the name of a file everywhere")
        if part.startswith("."):
            raise AddressError("a part that begins with a dot is not served by many hosts")
    return "/".join(parts)


def default_page(postmortem: Postmortem, mount: str) -> str:
    """The page's path that follows from the file's: `index` and `README` name their folder."""
    path = PurePosixPath(mount) / postmortem.id
    return str(path.parent if path.name.casefold() in _INDEX_NAMES else path)


def is_of_folder(page: str, name: str, mount: str) -> bool:
    """Whether the postmortem of the id `name` has its folder's page, which is `index.html` in it.

    Without directory URLs that is another file than `page` with a suffix.
    """
    path = PurePosixPath(mount) / name
    return path.name.casefold() in _INDEX_NAMES and page == str(path.parent)


def address_of(postmortem: Postmortem, mount: str) -> tuple[Address, list[Problem]]:
    """The address that `postmortem` asks for under `mount`.

    One that it cannot have is told, and the default taken.
    """
    default = default_page(postmortem, mount)
    for name, written in (("url", postmortem.url), ("slug", postmortem.slug)):
        if not written:
            continue
        try:
            own = _wanted(name, written, default)
        except AddressError as error:
            return Address(default, is_own=False), [
                Problem(
                    path=postmortem.source,
                    line=postmortem.line_of(name),
                    field=name,
                    message=f"`{written[:60]}` cannot be used: {error}",
                    remedy=f"Write letters, digits and `-`; until then it is at `{default}`",
                    rule=Form.ADDRESS,
                )
            ]
        return Address(own, is_own=True), []
    return Address(default, is_own=False), []


def _wanted(name: str, written: str, default: str) -> str:
    if name == "url":
        return checked(re.sub(r"(?:/index)?\.html?$", "", written) or written)
    if "/" in written or "\\" in written:
        raise AddressError("a slug is the last part of an address only, without `/`")
    return checked(str(PurePosixPath(default).parent / checked(written)))


class Claims:
    """Who owns which address. The first to claim one keeps it."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def reserve(self, pages: Iterable[str], owner: str) -> None:
        """Give `pages` to something that is not a postmortem, named `owner` in messages."""
        for page in pages:
            self._owners.setdefault(folded(page), owner)

    def claim(self, page: str, postmortem: Postmortem, field: str = "") -> Problem | None:
        """Give `page` to `postmortem`, or tell who has it."""
        owner = self._owners.setdefault(folded(page), postmortem.source)
        if owner == postmortem.source:
            return None
        return Problem(
            path=postmortem.source,
            line=postmortem.line_of(field),
            field=field,
            message=f"its address `{page}` belongs to {owner} already, so it is left out",
            remedy="Give one of the two another `slug` or file name",
            rule=Form.SAME_ID,
            severity=Severity.ERROR,
        )
