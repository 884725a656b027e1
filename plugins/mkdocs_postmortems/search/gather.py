"""From postmortems to what is searched."""

import unicodedata
from collections.abc import Iterable

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.addresses import address_of
from mkdocs_postmortems.catalog.facets import teams_of
from mkdocs_postmortems.domain import Lesson, Postmortem, Vocabularies, day_of
from mkdocs_postmortems.kept.fingerprint import plain
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.tokens import telling_terms
from mkdocs_postmortems.source.body import is_lessons_heading
from mkdocs_postmortems.source.plain import plain_text
from mkdocs_postmortems.source.sections import sections_of

_ENDS = tuple(".!?:;…。！？")  # noqa: RUF001 - so sentences end in Chinese and Japanese


def documents_of(
    catalog: Catalog, mount: str = "postmortems", memory: Memory = FORGETFUL
) -> list[Document]:
    """The published postmortems, oldest first, so that a new one comes last.

    `mount` is the path of the blog in the site. Those that `memory` knows are not made once more.
    """
    words = catalog.vocabularies
    about = memory.key("document", plain(words), mount)

    def document(postmortem: Postmortem) -> Document:
        later = tuple(other.id for other in catalog.superseded_by(postmortem))
        key = memory.key(about, postmortem.digest, later)
        return memory.recall(key, lambda: document_of(postmortem, words, mount, later))

    return [document(each) for each in reversed(catalog.published)]


def document_of(
    postmortem: Postmortem,
    vocabularies: Vocabularies,
    mount: str,
    superseded_by: tuple[str, ...] = (),
) -> Document:
    """`postmortem` as search sees it."""
    passages = _passages(postmortem)
    corrected = bool(postmortem.corrections)
    marks = (("superseded", bool(superseded_by)), ("corrected", corrected))
    return Document(
        id=postmortem.id,
        title=_composed(postmortem.title),
        date=day_of(postmortem.date).isoformat() if postmortem.date else "",
        facets=_facets(postmortem),
        marks=tuple(name for name, holds in marks if holds),
        fields=tuple(_composed(text) for text in _fields(postmortem, passages, vocabularies)),
        passages=passages,
        page=address_of(postmortem, mount)[0].page,
        superseded_by=superseded_by,
    )


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _fields(
    postmortem: Postmortem, passages: Iterable[Passage], vocabularies: Vocabularies
) -> tuple[str, ...]:
    lessons = [
        plain_text(part)
        for lesson in postmortem.lessons
        for part in (lesson.text, lesson.applies_when, lesson.do)
    ]
    sections = [passage for passage in passages if passage.kind == "section"]
    evidence = [*postmortem.runs, *(each.name for each in postmortem.data)]
    evidence += [result.metric for result in postmortem.results]
    return (
        postmortem.title,
        "\n".join(lessons),
        "\n".join(_facet_words(postmortem, vocabularies)),
        postmortem.summary,
        "\n".join(section.heading for section in sections),
        "\n".join([postmortem.hypothesis, *evidence, *(section.text for section in sections)]),
    )


def _passages(postmortem: Postmortem) -> tuple[Passage, ...]:
    lessons = [
        _passage("lesson", lesson.anchor, "", _told(lesson)) for lesson in postmortem.lessons
    ]
    sections = [
        _passage("section", "", section.heading, section.text)
        for section in sections_of(postmortem.body)
        if not (is_lessons_heading(section.heading) and _is_told(section.text, lessons))
    ]
    opening = _passage("opening", "", postmortem.title, postmortem.summary)
    return (*lessons, opening, *sections)


def _is_told(text: str, lessons: Iterable[Passage]) -> bool:
    """Whether the lessons have every word of `text`."""
    told = {term for each in lessons for term in telling_terms(each.text)}
    return told.issuperset(telling_terms(_composed(text)))


def _passage(kind: str, anchor: str, heading: str, text: str) -> Passage:
    return Passage(kind, anchor, _composed(heading), _composed(text))


def _told(lesson: Lesson) -> str:
    """A lesson with its parts as sentences, named as its page names them."""
    parts = (("", lesson.text), ("Applies when: ", lesson.applies_when), ("Do: ", lesson.do))
    told = [name + plain_text(text) for name, text in parts if text]
    ended = (each if each.endswith(_ENDS) else f"{each}." for each in told[:-1])
    return " ".join([*ended, *told[-1:]])


def _facet_words(postmortem: Postmortem, vocabularies: Vocabularies) -> list[str]:
    """The labels of its codes and the texts of its facets, as words to be found by."""
    codes = (("outcome", postmortem.outcome), ("stage", postmortem.stage))
    words = [getattr(vocabularies, name).term(code).label for name, code in codes if code]
    words += [vocabularies.cause.term(cause.code).label for cause in postmortem.causes]
    words += [plain_text(cause.evidence) for cause in postmortem.causes]
    names = [author.name for author in postmortem.authors]
    return [*words, *postmortem.tags, *postmortem.series, *teams_of(postmortem), *names]


def _facets(postmortem: Postmortem) -> dict[str, tuple[str, ...]]:
    single = {
        "outcome": postmortem.outcome,
        "stage": postmortem.stage,
        "decision": postmortem.decision,
        "confidence": postmortem.confidence,
        "year": str(day_of(postmortem.date).year) if postmortem.date else None,
    }
    facets: dict[str, tuple[str, ...]] = {name: (value,) for name, value in single.items() if value}
    facets["cause"] = tuple(cause.code for cause in postmortem.causes)
    facets["tag"] = postmortem.tags
    facets["author"] = tuple(author.name for author in postmortem.authors)
    facets["team"] = teams_of(postmortem)
    facets["series"] = postmortem.series
    facets["audience"] = postmortem.audience
    return {name: values for name, values in facets.items() if values}
