"""The index as static files, which a browser reads piece by piece, only what a search needs.

Format, version 2. Every file is a script with one call, `postmortemsSearch("name", value);`, so
that it can be fetched and read as JSON, and also be run as a script where a page may not fetch, as
on `file://`. A name is the file's path in the folder of the index, without `.js`; a numbered file
is named by its kind and thousand, and the rest: document 12,345 is `d12/345`. Numbers in texts are
written as `encoding` tells. Documents are numbered from the oldest.

`manifest`
    `version`; `stamp`, a digest of the whole index, to be appended to every other address; `count`
    of documents; `reranked`, how many of the best are looked at again; `stopWords`; `shards`, how
    many shards of terms there are; `heavy`, the terms that have a file of their own; `lists`, the
    first word of each list of words, ascending by UTF-16; `facets`, their names; `starts`, the
    glossary's forms that begin with a stop word, by that word's term: each a list of the form's
    terms, and the concept.
`t…`
    A shard of terms: the key's CRC-32 in UTF-8, modulo the number of shards, is its number. It maps
    a term to its postings: the documents as steps, then a digit for the share of each. A concept
    of the glossary is a term that begins with `~`, and a value of a facet is one that begins with
    `=`, whose postings have no shares. `?term` has the forms that begin with a term, as `starts`
    has, and `!~concept` all forms of a concept.
`h0/1ab…`
    A term with many postings, named by its CRC-32 in hexadecimal: a map as a shard's.
`w…`
    A list of words, ascending, a line each: how many characters it shares with the word before it
    (one digit of base 36), the rest, and, where it is in more than one document, `:` and their
    number in base 36. The term of a word is its stem.
`f/outcome`
    All values of a facet with their postings, without shares.
`d…`
    A document: `id`, `url` relative to the site, `title`, `date`, `facets`, `marks`, and
    `passages`, each a list of kind, anchor, heading and text.

A postmortem that is changed, or added as the newest, changes its own document and the files of its
terms, words and facets only, besides the manifest; unless the lists of words are cut at other
places then, or there are twice as many shards. Nothing in the files depends on the machine or the
hour.
"""

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.encoding import encoded_postings, encoded_steps, place_of
from mkdocs_postmortems.search.engine import RERANKED
from mkdocs_postmortems.search.glossary import Glossary
from mkdocs_postmortems.search.index import Index, Postings, Word
from mkdocs_postmortems.search.tokens import STOP_WORDS, stop_terms

VERSION = 2
_CALL = "postmortemsSearch"
_SHARD = 4_000
_HEAVY = 3_000
_WORDS_A_LIST = (128, 640)
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"

Piece = tuple[str, Any]
"""The name of a file and its value."""
Script = tuple[str, str]
"""The name of a file and its text."""


def static_files(index: Index, url_of: Callable[[Document], str]) -> Iterator[tuple[str, str]]:
    """The files of `index` as path and content, the manifest last.

    `url_of` gives the address of a document's page relative to the site.
    """
    return StaticFiles().of(index, url_of)


