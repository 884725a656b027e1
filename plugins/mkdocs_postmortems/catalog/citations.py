"""Who took up what: the postmortems that build on another, replicate it, or link to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from mkdocs_postmortems.catalog.lineage import Link
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.source.paths import id_at, is_markdown
from mkdocs_postmortems.source.references import beside, references

MENTIONS = "mentions"
"""The name of the weak relation: the text of one links to the other, and neither states more."""
_TAKES_UP = ("builds_on", "replicates")


def citations_of(
    published: Iterable[Postmortem], mentions: Mapping[str, frozenset[str]] | None = None
) -> dict[str, tuple[Postmortem, ...]]:
    """The postmortems that took up each, by its id; each once, in the order of `published`.

    One takes another up when it states that it builds on it or replicates it, or when its text
    links to the other's file. One that nobody took up is not among the keys. `mentions` has what
    `mentions_of` answers, where that is known already.
    """
    listed = list(published)
    linked = mentions_of(listed) if mentions is None else mentions
    known = {postmortem.id for postmortem in listed}
    found: dict[str, list[Postmortem]] = {}
    for postmortem in listed:
        named = {each for relation in _TAKES_UP for each in getattr(postmortem, relation)}
        for taken in sorted(((named | linked[postmortem.id]) & known) - {postmortem.id}):
            found.setdefault(taken, []).append(postmortem)
    return {taken: tuple(citing) for taken, citing in found.items()}


def mentions_of(published: Iterable[Postmortem]) -> dict[str, frozenset[str]]:
    """The ids of the published postmortems that the text of each links to, by its id."""
    listed = list(published)
    known = {postmortem.id for postmortem in listed}
    return {each.id: frozenset((linked_ids(each) & known) - {each.id}) for each in listed}


def mention_links(
    published: Iterable[Postmortem],
    mentions: Mapping[str, frozenset[str]],
    stated: Mapping[str, Iterable[Link]],
) -> dict[str, tuple[Link, ...]]:
    """The weak relations of each by its id: its own, then those of others, the newest first.

    Two that have a stated relation, which `stated` has by their ids, have no weak one.
    """
    listed = list(published)
    places = {each.id: place for place, each in enumerate(listed)}
    own: dict[str, list[Link]] = defaultdict(list)
    inbound: dict[str, list[Link]] = defaultdict(list)
    for postmortem in listed:
        said = {link.other.id for link in stated[postmortem.id]}
        for place in sorted(places[each] for each in mentions[postmortem.id] - said):
            other = listed[place]
            own[postmortem.id].append(Link(MENTIONS, other, is_inbound=False))
            inbound[other.id].append(Link(MENTIONS, postmortem, is_inbound=True))
    return {each: tuple(own[each] + inbound[each]) for each in {*own, *inbound}}


def linked_ids(postmortem: Postmortem) -> set[str]:
    """The ids of the postmortems that its links lead to, whether or not they are there."""
    targets = (reference.target for reference in references(postmortem))
    return {id_at(beside(postmortem, each)) for each in targets if is_markdown(each)}
