"""Writes `docs/reference/licences.md`: what is installed with the package, and its licences.

Run it where all extras are installed: `python .ci/tools/licences.py`.
"""

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "licences.md"
OURS = "mkdocs-postmortems"
_NAMES = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Told by the file LICENSE alone.
_IN_FILE = {"axe-playwright-python": "MIT"}
_SECTIONS = (
    ("To use it", "Comes with `pip install mkdocs-postmortems`.", ()),
    ("To write Parquet", "Comes besides with the extra `parquet`.", ("parquet",)),
    ("To test it", "Comes besides with the extras `test` and `trackers`.", ("test", "trackers")),
    ("To check its code", "Comes besides with the extra `lint`.", ("lint",)),
)
_HEAD = """# Licences

The package is under Apache-2.0, and has no code of others inside; its stemmer for the browser
follows the description of Snowball's. This is what it needs, with what those need in turn, and
under which licence each is, as its own metadata tells. The releases that the tests run with stand
in `.ci/requirements/`, with their digests.

Each may be used in a company. MPL-2.0 asks that changes to files of that very library are published
where you pass them on. `.ci/tools/licences.py` writes this page.
"""


def needed(extras: Iterable[str]) -> frozenset[str]:
    """The names of the distributions that ours needs here with `extras`, and those need.

    Raises:
        PackageNotFoundError: One of them is not installed.
    """
    waiting = [(OURS, frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        name, wanted = each
        for line in metadata.requires(name) or ():
            asked = Requirement(line)
            if _holds(asked, wanted):
                waiting.append((canonicalize_name(asked.name), frozenset(asked.extras)))
    return frozenset(name for name, _ in seen) - {OURS}


def _holds(asked: Requirement, extras: frozenset[str]) -> bool:
    if asked.marker is None:
        return True
    return any(asked.marker.evaluate({"extra": extra}) for extra in extras or {""})


def licence(name: str) -> str:
    """The licence of the installed distribution `name`, as an SPDX expression where that is told.

    Raises:
        LookupError: It tells none.
    """
    told = metadata.metadata(name)
    classifiers = [each for each in told.get_all("Classifier") or () if each.startswith("License")]
    written = told.get("License") or ""
    by_classifier = classifiers[0].rpartition(" :: ")[2] if classifiers else ""
    is_short = written not in {"", "UNKNOWN"} and len(written) < 30
    found = (
        told.get("License-Expression")
        or (written if is_short else by_classifier)
        or _IN_FILE.get(name)
    )
    if not found:
        raise LookupError(f"{name} tells no licence: read its LICENSE and add it to _IN_FILE")
    return _NAMES.get(found, found)


def rows(names: Iterable[str]) -> list[str]:
    """The rows of a table of `names`."""
    return [f"| {name} | {licence(name)} |" for name in sorted(names)]


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    told: set[str] = set()
    for title, lead, extras in _SECTIONS:
        names = needed(extras) - told
        told |= names
        table = "\n".join(("| Package | Licence |", "|---|---|", *rows(names)))
        parts.append(f"## {title}\n\n{lead}\n\n{table}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
