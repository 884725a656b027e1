"""The parts of a previewed site, made when somebody asks for them.

Whoever writes looks at one page, and waits for it after each save; the others need not be made for
that.
"""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from mkdocs_postmortems.kept.memory import FORGETFUL
from mkdocs_postmortems.site.late import LateFile, PageFile
from mkdocs_postmortems.site.making import Making
from mkdocs_postmortems.site.offering import FORMATS
from mkdocs_postmortems.site.scripts import FOLDER

_SEARCH = f"{FOLDER}/search/"
_TEXTS = frozenset({".json", ".md", ".txt", *(f".{each.suffix}" for each in FORMATS)})


class Bench:
    """The parts of one build of a preview, and which of them were made."""

    def __init__(self, making: Making) -> None:
        """Begin with nothing made."""
        self._making = making
        self._pages = {file.dest_uri: file for file in making.press.left}
        self._has_texts = False

    def bring(self, path: str) -> None:
        """Write the file of the site at `path`, if it is one that was left for later."""
        if file := self._pages.get(path) or self._pages.get(f"{path}/index.html"):
            self._write_page(file)
        elif path.startswith(_SEARCH):
            self._write_new(lambda: self._making.add_index(FORGETFUL))
        elif PurePosixPath(path).suffix in _TEXTS and not self._is_there(path):
            self._write_texts()

    def _write_page(self, file: PageFile) -> None:
        file.write(self._making.page(file))
        del self._pages[file.dest_uri]

    def _write_texts(self) -> None:
        if self._has_texts:
            return
        self._has_texts = True
        self._making.press.turn_all()
        self._write_new(self._making.texts)
        for file in self._making.files:
            if isinstance(file, LateFile):
                file.copy_file()

    def _is_there(self, path: str) -> bool:
        return Path(self._making.config.site_dir, path).exists()

    def _write_new(self, make: Callable[[], object]) -> None:
        """Write what `make` adds to the files of the site."""
        there = len(self._making.files)
        make()
        for file in list(self._making.files)[there:]:
            file.copy_file()