class StaticFiles:
    """Makes the files again and again: what did not change is remembered."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._encoded: dict[str, tuple[Postings, str]] = {}
        self._scripts: dict[str, tuple[Document, str, str]] = {}

    def of(self, index: Index, url_of: Callable[[Document], str]) -> Iterator[tuple[str, str]]:
        """As `static_files`."""
        digest = hashlib.sha256()
        manifest: dict[str, Any] = {
            "version": VERSION,
            "stamp": "",
            "count": index.count,
            "reranked": RERANKED,
            "stopWords": " ".join(sorted(STOP_WORDS)),
        }
        scripts = chain(
            (_script(name, value) for name, value in self._pieces(index, manifest)),
            self._documents(index, url_of),
        )
        for name, content in scripts:
            digest.update(content.encode())
            yield f"{name}.js", content
        manifest["stamp"] = digest.hexdigest()[:12]
        yield "manifest.js", _script("manifest", manifest)[1]

    def _pieces(self, index: Index, manifest: dict[str, Any]) -> Iterator[Piece]:
        """All pieces but the documents and the manifest, which is told what is where."""
        encoded = self._postings(index)
        forms = _known_forms(index)
        manifest["starts"] = {first: forms[first] for first in sorted(forms.keys() & stop_terms())}
        yield from _terms(_entries(encoded, forms, index.glossary), manifest)
        lists = list(_lists(index.vocabulary))
        manifest["lists"] = [words[0].word for words in lists]
        yield from ((_numbered("w", each), _front_coded(words)) for each, words in enumerate(lists))
        facets = _facets(encoded)
        manifest["facets"] = sorted(facets)
        yield from ((f"f/{name}", facets[name]) for name in sorted(facets))

    def _postings(self, index: Index) -> dict[str, str]:
        """The postings of each term as text."""
        before = self._encoded
        self._encoded = {}
        for term, postings in index.terms.items():
            known = before.get(term)
            text = known[1] if known and known[0] is postings else _encoded(term, postings)
            self._encoded[term] = (postings, text)
        return {term: text for term, (_, text) in self._encoded.items()}

    def _documents(self, index: Index, url_of: Callable[[Document], str]) -> Iterator[Script]:
        before = self._scripts
        self._scripts = {}
        for number, document in enumerate(index.documents):
            name, url = _numbered("d", number), url_of(document)
            known = before.get(name)
            is_same = known is not None and known[0] == document and known[1] == url
            script = known[2] if known and is_same else _script(name, _document(document, url))[1]
            self._scripts[name] = (document, url, script)
            yield name, script


def _numbered(kind: str, number: int) -> str:
    """A name in a folder of a thousand at the most, which every file system and host can bear."""
    return f"{kind}{number // 1000}/{number % 1000}"


def _script(name: str, value: Any) -> Script:
    # No text can end a script that holds it, should somebody put a file into a page.
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return name, f"{_CALL}({json.dumps(name)},{content});\n"


# -- terms


def _encoded(term: str, postings: Postings) -> str:
    is_facet = term.startswith("=")
    return encoded_steps(postings.documents) if is_facet else encoded_postings(postings)


def _entries(
    encoded: Mapping[str, str], forms: Mapping[str, list[Any]], glossary: Glossary
) -> dict[str, dict[str, Any]]:
    """What is known of each term, by the term: its postings, and what the glossary says of it."""
    entries: dict[str, dict[str, Any]] = {term: {term: text} for term, text in encoded.items()}
    for first, found in forms.items():
        if first not in stop_terms():
            entries.setdefault(first, {})[f"?{first}"] = found
    for concept, told in glossary.concepts.items():
        if concept in entries:
            entries[concept][f"!{concept}"] = told
    return entries


def _terms(entries: Mapping[str, dict[str, Any]], manifest: dict[str, Any]) -> Iterator[Piece]:
    """The terms in shards, but for those with many postings, each of which has its own file."""
    heavy = [term for term, entry in entries.items() if len(entry.get(term, "")) > _HEAVY]
    files: dict[str, dict[str, Any]] = defaultdict(dict)
    for term in heavy:
        sum_ = f"{zlib.crc32(term.encode()):08x}"
        files[f"h{sum_[0]}/{sum_[1:]}"].update(entries[term])
    yield from sorted(files.items())
    light = {term: entry for term, entry in entries.items() if term not in set(heavy)}
    size = sum(len(term) + len(entry.get(term, "")) + 6 for term, entry in light.items())
    # A power of two, so that it rarely changes as the collection grows.
    shards: list[dict[str, Any]] = [{} for _ in range(1 << (size // _SHARD).bit_length())]
    for term, entry in light.items():
        shards[place_of(term, len(shards))].update(entry)
    yield from ((_numbered("t", each), shard) for each, shard in enumerate(shards))
    manifest["heavy"] = heavy
    manifest["shards"] = len(shards)


def _known_forms(index: Index) -> dict[str, list[Any]]:
    """The glossary by first term, without the concepts that no document has."""
    known = {
        first: [[form, concept] for form, concept in forms if concept in index.terms]
        for first, forms in index.glossary.forms.items()
    }
    return {first: forms for first, forms in sorted(known.items()) if forms}


# -- words


def _lists(words: Sequence[Word]) -> Iterator[list[Word]]:
    """All words, ascending, cut after those whose checksum says so: a new word moves no far cut."""
    least, most = _WORDS_A_LIST
    some: list[Word] = []
    for word in sorted(words, key=_as_scripts_compare):
        some.append(word)
        is_cut = len(some) >= least and zlib.crc32(word.word.encode()) % least == 0
        if is_cut or len(some) == most:
            yield some
            some = []
    if some:
        yield some


def _as_scripts_compare(word: Word) -> bytes:
    """The order of JavaScript, which compares UTF-16."""
    return word.word.encode("utf-16-be")


def _front_coded(words: Sequence[Word]) -> str:
    lines: list[str] = []
    before = ""
    for word in words:
        shared = _shared(before, word.word)
        frequency = f":{_base36(word.frequency)}" if word.frequency > 1 else ""
        lines.append(f"{_BASE36[shared]}{word.word[shared:]}{frequency}")
        before = word.word
    return "\n".join(lines)


def _shared(one: str, other: str) -> int:
    most = min(len(one), len(other), len(_BASE36) - 1)
    return next((place for place in range(most) if one[place] != other[place]), most)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _BASE36[digit] + digits
    return digits or "0"


# -- facets and documents


def _facets(encoded: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """For each facet its values, as terms without their name, with the documents that have them."""
    facets: dict[str, dict[str, str]] = defaultdict(dict)
    for term, text in encoded.items():
        if term.startswith("="):
            name, _, value = term[1:].partition(":")
            facets[name][value] = text
    return facets


def _document(document: Document, url: str) -> dict[str, Any]:
    return {
        "id": document.id,
        "url": url,
        "title": document.title,
        "date": document.date,
        "facets": document.facets,
        "marks": document.marks,
        "passages": [
            [each.kind, each.anchor, each.heading, each.text] for each in document.passages
        ],
    }
