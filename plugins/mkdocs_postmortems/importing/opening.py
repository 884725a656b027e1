"""One write-up of another tool, read: its text, what our reader makes of it, what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pydantic import JsonValue

from mkdocs_postmortems.domain import Moment, Postmortem, Problem, Severity
from mkdocs_postmortems.importing.document import Document, open_document
from mkdocs_postmortems.importing.foreign import Hiding, hiding
from mkdocs_postmortems.importing.inheritance import Inheritance, Inherited
from mkdocs_postmortems.importing.kinds import NOTEBOOK
from mkdocs_postmortems.importing.notebook import Notebook, read_notebook
from mkdocs_postmortems.importing.plan import Left, Note
from mkdocs_postmortems.importing.tree import (
    LARGEST_NOTEBOOK,
    LARGEST_TEXT,
    Tree,
    UnreadableError,
)
from mkdocs_postmortems.source import Commits, Settings, names, read
from mkdocs_postmortems.source.body import opening
from mkdocs_postmortems.source.dates import date_in_path
from mkdocs_postmortems.source.nodes import to_json

JOINED_TO_TAGS = ("tags", "categories", "keywords")
"""Fields that together are the tags."""
_DRAFTS = "_drafts"
_NO_TEXT = "it has no text (of a notebook, that is text cells and outputs of cells tagged `keep`)"
_ADDRESSES = ("path", "url", "permalink")
"""Fields that may have the date as folders: `/2024/03/01/churn`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A write-up that can be imported.

    Attributes:
        path: Its path in the source.
        document: Its text.
        postmortem: What our reader makes of it where it is.
        title: Its title.
        date: Its date, None where nobody knows.
        draft: Whether it must be hidden.
        additions: Fields that it lacks.
        pictures: Pictures that were in the file itself, by the names its text shows them under.
        notes: What was mapped, kept and left so far.
    """

    path: str
    document: Document
    postmortem: Postmortem
    title: str
    date: Moment | None
    draft: bool
    additions: Mapping[str, JsonValue]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the write-ups of one source.

    Attributes:
        tree: Its files.
        settings: What reading depends on besides the text.
        inheritance: What a write-up has from elsewhere.
        tags: Tags to add to each.
        history: Git's commits by path.
    """

    tree: Tree
    settings: Settings
    inheritance: Inheritance
    tags: tuple[str, ...]
    history: Mapping[str, Commits] = field(default_factory=dict)

    def open(self, path: str) -> Opened | Left:
        """The write-up at `path`, or why there is none."""
        try:
            data, notebook = self._data(path)
        except UnreadableError as error:
            return Left(path, str(error), is_fault=True)
        if not data.strip():
            return Left(path, _NO_TEXT)
        reading = read(data, path, self.settings, self.history.get(path))
        if reading.postmortem is None:
            return _left(path, reading.problems)
        try:
            document = open_document(data, path)
        except UnreadableError as error:
            return Left(path, str(error), is_fault=True)
        return self._opened(path, document, reading.postmortem, notebook)

    def _data(self, path: str) -> tuple[bytes, Notebook]:
        if PurePosixPath(path).suffix.casefold() != NOTEBOOK:
            return self.tree.read(path, LARGEST_TEXT), Notebook()
        notebook = read_notebook(self.tree.read(path, LARGEST_NOTEBOOK))
        return notebook.text.encode(), notebook

    def _opened(
        self, path: str, document: Document, postmortem: Postmortem, notebook: Notebook
    ) -> Opened | Left:
        fields = {entry.key: to_json(entry.value) for entry in document.entries}
        if "listing" in fields and path.casefold().endswith(".qmd"):
            return Left(path, "it is a list of other pages", document.entries[0].line)
        inherited = self.inheritance.of(path)
        hides = None if postmortem.draft else _hides(path, fields, inherited)
        if hides and (entry := document.entry(hides.flag)):
            reason = f"`{entry.key}` and {hides.reason} do not agree on whether it is hidden"
            return Left(path, reason, entry.line, is_fault=True)
        lacking = _Lacking(document)
        if hides:
            lacking.add(hides.flag, True, hides.reason)  # noqa: FBT003 - the field's value
        for name, (value, origin) in inherited.fields.items():
            lacking.add_unless_said(name, value, f"`{origin}`")
        if not postmortem.authors:
            lacking.add_unless_said("authors", [*notebook.authors], "the notebook's metadata")
        lacking.add_tags([tag for tag in self.tags if tag not in postmortem.tags])
        date, dated = _date(path, document, postmortem, fields)
        titled = _title_notes(document, notebook)
        return Opened(
            path=path,
            document=document,
            postmortem=postmortem,
            title=(not document.entry("title") and notebook.title) or postmortem.title,
            date=date,
            draft=postmortem.draft or "draft" in lacking.fields,
            additions=lacking.fields,
            pictures=notebook.pictures,
            notes=(*titled, *_field_notes(document), *dated, *notebook.notes, *lacking.notes),
        )


