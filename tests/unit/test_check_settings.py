"""What mkdocs.yml and pyproject.toml say of the checks, and which rules follow from it."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.checks.configuration import ChecksError, configured, read_checks
from mkdocs_postmortems.checks.finding import Finding, Level
from mkdocs_postmortems.checks.gathering import finder, gather
from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.runner import all_of, as_finding, check, weighed
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.domain import Form, Problem, Severity
from mkdocs_postmortems.project import find_project
from unit.checking import NOW, in_example, write_lab


def asked(**settings: object) -> set[str]:
    checks = read_checks(settings)
    return {rule.id for rule in RULES if checks.wants(rule.id)}


def beginning_with(*beginnings: str) -> set[str]:
    return {rule.id for rule in RULES if rule.id.startswith(beginnings)}


def test_without_settings_every_rule_is_asked_and_errors_fail():
    assert asked() == {rule.id for rule in RULES}
    assert read_checks({}) == Checks()
    assert Checks().fails([Level.ERROR])
    assert not Checks().fails([Level.WARNING, Level.INFO])


def test_rules_are_chosen_by_the_beginnings_of_their_ids():
    assert asked(select=["LRN"]) == beginning_with("LRN")
    assert asked(select="lrn1, FMT110") == beginning_with("LRN1") | {"FMT110"}
    assert asked(ignore=["FMT", "LRN101"]).isdisjoint(beginning_with("FMT", "LRN101"))


def test_the_longer_beginning_wins_and_of_equals_the_refusal():
    assert asked(select=["LRN101"], ignore=["LRN"]) == {"LRN101"}
    assert asked(select=["LRN"], ignore=["LRN1"]) == beginning_with("LRN") - beginning_with("LRN1")
    assert asked(select=["LRN"], ignore=["LRN"]) == set()


def test_levels_are_set_by_beginnings_and_the_longer_wins():
    checks = read_checks({"levels": {"LRN": "error", "LRN101": "info"}})

    assert checks.level("LRN101", Level.WARNING) is Level.INFO
    assert checks.level("LRN102", Level.WARNING) is Level.ERROR
    assert checks.level("FMT107", Level.INFO) is Level.INFO


@pytest.mark.parametrize(
    ("gate", "fails"),
    [
        ("error", {Level.ERROR}),
        ("warning", {Level.ERROR, Level.WARNING}),
        ("info", set(Level)),
        ("never", set()),
    ],
)
def test_the_gate_is_the_least_level_that_fails(gate: str, fails: set[Level]):
    checks = read_checks({"gate": gate})

    assert {level for level in Level if checks.fails([level])} == fails


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ([], "wants a map of select, ignore, gate, levels, rules, build"),
        ({"selct": ["LRN"]}, "`selct` is none of select"),
        ({"select": 3}, "select: wants a list of rules, such as [HON, LRN201]"),
        ({"select": ["LRN1o1"]}, "select: no rule is called `LRN1o1`. Did you mean `LRN101`?"),
        ({"ignore": ["no-cuase"]}, "ignore: no rule is called `no-cuase`. Did you mean `LRN101`?"),
        ({"ignore": ["zzz"]}, "ignore: no rule is called `zzz`. The families are "),
        ({"gate": "fatal"}, "gate: `fatal` is none of error, warning, info, never"),
        ({"gate": ["error"]}, "gate: `['error']` is none of error"),
        ({"levels": {"LRN101": "high"}}, "levels.LRN101: `high` is none of info, warning, error"),
        ({"levels": {"XYZ": "info"}}, "levels: no rule is called `XYZ`"),
        ({"levels": ["LRN101"]}, "levels: wants a map"),
        ({"rules": {"LRN999": {}}}, "rules: no rule is called `LRN999`"),
        ({"rules": {"LRN101": {"words": ["a"]}}}, "rules.LRN101: `words` is not known"),
        ({"rules": {"LRN101": ["a"]}}, "rules.LRN101: wants a map"),
        ({"rules": {"BLM101": {"words": ["a"]}}}, "rules.BLM101: `words` is not known. It takes "),
        ({"rules": {"BLM101": {"add": "a"}}}, "rules.BLM101.add: wants a list of texts"),
        ({"rules": {"BLM101": {"add": ["a", 3]}}}, "rules.BLM101.add: wants a list of texts"),
        ({"rules": {"BLM101": {"add": ["a", "-"]}}}, "rules.BLM101.add: `-` cannot be used: it h"),
        ({"build": "no"}, "build: `no` is neither true nor false"),
    ],
)
def test_what_is_not_understood_is_named_by_its_key(settings: object, message: str):
    with pytest.raises(ChecksError, match=f"^{re.escape(message)}"):
        read_checks(settings)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["select", "ignore", "gate", "levels", "rules", "build", "FMT"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_settings_break_it(settings: object):
    with suppress(ChecksError):
        assert isinstance(read_checks(settings), Checks)


def test_pyproject_holds_where_mkdocs_says_nothing(tmp_path: Path):
    text = '[tool.postmortems.checks]\nselect = ["LRN"]\ngate = "warning"\n'
    (tmp_path / "pyproject.toml").write_text(text)

    checks = configured(tmp_path, {"gate": "info"})

    assert checks.select == ("LRN",)
    assert checks.gate is Level.INFO


@pytest.mark.parametrize(
    "text", ["", "[tool]\n", "[tool.ruff]\nline-length = 100\n", "[project]\n"]
)
def test_a_pyproject_of_others_says_nothing(tmp_path: Path, text: str):
    (tmp_path / "pyproject.toml").write_text(text)

    assert configured(tmp_path, {}) == Checks()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.postmortems.checks]\ngate = 1\n", "pyproject.toml: tool.postmortems.checks: gate:"),
        ("[tool.postmortems]\nchecks = 1\n", "pyproject.toml: tool.postmortems.checks wants a tab"),
        ("[tool", "pyproject.toml cannot be read: "),
    ],
)
def test_a_mistake_in_pyproject_is_told_with_the_file(tmp_path: Path, text: str, message: str):
    (tmp_path / "pyproject.toml").write_text(text)

    with pytest.raises(ChecksError, match=re.escape(message)):
        configured(tmp_path, {})


def test_a_mistake_in_mkdocs_is_told_with_the_option(tmp_path: Path):
    with pytest.raises(ChecksError, match=r"^checks: gate: `x`"):
        configured(tmp_path, {"gate": "x"})


def test_the_texts_of_a_rule_are_kept_by_its_id_and_name():
    checks = read_checks({"rules": {"blm101": {"add": ["cowboy", "hero"], "drop": []}}})

    assert checks.options == {"BLM101": {"add": ("cowboy", "hero"), "drop": ()}}


def weight(severity: Severity, rule: Form | None, **settings: object) -> Severity:
    problem = Problem(path="a.md", message="x", severity=severity, rule=rule)
    return weighed(problem, read_checks(settings)).severity


def test_a_build_weighs_a_problem_as_the_project_does():
    assert weight(Severity.WARNING, Form.UNKNOWN_CODE) is Severity.WARNING
    assert weight(Severity.NOTE, Form.UNKNOWN_CODE) is Severity.NOTE
    assert weight(Severity.WARNING, Form.UNKNOWN_CODE, levels={"FMT": "info"}) is Severity.NOTE
    assert weight(Severity.WARNING, Form.UNKNOWN_CODE, levels={"FMT": "warning"}) is Severity.NOTE
    assert weight(Severity.NOTE, Form.UNKNOWN_CODE, levels={"FMT": "error"}) is Severity.WARNING


def test_no_setting_makes_light_of_what_leaves_a_postmortem_out():
    assert weight(Severity.ERROR, Form.UNKNOWN_CODE, levels={"FMT": "info"}) is Severity.ERROR


def test_what_is_about_the_sites_settings_weighs_what_it_always_does():
    assert weight(Severity.WARNING, None, levels={"FMT": "info"}) is Severity.WARNING


def told(severity: Severity, field: str = "", **levels: str) -> Finding:
    problem = Problem(
        path="a.md", message="x", severity=severity, field=field, rule=Form.UNKNOWN_CODE, line=0
    )
    return as_finding(problem, read_checks({"levels": levels}))


@pytest.mark.parametrize(
    ("severity", "levels", "level"),
    [
        (Severity.NOTE, {}, Level.INFO),
        (Severity.WARNING, {}, Level.ERROR),
        (Severity.ERROR, {}, Level.ERROR),
        (Severity.WARNING, {"FMT": "info"}, Level.INFO),
        (Severity.NOTE, {"FMT": "error"}, Level.ERROR),
        (Severity.ERROR, {"FMT": "info"}, Level.ERROR),
    ],
)
def test_what_reading_found_weighs_what_the_project_says_unless_it_leaves_a_page_out(
    severity: Severity, levels: dict[str, str], level: Level
):
    assert told(severity, **levels).level is level


def test_a_problem_names_its_field_where_it_has_one_and_a_place_in_any_case():
    assert told(Severity.NOTE, "outcome").message == "outcome: x"
    assert told(Severity.NOTE).message == "x"
    assert (told(Severity.NOTE).line, told(Severity.NOTE).column) == (1, 1)


@pytest.mark.parametrize("written", ["info", "warning", "error"])
def test_what_a_rule_finds_weighs_what_the_project_says(tmp_path: Path, written: str):
    checks = read_checks({"select": ["LRN101"], "levels": {"LRN1": written}})
    text = "---\ntitle: Calls\noutcome: failed\nlessons: [Retrain each month.]\n---\n\nText.\n"

    assert [each.level.word for each in in_example(tmp_path, text, checks)] == [written]


def test_nothing_is_told_but_of_files_that_are_wanted(tmp_path: Path):
    text = "---\ntitle: Calls\noutcome: failed\nstage: offlime\n---\n\nText.\n"
    write_lab(tmp_path, {"postmortems/a.md": text, "postmortems/b.md": text})
    checks = Checks(select=("LRN101", "FMT110"))
    material = gather(find_project(tmp_path), checks, NOW)

    def places(**chosen: Callable[[str], bool]) -> list[tuple[str, str]]:
        found = all_of(check(material, checks, **chosen), checks)
        return [(each.path, each.rule) for each in found]

    both = [(path, rule) for path in ("a.md", "b.md") for rule in ("LRN101", "FMT110")]
    assert places() == both
    assert places(is_wanted=lambda path: path == "a.md") == both[:2]


def test_a_path_from_the_root_is_sought_in_both_folders_and_any_other_beside_the_files(
    tmp_path: Path,
):
    for name in ("docs/logo.svg", "postmortems/a.svg", "outside.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    is_there = finder(tmp_path / "postmortems", tmp_path / "docs")

    assert is_there("/logo.svg")
    assert is_there("/a.svg")
    assert is_there("../docs/logo.svg")
    assert is_there("../outside.svg")
    assert not is_there("/outside.svg")
    assert not is_there("../logo.svg")


def test_of_the_folders_own_text_no_title_is_asked_and_what_is_wrong_is_told(tmp_path: Path):
    files = {"postmortems/index.md": "---\ndraft: maybe\n---\n\nWelcome.\n"}
    material = gather(find_project(write_lab(tmp_path, files)), Checks(), NOW)

    assert {each.rule for each in material.problems if each.path == "index.md"} == {Form.FLAG}
