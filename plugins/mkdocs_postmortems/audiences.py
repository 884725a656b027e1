"""For whom postmortems are: the audiences that a site declares, and those that a build is for.

This needs the standard library alone, as a search in the terminal, which must start at once, does.
"""

import os
import re
from collections.abc import Iterable, Mapping

VARIABLE = "POSTMORTEMS_AUDIENCE"
"""The variable of the environment that, where it is set, stands in for the option `audience`."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class AudienceError(ValueError):
    """Audiences that cannot be used; the message says which, why, and what to write."""


def read_audiences(value: object) -> dict[str, str]:
    """What readers are told of each audience that a site declares, by its name.

    Raises:
        AudienceError: It is no map of names and texts, or two names are read alike.
    """
    if not isinstance(value, Mapping):
        raise AudienceError(f"wants a map such as `{{board: The board}}`, and has `{value}`")
    labels = {_checked(name): _label(name, told) for name, told in value.items()}
    spellings: dict[str, str] = {}
    for name in labels:
        # So front matter is read, and neither may be taken for the other.
        first = spellings.setdefault(name.replace("_", ""), name)
        if first != name:
            raise AudienceError(f"`{first}` and `{name}` are read alike. Rename one of them")
    return labels


def _checked(name: object) -> str:
    if isinstance(name, str) and _NAME.fullmatch(name):
        return name
    raise AudienceError(
        f"`{name}` is no name of an audience. Write lower case letters, digits and `_`"
    )


def _label(name: str, told: object) -> str:
    if told is None:
        return name.replace("_", " ").capitalize()
    label = " ".join(told.split()) if isinstance(told, str) else ""
    if not label:
        raise AudienceError(f"`{name}` wants a text that readers see, and has `{told}`")
    return label


def chosen(
    option: object, declared: Mapping[str, str], given: Iterable[str] = ()
) -> tuple[str, ...]:
    """The audiences that a build or a command is for, besides what is for everybody; sorted.

    They are those `given` with it, else those that the environment names, else those of the option
    `audience`. A text may have several, between commas.

    Raises:
        AudienceError: One of them is not `declared`.
    """
    wanted: object = list(given)
    origin = ""
    if not wanted:
        wanted = os.environ.get(VARIABLE, option)
        origin = f", which {VARIABLE} names," if VARIABLE in os.environ else ""
    names = {name for text in _texts(wanted) for each in text.split(",") if (name := each.strip())}
    for name in sorted(names - declared.keys()):
        raise AudienceError(f"`{name}`{origin} is not declared. {meant(name, declared)}")
    return tuple(sorted(names))


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    texts = value if isinstance(value, list | tuple) else [value]
    return [_text(each) for each in texts]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise AudienceError(f"wants names of audiences, and has `{value}`")


def meant(name: str, declared: Iterable[str]) -> str:
    """What to write in place of `name`, which is none of the audiences `declared`."""
    known = tuple(declared)
    if not known:
        return "Declare it in mkdocs.yml: `audiences: {name: Who that is}`"
    import difflib  # noqa: PLC0415 - slow to load, and only told errors need it

    near = difflib.get_close_matches(name.casefold(), known, n=1)
    listed = f"one of {', '.join(known)}"
    return f"Did you mean `{near[0]}`? It is {listed}" if near else f"Write {listed}"
