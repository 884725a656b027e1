"""Write-ups made postmortems: names given, targets exchanged, fields added, and read again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import JsonValue

from mkdocs_postmortems.domain import Postmortem, Severity, day_of
from mkdocs_postmortems.importing.document import Document, open_document
from mkdocs_postmortems.importing.kinds import NOTEBOOK, Kind
from mkdocs_postmortems.importing.links import links_in
from mkdocs_postmortems.importing.marks import marks_in
from mkdocs_postmortems.importing.naming import Name, Names, folder_above, words_of
from mkdocs_postmortems.importing.opening import Opened
from mkdocs_postmortems.importing.plan import Left, Note, Picture, Post, State
from mkdocs_postmortems.importing.resolving import Resolver
from mkdocs_postmortems.importing.retargeting import Retargeting, Site
from mkdocs_postmortems.importing.tree import LARGEST_PICTURE, LARGEST_TEXT, Tree, UnreadableError
from mkdocs_postmortems.source import Reading, Settings, read
from mkdocs_postmortems.source.references import beside, references


@dataclass(frozen=True, slots=True)
class Place:
    """Where postmortems go.

    Attributes:
        folder: The postmortems folder.
        blog: The path of the blog in the site.
        directory_urls: Whether a page's address ends with a slash.
    """

    folder: Path
    blog: str = "postmortems"
    directory_urls: bool = True


class Maker:
    """Makes the postmortems of one import."""

    def __init__(self, tree: Tree, kind: Kind, place: Place, settings: Settings) -> None:
        """Make them of the files of `tree`, for `place`."""
        self._tree = tree
        self._kind = kind
        self._place = place
        self._settings = settings

    def make(self, opened: Sequence[Opened], into: str) -> list[Post | Left]:
        """One for each, in their order, or why there is none; all go into the folder `into`."""
        resolver = Resolver(
            self._tree, self._kind, [(each.path, each.postmortem) for each in opened]
        )
        names = Names(into)
        named, notes = self._named(opened, names, resolver)
        site = Site(self._place.blog, self._place.directory_urls, named)
        return [
            self._made(each, Retargeting(each, resolver, site, names, self._tree), notes[each.path])
            for each in opened
        ]

    def _named(
        self, opened: Iterable[Opened], names: Names, resolver: Resolver
    ) -> tuple[dict[str, tuple[Opened, Name]], dict[str, list[Note]]]:
        """Each write-up with its name, and what is to be told of it, by its path."""
        named: dict[str, tuple[Opened, Name]] = {}
        notes: dict[str, list[Note]] = {}
        for each in opened:
            words = words_of(each.path, each.postmortem, self._tree.root.name)
            folder, stem, is_second = names.of_post(words, each.date, folder_above(each.path))
            is_bundle = self._place.directory_urls and _has_pictures_in_html(each, resolver)
            named[each.path] = each, Name(folder, stem, is_bundle)
            told = "another name, because an earlier write-up has the same"
            notes[each.path] = [Note("mapped", told)] if is_second else []
        return named, notes

    def _made(self, opened: Opened, targets: Retargeting, notes: list[Note]) -> Post | Left:
        path = targets.name.path
        moved = targets.document()
        document, reading = self._completed(opened, moved, targets.additions, path)
        made, data = reading.postmortem, document.text.encode()
        if made is None or not _is_kept(opened, made, open_document(data, path)):
            return Left(opened.path, _why_not(reading), is_fault=True)
        if len(data) > LARGEST_TEXT:
            return Left(opened.path, "its text is more than a page can have", is_fault=True)
        first_line = 0 if opened.path.casefold().endswith(NOTEBOOK) else opened.document.body_line
        marks = marks_in(_with_line_feeds(moved.body), first_line)
        return Post(
            source=opened.path,
            target=path,
            title=made.title,
            date=made.date,
            draft=made.draft,
            data=data,
            state=self._state(path, data),
            pictures=tuple(self._with_state(each) for each in targets.pictures),
            notes=(*opened.notes, *notes, *targets.notes, *_unseen(made, targets.pictures), *marks),
            problems=reading.problems,
        )

    def _completed(
        self, opened: Opened, moved: Document, additions: Mapping[str, JsonValue], path: str
    ) -> tuple[Document, Reading]:
        """The document with the fields it lacks, and with a title and date that its move loses."""
        document = moved.with_fields(additions)
        reading = read(document.text.encode(), path, self._settings)
        lost = _lost(opened, reading)
        if not lost:
            return document, reading
        document = moved.with_fields({**lost, **additions})
        return document, read(document.text.encode(), path, self._settings)

    def _with_state(self, picture: Picture) -> Picture:
        """`picture` with how it stands to what is there."""
        target = self._place.folder / picture.target
        if not _is_there(target):
            return picture
        data = picture.data
        if data is None:
            try:
                data = self._tree.read(picture.source, LARGEST_PICTURE)
            except UnreadableError:
                return replace(picture, state=State.DIFFERS)
        return replace(picture, state=self._state(picture.target, data))

    def _state(self, path: str, data: bytes) -> State:
        target = self._place.folder / path
        if not _is_there(target):
            return State.NEW
        try:
            is_same = target.stat().st_size == len(data) and target.read_bytes() == data
        except OSError:
            is_same = False
        return State.THERE if is_same else State.DIFFERS


def _is_kept(opened: Opened, made: Postmortem, document: Document) -> bool:
    """Whether a postmortem is as hidden as it must be, and has every field of the write-up."""
    is_hidden = made.draft or not opened.draft
    is_unlisted = made.unlisted or "unlisted" not in opened.additions
    return is_hidden and is_unlisted and document.keeps(opened.document)


def _unseen(made: Postmortem, pictures: Iterable[Picture]) -> list[Note]:
    """Pictures that a build will not look for, because of the way the text names them."""
    seen = {beside(made, reference.target) for reference in references(made)}
    remedy = "Write it as a Markdown image, or its HTML on one line with `src` first"
    return [
        Note("left", f"the page does not show `{each.source}`, as it is named. {remedy}")
        for each in pictures
        if each.target not in seen
    ]


def _lost(opened: Opened, reading: Reading) -> dict[str, JsonValue]:
    """The title and the date, where a write-up loses them by its move."""
    made = reading.postmortem
    if made is None:
        return {}
    lost: dict[str, JsonValue] = {}
    if made.title != opened.title and not opened.document.entry("title"):
        lost["title"] = opened.title
    if opened.date and (made.date is None or day_of(made.date) != day_of(opened.date)):
        lost["date"] = day_of(opened.date).isoformat()
    return lost


def _has_pictures_in_html(opened: Opened, resolver: Resolver) -> bool:
    """Whether HTML in a body names pictures.

    No tool turns such a path into the page's own, so the file must stand where its page will be.
    """
    return any(
        link.target in opened.pictures
        or resolver.meaning(opened.path, link.target).sort == "picture"
        for link in links_in(opened.document.body)
        if link.is_html
    )


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _why_not(reading: Reading) -> str:
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    reason = f": {errors[0].message}" if errors else ""
    return f"fields that it needs could not be added to its front matter{reason}"
