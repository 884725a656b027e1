"""Text to a part of an address."""

import pytest

from mkdocs_postmortems.catalog import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Time series", "time-series"),
        ("time_series", "time-series"),
        ("  A -- B  ", "a-b"),
        ("c++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("100% sure", "100-percent-sure"),
        ("@home", "at-home"),
        ("v1.10", "v1-10"),
        ("../etc/passwd", "etc-passwd"),
        ("Straße", "strasse"),
        ("Élan", "élan"),
        ("E\u0301lan", "élan"),
        ("ﬁne", "fine"),
        ("機械学習", "機械学習"),
        ("हिन्दी", "हिन्दी"),
        ("ที่", "ที่"),
        ("İstanbul", "i\u0307stanbul"),
        ("I ❤\ufe0f ML", "i-ml"),
    ],
)
def test_letters_and_digits_of_any_script_stay(text: str, slug: str):
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "..", "!!!", "❤\ufe0f", "\u0301"])
def test_text_without_a_letter_is_a_short_digest(text: str):
    slug = slugify(text)

    assert len(slug) == 8
    assert int(slug, 16) >= 0


def test_texts_without_a_letter_are_told_apart():
    assert slugify("!") != slugify("?")


@pytest.mark.parametrize("letter", ["x", "é", "機", "𝔸", "𐍈"])
def test_a_long_text_is_cut_with_a_digest_and_its_slug_is_its_own_slug(letter: str):
    slug, other = slugify(letter * 80 + "one"), slugify(letter * 80 + "two")

    assert slug != other
    assert len(slug) <= 60
    assert len(slug.encode()) <= 180
    assert slugify(slug) == slug
