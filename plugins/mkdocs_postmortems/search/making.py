"""Makes an index again and again, as a preview does: only documents that changed are weighed."""

from array import array
from collections import Counter
from collections.abc import Sequence

from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.editing import Edits
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, Postings, Word, index_of
from mkdocs_postmortems.search.weighing import Weighed, weigh

_MOST_EDITED = 0.05


class IndexMaker:
    """Makes what `build_index` makes, and remembers it for the next time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._glossary = Glossary()
        self._known: dict[str, tuple[Document, Weighed]] = {}
        self._index = index_of([], [], self._glossary)
        self._memory = FORGETFUL
        self._about = b""

    def make(
        self, documents: Sequence[Document], glossary: Glossary, memory: Memory = FORGETFUL
    ) -> Index:
        """The index of `documents`, whose places in the sequence become their numbers.

        Those that `memory` knows are not weighed once more.
        """
        self._memory = memory
        self._about = memory.key("weighed", repr(glossary))
        if glossary != self._glossary:
            self._glossary, self._known = glossary, {}
        known = self._known
        self._known = {each.id: (each, self._weighed(each)) for each in documents}
        before = self._index.documents
        changed = [
            number
            for number, document in enumerate(documents)
            if number >= len(before) or not _is_alike(before[number], document)
        ]
        is_edited = before and len(documents) >= len(before) and known
        if is_edited and len(changed) <= max(_MOST_EDITED * len(documents), 1):
            self._index = self._edited(documents, changed, known)
        else:
            weighed = [self._known[each.id][1] for each in documents]
            self._index = index_of(documents, weighed, glossary)
        return self._index

    def _weighed(self, document: Document) -> Weighed:
        known = self._known.get(document.id)
        if known and known[0].fields == document.fields:
            return known[1]
        key = self._memory.key(self._about, document.fields)
        return self._memory.recall(key, lambda: weigh(document, self._glossary))

    def _edited(
        self,
        documents: Sequence[Document],
        changed: Sequence[int],
        known: dict[str, tuple[Document, Weighed]],
    ) -> Index:
        """The index as it was, but for what changed."""
        before = self._index
        edits = Edits()
        for number in changed:
            if number < len(before.documents):
                edits.take_out(number, *known[before.documents[number].id])
            edits.put_in(number, *self._known[documents[number].id])
        terms = dict(before.terms)
        for term in edits.terms:
            was = terms.pop(term, Postings(array("I"), b""))
            numbers, shares = was.documents[:], bytearray(was.shares)
            edits.apply(term, numbers, shares)
            if numbers:
                terms[term] = Postings(numbers, shares)
        words = Counter({(each.word, each.term): each.frequency for each in before.vocabulary})
        words.update(edits.words)
        vocabulary = sorted(Word(*each, count) for each, count in words.items() if count > 0)
        return Index(documents, dict(sorted(terms.items())), vocabulary, self._glossary)


def _is_alike(one: Document, other: Document) -> bool:
    """Whether two documents have the same postings."""
    return one.id == other.id and one.fields == other.fields and one.facets == other.facets