class _Lacking:
    """Gathers the fields that a write-up lacks.

    Attributes:
        fields: The fields to add.
        notes: Where each is from.
    """

    def __init__(self, document: Document) -> None:
        self.fields: dict[str, JsonValue] = {}
        self.notes: list[Note] = []
        self._document = document

    def add(self, name: str, value: JsonValue, origin: str) -> None:
        """Add a field."""
        self.fields[name] = value
        self.notes.append(Note("mapped", f"{name} (from {origin})"))

    def add_unless_said(self, name: str, value: JsonValue, origin: str) -> None:
        """Add a field, unless it is empty or the write-up has it."""
        same = ("author", "authors") if name in {"author", "authors"} else (name,)
        is_said = any(self._document.entry(each) or each in self.fields for each in same)
        if value and not is_said:
            self.add(name, value, origin)

    def add_tags(self, tags: list[str]) -> None:
        """Put `tags` into one of the fields that together are the tags and is not there yet."""
        if not tags:
            return
        for name in JOINED_TO_TAGS:
            if self._document.entry(name) is None and name not in self.fields:
                self.fields[name] = [*tags]
                self.notes.append(Note("mapped", f"tags {', '.join(tags)} (as `{name}`)"))
                return
        self.notes.append(Note("left", "the tags to add, for which no field is free"))


def _left(path: str, problems: tuple[Problem, ...]) -> Left:
    """Why our reader cannot read it."""
    error = next(each for each in problems if each.severity is Severity.ERROR)
    subject = f"{error.field}: " if error.field else ""
    remedy = f". {error.remedy}" if error.remedy else ""
    return Left(path, f"{subject}{error.message}{remedy}", error.line, is_fault=True)


def _hides(path: str, fields: Mapping[str, JsonValue], inherited: Inherited) -> Hiding | None:
    """Why the write-up must be hidden, a draft before all; None if it must not."""
    folder = Hiding("draft", f"its folder `{_DRAFTS}`")
    is_draft = _DRAFTS in PurePosixPath(path).parts[:-1]
    found = [folder if is_draft else None, hiding(fields), inherited.hiding]
    told = [each for each in found if each]
    return next((each for each in told if each.flag == "draft"), told[0] if told else None)


def _date(
    path: str, document: Document, postmortem: Postmortem, fields: Mapping[str, JsonValue]
) -> tuple[Moment | None, list[Note]]:
    """The date, and where it is from unless a field says it: the path, the address, or git."""
    if document.entry("date") or (document.entry("published") and not postmortem.draft):
        return postmortem.date, []
    if date_in_path(path):
        return postmortem.date, [Note("mapped", "date (from its path)")]
    for name in _ADDRESSES:
        if day := date_in_path(str(fields.get(name) or "")):
            return day, [Note("mapped", f"date (from `{name}`)")]
    told = [Note("mapped", "date (from git's first commit)")] if postmortem.date else []
    return postmortem.date, told


def _title_notes(document: Document, notebook: Notebook) -> list[Note]:
    """What told the title of a write-up without a field for it."""
    if document.entry("title"):
        return []
    body = document.body.replace("\r\n", "\n").replace("\r", "\n")
    heading = "its first heading" if opening(body).title else "its name"
    return [Note("mapped", f"title (from {'the notebook' if notebook.title else heading})")]


def _field_notes(document: Document) -> list[Note]:
    """Which fields are ours, by which names, and which are nobody's here."""
    mapped: list[str] = []
    foreign: list[str] = []
    for entry in document.entries:
        name = names.canonical(entry.key)
        if name is None:
            foreign.append(f"`{entry.key}`")
        else:
            mapped.append(name if name == entry.key else f"{name} (from `{entry.key}`)")
    notes = [Note("mapped", each) for each in mapped]
    if foreign:
        plural = "s" if len(foreign) > 1 else ""
        notes.append(Note("kept", f"field{plural} {', '.join(foreign)}"))
    return notes
