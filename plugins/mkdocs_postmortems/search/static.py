"""The index as static files, which a browser reads piece by piece, only what a search needs.

Format, version 1. Every file is a script with one call, `postmortemsSearch("name", value);`, so
that it can be fetched and read as JSON, and also be run as a script where a page may not fetch, as
on `file://`. Names are relative to the folder of the index.

`manifest.js`
    `version`; `stamp`, a digest of the whole index, to be appended to every other address; `count`
    of documents; `reranked`, how many of the best are looked at again; `stopWords`; `forms`, the
    glossary by first term; `initials`, the characters with which words begin; `terms`, the first
    term of each shard of terms, ascending by UTF-16.
`t0.js`, `t1.js`, …
    A shard of terms: `{term: postings}`. Postings are base64 of, for each document, the difference
    of its number to the one before (the first to -1) as a varint of 7 bits a byte, low first, and
    then its impact as a byte.
`w63.js`, …
    The words that begin with one character, named by its code in hexadecimal, ascending, a line
    each: how many characters it shares with the word before it (one digit of base 36), the rest,
    and, where it is in more than one document, `:` and their number in base 36. The term of a word
    is its stem.
`d0.js`, `d1.js`, …
    A document: `id`, `url` relative to the site, `title`, `date`, `facets`, `marks`, and
    `passages`, each a list of kind, anchor, heading and text.

Documents are numbered from the oldest. Nothing in the files depends on the machine or the hour.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import RERANKED
from mkdocs_postmortems.search.index import Index, Postings, Word
from mkdocs_postmortems.search.tokens import STOP_WORDS

VERSION = 1
_CALL = "postmortemsSearch"
_SHARD = 12_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def static_files(index: Index, url_of: Callable[[Document], str]) -> Iterator[tuple[str, str]]:
    """The files of `index` as name and content, the manifest last.

    `url_of` gives the address of a document's page relative to the site.
    """
    digest = hashlib.sha256()
    shards = _shards(index.terms)
    pieces: list[tuple[str, Any]] = [(f"t{each}", shard) for each, shard in enumerate(shards)]
    pieces += [
        (f"w{ord(first):x}", _front_coded(list(words)))
        for first, words in groupby(index.vocabulary, key=lambda word: word.word[0])
    ]
    pieces += [
        (f"d{number}", _document(document, url_of(document)))
        for number, document in enumerate(index.documents)
    ]
    for name, value in pieces:
        content = _script(name, value)
        digest.update(content.encode())
        yield f"{name}.js", content
    manifest = {
        "version": VERSION,
        "stamp": digest.hexdigest()[:12],
        "count": index.count,
        "reranked": RERANKED,
        "stopWords": " ".join(sorted(STOP_WORDS)),
        "forms": _known_forms(index),
        "initials": sorted({word.word[0] for word in index.vocabulary}),
        "terms": [next(iter(shard)) for shard in shards],
    }
    yield "manifest.js", _script("manifest", manifest)


def _script(name: str, value: Any) -> str:
    # No text can end a script that holds it, should somebody put a file into a page.
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"{_CALL}({json.dumps(name)},{content});\n"


def _shards(terms: Mapping[str, Postings]) -> list[dict[str, str]]:
    """All terms, ascending, cut where a shard has reached its size."""
    shards: list[dict[str, str]] = []
    size = _SHARD
    for term in sorted(terms, key=_as_scripts_compare):
        if size >= _SHARD:
            shards.append({})
            size = 0
        encoded = _encoded(terms[term])
        shards[-1][term] = encoded
        size += len(encoded) + len(term) + 6
    return shards


def _as_scripts_compare(text: str) -> bytes:
    """The order of JavaScript, which compares UTF-16."""
    return text.encode("utf-16-be")


def _encoded(postings: Postings) -> str:
    data = bytearray()
    before = -1
    for number, impact in zip(postings.documents, postings.impacts, strict=True):
        step = number - before
        while step >= 0x80:
            data.append(step & 0x7F | 0x80)
            step >>= 7
        data += bytes((step, impact))
        before = number
    return base64.b64encode(data).decode().rstrip("=")


def _front_coded(words: Sequence[Word]) -> str:
    lines: list[str] = []
    before = ""
    for word in words:
        shared = _shared(before, word.word)
        frequency = f":{_base36(word.frequency)}" if word.frequency > 1 else ""
        lines.append(f"{_DIGITS[shared]}{word.word[shared:]}{frequency}")
        before = word.word
    return "\n".join(lines)


def _shared(one: str, other: str) -> int:
    most = min(len(one), len(other), len(_DIGITS) - 1)
    return next((place for place in range(most) if one[place] != other[place]), most)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


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


def _known_forms(index: Index) -> dict[str, list[Any]]:
    """The glossary without the concepts that no document has."""
    known = {
        first: [[form, concept] for form, concept in forms if concept in index.terms]
        for first, forms in index.glossary.forms.items()
    }
    return {first: forms for first, forms in sorted(known.items()) if forms}
