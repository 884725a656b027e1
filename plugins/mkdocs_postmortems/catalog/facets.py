"""Facets: the values by which postmortems are counted and listed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdocs_postmortems.domain import Postmortem, Vocabularies, Vocabulary, day_of
from mkdocs_postmortems.domain.moment import MONTHS
from mkdocs_postmortems.slugs import slugify

Values = Callable[[Postmortem], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet with its postmortems, newest first.

    Attributes:
        slug: Its part of the address.
        label: What readers see: the vocabulary's label, or the commonest spelling.
        code: The vocabulary's code, or the label.
        postmortems: Those that have it.
        description: One line about it, where there is one.
    """

    slug: str
    label: str
    code: str
    postmortems: tuple[Postmortem, ...]
    description: str = ""

    @property
    def count(self) -> int:
        """How many postmortems have it."""
        return len(self.postmortems)


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to divide the collection.

    Attributes:
        name: Its name in addresses and options.
        values: Its values that occur, in the order in which they are listed.
    """

    name: str
    values: tuple[Value, ...]

    def value(self, text: str) -> Value | None:
        """The value that `text` (a code or a spelling) belongs to."""
        slug = slugify(text)
        return next((value for value in self.values if value.slug == slug), None)

    @property
    def counts(self) -> dict[str, int]:
        """How many postmortems each value has, by code."""
        return {value.code: value.count for value in self.values}


def facets_of(postmortems: tuple[Postmortem, ...], vocabularies: Vocabularies) -> dict[str, Facet]:
    """All facets of `postmortems`, which are in their final order, by name."""
    codes: dict[str, tuple[Vocabulary, Values]] = {
        "outcome": (vocabularies.outcome, lambda p: _present(p.outcome)),
        "stage": (vocabularies.stage, lambda p: _present(p.stage)),
        "decision": (vocabularies.decision, lambda p: _present(p.decision)),
        "cause": (vocabularies.cause, lambda p: [cause.code for cause in p.causes]),
        "split": (vocabularies.split, lambda p: [each.split for each in p.results if each.split]),
    }
    texts: dict[str, Values] = {
        "tag": lambda p: p.tags,
        "author": lambda p: [author.name for author in p.authors],
        "team": teams_of,
        "series": lambda p: p.series,
        "year": lambda p: _present(day_of(p.date).isoformat()[:4] if p.date else None),
    }
    facets: dict[str, Facet] = {}
    for name, (vocabulary, values_of) in codes.items():
        grouped = _grouped(postmortems, values_of)
        values = [
            Value(
                slug=slugify(code),
                label=vocabulary.term(code).label,
                code=code,
                postmortems=members,
                description=vocabulary.term(code).meaning,
            )
            for code, members in grouped.items()
        ]
        values.sort(key=lambda value: (vocabulary.position(value.code), value.code))
        facets[name] = Facet(name, tuple(values))
    for name, values_of in texts.items():
        facets[name] = Facet(name, _spelt(name, postmortems, values_of))
    return facets | {"month": Facet("month", _months(postmortems))}


def teams_of(postmortem: Postmortem) -> tuple[str, ...]:
    """The postmortem's team, else the teams of its authors, each once."""
    if postmortem.team:
        return (postmortem.team,)
    return tuple(dict.fromkeys(author.team for author in postmortem.authors if author.team))


def _present(value: str | None) -> list[str]:
    return [value] if value else []


def _grouped(
    postmortems: Iterable[Postmortem], values_of: Values
) -> dict[str, tuple[Postmortem, ...]]:
    groups: dict[str, dict[str, Postmortem]] = defaultdict(dict)
    for postmortem in postmortems:
        for value in values_of(postmortem):
            groups[value][postmortem.id] = postmortem
    return {value: tuple(members.values()) for value, members in groups.items()}


def _spelt(name: str, postmortems: tuple[Postmortem, ...], values_of: Values) -> tuple[Value, ...]:
    """Values of free text: spellings that make the same slug are one, labelled by the commonest."""
    members: dict[str, dict[str, Postmortem]] = defaultdict(dict)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for postmortem in postmortems:
        for text in values_of(postmortem):
            slug = slugify(text)
            members[slug][postmortem.id] = postmortem
            spellings[slug][text] += 1
    values: list[Value] = []
    for slug, found in members.items():
        label = min(spellings[slug].items(), key=lambda item: (-item[1], item[0]))[0]
        values.append(Value(slug, label, label, _ordered(name, found.values())))
    if name == "year":
        return tuple(sorted(values, key=lambda value: value.slug, reverse=True))
    return tuple(sorted(values, key=lambda value: (value.label.casefold(), value.slug)))


def _months(postmortems: Iterable[Postmortem]) -> tuple[Value, ...]:
    """The months in which something is dated, the newest first."""
    grouped = _grouped(
        postmortems, lambda p: _present(day_of(p.date).isoformat()[:7] if p.date else None)
    )
    return tuple(
        Value(slug, f"{MONTHS[int(slug[5:]) - 1]} {slug[:4]}", slug, members)
        for slug, members in sorted(grouped.items(), reverse=True)
    )


def _ordered(name: str, members: Iterable[Postmortem]) -> tuple[Postmortem, ...]:
    """A series is read from its beginning; everything else newest first, as given."""
    newest_first = tuple(members)
    return newest_first[::-1] if name == "series" else newest_first
