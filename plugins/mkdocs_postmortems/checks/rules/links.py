"""What postmortems refer to by links and pictures, and what two of them call themselves."""

import difflib
import posixpath
import re
from collections.abc import Iterable

from mkdocs_postmortems.checks.finding import Remark
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.source.paths import MARKDOWN_SUFFIXES
from mkdocs_postmortems.source.references import beside, references

_FILES = MARKDOWN_SUFFIXES | {
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"),
    *(".mp3", ".ogg", ".wav", ".m4a", ".mp4", ".webm", ".mov"),
    *(".pdf", ".csv", ".json", ".ipynb", ".zip"),
}
"""Suffixes of what can only be a file. Other targets may be addresses of pages."""
_TEMPLATE = re.compile(r"\{[{%<]")
"""A template of another site generator, which it fills in."""


def unknown_files(subject: Subject) -> Iterable[Remark]:
    """Links and pictures whose file is not there.

    A target may lead to another postmortem, to a file beside one, and out of the folder.
    """
    for reference in dict.fromkeys(references(subject.postmortem)):
        target = reference.target
        suffix = posixpath.splitext(target)[1].casefold()
        if suffix not in _FILES or _TEMPLATE.search(target):
            continue
        if not _is_there(subject, target):
            field = f"{reference.field}: " if reference.field else ""
            yield Remark(
                message=f"{field}`{target}` is not there",
                remedy=_remedy(subject, target),
                line=reference.line,
            )


def _is_there(subject: Subject, target: str) -> bool:
    around = subject.collection
    path = beside(subject.postmortem, target)
    if path in around.assets or path in around.sources:
        return True
    if target.startswith("/"):
        return around.is_there(target)
    # Of what the folder holds, the rest has no page: `_templates`, say.
    return path.startswith("..") and around.is_there(path)


def _remedy(subject: Subject, target: str) -> str:
    path = beside(subject.postmortem, target)
    if near := _near(path, [*subject.collection.assets, *subject.collection.sources]):
        folder = posixpath.dirname(subject.postmortem.source)
        return f"Did you mean `{posixpath.relpath(near, folder or '.')}`"
    if path.startswith(".."):
        return "Mend the path, or take the link out"
    return f"Put it at `{path}` in the postmortems folder, or take the link out"


def _near(path: str, known: Iterable[str]) -> str:
    """The only file of that name, or one of a similar name in the same folder; empty if none."""
    folder, name = posixpath.split(path)
    suffix = posixpath.splitext(name)[1].casefold()
    alike = [each for each in known if posixpath.splitext(each)[1].casefold() == suffix]
    same = [each for each in alike if posixpath.basename(each) == name]
    if len(same) == 1:
        return same[0]
    beside_it = {posixpath.basename(each): each for each in alike if _folder(each) == folder}
    near = difflib.get_close_matches(name, sorted(beside_it), n=1, cutoff=0.8)
    return beside_it[near[0]] if near else ""


def _folder(path: str) -> str:
    return posixpath.dirname(path)


def same_titles(subject: Subject) -> Iterable[Remark]:
    """Another postmortem of the same title, told on the later one."""
    own = subject.postmortem
    others = [each for each in subject.collection.by_title(own.title) if each.id != own.id]
    first = next((each for each in others if _is_before(each, own)), None)
    if first:
        yield Remark(
            message=f"`{first.id}` has the same title",
            remedy="Say in the title what is different here",
            line=own.line_of("title") or 1,
        )


def _is_before(one: Postmortem, other: Postmortem) -> bool:
    return one.source < other.source
