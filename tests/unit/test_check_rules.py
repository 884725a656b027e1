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


@pytest.mark.parametrize("rule", PRESENT, ids=lambda rule: rule.id)
def test_a_rule_finds_something_in_its_bad_example_and_nothing_in_its_good_one(
    rule: Rule, tmp_path: Path
):
    asked = ASKED.get(rule.id, Checks(select=(rule.id,)))

    assert rule.id in ids(in_example(tmp_path, rule.bad, asked))
    assert rule.id not in ids(in_example(tmp_path, rule.good, asked))


@pytest.mark.parametrize("rule", PRESENT, ids=lambda rule: rule.id)
def test_what_it_finds_has_a_line_a_message_and_what_to_do(rule: Rule, tmp_path: Path):
    found = [each for each in in_example(tmp_path, rule.bad) if each.rule == rule.id]

    for each in found:
        assert 1 <= each.line <= rule.bad.count("\n") + 1
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
