"""The page of licences: all that is installed stands there, and nothing that binds the user."""

import re
from importlib import metadata

import pytest

import licences
from unit.test_distribution import locked

PAGE = licences.PAGE.read_text("utf-8")
ROWS = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", PAGE, re.MULTILINE))
FREE = {
    *("Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0"),
}


@pytest.mark.parametrize("extras", [(), ("parquet",), ("test",)])
def test_all_that_is_installed_stands_on_the_page(extras):
    needed = licences.needed(extras)

    assert {"mkdocs", "pydantic"} <= needed
    assert needed <= ROWS.keys(), "run .ci/tools/licences.py"


def test_what_is_as_pinned_has_the_licence_that_it_tells():
    pinned = locked("test")
    found = [
        name
        for name in licences.needed(("test",))
        if metadata.version(name) in pinned.get(name, ()) and licences.licence(name) != ROWS[name]
    ]

    assert found == []


def test_each_licence_lets_a_company_use_it():
    bound = {
        name: written
        for name, written in ROWS.items()
        if name != "Package" and not set(re.split(r" (?:AND|OR) ", written)) <= FREE
    }

    assert len(ROWS) > 100
    assert bound == {}


def test_a_distribution_that_tells_no_licence_is_not_passed_over(tmp_path, monkeypatch):
    (tmp_path / "untold-1.dist-info").mkdir()
    (tmp_path / "untold-1.dist-info" / "METADATA").write_text("Name: untold\nVersion: 1\n")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(LookupError, match="untold tells no licence"):
        licences.licence("untold")
