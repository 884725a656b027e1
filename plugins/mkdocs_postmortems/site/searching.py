"""The search of one build: what it finds is known while no text changes, so no index is made."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from mkdocs_postmortems.kept.fingerprint import digest
from mkdocs_postmortems.kept.memory import Memory
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.kinship import Kinship
from mkdocs_postmortems.search.saved import matching, unheard
from mkdocs_postmortems.site.finding import IndexFiles


class Searching:
    """Looks in the documents of one build."""

    def __init__(
        self,
        documents: Sequence[Document],
        glossary: Glossary,
        made: IndexFiles,
        memory: Memory,
    ) -> None:
        """Look in `documents`; `made` makes their index, and `memory` knows what was found."""
        self._documents = documents
        self._glossary = glossary
        self._made = made
        self._memory = memory
        said = (digest(repr(each).encode("utf-8", "surrogatepass")) for each in documents)
        self._stamp = memory.key("search", repr(glossary), tuple(said))

    @cached_property
    def index(self) -> Index:
        """The index."""
        return self._made.make(self._documents, self._glossary, self._memory)

    @cached_property
    def kinship(self) -> Kinship:
        """What is like what."""
        ids = tuple(each.id for each in self._documents)
        return Kinship(ids, lambda: self.index, self._stamp, self._memory)

    def files(self, urls: Mapping[str, str], memory: Memory) -> Sequence[tuple[str, str]]:
        """The files of the index, by their names; `urls` are the addresses of pages by id.

        They are kept in `memory`.
        """
        key = memory.key("search files", self._stamp, tuple(urls.items()))
        return memory.recall(key, lambda: tuple(self._made.files(self.index, urls)))

    def found(self, text: str) -> frozenset[str]:
        """The ids of what the saved search `text` finds."""
        key = self._memory.key("found", self._stamp, text)
        return self._memory.recall(key, lambda: frozenset(self._matching(text)))

    def unheard(self, text: str) -> tuple[str, ...]:
        """What of the saved search `text` no document has."""
        key = self._memory.key("unheard", self._stamp, text)
        return self._memory.recall(key, lambda: unheard(self.index, text))

    def _matching(self, text: str) -> list[str]:
        return [document.id for document in matching(self.index, text)]
