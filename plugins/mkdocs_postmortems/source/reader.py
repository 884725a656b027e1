"""One file's text to one record: the only place where a `Postmortem` is made from Markdown."""

from dataclasses import dataclass

from mkdocs_postmortems.domain import (
    Form,
    Postmortem,
    Problem,
    Severity,
)
from mkdocs_postmortems.source import names
from mkdocs_postmortems.source.assembly import Assembly
from mkdocs_postmortems.source.fields import Fields
from mkdocs_postmortems.source.front_matter import Parts, split
from mkdocs_postmortems.source.history import Commits
from mkdocs_postmortems.source.limits import too_costly, too_deep
from mkdocs_postmortems.source.nodes import Entry, Mapping
from mkdocs_postmortems.source.report import Report
from mkdocs_postmortems.source.settings import Settings
from mkdocs_postmortems.source.text import decode
from mkdocs_postmortems.source.toml_nodes import read_toml
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml

_FLAGS = frozenset({"draft", "published", "unlisted"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file.

    Attributes:
        path: The file, relative to the postmortems folder with `/`.
        postmortem: The record, unless a problem is an error.
        problems: What is wrong, in the order of reading.
        text: The whole file, decoded, with LF at the end of its lines; empty where it cannot be.
    """

    path: str
    postmortem: Postmortem | None
    problems: tuple[Problem, ...]
    text: str = ""


def read(
    data: bytes, path: str, settings: Settings | None = None, commits: Commits | None = None
) -> Reading:
    """Read the bytes of the file at `path`, relative to the postmortems folder with `/`.

    `commits` are git's first and last of the file, the last resort for its dates. Never raises on
    any input.
    """
    decoded = decode(data, path)
    if isinstance(decoded, Problem):
        return Reading(path, None, (decoded,))
    report = Report(path, list(decoded.problems))
    if not decoded.content.strip():
        remedy = "Write a title and a text, or delete the file"
        report.add("this file is empty", remedy, rule=Form.NO_TEXT, at=1, severity=Severity.ERROR)
        return Reading(path, None, tuple(report.problems))
    postmortem = _read_text(decoded.content, report, settings or Settings(), commits or Commits())
    kept = None if report.is_fatal else postmortem
    return Reading(path, kept, tuple(report.problems), decoded.content)


def _read_text(
    text: str, report: Report, settings: Settings, commits: Commits
) -> Postmortem | None:
    parts = split(text, report.path)
    if isinstance(parts, Problem):
        report.problems.append(parts)
        return None
    if parts.problem:
        report.problems.append(parts.problem)
    try:
        mapping = _mapping(parts)
    except FrontMatterError as error:
        report.add(
            error.message,
            error.remedy,
            rule=Form.FRONT_MATTER,
            at=error.line,
            severity=Severity.ERROR,
        )
        return None
    if too_much := too_deep(parts.body) or too_costly(parts.body):
        report.add(
            f"{too_much.message}, so the postmortem is left out",
            too_much.remedy,
            rule=Form.FILE,
            at=parts.body_line + too_much.line - 1,
            severity=Severity.ERROR,
        )
        return None
    entries, extra = _sorted_out(mapping, report)
    return Assembly(Fields(entries, report), extra, parts, settings, commits).postmortem()


def _mapping(parts: Parts) -> Mapping:
    if parts.syntax == "yaml":
        return read_yaml(parts.block, parts.block_line)
    if parts.syntax == "toml":
        return read_toml(parts.block, parts.block_line)
    return Mapping((), 1)


def _sorted_out(mapping: Mapping, report: Report) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """The entries by field, and those that are of no field."""
    entries: dict[str, Entry] = {}
    extra: dict[str, Entry] = {}
    for entry in mapping:
        name = names.canonical(entry.key)
        if name is None:
            extra[entry.key] = entry
            meant = names.meant_by(entry.key)
            if hides := _may_hide(entry, meant):
                report.add(
                    f"may be meant to hide the postmortem, as `{hides}` does, so it is left out",
                    f"Write `{hides}: true` or `{hides}: false` as a field of its own",
                    rule=Form.UNKNOWN_KEY,
                    at=entry,
                    field=entry.key,
                    severity=Severity.ERROR,
                )
            elif meant:
                report.add(
                    "this field is not known, and was kept as it is",
                    f"Did you mean `{meant}`",
                    rule=Form.UNKNOWN_KEY,
                    at=entry,
                    field=entry.key,
                )
        elif name not in entries:
            entries[name] = entry
        elif name in _FLAGS:
            report.add(
                f"stands twice, as `{entries[name].key}` on line {entries[name].line} and as "
                f"`{entry.key}`, so the postmortem is left out",
                "Keep one of them",
                rule=Form.KEY_TWICE,
                at=entry,
                field=name,
                severity=Severity.ERROR,
            )
        elif entry.key == name:
            extra[entries[name].key] = entries[name]
            entries[name] = entry
        else:
            extra[entry.key] = entry
    return entries, extra


def _may_hide(entry: Entry, meant: str | None) -> str:
    """The flag that an unknown field may stand for, by its name or inside it; empty if none."""
    if meant in _FLAGS:
        return meant or ""
    if "draft" in entry.key.casefold():
        return "draft"
    inside = entry.value if isinstance(entry.value, Mapping) else ()
    return next((each.key for each in inside if each.key.casefold() in _FLAGS), "")
