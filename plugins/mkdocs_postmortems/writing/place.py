"""Where a new postmortem goes, and the writing of it: whole or not at all, over nothing."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mkdocs_postmortems.domain import Moment, day_of
from mkdocs_postmortems.saving import write_new
from mkdocs_postmortems.slugs import file_slug
from mkdocs_postmortems.source.paths import MARKDOWN_SUFFIXES, id_at
from mkdocs_postmortems.writing.draft import clean


class PlaceError(Exception):
    """Nothing was written; the message says why, without a full stop."""


class TakenError(PlaceError):
    """There is a postmortem of that name already."""


@dataclass(frozen=True, slots=True)
class Place:
    """A new postmortem's file.

    Attributes:
        folder: The postmortems folder.
        id: Its path in there, without suffix.
    """

    folder: Path
    id: str

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.folder / f"{self.id}.md"

    def check(self) -> None:
        """See that the place is free, and in the folder.

        Raises:
            TakenError: It is not free.
            PlaceError: A link leads out of the folder, where nothing is read.
        """
        above = self.file.parent
        if above.is_symlink():
            raise PlaceError(f"{above} is a link, and links are not followed")
        suffixes = ("", *sorted(MARKDOWN_SUFFIXES))
        beside = (self.folder / f"{self.id}{suffix}" for suffix in suffixes)
        if taken := next((each for each in beside if each.exists() or each.is_symlink()), None):
            raise TakenError(f"{taken} is there already")

    def write(self, text: str) -> None:
        """Make the file, and the folders it needs.

        Raises:
            TakenError: Somebody was faster.
            PlaceError: It cannot be written; nothing is left of it.
        """
        self.check()
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_new(self.file, text.encode())
        except FileExistsError:
            raise TakenError(f"{self.file} is there already") from None
        except OSError as error:
            raise PlaceError(f"{self.file}: {error.strerror}") from None


def place_for(folder: Path, date: Moment, name: str) -> Place:
    """`YYYY/YYYY-MM-DD-name` in `folder`, whatever is written in `name`."""
    day = day_of(date)
    return Place(folder, f"{day.year:04}/{day.isoformat()}-{file_slug(clean(name))}")


def id_of(folder: Path, text: str) -> str:
    """The id that `text`, an id or a path to a file, means, whether there is such a file or not."""
    path = PurePosixPath(id_at(text.strip().replace("\\", "/")))
    parts = [part for part in path.parts if part not in {"/", "."}]
    return "/".join(parts[1:] if parts[:1] == [folder.name] else parts)
