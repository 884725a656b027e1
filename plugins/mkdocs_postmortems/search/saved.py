"""What a saved search finds: what somebody who follows it wants to be told of, and nothing else.

An ordinary search shows the best first and lets the eye stop. Who follows a search is told of each
postmortem, so here all words must be there: in any inflection, or as a synonym of the glossary.
What is merely spelt alike is not taken for a word that no postmortem has: it would be told of until
the day on which somebody writes that word, and never after.
"""

from collections.abc import Iterator

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.glossary import find
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.nearness import completions
from mkdocs_postmortems.search.query import Query, as_query, parse
from mkdocs_postmortems.search.tokens import Token, is_half_a_pair


def matching(source: Source, text: str) -> tuple[Document, ...]:
    """The documents that have all words of `text`, and that its filters let through; unordered."""
    query = parse(text)
    found = Engine(source).search(text, source.count).hits
    if not query.words:
        return tuple(hit.document for hit in found)
    having = set.intersection(*(_having(source, forms) for _, forms in _forms(source, query)))
    ids = {source.document(number).id for number in having}
    return tuple(hit.document for hit in found if hit.document.id in ids)


def unheard(source: Source, text: str) -> tuple[str, ...]:
    """What of `text` no document has: its words, and its filters as they are written."""
    query = parse(text)
    words = (word.word for word, forms in _forms(source, query) if not _having(source, forms))
    filters = (
        f"{name}:{value}"
        for name, value in query.filters
        if not Engine(source).search(as_query("", {name: (value,)}), 0).total
    )
    return tuple(dict.fromkeys([*words, *filters]))


def _forms(source: Source, query: Query) -> Iterator[tuple[Token, list[str]]]:
    """Each word with the terms that may stand for it."""
    terms = [word.term for word in query.typed]
    concepts = find(source.glossary, terms)
    for place, word in enumerate(query.typed):
        if word not in query.words:
            continue
        meant = [each.concept for each in concepts if each.start <= place < each.end]
        grown = completions(word.word, source) if is_half_a_pair(word.word) else []
        yield word, [word.term, *meant, *grown]


def _having(source: Source, terms: list[str]) -> set[int]:
    """The numbers of the documents that have one of `terms`."""
    found = (source.postings(term) for term in terms)
    return {number for each in found if each for number in each.documents}
