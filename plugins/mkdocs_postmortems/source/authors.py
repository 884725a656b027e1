"""Authors: as a postmortem names them, resolved against the authors file where there is one."""

import difflib
import re
from collections.abc import Mapping as Table
from pathlib import Path

from mkdocs_postmortems.domain import Author, Form, Problem, Severity
from mkdocs_postmortems.files import is_unreadable, read_regular
from mkdocs_postmortems.source.fields import Fields, one_line
from mkdocs_postmortems.source.nodes import Mapping, Scalar
from mkdocs_postmortems.source.report import Report
from mkdocs_postmortems.source.text import decode
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml

Directory = Table[str, Author]
"""Authors by the id that posts use for them."""

_ID = re.compile(r"[\w.-]+")


def read_authors_file(path: Path, shown: str) -> tuple[dict[str, Author], list[Problem]]:
    """The authors file at `path`, which problems call `shown`; no authors where there is none."""
    try:
        data = read_regular(path)
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        is_unread = is_unreadable(error)
        return {}, [Problem(path=shown, message=message, rule=Form.FILE, is_unread=is_unread)]
    return read_directory(data, shown)


def read_directory(data: bytes, path: str) -> tuple[dict[str, Author], list[Problem]]:
    """Read an authors file: `authors:` and under it, by id, a name or a map.

    It is the form that Material's blog plugin reads. A map may have name, url, team and
    description. A file that cannot be read gives no authors and a problem.
    """
    report = Report(path)
    decoded = decode(data, path)
    if isinstance(decoded, Problem):
        return {}, [decoded]
    try:
        root = read_yaml(decoded.content)
    except FrontMatterError as error:
        report.add(error.message, error.remedy, rule=Form.FRONT_MATTER, at=error.line)
        return {}, report.problems
    entries = {entry.key: entry for entry in root}
    listed = entries["authors"].value if "authors" in entries else root
    if isinstance(listed, Scalar) and listed.is_null:
        return {}, []
    if not isinstance(listed, Mapping):
        remedy = "Write `ada: {name: Ada}`"
        report.add("wants a map of ids", remedy, rule=Form.KIND, at=listed, field="authors")
        return {}, report.problems
    authors: dict[str, Author] = {}
    for entry in listed:
        if isinstance(entry.value, Mapping):
            fields = Fields.of(entry.value, report, f"authors.{entry.key}")
            authors[entry.key] = _from_fields(fields, entry.key)
        elif isinstance(entry.value, Scalar) and not entry.value.is_null:
            name = one_line(entry.value.text) or entry.key
            authors[entry.key] = Author(id=entry.key, name=name)
        else:
            report.add("wants a name", rule=Form.KIND, at=entry, field=f"authors.{entry.key}")
    return authors, report.problems


def _from_fields(fields: Fields, key: str = "") -> Author:
    return Author(
        id=key,
        name=fields.line("name") or key,
        url=fields.line("url"),
        team=fields.line("team"),
        description=fields.line("description"),
    )


def read_authors(fields: Fields, directory: Directory) -> tuple[Author, ...]:
    """`author` and `authors` together, each author once, in the order of the text."""

    def from_text(scalar: Scalar) -> Author | None:
        name = one_line(scalar.text)
        if name in directory:
            return directory[name]
        if directory and _ID.fullmatch(name) and name.casefold() != "anonymous":
            _tell_unknown(fields.report, scalar, name, directory)
        return Author(name=name) if name else None

    def from_fields(item: Fields, mapping: Mapping) -> Author | None:
        author = _from_fields(item)
        if author.name:
            return author
        message = "an author has no `name` and was left out"
        fields.report.add(message, rule=Form.INCOMPLETE, at=mapping, field="authors")
        return None

    unique: dict[str, Author] = {}
    for name in ("author", "authors"):
        for author in fields.each(name, from_text, from_fields):
            unique.setdefault(author.id or author.name, author)
    return tuple(unique.values())


def _tell_unknown(report: Report, at: Scalar, name: str, directory: Directory) -> None:
    near = difflib.get_close_matches(name, directory, n=1, cutoff=0.6)
    remedy = f"Did you mean `{near[0]}`" if near else "Add the id to the file, or write a full name"
    report.add(
        f"`{name}` is not in the authors file, and is shown as it stands",
        remedy,
        rule=Form.UNKNOWN_AUTHOR,
        at=at,
        field="authors",
        severity=Severity.NOTE if not near else Severity.WARNING,
    )
