"""All that is kept, in one folder that several programs may use at once."""

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs_postmortems.kept.pack import SUFFIX, UNFINISHED, Pack, PackWriter

_MOST_PACKS = 24
_MOST_UNUSED = 2.0
"""How many times as large as what was of use everything may be."""
_SECONDS_TO_FINISH = 86_400


class Store:
    """Gives out what was kept under a key, and keeps more.

    Nothing here fails: where the disk does, less is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        """Open what is in `folder`, which is made; without one, keep for as long as this lives."""
        self._passing: TemporaryDirectory[str] | None = None
        if folder is None or not _made(folder):
            self._passing = TemporaryDirectory()
            folder = Path(self._passing.name)
        self.folder = folder
        self._packs = list(_opened(sorted(self.folder.glob(f"*{SUFFIX}"))))
        self._where = {key: pack for pack in self._packs for key in pack.rows}
        self._used: set[bytes] = set()
        self._writer: PackWriter | None = None

    def has(self, key: bytes) -> bool:
        """Whether something was kept under `key`; it may be damaged all the same."""
        return key in self._where or (self._writer is not None and key in self._writer)

    def get(self, key: bytes) -> bytes | None:
        """What is kept under `key`, if it is there and whole."""
        pack = self._where.get(key)
        found = pack.get(key) if pack else self._writer.get(key) if self._writer else None
        if found is not None:
            self._used.add(key)
        return found

    def put(self, key: bytes, content: bytes) -> None:
        """Keep `content` under `key`."""
        with contextlib.suppress(OSError):
            self._writer = self._writer or PackWriter(self.folder)
            self._writer.put(key, content)
            self._used.add(key)
            self._where.pop(key, None)  # it was damaged, or would not be made again

    def adopt_all(self, paths: Iterable[Path | None]) -> None:
        """Take up files that other processes finished in this store's folder."""
        for pack in _opened(path for path in paths if path):
            self._packs.append(pack)
            self._where.update(dict.fromkeys(pack.rows, pack))
            self._used.update(pack.rows)

    def forget(self) -> None:
        """Keep nothing of what was put here and is not finished."""
        if self._writer:
            self._writer.give_up()
        self._writer = None

    def close(self) -> None:
        """Finish what was written, and tidy up where most is of no use any more."""
        with contextlib.suppress(OSError):
            if self._writer and (path := self._writer.finish()):
                self.adopt_all([path])
        self.forget()
        with contextlib.suppress(OSError):
            if self._is_untidy():
                self._tidy()
        for pack in self._packs:
            pack.close()
        self._packs, self._where = [], {}
        if self._passing:
            self._passing.cleanup()
        else:
            _forget_unfinished(self.folder)

    def _is_untidy(self) -> bool:
        used = sum(
            spot.size
            for pack in self._packs
            for key, spot in pack.rows.items()
            if key in self._used
        )
        whole = sum(pack.size for pack in self._packs)
        return len(self._packs) > _MOST_PACKS or whole > used * (1 + _MOST_UNUSED) + 1_000_000

    def _tidy(self) -> None:
        """Write what was of use to one file, and take the others away."""
        with PackWriter(self.folder) as writer:
            for key in sorted(self._used):
                pack = self._where.get(key)
                if pack and (content := pack.get(key)) is not None:
                    writer.put(key, content)
            writer.finish()
        for pack in self._packs:
            with contextlib.suppress(OSError):
                pack.path.unlink()


def _made(folder: Path) -> bool:
    """Make `folder`, whose content no repository should have; whether it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError:
        return False
    return True


def _opened(paths: Iterable[Path]) -> Iterable[Pack]:
    for path in paths:
        with contextlib.suppress(OSError):
            yield Pack(path)


def _forget_unfinished(folder: Path) -> None:
    """Take away what a program that died long ago had begun."""
    for path in folder.glob(f"*{UNFINISHED}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _SECONDS_TO_FINISH:
                path.unlink()
