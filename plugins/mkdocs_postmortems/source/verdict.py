"""The verdict of a file, and what it rests on: the few fields that its past is read for."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from mkdocs_postmortems.domain import Criterion, Postmortem, Problem, Result, Vocabularies
from mkdocs_postmortems.source import names
from mkdocs_postmortems.source.evidence import read_corrections, read_criteria, read_results
from mkdocs_postmortems.source.fields import Fields
from mkdocs_postmortems.source.front_matter import Parts, split
from mkdocs_postmortems.source.nodes import Entry, Mapping
from mkdocs_postmortems.source.report import Report
from mkdocs_postmortems.source.text import decode
from mkdocs_postmortems.source.toml_nodes import read_toml
from mkdocs_postmortems.source.yaml_nodes import FrontMatterError, read_yaml

_NAMES = ("outcome", "success_criteria", "results", "corrections")
_KEY = re.compile(
    r"^(?P<key>[A-Za-z_][\w -]*|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:(?=[ \t\n]|\Z)[ \t]*", re.MULTILINE
)
_AT_THE_MARGIN = re.compile(r"^[^\s#\-\]}]", re.MULTILINE)
_PARTNERS = {'"': '"', "'": "'", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a text says of the verdict; the fields are those of `Version`."""

    outcome: str | None = None
    success_criteria: tuple[Criterion, ...] = ()
    results: tuple[Result, ...] = ()
    corrections: int = 0


class VerdictReader:
    """Reads many texts that resemble each other.

    A field that is written as it was in another text is not read again.
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        """Read with the site's codes."""
        self._vocabularies = vocabularies
        self._known: dict[tuple[str, str], Facts] = {}

    def learn(self, data: bytes, postmortem: Postmortem) -> None:
        """Note what `postmortem` took from the text that it was read from."""
        parts = _parts(data)
        pieces = _pieces(parts.block) if parts and parts.syntax == "yaml" else None
        for name, piece in (pieces or {}).items():
            self._known[name, piece] = _facts_of(postmortem, name)

    def read(self, data: bytes) -> Facts | None:
        """What a whole file says of the verdict; None where its front matter cannot be read."""
        parts = _parts(data)
        if parts is None:
            return None
        if parts.syntax == "none":
            return Facts()
        try:
            return self._read_pieces(parts) or self._read_whole(parts)
        except FrontMatterError:
            return None

    def _read_pieces(self, parts: Parts) -> Facts | None:
        """What the fields say, each read alone; None where they cannot be told apart."""
        pieces = _pieces(parts.block) if parts.syntax == "yaml" else None
        if pieces is None:
            return None
        for name, piece in pieces.items():
            if (name, piece) not in self._known:
                try:
                    self._known[name, piece] = self._facts(read_yaml(piece))
                except FrontMatterError:
                    return None
        found = {name: self._known[name, piece] for name, piece in pieces.items()}
        return replace(Facts(), **{name: getattr(facts, name) for name, facts in found.items()})

    def _read_whole(self, parts: Parts) -> Facts:
        read_block = read_yaml if parts.syntax == "yaml" else read_toml
        return self._facts(read_block(parts.block))

    def _facts(self, mapping: Mapping) -> Facts:
        entries: dict[str, Entry] = {}
        for entry in mapping:
            name = names.canonical(entry.key)
            if name and (name not in entries or entry.key == name):
                entries[name] = entry
        fields = Fields(entries, Report(""))
        return Facts(
            outcome=fields.outcome(self._vocabularies.outcome),
            success_criteria=read_criteria(fields, self._vocabularies),
            results=read_results(fields, self._vocabularies),
            corrections=len(read_corrections(fields, self._vocabularies)),
        )


def _facts_of(postmortem: Postmortem, name: str) -> Facts:
    if name == "corrections":
        return Facts(corrections=len(postmortem.corrections))
    return replace(Facts(), **{name: getattr(postmortem, name)})


def _parts(data: bytes) -> Parts | None:
    text = decode(data, "")
    if isinstance(text, Problem):
        return None
    parts = split(text.content, "")
    return None if isinstance(parts, Problem) else parts


@lru_cache(maxsize=512)
def _canonical(key: str) -> str | None:
    """The field that a key names; most texts have the same few."""
    return names.canonical(key.strip("\"'"))


def _pieces(block: str) -> dict[str, str] | None:
    """The text of each field that is wanted, by its name; None where that cannot be told.

    It can where each line at the margin begins a field or goes on with a list, and what is
    opened by a quote or a bracket is closed before the next one begins.
    """
    keys = list(_KEY.finditer(block))
    if not keys or len(keys) != len(_AT_THE_MARGIN.findall(block)):
        return None
    ends = [each.start() for each in keys[1:]] + [len(block)]
    pieces: dict[str, str] = {}
    for key, end in zip(keys, ends, strict=True):
        value = block[key.end() : end].strip()
        if value[:1] in _PARTNERS and not (len(value) > 1 and value[-1] == _PARTNERS[value[0]]):
            return None
        name = _canonical(key["key"])
        if name in pieces:
            return None
        if name in _NAMES:
            pieces[name] = block[key.start() : end]
    return pieces
