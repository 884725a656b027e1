"""Search in the browser: the index as files of the site, with the addresses of pages."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import AnchorLink

from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.making import IndexMaker
from mkdocs_postmortems.search.static import StaticFiles

_TAG = re.compile(r"<[^>]+>")


class IndexFiles:
    """The index as files of the site; a preview makes it again and again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._maker = IndexMaker()
        self._static = StaticFiles()

    def make(
        self, documents: Sequence[Document], glossary: Glossary, memory: Memory = FORGETFUL
    ) -> Index:
        """The index of `documents`; those that `memory` knows are not weighed once more."""
        return self._maker.make(documents, glossary, memory)

    def files(self, index: Index, urls: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The files of `index` by their names; `urls` are the addresses of pages by id."""
        return self._static.of(index, lambda document: urls[document.id])


def add(uri: str, content: str, files: Files, config: MkDocsConfig) -> None:
    """Add a file of our own to the site."""
    files.append(File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED))


def with_anchors(document: Document, contents: Iterable[AnchorLink]) -> Document:
    """`document` with the addresses of its sections, as the rendered page has them."""
    waiting: dict[str, list[str]] = defaultdict(list)
    links = list(_flat(contents))
    if not links:
        return document
    for link in links:
        waiting[_words(html.unescape(_TAG.sub("", link.title)))].append(link.id)
    passages = []
    for passage in document.passages:
        ids = waiting.get(_words(passage.heading)) if passage.kind == "section" else None
        passages.append(replace(passage, anchor=ids.pop(0)) if ids else passage)
    return replace(document, passages=tuple(passages))


def _flat(links: Iterable[AnchorLink]) -> Iterable[AnchorLink]:
    for link in links:
        yield link
        yield from _flat(link.children)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
