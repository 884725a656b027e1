"""Fields of other tools that mean something to us: what hides a page, and what pictures it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from mkdocs_postmortems.domain.vocabulary import squeeze
from mkdocs_postmortems.source import names
from mkdocs_postmortems.source.fields import FALSE

_SECRETS = frozenset(
    map(squeeze, ("password", "private", "protected", "encrypted", "allowed_groups", "headless"))
)
_AUDIENCES = frozenset({"visibility", "access"})
_NARROW = frozenset({"private", "hidden", "internal", "draft", "restricted"})
_BUILDS = frozenset({"build", "_build"})
_HEADERS = ("header", "banner")
_PICTURES = (
    "thumbnail",
    "featured_image",
    "feature_image",
    "preview_img",
    "teaser",
    "overlay_image",
    "og_image",
)
_SHARED = ("author", "authors", "team", "tags", "categories", "keywords", "series")
"""Fields that a tool lets a folder give to all that is in it."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """That a page is meant for few, and which flag of ours says so.

    Attributes:
        flag: `draft` or `unlisted`.
        reason: What says it.
    """

    flag: str
    reason: str


def hiding(fields: Mapping[str, JsonValue]) -> Hiding | None:
    """What among another tool's `fields` means that a page is not for everybody."""
    found = [each for key, value in fields.items() if (each := _hiding(key, value))]
    return next((each for each in found if each.flag == "draft"), found[0] if found else None)


def _hiding(key: str, value: JsonValue) -> Hiding | None:
    name, said = squeeze(key), str(value).strip().casefold()
    if name in _SECRETS and not _is_no(value):
        return Hiding("draft", f"the field `{key}`")
    if name in _AUDIENCES and said in _NARROW:
        return Hiding("draft", f"`{key}: {said}`")
    if key.casefold() in _BUILDS and isinstance(value, dict):
        return _of_hugo(key, value)
    if name == "hidden" and not _is_no(value):
        return Hiding("unlisted", f"the field `{key}`")
    return None


def _of_hugo(key: str, value: dict[str, JsonValue]) -> Hiding | None:
    """Hugo's build options (https://gohugo.io/content-management/build-options/)."""
    wanted = {name: str(said).casefold() for name, said in value.items()}
    if wanted.get("render") in {"never", "false"}:
        return Hiding("draft", f"`{key}: {{render: {wanted['render']}}}`")
    if wanted.get("list") in {"never", "false"}:
        return Hiding("unlisted", f"`{key}: {{list: {wanted['list']}}}`")
    return None


def inherited_hiding(fields: Mapping[str, JsonValue]) -> Hiding | None:
    """As `hiding`, where the fields are those of a folder, among which ours count too."""
    for key, value in fields.items():
        name = names.canonical(key)
        if name == "draft" and not _is_no(value):
            return Hiding("draft", f"`{key}`")
        if name == "published" and str(value).casefold() in FALSE:
            return Hiding("draft", f"`{key}: false`")
        if name == "audience" and not _is_no(value):
            return Hiding("draft", f"`{key}`")
        if name == "unlisted" and not _is_no(value):
            return Hiding("unlisted", f"`{key}`")
    return hiding(fields)


def shared(fields: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Those of a folder's `fields` that are given to all that is in it, under our names."""
    found: dict[str, JsonValue] = {}
    for key, value in fields.items():
        name = names.canonical(key)
        if name in _SHARED and not _is_no(value) and _is_flat(value):
            found[name] = value
    return found


def pictured(fields: Mapping[str, JsonValue]) -> tuple[str, str] | None:
    """The field in which another tool names the card's picture, and the picture."""
    by_name = {squeeze(key): (key, value) for key, value in fields.items()}
    for name in _HEADERS:
        key, header = by_name.get(name, ("", None))
        if isinstance(header, dict):
            by_name |= {squeeze(part): (f"{key}.{part}", value) for part, value in header.items()}
    for name in _PICTURES:
        key, value = by_name.get(squeeze(name), ("", None))
        if isinstance(value, str) and value.strip():
            return key, value.strip()
    return None


def _is_no(value: JsonValue) -> bool:
    return value in (None, "", [], {}) or str(value).strip().casefold() in FALSE


def _is_flat(value: JsonValue) -> bool:
    """Whether a value is text, or a list of texts and of maps of texts."""
    items = value if isinstance(value, list) else [value]
    return all(
        isinstance(part, str)
        for item in items
        for part in (item.values() if isinstance(item, dict) else [item])
    )
