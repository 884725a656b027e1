"""What an import would write. Files are read, and nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from mkdocs_postmortems.importing.inheritance import Inheritance
from mkdocs_postmortems.importing.kinds import (
    KINDS,
    MARKDOWN,
    NOTEBOOK,
    Kind,
    detect,
    site_of,
    sites_in,
)
from mkdocs_postmortems.importing.making import Maker, Place
from mkdocs_postmortems.importing.opening import Opened, Opener
from mkdocs_postmortems.importing.plan import Left, Plan, Post
from mkdocs_postmortems.importing.tree import SourceError, Tree
from mkdocs_postmortems.slugs import is_storable
from mkdocs_postmortems.source import Settings, read_history


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked of an import.

    Attributes:
        kind: The code of the source's kind; empty to find out.
        only: Patterns of paths in the source, one of which must fit; empty for all.
        into: A folder in the postmortems folder to put everything into; empty for none.
        tags: Tags to add to each.
        settings: What reading depends on besides the text.
    """

    kind: str = ""
    only: tuple[str, ...] = ()
    into: str = ""
    tags: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)


def plan_import(source: Path, place: Place, choice: Choice) -> Plan:
    """What an import of the folder or file `source` would do.

    It is the same each time for the same files: names do not depend on what is asked for or
    on what was imported before.

    Raises:
        SourceError: The source is not there, too large, several sites, or the postmortems folder
            itself.
    """
    given = _given(source, place.folder)
    kind = KINDS.get(choice.kind)
    tree = Tree(site_of(given if given.is_dir() else given.parent, kind))
    below = given.relative_to(tree.root).as_posix()
    walked = tree.walk(below, place.folder.resolve()) if given.is_dir() else [(below, "")]
    entries = sorted(walked)
    if kind is None:
        kind = _kind_of(tree, [path for path, _ in entries])
    paths, left, others = _sorted_out(entries, kind, below)
    opener = Opener(tree, choice.settings, Inheritance(tree, kind), choice.tags)
    found = _dated([opener.open(path) for path in paths], opener)
    opened = [each for each in found if isinstance(each, Opened)]
    made = Maker(tree, kind, place, choice.settings).make(opened, _folder_in(choice.into))
    posts = [each for each in made if isinstance(each, Post)]
    left += [each for each in (*found, *made) if isinstance(each, Left)]
    used = {picture.source for post in posts for picture in post.pictures if picture.data is None}
    return Plan(
        root=tree.root,
        kind=kind.code,
        posts=tuple(each for each in posts if _fits(each.source, choice.only)),
        left=tuple(
            each
            for each in sorted(left, key=lambda one: one.source)
            if _fits(each.source, choice.only)
        ),
        others=len(others - used),
    )


def _kind_of(tree: Tree, paths: list[str]) -> Kind:
    """What the source is.

    Raises:
        SourceError: It holds several sites, of which each has its own way to be read.
    """
    sites = sites_in(paths)
    if len(sites) > 1:
        listed = ", ".join(f"{kind.label} in `{folder}`" for folder, kind in sites.items())
        raise SourceError(
            f"there are {len(sites)} sites in {tree.root}: {listed}. Import one after the other, "
            f"such as {tree.root / next(iter(sites))}, or say with --kind how to read them all"
        )
    return detect(tree.root, paths)


def _dated(found: list[Opened | Left], opener: Opener) -> list[Opened | Left]:
    """`found`, opened again with git's dates where there is no other; git is asked at most once."""
    undated = {each.path for each in found if isinstance(each, Opened) and each.date is None}
    if not undated:
        return found
    opener = replace(opener, history=read_history(opener.tree.root))
    return [
        opener.open(each.path) if isinstance(each, Opened) and each.path in undated else each
        for each in found
    ]


def _folder_in(into: str) -> str:
    """The folder to put everything into, cleaned.

    Raises:
        SourceError: It is no folder in the postmortems folder, or one whose content is not shown.
    """
    parts = PurePosixPath(into.replace("\\", "/")).parts if into else ()
    if not all(map(_can_be_shown, parts)):
        raise SourceError(
            f"`{into}` is no folder in the postmortems folder. Write one such as `old`"
        )
    return "/".join(parts)


def _can_be_shown(part: str) -> bool:
    """Whether a folder of this name is read, and can be on every system."""
    return is_storable(part) and not part.startswith((".", "_"))


def _given(source: Path, folder: Path) -> Path:
    try:
        given = source.resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise SourceError(f"there is no {source}") from None
    if given.is_relative_to(folder.resolve()):
        raise SourceError(f"{source} is in the postmortems folder already")
    if not given.is_dir() and given.suffix.casefold() not in MARKDOWN | {NOTEBOOK}:
        raise SourceError(f"{source} is neither a folder, a Markdown file nor a notebook")
    return given


def _sorted_out(
    entries: Sequence[tuple[str, str]], kind: Kind, given: str
) -> tuple[list[str], list[Left], set[str]]:
    """Which entries are write-ups, which are left and why, and which are other files.

    `given` is the path of what was given: a file that was is a write-up, whatever it is called.
    """
    paths: list[str] = []
    left: list[Left] = []
    others: set[str] = set()
    for path, wrong in entries:
        is_text = PurePosixPath(path).suffix.casefold() in MARKDOWN | {NOTEBOOK}
        if wrong:
            left.append(Left(path.encode(errors="replace").decode(), wrong, is_fault=is_text))
        elif not is_text:
            others.add(path)
        elif reason := "" if path == given else kind.reason_to_leave(path):
            left.append(Left(path, reason))
        else:
            paths.append(path)
    if len(paths) > 1:
        for path in [each for each in paths if _is_introduction(each, kind)]:
            paths.remove(path)
            left.append(Left(path, "it introduces the folder"))
    return paths, left, others


def _is_introduction(path: str, kind: Kind) -> bool:
    pure = PurePosixPath(path)
    folder = pure.parent.as_posix()
    is_top = folder == "." or folder in kind.roots
    return is_top and pure.stem.casefold() in {"index", "readme"}


def _fits(path: str, only: tuple[str, ...]) -> bool:
    name = PurePosixPath(path).name
    return not only or any(fnmatch(path, each) or fnmatch(name, each) for each in only)
