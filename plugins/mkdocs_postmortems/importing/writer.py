"""Writes what was planned: new files only, each whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs_postmortems.importing.plan import Plan, State
from mkdocs_postmortems.importing.tree import LARGEST_PICTURE, Tree, UnreadableError
from mkdocs_postmortems.saving import write_new


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it; paths are relative to the postmortems folder, with `/`.

    Attributes:
        made: What was written.
        failed: What could not be written, with the reason.
    """

    made: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


class _RefusedError(Exception):
    """A file that is not written; the message says why."""


def write_plan(plan: Plan, folder: Path) -> Written:
    """Write what is new in `plan` into `folder`. Nothing that is there is touched."""
    made: list[str] = []
    failed: list[tuple[str, str]] = []
    for target, data in _new_files(plan):
        try:
            _write(folder, target, data if isinstance(data, bytes) else data.content())
        except (_RefusedError, UnreadableError) as error:
            failed.append((target, str(error)))
        except OSError as error:
            failed.append((target, error.strerror or str(error)))
        else:
            made.append(target)
    return Written(tuple(made), tuple(failed))


@dataclass(frozen=True, slots=True)
class _Copied:
    """A picture whose bytes are fetched when it is its turn."""

    tree: Tree
    path: str

    def content(self) -> bytes:
        return self.tree.read(self.path, LARGEST_PICTURE)


def _new_files(plan: Plan) -> Iterator[tuple[str, "bytes | _Copied"]]:
    """Each file to write and its content; pictures before the text that shows them."""
    tree = Tree(plan.root)
    for post in plan.posts:
        if post.state is State.DIFFERS:
            continue
        for picture in post.pictures:
            if picture.state is State.NEW:
                own = picture.data
                yield picture.target, _Copied(tree, picture.source) if own is None else own
        if post.state is State.NEW:
            yield post.target, post.data


def _write(folder: Path, target: str, data: bytes) -> None:
    path = folder / target
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise _RefusedError("a link leads out of the postmortems folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_new(path, data)
    except FileExistsError:
        raise _RefusedError("a file has come there meanwhile") from None
