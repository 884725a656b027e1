"""What somebody's own script knows of an experiment, as JSON.

The fields are those of `Prefill`, in the form that front matter has. What only a person can know
is refused, so that nobody believes that it was taken.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from mkdocs_postmortems.domain import Dataset, Result, Vocabularies, Vocabulary, advice
from mkdocs_postmortems.integrations.addresses import published
from mkdocs_postmortems.integrations.errors import TrackerError, nearest
from mkdocs_postmortems.integrations.parameters import shown_parameters
from mkdocs_postmortems.integrations.text import as_notes, one_line
from mkdocs_postmortems.integrations.values import as_json
from mkdocs_postmortems.writing import Link, Prefill

MOST_BYTES = 5_000_000
_ONLY_PEOPLE = frozenset(
    (
        *("outcome", "stage", "decision", "confidence", "causes", "lessons"),
        *("hypothesis", "success_criteria", "corrections"),
    )
)
_ASKED = frozenset(("outcome", "stage"))
"""Those of them that `postmortems new` has an option for."""

Told = TypeVar("Told", Result, Dataset)


class _RefusedError(ValueError):
    """A value that does not fit; the message goes on after the field's name."""


def prefill_from_json(data: bytes, name: str, known: Vocabularies) -> Prefill:
    """What the JSON object in `data` tells; `name` is how its file is called in messages.

    Raises:
        TrackerError: It is no JSON object, or fields of it are not known or do not fit; one line
            for each.
    """
    fields, problems = _fields(data, name), []
    found: dict[str, Any] = {}
    hints: list[str] = []
    for key, value in fields.items():
        if key not in _READERS:
            problems.append(f"{name}: {_unknown(key)}")
            continue
        try:
            found[key] = _READERS[key](value, known)
        except _RefusedError as error:
            problems.append(f"{name}: `{key}` {error}")
    if problems:
        raise TrackerError(*problems)
    if "parameters" in found:
        found["parameters"], hints = found["parameters"]
    return Prefill(**found | {"hints": (*found.get("hints", ()), *hints)})


def _fields(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise TrackerError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        told = as_json(data)
    except ValueError as error:
        raise TrackerError(f"{name} is no JSON: {error}") from None
    if not isinstance(told, dict):
        raise TrackerError(f'{name} holds no JSON object, such as {{"title": "…"}}')
    return told


def _unknown(key: str) -> str:
    shown = one_line(key, 80)
    if key in _ONLY_PEOPLE:
        how = f"Say it with `--{key}`" if key in _ASKED else "Write it yourself"
        return f"`{shown}` is not taken from a file, as only people can know it. {how}"
    if near := nearest(key, _READERS):
        return f"`{shown}` is no field. Was `{near}` meant?"
    return f"`{shown}` is no field. There are {', '.join(sorted(_READERS))}"


def _text(value: Any, known: Vocabularies) -> str:
    del known
    if not isinstance(value, str):
        raise _RefusedError("wants text")
    return one_line(value)


def _notes(value: Any, known: Vocabularies) -> str:
    del known
    if not isinstance(value, str):
        raise _RefusedError("wants text")
    return as_notes(value)


def _day(value: Any, known: Vocabularies) -> dt.date | None:
    del known
    if value is None:
        return None
    try:
        return dt.datetime.fromisoformat(value).date()
    except (TypeError, ValueError):
        raise _RefusedError(f"wants a day such as 2025-03-14, and has {_shown(value)}") from None


def _texts(value: Any, known: Vocabularies) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(filter(None, (_text(item, known) for item in items)))


def _results(value: Any, known: Vocabularies) -> tuple[Result, ...]:
    return tuple(_result(item, known) for item in _list(value, "results"))


def _result(item: Any, known: Vocabularies) -> Result:
    result = _record(Result, item)
    code = _code(result.split, known.split) if result.split else ""
    texts = {name: one_line(getattr(result, name)) for name in ("metric", "run")}
    return result.model_copy(update={**texts, "split": code})


def _outcome(value: Any, known: Vocabularies) -> str:
    return _code(_text(value, known), known.outcome)


def _code(text: str, vocabulary: Vocabulary) -> str:
    if code := vocabulary.read(text):
        return code
    there = advice(text, vocabulary)
    raise _RefusedError(f"has the {vocabulary.name} {_shown(text)}, which is none. {there}")


def _data(value: Any, known: Vocabularies) -> tuple[Dataset, ...]:
    del known
    items = [value] if isinstance(value, str | dict) else _list(value, "data sets")
    records = (
        _record(Dataset, {"name": item} if isinstance(item, str) else item) for item in items
    )
    return tuple(
        Dataset(**{name: one_line(text) for name, text in each.model_dump().items()})
        for each in records
    )


def _parameters(value: Any, known: Vocabularies) -> tuple[Any, ...]:
    del known
    if not isinstance(value, dict):
        raise _RefusedError('wants an object such as {"learning_rate": 0.1}')
    return shown_parameters({name: _as_written(each) for name, each in value.items()})


def _links(value: Any, known: Vocabularies) -> tuple[Link, ...]:
    links = []
    for item in _list(value, "links"):
        told = {"url": item} if isinstance(item, str) else item
        if not isinstance(told, dict) or not set(told) <= {"text", "url"}:
            raise _RefusedError('wants links such as {"text": "Notebook", "url": "https://…"}')
        url = published(_text(told.get("url"), known))
        if not url:
            raise _RefusedError(f"has {_shown(told.get('url'))}, which is no address of the web")
        links.append(Link(_text(told.get("text") or url, known), url))
    return tuple(links)


_READERS: dict[str, Callable[[Any, Vocabularies], Any]] = {
    "title": _text,
    "started": _day,
    "ended": _day,
    "tags": _texts,
    "results": _results,
    "data": _data,
    "runs": _texts,
    "parameters": _parameters,
    "notes": _notes,
    "links": _links,
    "suggested_outcome": _outcome,
    "hints": _texts,
}
"""Every field of `Prefill`, and how it is read."""


def _list(value: Any, of: str) -> Iterable[Any]:
    if not isinstance(value, list):
        raise _RefusedError(f"wants a list of {of}")
    return value


def _record(kind: type[Told], item: Any) -> Told:
    if not isinstance(item, dict):
        raise _RefusedError(f"wants objects, and has {_shown(item)}")
    for key in item:
        if key not in kind.model_fields:
            near = nearest(key, kind.model_fields)
            meant = f"Was `{near}` meant?" if near else f"There are {', '.join(kind.model_fields)}"
            raise _RefusedError(f"has `{one_line(key, 80)}`, which is no field of it. {meant}")
    try:
        return kind(**item)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _RefusedError(f"has a wrong `{where}`: {first['msg'].lower()}") from None


def _as_written(value: Any) -> str:
    return value if isinstance(value, str) else _shown(value)


def _shown(value: Any) -> str:
    return one_line(json.dumps(value, ensure_ascii=False), 80)
