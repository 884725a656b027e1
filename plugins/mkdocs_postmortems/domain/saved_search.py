"""Searches that a site keeps: `- {title: Leakage, query: "leakage stage:production"}`."""

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_postmortems.slugs import slugify

_KEYS = ("title", "query")
_EXAMPLE = "Write `- query: leakage stage:production`"


class SavedSearchError(ValueError):
    """A saved search that cannot be read; the message says which, why, and what to write."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that people follow.

    Attributes:
        title: What it is called.
        query: What it looks for, as it would be typed.
    """

    title: str
    query: str

    @property
    def slug(self) -> str:
        """Its part of an address, made of its title."""
        return slugify(self.title)


def read_saved_searches(value: object) -> tuple[SavedSearch, ...]:
    """The searches of a list of maps; one without a title is called by its query.

    Raises:
        SavedSearchError: It is no such list, or two of the searches would have one address.
    """
    if not isinstance(value, list | tuple):
        raise SavedSearchError(f"wants a list of searches. {_EXAMPLE}")
    searches = tuple(_search(number, entry) for number, entry in enumerate(value, start=1))
    numbers: dict[str, int] = {}
    for number, search in enumerate(searches, start=1):
        first = numbers.setdefault(search.slug, number)
        if first != number:
            raise SavedSearchError(
                f"entries {first} and {number} would have one address, `{search.slug}`. "
                "Give one of them another `title`"
            )
    return searches


def _search(number: int, entry: object) -> SavedSearch:
    if not isinstance(entry, Mapping):
        raise SavedSearchError(f"entry {number} wants a map, and is `{entry}`. {_EXAMPLE}")
    if unknown := [key for key in entry if key not in _KEYS]:
        known = " and ".join(f"`{key}`" for key in _KEYS)
        raise SavedSearchError(f"entry {number} has `{unknown[0]}`, and may have {known}")
    texts = {key: _text(number, key, entry[key]) for key in _KEYS if entry.get(key) is not None}
    if "query" not in texts:
        raise SavedSearchError(f"entry {number} has no `query`. {_EXAMPLE}")
    return SavedSearch(texts.get("title", texts["query"]), texts["query"])


def _text(number: int, key: str, value: object) -> str:
    """The text on one line; what YAML took for something else, such as 2024, wants quotes."""
    if not isinstance(value, str):
        message = f"entry {number}: `{key}` wants text, and has `{value}`"
        raise SavedSearchError(f'{message}. Write it in quotes, as `{key}: "…"`')
    text = " ".join(value.split())
    if not text:
        raise SavedSearchError(f"entry {number}: `{key}` is empty. {_EXAMPLE}")
    return text
