"""Pages counted from the oldest, so that a new postmortem touches the front only."""

import pytest

from mkdocs_postmortems.catalog.pagination import paginate


def shape(count: int, size: int) -> list[tuple[int, int]]:
    return [(leaf.number, len(leaf.items)) for leaf in paginate(range(count), size)]


@pytest.mark.parametrize(
    ("count", "pages"),
    [
        (0, [(0, 0)]),
        (1, [(0, 1)]),
        (3, [(0, 3)]),
        (5, [(0, 5)]),
        (6, [(0, 3), (1, 3)]),
        (8, [(0, 5), (1, 3)]),
        (9, [(0, 3), (2, 3), (1, 3)]),
        (11, [(0, 5), (2, 3), (1, 3)]),
        (12, [(0, 3), (3, 3), (2, 3), (1, 3)]),
    ],
)
def test_the_front_is_never_almost_empty_and_all_others_are_full(
    count: int, pages: list[tuple[int, int]]
):
    assert shape(count, 3) == pages


def test_each_page_knows_the_one_before_and_after_it():
    assert [(leaf.number, leaf.newer, leaf.older) for leaf in paginate(range(9), 3)] == [
        (0, None, 2),
        (2, 0, 1),
        (1, 2, None),
    ]


def test_a_single_page_has_none_beside_it():
    (leaf,) = paginate(["a"], 10)

    assert (leaf.number, leaf.items, leaf.newer, leaf.older) == (0, ("a",), None, None)


def test_the_oldest_are_on_the_first_page():
    leaves = {leaf.number: leaf.items for leaf in paginate([9, 8, 7, 6, 5, 4, 3, 2, 1], 3)}

    assert leaves == {0: (9, 8, 7), 2: (6, 5, 4), 1: (3, 2, 1)}
