"""Tags that differ in case, blanks or hyphens only, spelt as most postmortems spell them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.slugs import slugify
from mkdocs_postmortems.source.fields import one_line
from mkdocs_postmortems.source.nodes import Scalar
from mkdocs_postmortems.writing.editing import Manuscript
from mkdocs_postmortems.writing.mending.mend import Respelling
from mkdocs_postmortems.writing.mending.values import scalars_in

_FIELDS = ("tags", "categories", "keywords")


def majorities(postmortems: Iterable[Postmortem]) -> dict[str, str]:
    """For each tag that is spelt in several ways the spelling of most, if one has the most.

    The keys are slugs: what has one slug is one tag to every list of the site.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for postmortem in postmortems:
        for tag in postmortem.tags:
            spellings[slugify(tag)][tag] += 1
    found: dict[str, str] = {}
    for slug, counted in spellings.items():
        first, *others = counted.most_common(2)
        if others and first[1] > others[0][1]:
            found[slug] = first[0]
    return found


def respelt_tags(manuscript: Manuscript, spellings: Mapping[str, str]) -> list[Respelling]:
    """The tags that are to be spelt as `spellings` has them.

    One stays where its file has the other spelling too: that one of them is to go is not ours.
    """
    wanted: list[Respelling] = []
    entries = [entry for name in _FIELDS if (entry := manuscript.entry(name))]
    own = {
        tag
        for entry in entries
        for _, scalar in scalars_in(entry)
        for tag in _tags_in(scalar, is_list=not isinstance(entry.value, Scalar))
    }
    for entry in entries:
        is_list = not isinstance(entry.value, Scalar)
        for path, scalar in scalars_in(entry):
            text = scalar.text
            for tag in _tags_in(scalar, is_list=is_list):
                spelt = spellings.get(slugify(tag), tag)
                if spelt != tag and spelt not in own and (is_list or "," not in spelt):
                    text = _with(text, tag, spelt, is_list=is_list)
            if text != scalar.text:
                wanted.append(Respelling(path, text, is_new=True))
    return wanted


def _tags_in(scalar: Scalar, *, is_list: bool) -> list[str]:
    """The tags that the reader takes from a text, which has commas in it if it stands alone."""
    parts = [scalar.text] if is_list else scalar.text.split(",")
    return [tag for part in parts if (tag := _clean(part))]


def _clean(part: str) -> str:
    line = one_line(part)
    return line.lstrip("#").strip() or line


def _with(text: str, tag: str, spelt: str, *, is_list: bool) -> str:
    if is_list:
        return spelt
    parts = text.split(",")
    swapped = (part.replace(part.strip(), spelt) if _clean(part) == tag else part for part in parts)
    return ",".join(swapped)
