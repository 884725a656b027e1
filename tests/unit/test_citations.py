"""Who took up what: stated relations and links, each postmortem counted once."""

from mkdocs_postmortems.catalog import Catalog
from unit.making import NOW, ids, record


def takers(*postmortems):
    catalog = Catalog(postmortems, NOW)
    return {each.id: ids(catalog.taken_up_by(each)) for each in catalog.published}


def test_building_on_and_replicating_take_up_and_contradicting_does_not():
    assert takers(
        record("base", date="2024-01-01"),
        record("a", date="2024-01-02", builds_on=["base"]),
        record("b", date="2024-01-03", replicates=["base"]),
        record("c", date="2024-01-04", contradicts=["base"], supersedes=["base"]),
    ) == {"base": ["b", "a"], "a": [], "b": [], "c": []}


def test_a_link_to_the_file_takes_up_whatever_folder_it_is_written_from():
    body = "As [before](../2023/base.md#lesson-x) and [again](/2023/base.md), not `[x](base.md)`."
    assert takers(record("2023/base"), record("2024/a", body=body))["2023/base"] == ["2024/a"]


def test_one_that_says_it_and_links_too_counts_once_and_itself_never():
    body = "See [it](base.md) and [here](a.md)."
    found = takers(record("base"), record("a", builds_on=["base"], replicates=["base"], body=body))
    assert found == {"base": ["a"], "a": []}


def test_a_link_is_seen_from_both_ends_where_neither_states_more():
    catalog = Catalog(
        [
            record("base"),
            record("a", body="[x](base.md) [y](draft.md)"),
            record("b", builds_on=["base"], body="[x](base.md)"),
            record("draft", draft=True, body="[x](base.md)"),
        ],
        NOW,
    )
    found = {
        each.id: [
            (link.relation, link.other.id, link.is_inbound) for link in catalog.mentions(each)
        ]
        for each in catalog.published
    }
    assert found == {"base": [("mentions", "a", True)], "a": [("mentions", "base", False)], "b": []}


def test_what_is_hidden_takes_nothing_up():
    assert takers(record("base"), record("a", builds_on=["base"], draft=True)) == {"base": []}
