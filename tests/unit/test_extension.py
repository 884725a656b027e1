"""A site's own codes."""

from dataclasses import replace

import pytest

from mkdocs_postmortems.domain import Term, Vocabularies
from mkdocs_postmortems.domain.extension import ExtensionError, read_extension


def test_a_code_with_all_it_can_have():
    about = {"label": "Retired", "meaning": "Taken out.", "family": "ops", "icon": "abandoned"}

    assert read_extension({"outcome": {"retired": about}}) == {
        "outcome": (Term("retired", "Retired", "Taken out.", "ops", "abandoned"),)
    }


@pytest.mark.parametrize("about", ["Retired", {"label": "Retired"}])
def test_a_label_alone_will_do(about):
    assert read_extension({"stage": {"retired": about}}) == {"stage": (Term("retired", "Retired"),)}


@pytest.mark.parametrize("about", [None, {}, "", {"label": None}, {"meaning": None}])
def test_a_code_alone_gets_its_label_of_the_vocabulary(about):
    added = read_extension({"stage": {"field_trial": about}})

    assert added == {"stage": (Term("field_trial", ""),)}
    assert Vocabularies().extended(added).stage.term("field_trial").label == "Field trial"


def test_what_a_known_code_does_not_say_stays():
    before = Vocabularies().outcome.term("failed")
    after = Vocabularies().extended(read_extension({"outcome": {"failed": "No go"}})).outcome

    assert after.term("failed") == replace(before, label="No go")
    assert after.codes == Vocabularies().outcome.codes


def test_codes_keep_their_order_and_come_last():
    added = read_extension({"cause": {"zeal": "Zeal", "ardour": "Ardour"}})

    assert Vocabularies().extended(added).cause.codes[-2:] == ("zeal", "ardour")


def test_texts_that_yaml_took_for_something_else_are_texts():
    (term,) = read_extension({"cause": {"year2024": {"label": 2024, "meaning": True}}})["cause"]

    assert (term.label, term.meaning) == ("2024", "True")


@pytest.mark.parametrize("name", Vocabularies.names())
def test_each_vocabulary_can_be_extended(name):
    added = read_extension({name: {"own": "Own"}})

    assert getattr(Vocabularies().extended(added), name).read("Own") == "own"


def test_nothing_adds_nothing():
    assert read_extension({}) == {}
    assert read_extension({"outcome": {}}) == {"outcome": ()}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("outcome", "map of vocabularies"),
        (["outcome"], "map of vocabularies"),
        (None, "map of vocabularies"),
        ({"outcomes": {}}, "`outcomes` is none of outcome, stage"),
        ({5: {}}, "`5` is none of"),
        ({"outcome": ["retired"]}, "`outcome` wants a map of codes"),
        ({"outcome": "retired"}, "`outcome` wants a map of codes"),
        ({"outcome": None}, "`outcome` wants a map of codes"),
        ({"outcome": {"Retired": "x"}}, "`outcome: Retired` is no code"),
        ({"outcome": {"re tired": "x"}}, "`outcome: re tired` is no code"),
        ({"outcome": {"re-tired": "x"}}, "is no code"),
        ({"outcome": {"9lives": "x"}}, "is no code"),
        ({"outcome": {"": "x"}}, "is no code"),
        ({"outcome": {"retired\n": "x"}}, "is no code"),
        ({"outcome": {True: "x"}}, "`outcome: True` is no code"),
        ({"outcome": {"retired": 5}}, "`outcome: retired` wants a label, or a map"),
        ({"outcome": {"retired": ["x"]}}, "wants a label, or a map"),
        ({"outcome": {"retired": {"colour": "red"}}}, "has `colour`, and may have label, meaning"),
    ],
)
def test_what_is_not_understood_is_named(value, told):
    with pytest.raises(ExtensionError) as error:
        read_extension(value)
    assert told in str(error.value)
