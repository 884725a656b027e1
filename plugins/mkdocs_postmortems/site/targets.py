"""What links and images mean, between `docs/`, the postmortems folder and the site's root."""

import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from mkdocs_postmortems.domain import Form, Postmortem, Problem
from mkdocs_postmortems.site.paths import Mount
from mkdocs_postmortems.source.references import beside, clean_target, references

_MEDIA = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"),
        *(".mp3", ".ogg", ".wav", ".m4a", ".mp4", ".webm", ".mov"),
    }
)


class SiteFile(Protocol):
    """A file of a site."""

    @property
    def src_uri(self) -> str:
        """Its path among the sources."""

    @property
    def url(self) -> str:
        """Its address under the site."""


class SiteFiles(Protocol):
    """The files of a site, as MkDocs has them."""

    def get_file_from_path(self, path: str, /) -> SiteFile | None:
        """The file at that path among the sources."""

    def __iter__(self) -> Iterator[SiteFile]: ...


class Targets:
    """Finds files by what authors write.

    A link that a code host resolves, such as `../docs/guide.md` from a post, is resolved alike. A
    target that begins with `/` counts from the site's root, which is `docs/`, and where nothing
    is there, from the postmortems folder.
    """

    def __init__(self, mount: Mount, files: SiteFiles, moved: dict[str, str] | None = None) -> None:
        """Look among `files`, which may still grow; `moved` are paths that became other ones."""
        self._mount = mount
        self._files = files
        self._moved = moved or {}

    def file(self, uri: str) -> SiteFile | None:
        """The file at `uri`, if there is one."""
        return self._files.get_file_from_path(uri)

    def resolve(self, page_uri: str, target: str) -> str | None:
        """The path among MkDocs' files that `target` on the page at `page_uri` means.

        None when MkDocs finds it as it is, and when there is no such file.
        """
        if target.startswith("//"):
            return None
        if target.startswith("/"):
            return self._from_root(target)
        naive = posixpath.normpath(posixpath.join(posixpath.dirname(page_uri), target))
        if self.file(naive):
            return None
        uri = self._mount.target_uri(page_uri, target)
        return self._known(uri) if uri else None

    def asset(self, postmortem: Postmortem, target: str) -> str | None:
        """The path among MkDocs' files of a picture or recording that front matter names."""
        return self._at(postmortem, clean_target(target))

    def _at(self, postmortem: Postmortem, path: str) -> str | None:
        if path.startswith("/"):
            return self._from_root(path)
        uri = self._mount.target_uri(self._mount.post_uri(postmortem.source), path)
        return self._known(uri) if uri else None

    def missing(self, postmortems: Iterable[Postmortem], folder: str) -> list[Problem]:
        """Media that postmortems name from the root or in front matter, and are not there.

        Relative targets in bodies are MkDocs' own to report.
        """
        return [
            Problem(
                path=f"{folder}/{postmortem.source}",
                line=reference.line,
                field=reference.field,
                message=f"`{reference.target}` is not there",
                remedy=self._where(postmortem, reference.target),
                rule=Form.MISSING_FILE,
            )
            for postmortem in postmortems
            for reference in dict.fromkeys(references(postmortem))
            if self._is_media(reference.target)
            and (reference.field or reference.target.startswith("/"))
            and not self._at(postmortem, reference.target)
        ]

    @staticmethod
    def _is_media(target: str) -> bool:
        return posixpath.splitext(target)[1].casefold() in _MEDIA

    def _where(self, postmortem: Postmortem, target: str) -> str:
        if target.startswith("/"):
            return f"Put it at `{self._mount.docs.name}{target}`"
        return f"Put it at `{beside(postmortem, target)}` in the postmortems folder"

    def _from_root(self, target: str) -> str | None:
        path = posixpath.normpath(target.lstrip("/"))
        for uri in (path, self._mount.source_uri(path)):
            if known := self._known(uri):
                return known
        return self._by_address.get(target.strip("/"))

    @cached_property
    def _by_address(self) -> dict[str, str]:
        """Paths by address, for targets written as addresses; made when every file is in."""
        return {file.url.strip("/"): file.src_uri for file in self._files if file.url.strip("./")}

    def _known(self, uri: str) -> str | None:
        """`uri`, or what it became: a postmortem whose suffix was made `.md`, or one that moved."""
        candidates = (uri, posixpath.splitext(uri)[0] + ".md", self._moved.get(uri, ""))
        return next((each for each in candidates if self.file(each)), None)
