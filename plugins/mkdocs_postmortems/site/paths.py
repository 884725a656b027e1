"""Paths between `docs/`, the postmortems folder and the site, all with `/`."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Mount:
    """Where the postmortems folder is, and under which path it appears in the site.

    Attributes:
        folder: The postmortems folder.
        docs: MkDocs' `docs_dir`.
        name: The path under the site, such as `postmortems`.
    """

    folder: Path
    docs: Path
    name: str

    def source_uri(self, path: str) -> str:
        """The address among MkDocs' files of `path`, which is relative to the folder.

        A postmortem's suffix becomes `.md` in lower case, the only one MkDocs always reads.
        """
        return posixpath.join(self.name, path)

    def post_uri(self, path: str) -> str:
        """As `source_uri`, for a postmortem."""
        return str(PurePosixPath(self.source_uri(path)).with_suffix(".md"))

    def edit_uri(self, path: str) -> str | None:
        """From `docs_dir` to the file at `path`, as edit links want it.

        None where no path leads there: on Windows, from one drive to another.
        """
        return None if self._way is None else posixpath.join(self._way, path)

    @cached_property
    def _way(self) -> str | None:
        """From `docs_dir` to the folder."""
        for steps, above in enumerate((self.docs, *self.docs.parents)):
            if self.folder.is_relative_to(above):
                return "../" * steps + self.folder.relative_to(above).as_posix()
        return None

    def target_uri(self, page_uri: str, target: str) -> str | None:
        """What a relative `target`, written in the file of `page_uri`, is among MkDocs' files.

        On disk the two folders may lie anywhere; in the site one is mounted into the other. None
        when the target lies in neither.
        """
        real = posixpath.normpath(posixpath.join(self._real_folder(page_uri), target))
        for folder, prefix in ((self.folder, self.name), (self.docs, "")):
            root = folder.as_posix()
            if real.startswith(root + "/"):
                return posixpath.join(prefix, real[len(root) + 1 :])
        return None

    def holds(self, page_uri: str) -> bool:
        """Whether `page_uri` lies under the mount."""
        return page_uri.startswith(self.name + "/")

    def _real_folder(self, page_uri: str) -> str:
        if self.holds(page_uri):
            below = posixpath.dirname(page_uri.removeprefix(self.name).lstrip("/"))
            return posixpath.join(self.folder.as_posix(), below)
        return posixpath.join(self.docs.as_posix(), posixpath.dirname(page_uri))
