"""Digests of values: equal on every machine for equal values, and different for different ones."""

import dataclasses
import datetime as dt
import enum
import functools
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import PurePath

SIZE = 16
"""Bytes of a digest."""

Plain = str | bytes | int | float | bool | None | tuple["Plain", ...]
"""What has one spelling, its `repr`."""

_BY_NAME = ("builtin_function_or_method", "function", "method", "type")


class NoSpellingError(ValueError):
    """A value of a kind that cannot be told apart from others; the message names the kind."""


def fingerprint(*values: Plain) -> bytes:
    """The digest of `values`, in their order: BLAKE2b (RFC 7693) of how Python spells them."""
    # Lone surrogates, as in names of files that are no UTF-8, are escaped by `repr`.
    return digest(repr(values).encode())


def digest(content: bytes, key: bytes = b"") -> bytes:
    """The digest of bytes, of those under a `key` another than of the same without."""
    return blake2b(content, digest_size=SIZE, key=key).digest()


def plain(value: object) -> Plain:
    """`value` in terms that have one spelling.

    A function stands for its name, since what it does is known by the version of its package.

    Raises:
        NoSpellingError: It is, or holds, something that cannot be told apart from others.
    """
    if value is None or type(value) in {str, bytes, int, float, bool}:
        return value  # type: ignore[return-value]  # narrowed by the exact type
    if isinstance(value, Mapping):
        return ("map", *((plain(key), plain(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return ("list", *map(plain, value))
    if isinstance(value, set | frozenset):
        return ("set", *sorted(map(plain, value), key=repr))
    return _of_object(value)


_SPELT = (str, int, float, bytes, dt.date, dt.datetime, dt.timedelta, dt.tzinfo)


def _of_object(value: object) -> Plain:
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, _SPELT):
        return (kind, repr(value))
    if isinstance(value, enum.Enum):
        return (kind, value.name)
    if isinstance(value, PurePath):
        return (kind, value.as_posix())
    return (kind, *_parts(value, kind))


def _parts(value: object, kind: str) -> Iterator[Plain]:
    if model := getattr(value, "model_dump_json", None):  # pydantic's, which is slow to load
        yield model()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from (plain(getattr(value, each.name)) for each in dataclasses.fields(value))
    elif isinstance(value, functools.partial):
        yield from map(plain, (value.func, value.args, value.keywords))
    elif type(value).__name__ in _BY_NAME and "<" not in getattr(value, "__qualname__", "<"):
        yield f"{value.__module__}.{value.__qualname__}"  # type: ignore[attr-defined]
    else:
        raise NoSpellingError(kind)
