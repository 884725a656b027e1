"""What the guide shows of templates, of the ranking and of the site is as it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_postmortems.search import engine, weighing
from mkdocs_postmortems.search.matching import WHOLE
from mkdocs_postmortems.search.weighing import GREATEST, WEIGHTS
from mkdocs_postmortems.writing.templates import Templates
from screenshots import SCHEMES, SHOTS
from unit.guide import DOCS, FENCED, INLINE, PAGES, TEMPLATES, page_named, table_rows

_EVERYWHERE = {"front_matter", "fields", "body", "lessons"}
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)#]*)#only-(\w+)\)(.*)")


def _pictures() -> Iterator[tuple[Path, str, str, str]]:
    """Each picture of our own that a page shows: its file, what is said of it, its attributes."""
    for page in PAGES:
        text = INLINE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))
        for told, path, scheme, given in _PICTURE.findall(text):
            yield (page.parent / path).resolve(), told, scheme, given


def test_pictures_are_small_and_say_what_they_show_and_their_size() -> None:
    for file, told, _, given in _pictures():
        data = file.read_bytes()
        assert len(data) <= 60_000, file.name
        assert told
        # The header of a WebP has its size less one (RFC 9649, section 2.7).
        assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8X")
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        assert given == f'{{ width="{width}" height="{height}" loading="lazy" }}'


def test_each_picture_is_there_for_light_and_dark_screens_and_none_is_left_over() -> None:
    shown = sorted((file.name, scheme) for file, _, scheme, _ in _pictures())
    assert shown == sorted(
        (f"{shot.name}-{scheme}.webp", scheme) for shot in SHOTS for scheme in SCHEMES
    )
    assert {name for name, _ in shown} == {file.name for file in (DOCS / "images").iterdir()}


@pytest.mark.parametrize("name", Templates.shipped_names())
def test_each_template_stands_in_the_reference_with_its_headings_and_blocks(name: str) -> None:
    rows = list(table_rows(page_named("templates.md")))
    (told,) = [row[2] for row in rows if len(row) == 3 and row[0] == f"`{name}`"]
    headings = [each.heading for each in Templates(None).sections(name)]
    assert told in {" · ".join(headings) or "none", "as `failed`"}
    if told == "as `failed`":
        assert headings == [each.heading for each in Templates(None).sections("failed")]
        return
    (blocks,) = [row[1] for row in rows if len(row) == 2 and f"`{name}`" in row[0].split(", ")]
    source = (TEMPLATES / "posts" / f"{name}.md").read_text(encoding="utf-8")
    named = re.findall(r"\{% block (\w+) %\}", source)
    assert INLINE.findall(blocks) == [each for each in named if each not in _EVERYWHERE]


def test_the_numbers_that_search_ranks_by_are_those_of_the_code() -> None:
    page = (DOCS / "explanation" / "how-search-ranks.md").read_text(encoding="utf-8")
    fields = {row[0]: row[1:] for row in table_rows(page) if len(row) == 4}
    assert {name: list(map(float, fields[name])) for name in WEIGHTS} == {
        name: list(field) for name, field in WEIGHTS.items()
    }
    counts = [int(row[1]) for row in table_rows(page) if len(row) == 2 and row[1].isdecimal()]
    assert counts == [WHOLE, engine._COMPLETED, engine._CONCEPT, *engine._CORRECTED[1:]]
    assert f"from 1 to {GREATEST}." in page
    assert f"63 · *a* ÷ (*a* + {weighing._SATURATION})" in page
