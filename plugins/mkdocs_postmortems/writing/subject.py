"""A postmortem that is to be edited: its file, and what the reader makes of it."""

from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_postmortems.domain import Postmortem, Problem, Severity
from mkdocs_postmortems.source import Settings, read, read_post
from mkdocs_postmortems.writing.editing import EditError, Manuscript


@dataclass(frozen=True, slots=True)
class Subject:
    """One file and its meaning.

    Attributes:
        manuscript: The file.
        postmortem: The record that it is read as.
        problems: What the reader tells of it.
    """

    manuscript: Manuscript
    postmortem: Postmortem
    problems: tuple[Problem, ...]


def open_post(folder: Path, path: str, settings: Settings) -> Subject:
    """The postmortem at `path` in `folder`.

    Raises:
        EditError: It cannot be read.
    """
    reading = read_post(folder, path, settings)
    if reading.postmortem is None:
        raise EditError(_error_in(reading.problems))
    try:
        data = (folder / path).read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise EditError(Problem(path=path, message=message, severity=Severity.ERROR)) from None
    return subject_of(Manuscript(data, path), settings)


def subject_of(manuscript: Manuscript, settings: Settings) -> Subject:
    """What the reader makes of `manuscript`.

    Raises:
        EditError: It cannot be read.
    """
    reading = read(manuscript.data, manuscript.path, settings)
    if reading.postmortem is None:
        raise EditError(_error_in(reading.problems))
    return Subject(manuscript, reading.postmortem, reading.problems)


def _error_in(problems: tuple[Problem, ...]) -> Problem:
    error = next(each for each in problems if each.severity is Severity.ERROR)
    return replace(error, message=f"it cannot be edited while it cannot be read: {error.message}")
