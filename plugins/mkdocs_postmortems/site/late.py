"""Files of the site that are made when they are written, not before."""

from collections.abc import Callable
from pathlib import Path
from typing import Self

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page


class LateFile(File):
    """A file that is made when it is written.

    Attributes:
        make: Makes it; until that is known nothing is written.
    """

    make: Callable[[], bytes] | None = None

    @classmethod
    def at(cls, uri: str, config: MkDocsConfig, inclusion: InclusionLevel) -> Self:
        """The file that appears as if it were at `uri` in `docs/`."""
        file = cls(uri, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
        file.generated_by = "postmortems"
        return file

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - MkDocs' own
        """Write it."""
        if self.make:
            self.write(self.make())

    def write(self, content: bytes) -> None:
        """Write `content` where the file is to be in the site."""
        path = Path(self.abs_dest_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class PageFile(LateFile):
    """A Markdown file whose page the blog may make by itself, once MkDocs has given it its place.

    Without `make`, which makes the page, nothing is written then.
    """

    _is_left = False

    @property
    def is_left(self) -> bool:
        """Whether the page is made by the blog alone."""
        return self._is_left

    def leave(self) -> None:
        """Let MkDocs have no part in the page from now on: neither read, nor render, nor write it.

        Links to it, and its place, stay what they are.
        """
        self.dest_uri = self.dest_uri  # MkDocs works it out late, and of a page only
        self._is_left = True

    def give_back(self) -> None:
        """Let MkDocs make the page after all."""
        self._is_left = False

    def is_documentation_page(self) -> bool:
        """Whether MkDocs is to make a page of it."""
        return not self._is_left and super().is_documentation_page()


def left(page: Page) -> PageFile | None:
    """The file of `page`, if MkDocs has left that to the blog."""
    return page.file if isinstance(page.file, PageFile) and page.file.is_left else None
