"""What a build tells the one who started it: what it published, held back, and must not show."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = "POSTMORTEMS_BUILD_FOLDER"
"""The variable of the environment that names the folder where a build leaves what it tells."""
_FILE = "facts.json"
RECORD = "addresses.json"
"""The file in that folder with the addresses that the next build is to be compared with."""


class FactsError(Exception):
    """The build has told nothing that is understood."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A postmortem that not everybody may see.

    Attributes:
        path: Its file, relative to the folder of mkdocs.yml.
        id: Its id.
        title: Its title; empty where it could not be read.
        page: The path of the page that it has or would have, without suffix.
        reason: Why it is hidden.
        own: The files of the site that may show it, as paths from the site's root.
    """

    path: str
    id: str
    title: str
    page: str
    reason: str
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a build tells.

    Attributes:
        site_url: The site's address; empty where it has none.
        strict: Whether warnings are to stop it.
        published: How many postmortems everybody sees.
        outcomes: How many of them there are by outcome, by its label.
        left_out: The files that have no page because of an error.
        hidden: Those that not everybody may see, by path.
        unread: Files that could not be read, so that nobody knows who may see them.
        pages: The file that each page was made from, relative to the folder of mkdocs.yml, by
            the page's path from the site's root.
        copied: Files of the site that are copies of files of the theme or the project.
        words: Files whose words people wrote for the site itself, such as its glossary.
        vanished: What is told of addresses that the last build had and this one lacks.
    """

    site_url: str
    strict: bool
    published: int
    outcomes: Mapping[str, int]
    left_out: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    unread: tuple[Hidden, ...]
    pages: Mapping[str, str]
    copied: tuple[str, ...]
    words: tuple[str, ...]
    vanished: tuple[str, ...]


def folder_asked_for() -> Path | None:
    """Where this build is to leave what it tells; None where nobody asks."""
    name = os.environ.get(FOLDER)
    return Path(name) if name else None


def write_facts(facts: Facts, folder: Path) -> None:
    """Leave `facts` in `folder`.

    Raises:
        OSError: It cannot be written.
    """
    (folder / _FILE).write_text(json.dumps(asdict(facts)), encoding="utf-8")


def read_facts(folder: Path) -> Facts:
    """What a build has left in `folder`.

    Raises:
        FactsError: There is nothing, or it is of another version.
        OSError: It cannot be read.
    """
    try:
        found: dict[str, Any] = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        hidden, unread = _all(found.pop("hidden")), _all(found.pop("unread"))
        lists = {name: tuple(found[name]) for name in ("left_out", "copied", "words", "vanished")}
        return Facts(**{**found, **lists, "hidden": hidden, "unread": unread})
    except (FileNotFoundError, ValueError, TypeError, KeyError) as error:
        raise FactsError(str(error)) from None


def _all(entries: list[dict[str, Any]]) -> tuple[Hidden, ...]:
    return tuple(Hidden(**{**each, "own": tuple(each["own"])}) for each in entries)
