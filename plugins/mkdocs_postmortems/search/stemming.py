"""The stemmer of English words (Snowball English, M. F. Porter), loaded by itself."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any, Protocol

_PACKAGE = "snowballstemmer"


class Stemmer(Protocol):
    """What cuts words to their stems."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - Snowball's name
        """The stem of `word`."""


def english_stemmer() -> Stemmer:
    """A stemmer of English words.

    It is taken by name, because the package itself prefers a C module with rules of its own
    version. And it is taken without the package, which loads thirty languages when it is imported,
    a twelfth of the time of a search: an empty package stands for it meanwhile.
    """
    stemmer: Stemmer = _module().EnglishStemmer()
    return stemmer


def _module() -> Any:
    name = f"{_PACKAGE}.english_stemmer"
    package = find_spec(_PACKAGE)
    if _PACKAGE in sys.modules or package is None:
        return import_module(name)
    sys.modules[_PACKAGE] = module_from_spec(package)
    try:
        return import_module(name)
    finally:
        del sys.modules[_PACKAGE]
