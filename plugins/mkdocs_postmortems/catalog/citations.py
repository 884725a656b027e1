"""Who took up what: the postmortems that build on another, replicate it, or link to it."""

from collections.abc import Iterable

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.source.paths import id_at, is_markdown
from mkdocs_postmortems.source.references import beside, references

_TAKES_UP = ("builds_on", "replicates")


def citations_of(published: Iterable[Postmortem]) -> dict[str, tuple[Postmortem, ...]]:
    """The postmortems that took up each, by its id; each once, in the order of `published`.

    One takes another up when it states that it builds on it or replicates it, or when its text
    links to the other's file. One that nobody took up is not among the keys.
    """
    listed = list(published)
    known = {postmortem.id for postmortem in listed}
    found: dict[str, list[Postmortem]] = {}
    for postmortem in listed:
        named = {each for relation in _TAKES_UP for each in getattr(postmortem, relation)}
        for taken in sorted((named | linked_ids(postmortem)) & known - {postmortem.id}):
            found.setdefault(taken, []).append(postmortem)
    return {taken: tuple(citing) for taken, citing in found.items()}


def linked_ids(postmortem: Postmortem) -> set[str]:
    """The ids of the postmortems that its links lead to, whether or not they are there."""
    paths = (beside(postmortem, reference.target) for reference in references(postmortem))
    return {id_at(path) for path in paths if is_markdown(path)}
