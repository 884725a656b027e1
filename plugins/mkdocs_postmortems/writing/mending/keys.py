"""Names of fields: other spellings of ours, other names of ours, and slips of one letter."""

from collections.abc import Iterator

from mkdocs_postmortems.domain import Problem
from mkdocs_postmortems.domain.vocabulary import squeeze
from mkdocs_postmortems.source import names
from mkdocs_postmortems.writing.editing import Manuscript
from mkdocs_postmortems.writing.mending.mend import Rename

_OURS = frozenset({"success_criteria", "causes", "lessons"})
"""Fields whose other names no other tool reads: those of the others are left to them."""

_NEVER_GUESSED = frozenset(
    {"draft", "published", "unlisted", "audience", "date", "expiryDate", "slug", "url", "aliases"}
)
"""Fields that decide who sees a page, and where."""

_SHORTEST = 5


def renames(manuscript: Manuscript, *, all_aliases: bool) -> list[Rename]:
    """The keys that are to have their field's name.

    With `all_aliases`, also those that other tools read, such as `lastmod`. A key stays where its
    field is there under another one too.
    """
    fields = [(entry, *_named(entry.key, all_aliases=all_aliases)) for entry in manuscript.fields]
    held = [names.canonical(entry.key) or name for entry, name, _ in fields]
    return [
        Rename(entry.key, name, is_new)
        for entry, name, is_new in fields
        if name and name != entry.key and held.count(name) == 1
    ]


def doubles(manuscript: Manuscript) -> Iterator[Problem]:
    """Fields that stand under two keys of ours, of which the reader takes one."""
    first: dict[str, tuple[str, int]] = {}
    for entry in manuscript.fields:
        name = names.canonical(entry.key)
        if name is None or _named(entry.key, all_aliases=False)[0] != name:
            continue
        key, line = first.setdefault(name, (entry.key, entry.line))
        if key != entry.key:
            yield Problem(
                path=manuscript.path,
                line=entry.line,
                field=entry.key,
                message=f"is `{name}`, as `{key}` on line {line} is",
                remedy="Keep one of them",
            )


def _named(key: str, *, all_aliases: bool) -> tuple[str, bool]:
    """The name that `key` is to have, empty if it stays, and whether it is not known so far."""
    name = names.canonical(key)
    if name is None:
        return _certainly_meant(key), True
    is_spelling = squeeze(key) == squeeze(name)
    return (name if is_spelling or name in _OURS or all_aliases else ""), False


def _certainly_meant(key: str) -> str:
    """The field that is one slip of the pen away from `key`, if it is the only one."""
    squeezed = squeeze(key)
    if names.meant_by(key) is None or len(squeezed) < _SHORTEST or not squeezed.isalpha():
        return ""
    near = {
        name
        for name, others in names.FIELDS.items()
        for spelling in (name, *(others if name in _OURS else ()))
        if is_one_slip(squeezed, squeeze(spelling))
    }
    return near.pop() if len(near) == 1 and not near & _NEVER_GUESSED else ""


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter too much, too few or wrong, or two that changed places, tell them apart.

    That is a distance of one as Damerau has it (Communications of the ACM 7, 1964), who found four
    of five misspellings to be such.
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    rests = (
        (one[same + 1 :], other[same + 1 :]),
        (one[same + 1 :], other[same:]),
        (one[same:], other[same + 1 :]),
        (one[same + 1 : same + 2] + one[same : same + 1] + one[same + 2 :], other[same:]),
    )
    return any(left == right for left, right in rests)
