"""Values that were worked out before."""

import contextlib
import io
import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs_postmortems.kept.fingerprint import Plain, fingerprint

if TYPE_CHECKING:
    from mkdocs_postmortems.kept.store import Store

T = TypeVar("T")

# What may be kept may come from another's machine, so nothing is made but records of these.
_RECORDS = (
    "mkdocs_postmortems.domain.",
    "mkdocs_postmortems.source.",
    "mkdocs_postmortems.search.",
    "mkdocs_postmortems.checks.finding",
    "mkdocs_postmortems.feeds.model",
    "mkdocs_postmortems.importing.links",
)
_VALUES = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("collections", "OrderedDict"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("pydantic_core._pydantic_core", "TzInfo"),
}


class Recent:
    """The values that this process and its last build have at hand; nobody may change them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._now: dict[bytes, Any] = {}
        self._before: dict[bytes, Any] = {}

    def begin(self) -> None:
        """Another build begins: what it does not ask for is let go after it."""
        self._before, self._now = self._now, {}

    def find(self, key: bytes) -> Any:
        """The value under `key`; None where there is none."""
        if key not in self._now and key in self._before:
            self._now[key] = self._before[key]
        return self._now.get(key)

    def keep(self, key: bytes, value: object) -> None:
        """Have `value` at hand."""
        self._now[key] = value


class Memory:
    """Values that were worked out before; without a store it remembers nothing."""

    def __init__(
        self,
        store: "Store | None" = None,
        installed: Plain = None,
        recent: Recent | None = None,
    ) -> None:
        """Remember in `store`, under keys that begin with what is `installed`.

        What is `recent` is at hand, and not read from there.
        """
        self._store = store
        self._installed = installed
        self._recent = recent

    def key(self, *values: Plain) -> bytes:
        """The key of what is worked out of `values`, by what is installed; `plain` helps."""
        return fingerprint(self._installed, *values) if self._store else b""

    def has(self, key: bytes) -> bool:
        """Whether something is known under `key`."""
        return self._store is not None and self._store.has(key)

    def recall(self, key: bytes, make: Callable[[], T]) -> T:
        """What was worked out under `key`; if it is not known, `make` does it."""
        if self._store is None:
            return make()
        if self._recent is None:
            return self._recalled(self._store, key, make)
        found: T | None = self._recent.find(key)
        if found is None:
            found = self._recalled(self._store, key, make)
            self._recent.keep(key, found)
        return found

    def _recalled(self, store: "Store", key: bytes, make: Callable[[], T]) -> T:
        kept = store.get(key)
        if kept is not None:
            with contextlib.suppress(Exception):  # whatever it is, it is not what was kept
                found: T = _Reader(io.BytesIO(kept)).load()
                return found
        made = make()
        self.keep(key, made)
        return made

    def keep(self, key: bytes, made: object) -> None:
        """Remember what was worked out under `key`."""
        if self._store is not None:
            self._store.put(key, pickle.dumps(made, protocol=5))


FORGETFUL = Memory()
"""Remembers nothing."""


class _Reader(pickle.Unpickler):
    """Makes records and values only, so that what was tampered with runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name.

        Raises:
            UnpicklingError: It is none that is kept.
        """
        found = None
        if (module, name) in _VALUES or module.startswith(_RECORDS):
            found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
