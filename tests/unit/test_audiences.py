"""For whom a postmortem is, and for whom a build: what cannot be read hides it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.audiences import AudienceError, chosen, read_audiences
from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.domain.extension import ExtensionError, vocabularies_of
from mkdocs_postmortems.source import Settings
from unit.making import made, only_error, read_fields, read_text, told

AUDIENCES = {"board": "The board", "risk": "Risk", "works_council": "Works council"}
SETTINGS = Settings(vocabularies_of({"audiences": AUDIENCES}))


def reading(fields: str):
    return read_fields(f"title: A\n{fields}", settings=SETTINGS)


@pytest.mark.parametrize(
    ("fields", "audience"),
    [
        ("team: Growth", ()),
        ("audience: board", ("board",)),
        ("audience: [risk, board]", ("risk", "board")),
        ("audience: risk, board", ("risk", "board")),
        ("audience:\n  - risk\n  - Board\n  - risk", ("risk", "board")),
        ("audiences: Works Council", ("works_council",)),
        ("Audience: works-council", ("works_council",)),
        ("audience: [board, null]", ("board",)),
    ],
)
def test_a_name_is_read_in_any_spelling_of_case_blank_and_hyphen(fields, audience):
    found = reading(fields)
    assert made(found).audience == audience
    assert told(found) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("audience: bord", "`bord` is not declared"),
        ("audience: [risk, bord]", "`bord` is not declared"),
        ("audience: everybody", "`everybody` is not declared"),
        ("audience: true", "`true` is not declared"),
        ("audience:", "nothing is written here"),
        ('audience: ""', "nothing is written here"),
        ("audience: []", "nothing is written here"),
        ("audience: ' , '", "nothing is written here"),
        ("audience: {board: true}", "wants names of audiences, and this is a map"),
        ("audience: [[board]]", "wants names of audiences, and this is a list"),
        ("audience: board\naudiences: risk", "stands twice"),
        ("audience: board\nAudience: risk", "stands twice"),
        ("audince: board", "may be meant to hide the postmortem, as `audience` does"),
        ("adiences: board", "may be meant to hide the postmortem, as `audiences` does"),
        ("params: {audience: board}", "may be meant to hide the postmortem, as `audience` does"),
    ],
)
def test_what_cannot_be_read_hides_it(fields, message):
    error = only_error(reading(fields))
    assert error.message.startswith(message)
    assert error.message.endswith("left out")
    assert error.line > 2
    assert error.remedy


def test_the_nearest_name_is_told_with_file_and_line():
    (line,) = told(reading("audience:\n  - risk\n  - bord"))
    assert line == (
        "churn.md:5: audience: `bord` is not declared, so the postmortem is left out. Did you mean "
        "`board`? It is one of board, risk, works_council. Without the field everybody sees it."
    )


def test_where_none_is_declared_the_remedy_is_to_declare_it():
    error = only_error(read_fields("audience: board"))
    assert error.remedy.startswith("Declare it in mkdocs.yml: `audiences: {")


@pytest.mark.parametrize("name", ["audience", "audiences"])
def test_front_matter_further_down_may_say_it_too(name):
    found = read_text(f"# A\n\n---\ntitle: A\n{name}: board\n---\n\nx\n", settings=SETTINGS)
    assert "further down" in only_error(found).message


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_text_makes_what_was_for_some_a_page_for_all(text):
    quoted = text.replace("'", "''").replace("\n", " ")
    found = reading(f"audience: '{quoted}'")
    assert found.postmortem is None or set(found.postmortem.audience) & AUDIENCES.keys()


def test_declared_audiences_are_told_as_the_site_words_them():
    assert read_audiences({"board": " The  board ", "risk_team": None}) == {
        "board": "The board",
        "risk_team": "Risk team",
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("board", "wants a map"),
        (["board"], "wants a map"),
        ({"Board": "The board"}, "`Board` is no name"),
        ({"a,b": "x"}, "`a,b` is no name"),
        ({2024: "x"}, "`2024` is no name"),
        ({"board": ""}, "`board` wants a text"),
        ({"board": ["x"]}, "`board` wants a text"),
        ({"a_b": "x", "ab": "y"}, "`a_b` and `ab` are read alike"),
    ],
)
def test_a_declaration_that_could_mislead_is_refused(value, message):
    with pytest.raises(AudienceError, match=message):
        read_audiences(value)
    with pytest.raises(ExtensionError, match=f"audiences: {message}"):
        vocabularies_of({"audiences": value})


def test_two_spellings_of_a_word_are_no_two_audiences():
    with pytest.raises(ExtensionError, match="are read alike"):
        vocabularies_of({"audiences": {"organisation": "Ours", "organization": "Theirs"}})


def test_audiences_are_declared_in_one_place_only():
    assert "audience" not in Vocabularies.names()
    with pytest.raises(ExtensionError, match="`audience` is none of"):
        vocabularies_of({"vocabulary": {"audience": {"board": "The board"}}})


@pytest.fixture(autouse=True)
def _nobody_asked(monkeypatch):
    monkeypatch.delenv("POSTMORTEMS_AUDIENCE", raising=False)


@pytest.mark.parametrize(
    ("option", "names"),
    [
        (None, ()),
        ("", ()),
        ([], ()),
        ("board", ("board",)),
        ("risk, board", ("board", "risk")),
        (["risk", "board", "risk"], ("board", "risk")),
        (("risk",), ("risk",)),
    ],
)
def test_a_build_is_for_those_whom_the_option_names(option, names):
    assert chosen(option, AUDIENCES) == names


def test_the_environment_stands_in_for_the_option_and_what_is_given_for_both(monkeypatch):
    monkeypatch.setenv("POSTMORTEMS_AUDIENCE", "risk")
    assert chosen("board", AUDIENCES) == ("risk",)
    assert chosen("board", AUDIENCES, ["works_council"]) == ("works_council",)
    monkeypatch.setenv("POSTMORTEMS_AUDIENCE", "")
    assert chosen("board", AUDIENCES) == ()


@pytest.mark.parametrize("option", [{"board": 1}, 7, [None], True, ["board", 7]])
def test_what_is_no_name_is_refused(option):
    with pytest.raises(AudienceError, match="wants names"):
        chosen(option, AUDIENCES)


def test_a_name_that_is_not_declared_is_told_with_where_it_is_from(monkeypatch):
    with pytest.raises(AudienceError) as caught:
        chosen("Board", AUDIENCES)
    assert str(caught.value) == (
        "`Board` is not declared. Did you mean `board`? It is one of board, risk, works_council"
    )
    monkeypatch.setenv("POSTMORTEMS_AUDIENCE", "xyz")
    with pytest.raises(AudienceError, match="`xyz`, which POSTMORTEMS_AUDIENCE names, is not"):
        chosen("", AUDIENCES)
