"""The folder beside a site in which its successor is built, and what a killed build leaves there.

It lies beside the site, since only within one file system can a folder take another's place in one
step, and has one name for each site, so that the next build finds it.

| in it | is |
|---|---|
| `lock` | held by the build that works here |
| `fresh` | the new site; after it was exchanged with the one that was up, that one |
| `told` | what MkDocs' process tells |
| `old` | the site that was up, whole, while it has no other place |
| `gone` | what is being deleted |
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Self

from mkdocs_postmortems.publishing.errors import PublishingError, cannot
from mkdocs_postmortems.publishing.locking import BusyError, Lock, NoLocksError


class Workspace:
    """A folder for one build, which has it to itself.

    Attributes:
        target: Where the site is to be.
        fresh: Where the new one is built.
        told: Where its build leaves what it tells.
        old: Where the site that was up is kept between two renames.
        recovered: Whether the site that was up was found here, and put back.
    """

    def __init__(self, target: Path) -> None:
        """Prepare to work beside `target`, a path without links."""
        self.target = target
        self._folder = target.parent / f".{target.name}.postmortems"
        self.fresh = self._folder / "fresh"
        self.told = self._folder / "told"
        self.old = self._folder / "old"
        self._gone = self._folder / "gone"
        self.recovered = False
        self._lock: Lock | None = None

    @property
    def lock_handle(self) -> int:
        """The descriptor of the lock's file; a process that inherits it keeps the lock."""
        if self._lock is None:
            raise RuntimeError("a workspace is entered before it is used")
        return self._lock.handle

    def __enter__(self) -> Self:
        """Take the folder, and clear away what a build that was killed has left in it.

        Raises:
            PublishingError: Another build works here, or the folder cannot be written.
        """
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
            try:
                self._recover()
                self._clear()
                self.fresh.mkdir()
                self.told.mkdir(mode=0o700)  # it names what is hidden
            except OSError:
                self._leave()
                raise
        except OSError as error:
            self._leave_empty()
            raise cannot(f"build in {self.target.parent}, around the site", error) from error
        return self

    def __exit__(self, *_: object) -> None:
        """Delete the folder, unless it holds the only site there is."""
        self._leave()

    def _locked(self) -> Lock:
        while True:
            if self._folder.is_symlink():
                raise PublishingError(f"{self._folder} is a link. Delete it: builds are made there")
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if foreign := sorted({each.name for each in self._folder.iterdir()} - self._own):
                told = f"{self._folder} has files of others, such as {foreign[0]}"
                raise PublishingError(f"{told}. Move it away: builds are made there")
            try:
                return Lock(self._folder / "lock")
            except FileNotFoundError:
                continue  # a build that was ending has deleted the folder
            except BusyError as error:
                told = f"another build of {self.target} is running ({error})"
                raise PublishingError(f"{told}. Try again when it has ended") from None
            except NoLocksError as error:
                told = f"{self.target.parent} is on a file system without locks ({error})"
                raise PublishingError(f"{told}. Give a --site-dir on another") from None

    @property
    def _own(self) -> set[str]:
        folders = (self.fresh, self.told, self.old, self._gone)
        return {"lock", *(each.name for each in folders)}

    def _recover(self) -> None:
        """Put the site back that was up, if a build was killed between two renames."""
        if self.old.exists() and not self.target.exists():
            self.old.rename(self.target)
            self.recovered = True

    def _clear(self) -> None:
        for folder in (self._gone, self.told, self.fresh):
            if folder.exists():
                _delete(folder)
        if self.old.exists() and self.target.exists():
            # Half of it, left by a kill, must never be taken for the site.
            self.old.rename(self._gone)
            _delete(self._gone)

    def _leave(self) -> None:
        if self._lock is None:
            return
        # What cannot be deleted now is left to the next build; the site is in its place.
        with contextlib.suppress(OSError):
            self._recover()
            self._clear()
        with contextlib.suppress(OSError):
            self._lock.let_go()
        self._lock = None
        self._leave_empty()

    def _leave_empty(self) -> None:
        """Delete the folder, unless something is in it."""
        with contextlib.suppress(OSError):
            self._folder.rmdir()


def _delete(folder: Path) -> None:
    """Delete `folder`, also where a theme or a plugin has made folders in it that are read-only."""
    try:
        shutil.rmtree(folder)
    except PermissionError:
        for path, _, _ in os.walk(folder):
            Path(path).chmod(0o700)
        shutil.rmtree(folder)
