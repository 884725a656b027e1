"""What a build says of the postmortems that it publishes, by the rules of `postmortems check`."""

import pytest

from integration.harness import post

FAILED = post("Calls", date="2024-05-01", outcome="failed", lessons=["Retrain each month."])
CAUSE = "postmortems/a.md:4: `failed` without a cause."
LEARNING = {"select": ["LRN"]}


def with_levels(**levels: str) -> dict[str, object]:
    return {"checks": {**LEARNING, "levels": levels}}


def test_what_stops_nothing_is_one_line(site):
    posts = {"a.md": FAILED, "b.md": post("B", date="2024-05-01", outcome="pending")}

    built = site(posts, options={"checks": LEARNING}, strict=True)

    assert built.aborted == ""
    (line,) = [each for each in built.lines("INFO") if "postmortems check" in each]
    assert line.endswith("1 warning, 1 to know in 2 postmortems; `postmortems check` shows them")
    assert built.lines("WARNING") == []


def test_nothing_found_is_no_line(site):
    built = site({"a.md": "# An essay\n\nText.\n"}, options={"checks": LEARNING})

    assert not [line for line in built.lines() if "postmortems check" in line]


def test_an_error_is_a_warning_of_the_build(site):
    built = site({"a.md": FAILED}, options=with_levels(LRN101="error"))

    (line,) = built.lines("WARNING")
    assert line.startswith(CAUSE)
    assert line.endswith(" [LRN101]")
    assert built.has("postmortems/a/")


def test_a_strict_build_fails_by_it_and_leaves_the_site_that_was_there(site):
    built = site(
        {"a.md": FAILED},
        options=with_levels(LRN101="error"),
        strict=True,
        files={"site/old.html": b"old"},
    )

    assert built.aborted.startswith("Aborted in strict mode with 1 problem in postmortems.")
    assert set(built.raw) == {"old.html"}


@pytest.mark.parametrize(
    "settings", [{"build": False}, {"ignore": ["LRN101"]}, {"gate": "never"}, {"select": ["FMT"]}]
)
def test_settings_keep_it_from_failing(site, settings):
    checks = {**LEARNING, "levels": {"LRN101": "error"}, **settings}

    assert site({"a.md": FAILED}, options={"checks": checks}, strict=True).aborted == ""


def test_the_gate_decides_what_fails_a_strict_build(site):
    built = site({"a.md": FAILED}, options={"checks": {**LEARNING, "gate": "warning"}}, strict=True)

    assert built.aborted.startswith("Aborted in strict mode with 1 problem")


def test_pyproject_is_heeded_too(site):
    text = '[tool.postmortems.checks]\ngate = "warning"\nselect = ["LRN"]\n'

    built = site({"a.md": FAILED}, files={"pyproject.toml": text}, strict=True)

    assert built.aborted.startswith("Aborted in strict mode with 1 problem")


def test_a_pyproject_that_cannot_be_used_stops_the_build(site):
    text = "[tool.postmortems.checks]\ngate = 3\n"

    built = site({"a.md": FAILED}, files={"pyproject.toml": text})

    assert "pyproject.toml: tool.postmortems.checks: gate: `3` is none of error" in built.aborted


@pytest.mark.parametrize("hidden", [{"draft": True}, {"date": "2999-01-01"}])
def test_what_is_not_published_is_asked_in_the_preview_only(site, hidden):
    fields = {"date": "2024-05-01", "lessons": ["Retrain each month."], **hidden}
    posts = {"a.md": post("Calls", outcome="failed", **fields)}
    options = with_levels(LRN101="error")

    assert site(posts, options=options, strict=True).aborted == ""
    (line,) = site(posts, options=options, serving=True).lines("WARNING")
    assert "`failed` without a cause" in line


def test_what_reading_found_is_told_once(site):
    text = post("Calls", date="2024-05-01", outcome="faild")

    built = site({"a.md": text})

    assert len([line for line in built.lines() if "`faild`" in line]) == 1


def test_a_missing_picture_is_left_to_mkdocs(site):
    built = site({"a.md": post("Calls", "![it](none.png)", date="2024-05-01")})

    told = [text for level, text in built.log if "none.png" in text and level == "WARNING"]
    assert len(told) == 1
    assert "FMT143" not in told[0]


def test_an_exception_in_the_text_holds_in_the_build_too(site):
    reason = "<!-- check: ignore=FMT110 We are about to add that stage. -->"
    fields = {"date": "2024-05-01", "stage": "offlime"}

    assert site({"a.md": post("A", f"Text.\n\n{reason}", **fields)}, strict=True).aborted == ""
    assert site({"a.md": post("A", **fields)}, strict=True).aborted != ""


def test_the_weight_of_a_problem_of_reading_can_be_set(site):
    posts = {"a.md": post("A", date="2024-05-01", stage="offlime")}
    options = {"checks": {"levels": {"FMT110": "info"}}}

    built = site(posts, options=options, strict=True)

    assert built.aborted == ""
    assert any("`offlime` is not known" in line for line in built.lines("INFO"))


def test_what_leaves_a_postmortem_out_cannot_be_ignored(site):
    text = "---\ntitle: A\ndraft: maybe\n---\n\nText.\n"

    built = site({"a.md": text}, options={"checks": {"ignore": ["FMT"]}}, strict=True)

    assert built.aborted.startswith("Aborted in strict mode with 1 problem")
