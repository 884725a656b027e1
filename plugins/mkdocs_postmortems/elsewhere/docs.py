"""The other pages of the site: what `docs/` has and MkDocs publishes."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pathspec.gitignore import GitIgnoreSpec

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
# What MkDocs leaves out unless told otherwise (MkDocs, "Configuration", exclude_docs).
_NEVER = (".*", "/templates/")


@dataclass(frozen=True, slots=True)
class DocsFile:
    """A file of `docs/`.

    Attributes:
        uri: Its path there, with `/`.
        path: Where it is on disk.
        page: The path of its page under the site, without suffix; empty where it is no page.
    """

    uri: str
    path: Path
    page: str

    @property
    def is_markdown(self) -> bool:
        """Whether it is text with links to follow."""
        return is_markdown(self.uri)


def is_markdown(uri: str) -> bool:
    """Whether MkDocs takes the file at `uri` for a page in Markdown."""
    return PurePosixPath(uri).suffix.lower() in _MARKDOWN


def docs_files(folder: Path, hidden: Iterable[str]) -> list[DocsFile]:
    """What MkDocs publishes of `folder`, in the order of paths.

    `hidden` are lines as in `.gitignore` (`exclude_docs`, `draft_docs`). Of `index.md` and
    `README.md` side by side the first is taken, as MkDocs does.
    """
    spec = GitIgnoreSpec.from_lines([*_NEVER, *hidden])
    found: list[DocsFile] = []
    for root, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        uris = {(Path(root) / name).relative_to(folder).as_posix(): name for name in names}
        for uri, name in sorted(uris.items()):
            is_doubled = name == "README.md" and "index.md" in names
            if not is_doubled and not spec.match_file(uri):
                found.append(DocsFile(uri, Path(root) / name, _page(uri)))
    return found


def _page(uri: str) -> str:
    path = PurePosixPath(uri)
    if not is_markdown(uri) and path.suffix != ".html":
        return ""
    if path.stem in {"index", "README"} and len(path.parts) > 1:
        return str(path.parent)
    return "index" if path.stem == "README" else str(path.with_suffix(""))
