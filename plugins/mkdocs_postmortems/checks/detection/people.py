"""The names of people that the files of a project know. None is guessed from a text."""

import re
from collections.abc import Iterable, Iterator, Mapping

from mkdocs_postmortems.domain import Author, Postmortem

Names = Mapping[str, tuple[str, ...]]
"""Names by their first word, the longer before the shorter."""

_WORD = re.compile(r"\w+")
_NOBODY = frozenset({"anonymous", "various", "unknown"})
_GROUP = re.compile(
    r"\b(?:teams?|groups?|labs?|squad|guild|department|dept|unit|platform|data|research|science"
    r"|engineering|analytics|ai|ml|et al)\b",
    re.IGNORECASE,
)
_LONGEST = 4


def names_of(authors: Mapping[str, Author], postmortems: Iterable[Postmortem]) -> Names:
    """What people are called who are in the authors file, or wrote or reviewed a postmortem."""
    read = list(postmortems)
    teams = {each.team.casefold() for each in authors.values()}
    teams |= {each.team.casefold() for each in read}
    written = {each for postmortem in read for each in _written(postmortem)} - authors.keys()
    people = {each for each in written if _is_somebody(each, teams)}
    found = {name for key, author in authors.items() for name in _listed(key, author.name)}
    found |= {name for each in people for name in _called(each)}
    grouped: dict[str, tuple[str, ...]] = {}
    for name in sorted(found, key=lambda each: (-len(each), each)):
        if len(name) > 1 and (first := _WORD.search(name)):
            grouped[first[0]] = (*grouped.get(first[0], ()), name)
    return grouped


def said_in(text: str, names: Names) -> tuple[str, ...]:
    """Those of `names` whose first word is in `text`."""
    words = names.keys() & set(_WORD.findall(text))
    found = (name for word in words for name in names[word])
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def _written(postmortem: Postmortem) -> Iterator[str]:
    """Who wrote or reviewed it and is not in the authors file."""
    yield from (each.name for each in postmortem.authors if not each.id)
    yield from postmortem.reviewed_by


def _is_somebody(name: str, teams: set[str]) -> bool:
    folded = name.casefold()
    is_group = _GROUP.search(name) or folded in teams or folded in _NOBODY
    return not is_group and len(name.split()) <= _LONGEST


def _listed(key: str, name: str) -> set[str]:
    """The names of an author of the file: as shown, and the id as a sentence has it.

    An id that is a word in small letters may be a word: `mark` counts as `Mark` and `@mark`.
    """
    is_word = key.isalpha() and key.islower()
    return {name, f"@{key}", key.capitalize() if is_word else key} - ({key} if is_word else set())


def _called(name: str) -> set[str]:
    """The names of somebody whom a postmortem names: `Ada Byron` is `Ada` too."""
    first, *others = name.split()
    if not others:
        return _listed(name, name)
    is_name = all(each.isalpha() and each.istitle() for each in (first, *others))
    return {name, first} if is_name and len(first) > 2 else {name}
