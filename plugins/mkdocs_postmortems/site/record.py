"""The record of a build's addresses, beside the project: for warnings only, never for the site."""

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.project import CACHE
from mkdocs_postmortems.publishing.facts import RECORD, folder_asked_for
from mkdocs_postmortems.saving import write_whole
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.vanishing import Outlook, Trace, compare


class AddressRecord:
    """What a build knows of the last one, and leaves for the next one if it ends well.

    There is none where nothing is kept beside mkdocs.yml. A command that has started the build is
    given what is left, and keeps it once the site is up.
    """

    def __init__(self, config: MkDocsConfig, audience: Iterable[str] = ()) -> None:
        """Find the record of the site that this very file configures for that `audience`."""
        configured = Path(config.config_file_path or "mkdocs.yml").absolute()
        self._site = " for ".join([configured.name, *audience])
        self._file = configured.parent / CACHE / RECORD
        asked = folder_asked_for()
        self._next = asked / RECORD if asked else self._file
        self._outlook = Outlook({}, ())

    def look_back(self, blog: Blog, config: MkDocsConfig) -> list[Problem]:
        """The addresses of the last build that lead nowhere in the site as it was written."""
        if not self._file.parent.is_dir():
            return []
        site = Path(config.site_dir)
        sources = {each.path for each in blog.content.folder.readings}
        last = _traces(self._read().get(self._site))
        self._outlook = compare(last, blog.destinations, partial(_has, site), sources)
        shown_as = blog.content.plan.shown_as
        return [
            replace(each, path=f"{shown_as}/{each.path}".rstrip("/"))
            for each in self._outlook.problems
        ]

    def keep(self) -> None:
        """Write down what the next build is to be compared with."""
        if not self._file.parent.is_dir():
            return
        pages = {place: asdict(trace) for place, trace in self._outlook.traces.items()}
        content = {**self._read(), self._site: pages}
        text = json.dumps(content, indent=1, sort_keys=True)
        with contextlib.suppress(OSError):  # a warning that a later build lacks harms nobody
            write_whole(self._next, text.encode())

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _has(site: Path, place: str) -> bool:
    with contextlib.suppress(OSError, ValueError):  # no name of a file
        return (site / place).is_file()
    return False


def _traces(pages: object) -> dict[str, Trace]:
    """What can be understood of a record that anybody may have changed."""
    found: dict[str, Trace] = {}
    for place, fields in pages.items() if isinstance(pages, Mapping) else ():
        with contextlib.suppress(TypeError):
            trace = Trace(**fields)
            if all(isinstance(each, str) for each in fields.values()):
                found[place] = trace
    return found
