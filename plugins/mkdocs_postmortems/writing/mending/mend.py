"""One thing that can be mended without asking anybody what is meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Problem, Severity
from mkdocs_postmortems.source import Reading, Settings, read
from mkdocs_postmortems.writing.editing import EditError, Manuscript, Path


@dataclass(frozen=True, slots=True)
class Rename:
    """A key that is to have its field's name; `is_new` if the reader did not know it before."""

    key: str
    name: str
    is_new: bool = False

    def applied(self, manuscript: Manuscript) -> Manuscript:
        """The file with it."""
        return manuscript.rename(self.key, self.name)


@dataclass(frozen=True, slots=True)
class Respelling:
    """A text that is to be spelt otherwise; `is_new` if the reader takes it for another one."""

    path: Path
    text: str
    is_new: bool = False

    def applied(self, manuscript: Manuscript) -> Manuscript:
        """The file with it."""
        return manuscript.respell(self.path, self.text)


Mend = Rename | Respelling


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with what could be mended in it, and what was left, and why."""

    manuscript: Manuscript
    left: tuple[Problem, ...] = ()


def mended(manuscript: Manuscript, mends: Iterable[Mend], settings: Settings) -> Mended:
    """`manuscript` with those of `mends` that do no harm.

    One does harm when the reader has more to tell after it, or takes from the file another record
    than before, unless that is what it is for.
    """
    wanted = list(mends)
    if not wanted:
        return Mended(manuscript)
    left: list[Problem] = []
    before = read(manuscript.data, manuscript.path, settings)
    for mend in wanted:
        try:
            edited = mend.applied(manuscript)
        except EditError as error:
            left.append(error.problem)
            continue
        after = read(edited.data, edited.path, settings)
        if is_harmless(before, after, is_new=mend.is_new):
            manuscript, before = edited, after
    return Mended(manuscript, tuple(left))


def is_harmless(before: Reading, after: Reading, *, is_new: bool) -> bool:
    """Whether the reader has nothing more to tell, and the same record unless one `is_new`."""
    if _told(after) - _told(before):
        return False
    if is_new or before.postmortem is None:
        return True
    return after.postmortem is not None and before.postmortem.model_dump() == (
        after.postmortem.model_dump()
    )


def _told(reading: Reading) -> set[tuple[str, str]]:
    grave = (each for each in reading.problems if each.severity >= Severity.WARNING)
    return {(each.field, each.message) for each in grave}
