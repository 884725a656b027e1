"""Every rule finds what it is for, by its own examples, and nothing where that is mended."""

import re
from pathlib import Path

import pytest

from mkdocs_postmortems.checks.output.guide import guide
from mkdocs_postmortems.checks.registry import BY_ID, RULES
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.domain import Form
from unit.checking import ids, in_example

PRESENT = [rule for rule in RULES if not rule.past]
ASKED = {
    Form.UNUSED_IGNORE: Checks(),
    "SAF204": Checks(select=("SAF204",), options={"SAF204": {"patterns": (r"CUST-\d+",)}}),
}
"""Rules that find something only beside others, or with an option."""
PLACES = {
    "FMT101": [(3, 1)],
    "FMT102": [(2, 1)],
    "FMT103": [(1, 1)],
    "FMT104": [(3, 1)],
    "FMT105": [(4, 1)],
    "FMT107": [(1, 1)],
    "FMT108": [(1, 1)],
    "FMT110": [(3, 10)],
    "FMT120": [(3, 1)],
    "FMT121": [(4, 1)],
    "FMT130": [(3, 7)],
    "FMT131": [(3, 7)],
    "FMT132": [(4, 39)],
    "FMT133": [(3, 8)],
    "FMT134": [(4, 1)],
    "FMT135": [(3, 7)],
    "FMT140": [(3, 1)],
    "FMT141": [(3, 1)],
    "FMT142": [(3, 11)],
    "FMT143": [(3, 1)],
    "FMT144": [(3, 1)],
    "FMT150": [(3, 1)],
    "FMT151": [(1, 1)],
    "FMT190": [(3, 1)],
    "FMT191": [(6, 1)],
    "HON201": [(4, 1)],
    "HON202": [(6, 1)],
    "HON203": [(5, 1)],
    "HON204": [(6, 1)],
    "HON205": [(7, 1)],
    "HON211": [(6, 1)],
    "HON212": [(4, 1)],
    "HON213": [(4, 1)],
    "HON301": [(5, 1)],
    "HON302": [(7, 1)],
    "HON303": [(7, 1)],
    "HON304": [(7, 1)],
    "HON305": [(5, 1)],
    "HON306": [(5, 1)],
    "LRN101": [(4, 1)],
    "LRN102": [(4, 1)],
    "LRN103": [(6, 1)],
    "LRN104": [(9, 1)],
    "LRN201": [(5, 1)],
    "LRN202": [(5, 1)],
    "LRN203": [(5, 1)],
    "LRN204": [(4, 1)],
    "LRN301": [(6, 1)],
    "BLM101": [(3, 17), (3, 40)],
    "BLM102": [(3, 1)],
    "BLM201": [(3, 1), (3, 25)],
    "BLM202": [(3, 20)],
    "SAF101": [(3, 5)],
    "SAF201": [(3, 5)],
    "SAF202": [(3, 21)],
    "SAF203": [(3, 17)],
    "SAF204": [(3, 1)],
}
"""Line and column of what each rule finds in its bad example."""


def asked_of(rule: Rule) -> Checks:
    return ASKED.get(rule.id, Checks(select=(rule.id,)))


@pytest.mark.parametrize("rule", PRESENT, ids=lambda rule: rule.id)
def test_a_rule_finds_something_in_its_bad_example_and_nothing_in_its_good_one(
    rule: Rule, tmp_path: Path
):
    assert rule.id in ids(in_example(tmp_path, rule.bad, asked_of(rule)))
    assert rule.id not in ids(in_example(tmp_path, rule.good, asked_of(rule)))


@pytest.mark.parametrize("rule", PRESENT, ids=lambda rule: rule.id)
def test_what_it_finds_has_a_place_a_message_and_what_to_do(rule: Rule, tmp_path: Path):
    found = [
        each for each in in_example(tmp_path, rule.bad, asked_of(rule)) if each.rule == rule.id
    ]

    assert [(each.line, each.column) for each in found] == PLACES[rule.id]
    for each in found:
        assert each.message
        assert not each.message.endswith(".")
        assert not each.remedy.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is(rule: Rule):
    assert re.fullmatch(r"(?:FMT|HON|LRN|BLM|SAF)\d{3}", rule.id)
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.name)
    assert rule.reason.endswith(".")
    assert rule.source
    assert rule.bad != rule.good


def test_no_two_rules_share_an_id_or_a_name():
    assert len(BY_ID) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_rule_of_form_that_reading_breaks_is_told_of():
    assert {rule.id for rule in RULES if rule.id.startswith("FMT")} == set(Form)


def test_the_reference_page_is_what_the_rules_say(repository: Path):
    page = repository / "docs" / "reference" / "rules.md"

    assert page.read_text("utf-8") == guide()
