"""Short ways to make an index for a test, and to ask it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import Postmortem, lesson_anchor
from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, Postings, Source, build_index
from mkdocs_postmortems.search.store import Store
from unit.making import NOW, record

FILLER = "Nothing that matters stands in this sentence about weather and bread."


def post(id: str, body: str = FILLER, lessons: Sequence[str] = (), **fields: object) -> Postmortem:  # noqa: A002 - as the record calls it
    """A published postmortem; `lessons` are texts."""
    fields.setdefault("title", "Untitled")
    taught = [{"text": text, "anchor": lesson_anchor(text)} for text in lessons]
    return record(id, body=body, lessons=taught, **fields)


def index_of(
    postmortems: Iterable[Postmortem], *concepts: Sequence[str], now: dt.datetime = NOW
) -> Index:
    """The index of what is published of `postmortems`, with a glossary of `concepts`."""
    return build_index(documents_of(Catalog(postmortems, now)), Glossary.of(concepts))


def engine_of(*postmortems: Postmortem, concepts: Iterable[Sequence[str]] = ()) -> Engine:
    """An engine over them."""
    return Engine(index_of(postmortems, *concepts))


def ids_in(answer: Answer) -> list[str]:
    """The ids of the hits, in their order."""
    return [hit.document.id for hit in answer.hits]


def found(engine: Engine, text: str, most: int = 100, since: str = "") -> list[str]:
    """The ids that a search finds, in their order."""
    return ids_in(engine.search(text, most, since))


def document(id: str, **fields: str) -> Document:  # noqa: A002 - as the record calls it
    """A document made of the texts of its fields alone, for tests of the index."""
    texts = {"title": "", "lessons": "", "facets": "", "summary": "", "headings": "", "body": ""}
    texts |= fields
    text = " ".join(texts.values()).strip()
    passage = Passage("section", "", "", text)
    return Document(id, texts["title"], "", {}, (), tuple(texts.values()), (passage,))


def content_of(source: Source) -> dict[str, Any]:
    """All that an index has, in memory or on disk, to be compared."""
    if isinstance(source, Store):
        terms = [term for (term,) in source.rows("select term from terms order by term")]
        rows = source.rows("select concept, form from forms order by rowid")
        forms = [(concept, tuple(form.split())) for concept, form in rows]
    else:
        assert isinstance(source, Index)
        terms = sorted(source.terms)
        forms = [(name, form) for name, all_ in source.glossary.concepts.items() for form in all_]
    return {
        "documents": [source.document(each) for each in range(source.count)],
        "dates": list(source.dates()),
        "terms": {term: plain(source.postings(term)) for term in terms},
        "words": list(source.words("")),
        "forms": forms,
    }


def plain(found: Postings | None) -> list[tuple[int, int]]:
    """The documents of a term, each with its share."""
    assert found is not None
    return list(zip(found.documents, found.shares, strict=True))


def similar(engine: Engine, text: str, most: int = 5, but: str = "") -> Answer:
    """What the engine finds nearest to a text, however far that is."""
    return engine.told(engine.nearest(text, most, but))
