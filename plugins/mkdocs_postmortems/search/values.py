"""Filters by values that no postmortem has: what may have been meant."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_postmortems.domain.extension import read_extension
from mkdocs_postmortems.domain.vocabulary import Vocabularies, Vocabulary
from mkdocs_postmortems.search.index import Source, filter_term

_MOST_NAMED = 12
_MOST_MEANT = 3

Filter = tuple[str, str]
"""A facet and a value."""


@dataclass(frozen=True, slots=True)
class Strange:
    """A value that no postmortem has.

    Attributes:
        facet: Of which facet it is.
        value: The value, as it was written.
        meant: Values that may have been meant, the likeliest first.
        known: Values that there are: the codes of a vocabulary, or the commonest of an open facet.
        is_closed: Whether the facet has a vocabulary and this is not in it.
    """

    facet: str
    value: str
    meant: tuple[str, ...]
    known: tuple[str, ...]
    is_closed: bool


def strange(
    source: Source, filters: Iterable[Filter], vocabulary_option: Mapping[str, object]
) -> Iterator[Strange]:
    """What is to be said of each of `filters`, whose value no postmortem has.

    `vocabulary_option` has the site's own codes.

    Raises:
        ExtensionError: They are not understood.
    """
    vocabularies = Vocabularies().extended(read_extension(vocabulary_option))
    for facet, value in filters:
        vocabulary = getattr(vocabularies, facet, None)
        if vocabulary is None or vocabulary.read(value):
            yield _unused(source, facet, value)
        else:
            yield Strange(facet, value, _meant(vocabulary, value), vocabulary.codes, is_closed=True)


def _unused(source: Source, facet: str, value: str) -> Strange:
    having = source.facet(facet)
    known = sorted(having, key=lambda each: (-having[each], each))
    bare = filter_term(facet, value).partition(":")[2]
    meant = difflib.get_close_matches(bare, known, n=_MOST_MEANT)
    return Strange(facet, value, tuple(meant), tuple(known[:_MOST_NAMED]), is_closed=False)


def _meant(vocabulary: Vocabulary, value: str) -> tuple[str, ...]:
    """The codes of the family that `value` names, or else those that are spelt alike."""
    family = [term.code for term in vocabulary.terms if term.family == value.casefold()]
    return tuple(family) or vocabulary.suggest(value)
