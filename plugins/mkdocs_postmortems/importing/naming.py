"""Names for what is imported: of the file, of its folder, of each picture."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mkdocs_postmortems.domain import Moment, Postmortem, day_of
from mkdocs_postmortems.slugs import is_device, slugify
from mkdocs_postmortems.source.dates import without_date

_TELLS_NOTHING = frozenset({"index", "readme", "knowledge"})
_LANGUAGE = re.compile(r"(?:index|readme)[._](?P<code>[a-z]{2}(?:-[a-z]{2})?)", re.IGNORECASE)
_SUFFIXES = re.compile(r"\.(?:kp|ipynb|md|rmd|qmd)$", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """Where a postmortem stands in its folder.

    Attributes:
        folder: The folder it is in, with `/` at its end; empty for the top.
        stem: Its name without suffix, which its folder of pictures has too.
        is_bundle: Whether it is `index.md` in that folder rather than beside it.
    """

    folder: str
    stem: str
    is_bundle: bool = False

    @property
    def pictures(self) -> str:
        """The folder of its pictures."""
        return f"{self.folder}{self.stem}"

    @property
    def path(self) -> str:
        """The file."""
        return f"{self.pictures}/index.md" if self.is_bundle else f"{self.pictures}.md"


@dataclass(slots=True)
class Names:
    """Gives names, each once; those that differ in case only are the same."""

    into: str = ""
    _taken: set[str] = field(default_factory=set)

    def of_post(self, words: str, date: Moment | None, above: str) -> tuple[str, str, bool]:
        """The folder and the stem for a write-up called `words`, and whether another has its name.

        Then the folder that it was in, `above`, becomes part of it, or else a number.
        """
        folder, day = (f"{self.into}/" if self.into else ""), ""
        if date:
            day = f"{day_of(date).isoformat()}-"
            folder = f"{folder}{day[:4]}/"
        stem = f"{day}{slugify(words)}"
        if not self._is_taken(folder, stem, ""):
            return folder, self._free(folder, stem, ""), False
        longer = f"{day}{slugify(f'{above} {words}')}" if above else stem
        return folder, self._free(folder, longer, ""), True

    def of_picture(self, folder: str, path: str) -> str:
        """The path in `folder` for the picture that was at `path`."""
        pure = PurePosixPath(path)
        stem, suffix = pure.stem, pure.suffix.lower()
        if not _PLAIN_NAME.fullmatch(stem) or is_device(stem):
            stem = slugify(stem)
        return f"{folder}/{self._free(f'{folder}/', stem, suffix)}{suffix}"

    def _is_taken(self, folder: str, stem: str, suffix: str) -> bool:
        return f"{folder}{stem}{suffix}".casefold() in self._taken

    def _free(self, folder: str, stem: str, suffix: str) -> str:
        number, free = 1, stem
        while self._is_taken(folder, free, suffix):
            number += 1
            free = f"{stem}-{number}"
        self._taken.add(f"{folder}{free}{suffix}".casefold())
        return free


def folder_above(path: str) -> str:
    """The name of the folder a write-up is in, as words; empty at the top."""
    return _words(_without_suffixes(PurePosixPath(path).parent.name))


def words_of(path: str, postmortem: Postmortem, source_name: str) -> str:
    """What a write-up is called: by its slug, its file, its folder, its title or its source."""
    pure = PurePosixPath(path)
    language = _LANGUAGE.fullmatch(pure.stem)
    own = "" if language else _words(_without_suffixes(pure.name))
    found = (postmortem.slug, own, folder_above(path), postmortem.title, source_name, "imported")
    words = next(each for each in found if each and slugify(each) not in _TELLS_NOTHING)
    return f"{words} {language['code']}" if language else words


def _words(name: str) -> str:
    words = without_date(name).strip(" -_.")
    return "" if words.casefold() in _TELLS_NOTHING else words


def _without_suffixes(name: str) -> str:
    while shorter := _SUFFIXES.sub("", name):
        if shorter == name:
            break
        name = shorter
    return name
