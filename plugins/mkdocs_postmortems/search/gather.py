"""From the catalog to what is searched. What is hidden is not in the catalog's published part."""

import datetime as dt
import unicodedata
from collections.abc import Iterable

from mkdocs_postmortems.catalog import Catalog, Visibility
from mkdocs_postmortems.catalog.addresses import address_of
from mkdocs_postmortems.catalog.facets import teams_of
from mkdocs_postmortems.domain import Moment, Postmortem, Vocabularies, day_of, instant
from mkdocs_postmortems.domain.extension import read_extension
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, build_index
from mkdocs_postmortems.search.tokens import telling_terms
from mkdocs_postmortems.source import Settings, read_directory, read_folder
from mkdocs_postmortems.source.body import is_lessons_heading
from mkdocs_postmortems.source.plain import plain_text
from mkdocs_postmortems.source.sections import sections_of


def read_catalog(project: Project, now: dt.datetime) -> Catalog:
    """The catalog of `project` as of `now` (aware). What cannot be read is left out.

    Raises:
        ExtensionError: The project's own codes are not understood.
    """
    options = project.options
    vocabularies = Vocabularies().extended(read_extension(options.get("vocabulary") or {}))
    try:
        authors, _ = read_directory(project.authors_file.read_bytes(), project.authors_file.name)
    except OSError:
        authors = {}
    headings = options.get("lessons_headings")
    listed = tuple(map(str, headings)) if isinstance(headings, list) else ()
    settings = Settings(vocabularies, authors, listed)
    ask_git = options.get("git_dates") is not False
    folder = read_folder(project.folder, settings, ask_git=ask_git)
    found = [each.postmortem for each in folder.readings if each.postmortem]
    return Catalog(found, now, vocabularies)


def read_index(project: Project, now: dt.datetime, glossary: Glossary) -> tuple[Index, str]:
    """The index of what `project` publishes, and the moment (ISO 8601) when more becomes due."""
    catalog = read_catalog(project, now)
    coming = [
        _due(each.date)
        for each, visibility in catalog.held_back()
        if visibility is Visibility.SCHEDULED and each.date
    ]
    until = min(coming, default=dt.datetime.max.replace(tzinfo=dt.UTC))
    return build_index(documents_of(catalog, project.blog), glossary), until.isoformat()


def _due(moment: Moment) -> dt.datetime:
    """When `moment` has come, in UTC; a day comes 14 hours before it has come there."""
    at = dt.datetime.fromtimestamp(instant(moment), dt.UTC)
    return at if isinstance(moment, dt.datetime) else at - dt.timedelta(hours=14)


def documents_of(catalog: Catalog, mount: str = "postmortems") -> list[Document]:
    """The published postmortems, oldest first, so that a new one comes last.

    `mount` is the path of the blog in the site.
    """
    return [
        document_of(
            each,
            catalog.vocabularies,
            mount,
            tuple(other.id for other in catalog.superseded_by(each)),
        )
        for each in reversed(catalog.published)
    ]


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
    lessons = [passage.text for passage in passages if passage.kind == "lesson"]
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
        _passage("lesson", lesson.anchor, "", _joined(lesson.text, lesson.applies_when, lesson.do))
        for lesson in postmortem.lessons
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
    return {term for each in lessons for term in each.terms}.issuperset(
        telling_terms(_composed(text))
    )


def _passage(kind: str, anchor: str, heading: str, text: str) -> Passage:
    heading, text = _composed(heading), _composed(text)
    return Passage(kind, anchor, heading, text, tuple(telling_terms(f"{heading} {text}")))


def _joined(*parts: str) -> str:
    return " ".join(plain_text(part) for part in parts if part)


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
    return {name: values for name, values in facets.items() if values}
