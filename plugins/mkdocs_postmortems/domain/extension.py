"""A site's own codes: `{outcome: {retired: {label: Retired, meaning: …, icon: abandoned}}}`."""

import re
from collections.abc import Mapping
from typing import Any

from mkdocs_postmortems.domain.vocabulary import Term, Vocabularies

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = ("label", "meaning", "family", "icon")


class ExtensionError(ValueError):
    """Codes that cannot be added; the message says which and why."""


def read_extension(value: object) -> dict[str, tuple[Term, ...]]:
    """The terms to add, by vocabulary.

    What a code that is known already does not say stays as it is.

    Raises:
        ExtensionError: A vocabulary, a code or a key is not understood.
    """
    if not isinstance(value, Mapping):
        raise ExtensionError("wants a map of vocabularies")
    return {str(name): _terms(str(name), codes) for name, codes in value.items()}


def _terms(name: str, codes: Any) -> tuple[Term, ...]:
    known = Vocabularies.names()
    if name not in known:
        raise ExtensionError(f"`{name}` is none of {', '.join(known)}")
    if not isinstance(codes, Mapping):
        raise ExtensionError(f"`{name}` wants a map of codes")
    return tuple(_term(name, code, about) for code, about in codes.items())


def _term(name: str, code: object, about: Any) -> Term:
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        message = f"`{name}: {code}` is no code. Write lower case letters, digits and `_`"
        raise ExtensionError(message)
    about = {"label": about} if isinstance(about, str) else about or {}
    if not isinstance(about, Mapping):
        raise ExtensionError(f"`{name}: {code}` wants a label, or a map")
    if unknown := [key for key in about if key not in _KEYS]:
        message = f"`{name}: {code}` has `{unknown[0]}`, and may have {', '.join(_KEYS)}"
        raise ExtensionError(message)
    label, meaning, family, icon = (_text(about.get(key)) for key in _KEYS)
    return Term(code, label, meaning, family, icon)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
