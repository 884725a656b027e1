"""Dates in the form that every tool reads, and codes as the vocabularies spell them."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from mkdocs_postmortems.domain import Vocabularies, Vocabulary
from mkdocs_postmortems.source.dates import DateError, read_moment
from mkdocs_postmortems.source.nodes import Entry, Mapping, Node, Scalar, Sequence
from mkdocs_postmortems.writing.editing import Manuscript, Path, Plain
from mkdocs_postmortems.writing.mending.mend import Respelling

_DATES = ("date", "updated", "expiryDate", "started", "ended", "due", "revisit", "reviewed")
_DATES_WITHIN = (("date", "created"), ("date", "updated"), ("corrections", "date"))
_DATES_OF_ITEMS = (*_DATES_WITHIN, ("actions", "due"))
_USUAL = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ].*)?")
_ZONE = re.compile(r"(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$", re.IGNORECASE)


def respellings(manuscript: Manuscript, vocabularies: Vocabularies) -> list[Respelling]:
    """The dates and codes that are to be spelt as they are meant."""
    wanted: list[Respelling] = []
    for name, within, spelt in _readers(vocabularies):
        for path, scalar in scalars_in(manuscript.entry(name), within):
            text = spelt(scalar.text)
            if text and text != scalar.text:
                wanted.append(Respelling(path, text))
    return wanted


def _readers(known: Vocabularies) -> Iterator[tuple[str, str, Callable[[str], str]]]:
    """Each field, the key in its items if the text stands there, and how it is to be spelt."""
    for name in _DATES:
        yield name, "", iso_form
    for name, within in _DATES_OF_ITEMS:
        yield name, within, iso_form
    for name, within, vocabulary in (
        ("outcome", "", known.outcome),
        ("stage", "", known.stage),
        ("decision", "", known.decision),
        ("confidence", "", known.confidence),
        ("causes", "", known.cause),
        ("causes", "code", known.cause),
        ("success_criteria", "split", known.split),
        ("results", "split", known.split),
        ("corrections", "was", known.outcome),
        ("corrections", "now", known.outcome),
    ):
        yield name, within, _code_in(vocabulary)


def _code_in(vocabulary: Vocabulary) -> Callable[[str], str]:
    return lambda text: vocabulary.read(text) or ""


def scalars_in(entry: Entry | None, within: str = "") -> Iterator[tuple[Path, Scalar]]:
    """The texts in a field, itself or its items; those `within` maps, under that key, if named."""
    if entry is None:
        return
    for path, node in _items(entry):
        if not within and isinstance(node, Scalar) and not node.is_null:
            yield path, node
        elif within and isinstance(node, Mapping):
            for each in node:
                held = each.value
                if each.key.casefold() == within and isinstance(held, Scalar) and not held.is_null:
                    yield (*path, each.key), held


def _items(entry: Entry) -> Iterator[tuple[Path, Node]]:
    if isinstance(entry.value, Sequence):
        yield from (((entry.key, at), item) for at, item in enumerate(entry.value.items))
    else:
        yield (entry.key,), entry.value


def iso_form(text: str) -> Plain:
    """The date that `text` names as ISO 8601; empty where it names none, or none for certain.

    What begins with `YYYY-MM-DD` is left as it is: other tools write it so, and read it again. A
    time without a zone gets none.
    """
    written = " ".join(text.split())
    if _USUAL.fullmatch(written):
        return Plain()
    try:
        moment = read_moment(written)
    except DateError:
        return Plain()
    if isinstance(moment, dt.datetime) and not _ZONE.search(written):
        return Plain(moment.replace(tzinfo=None).isoformat())
    return Plain(moment.isoformat())
