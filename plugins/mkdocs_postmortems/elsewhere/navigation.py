"""A navigation for a site whose mkdocs.yml has none."""

import re
from collections.abc import Iterable
from typing import Any


def navigation(files: Iterable[str]) -> list[Any]:
    """Pages by their folders, each folder's own page first, and then by name.

    `files` are their paths. So MkDocs does it, and titles are for the generator to find.
    """
    pages: list[str] = []
    folders: dict[str, list[str]] = {}
    for file in sorted(files, key=lambda each: (not each.endswith("index.md"), each)):
        name, slash, rest = file.partition("/")
        if slash:
            folders.setdefault(name, []).append(rest)
        else:
            pages.append(file)
    entries: list[Any] = list(pages)
    for name in sorted(folders):
        below = _under(name, navigation(folders[name]))
        entries.append(below[0] if len(below) == 1 else {_title(name): below})
    return entries


def _under(folder: str, entries: Any) -> Any:
    if isinstance(entries, str):
        return f"{folder}/{entries}"
    if isinstance(entries, dict):
        return {name: _under(folder, each) for name, each in entries.items()}
    return [_under(folder, each) for each in entries]


def _title(name: str) -> str:
    words = re.sub(r"[-_]+", " ", name)
    return words.capitalize() if words.islower() else words
