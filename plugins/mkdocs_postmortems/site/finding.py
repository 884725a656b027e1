"""Search in the browser: the index, the scripts and the search page as files of the site."""

import hashlib
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import AnchorLink

from mkdocs_postmortems.domain import Vocabularies, Vocabulary
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.index import Index
from mkdocs_postmortems.search.static import static_files

_HERE = Path(__file__).parent.parent
_ASSETS = _HERE / "assets"
_PARTS = ("stem", "tokens", "query", "engine", "source", "view", "main")
_FOLDER = "assets/postmortems"
_TAG = re.compile(r"<[^>]+>")
SEARCH_PAGE = "search"
"""The path of the search page under the site."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """The two scripts: a small one on every page, and the engine that it brings in when wanted.

    Attributes:
        boot: Path and content of the first.
        engine: Path and content of the second.
    """

    boot: tuple[str, str]
    engine: tuple[str, str]


def scripts(vocabularies: Vocabularies, *, use_directory_urls: bool) -> Scripts:
    """The scripts of a site with these codes; their names follow their content."""
    parts = (f"{_ASSETS}/search/{name}.js" for name in _PARTS)
    joined = "\n".join(Path(part).read_text("utf-8") for part in parts)
    engine = f'(() => {{\n"use strict";\n{joined}}})();\n'
    engine_name = f"search.{_digest(engine)}.js"
    settings = {
        "script": engine_name,
        "page": f"{SEARCH_PAGE}/" if use_directory_urls else f"{SEARCH_PAGE}.html",
        "causes": {term.code: term.label for term in vocabularies.cause.terms},
        "labels": {term.code: term.label for term in vocabularies.outcome.terms}
        | {"essay": "Essay"},
        "pictures": _pictures(vocabularies.outcome),
    }
    boot = (_ASSETS / "boot.js").read_text("utf-8")
    boot = f"globalThis.postmortemsSettings = {json.dumps(settings, sort_keys=True)};\n{boot}"
    return Scripts(
        (f"{_FOLDER}/postmortems.{_digest(boot)}.js", boot), (f"{_FOLDER}/{engine_name}", engine)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _pictures(outcomes: Vocabulary) -> dict[str, str]:
    """The picture of each outcome's code, of an essay, and of what has none."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates" / "site"),
        autoescape=False,  # noqa: S701 - it shows our own pictures and no text
    )
    icon = templates.get_template("postmortems/_icon.html")
    names = {term.code: term.icon or "other" for term in outcomes.terms}
    names |= {"essay": "essay", "other": "other"}
    return {code: icon.render(name=name).strip() for code, name in names.items()}


def add_index(index: Index, urls: Mapping[str, str], files: Files, config: MkDocsConfig) -> None:
    """Add the files of `index`; `urls` are the addresses of pages by the documents' ids."""
    for name, content in static_files(index, lambda document: urls[document.id]):
        add(f"{_FOLDER}/search/{name}", content, files, config)


def add(uri: str, content: str, files: Files, config: MkDocsConfig) -> None:
    """Add a file of our own to the site."""
    files.append(File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED))


def with_anchors(document: Document, contents: Iterable[AnchorLink]) -> Document:
    """`document` with the addresses of its sections, as the rendered page has them."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for link in _flat(contents):
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
