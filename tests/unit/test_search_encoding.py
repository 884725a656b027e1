"""The encoding of postings: read back, by us and by the browser, they are what they were."""

import json
from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.search.encoding import (
    DIGITS,
    encoded_postings,
    encoded_steps,
    place_of,
)
from mkdocs_postmortems.search.index import Postings
from unit.in_node import Node

NUMBERS = st.one_of(
    st.lists(st.integers(0, 300), unique=True, max_size=120),
    st.lists(st.integers(0, 90_000), unique=True, max_size=60),
    st.lists(st.integers(0, 9_000_000), unique=True, max_size=40),
).map(sorted)


@st.composite
def some_postings(draw) -> Postings:
    numbers = draw(NUMBERS)
    size = len(numbers)
    shares = draw(st.lists(st.integers(1, 63), min_size=size, max_size=size))
    return Postings(array("I", numbers), bytes(shares))


def decoded(text: str) -> Iterator[int]:
    """Steps read back by their definition: low digits first, the last below 64."""
    number, step, worth = -1, 0, 1
    for value in map(DIGITS.index, text):
        if value >= 64:
            step += value * worth
            worth *= 28
        else:
            number += step + value * worth + 1
            yield number
            step, worth = 0, 1
    assert (step, worth) == (0, 1), "a number ends with the text"


@given(NUMBERS)
def test_steps_are_read_back(numbers):
    assert list(decoded(encoded_steps(numbers))) == numbers


@given(some_postings())
def test_postings_are_read_back(postings):
    text = encoded_postings(postings)
    size = len(postings.documents)
    steps, shares = text[: len(text) - size], text[len(text) - size :]

    assert list(decoded(steps)) == list(postings.documents)
    assert bytes(map(DIGITS.index, shares)) == postings.shares


@given(some_postings())
def test_all_characters_are_printed_without_escape_in_json_and_in_a_script(postings):
    text = encoded_postings(postings)

    assert all(" " <= char <= "~" and char not in '"\\<' for char in text)
    assert json.dumps(text, ensure_ascii=True) == f'"{text}"'


def test_there_are_92_digits_each_another():
    assert len(set(DIGITS)) == len(DIGITS) == 92


@pytest.mark.parametrize(
    ("numbers", "length"),
    [([], 0), ([0], 1), ([63], 1), ([64], 2), ([64 + 28 * 63], 2), ([9_000_000], 5)],
)
def test_a_small_step_takes_one_character(numbers, length):
    assert len(encoded_steps(numbers)) == length


def test_every_number_up_to_thousands_is_read_back():
    assert all(list(decoded(encoded_steps([each]))) == [each] for each in range(60_000))


@pytest.mark.parametrize("shards", [1, 2, 64, 1024])
def test_a_key_has_one_of_the_shards(shards):
    places = {place_of(f"key{each}", shards) for each in range(20 * shards)}

    assert places == set(range(shards))


@pytest.fixture(scope="module")
def node():
    with Node() as started:
        yield started


@given(some_postings())
def test_the_browser_reads_postings_back(node, postings):
    code = "return Object.values(decodedPostings(given, true)).map((each) => [...each]);"
    documents, shares = node.run(code, encoded_postings(postings))

    assert documents == list(postings.documents)
    assert bytes(shares) == postings.shares


@given(NUMBERS)
def test_the_browser_reads_steps_back(node, numbers):
    found = node.run("return [...decodedPostings(given, false).documents];", encoded_steps(numbers))

    assert found == numbers


@pytest.mark.parametrize("text", ["~", "a~", '"', "~~", "<a"])
def test_the_browser_tells_damaged_steps(node, text):
    with pytest.raises(AssertionError, match="damaged"):
        node.run("return decodedPostings(given, false);", text)


@pytest.mark.parametrize("key", ["leakag", "", "漏れ", "𠮷", "=tag:c++", "~custom leav", "é" * 40])
def test_the_browser_finds_a_keys_shard(node, key):
    for shards in (1, 2, 256):
        assert node.run("return checksum(given[0]) % given[1];", [key, shards]) == place_of(
            key, shards
        )
