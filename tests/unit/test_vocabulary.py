"""The vocabularies: codes that are stable, read whatever their spelling, and extended by a site."""

import re

import pytest

from mkdocs_postmortems.domain import NOT_READABLE, Term, Vocabularies
from mkdocs_postmortems.domain.advice import advice
from mkdocs_postmortems.domain.vocabulary import (
    CAUSES,
    CONFIDENCE,
    DECISIONS,
    OUTCOMES,
    SPLITS,
    STAGES,
    Vocabulary,
)
from mkdocs_postmortems.writing.spelling import spellings_of


def test_the_codes_are_those_of_the_design():
    """Codes stand in files and exports for ever: this list grows, and nothing on it changes."""
    assert OUTCOMES.codes == (
        "pending",
        "succeeded",
        "failed",
        "mixed",
        "inconclusive",
        "invalid",
        "abandoned",
    )
    assert STAGES.codes == (
        "idea",
        "data_analysis",
        "replication",
        "modelling",
        "offline_evaluation",
        "online_test",
        "production",
    )
    assert DECISIONS.codes == ("ship", "iterate", "stop", "rerun", "roll_back", "revisit")
    assert CONFIDENCE.codes == ("low", "medium", "high")
    assert SPLITS.codes == (
        "train",
        "validation",
        "test",
        "out_of_time",
        "external",
        "shadow",
        "online",
        "production",
    )


def test_causes_have_two_levels():
    families: dict[str, list[str]] = {}
    for term in CAUSES.terms:
        families.setdefault(term.family, []).append(term.code)

    assert {family: " ".join(codes) for family, codes in families.items()} == {
        "data": "unavailable quality labels no_signal shift",
        "validity": "split_leakage feature_leakage temporal_leakage selection overfit "
        "weak_baseline underpowered measurement",
        "model": "not_better assumption unexplained unfair cost",
        "ops": "infrastructure integration skew feedback_loop",
        "problem": "misframed technology_first too_hard no_user",
        "org": "concern_unspoken success_pressure priorities expertise repeat",
        "other": "other",
    }


@pytest.mark.parametrize("name", Vocabularies.names())
def test_every_code_is_read_as_itself_and_is_there_once(name: str):
    vocabulary = getattr(Vocabularies(), name)

    assert vocabulary.name == name
    assert len(set(vocabulary.codes)) == len(vocabulary.codes)
    for place, code in enumerate(vocabulary.codes):
        assert vocabulary.read(code) == code
        assert vocabulary.read(code.upper().replace("_", " ")) == code
        assert vocabulary.position(code) == place
        assert vocabulary.term(code).code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Split leakage", "split_leakage"),
        ("split-leakage", "split_leakage"),
        ("SplitLeakage", "split_leakage"),
        ("validity.split_leakage", "split_leakage"),
        ("Validity/Split Leakage", "split_leakage"),
        ("data.split_leakage", None),
        ("leakage", None),
        ("", None),
    ],
)
def test_a_code_is_read_whatever_its_spelling(written: str, code: str | None):
    assert CAUSES.read(written) == code


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("stage", "modeling", "modelling"),
        ("stage", "Modeling", "modelling"),
        ("stage", "off-line evaluation", "offline_evaluation"),
        ("cause", "labeling", "labelling"),
        ("cause", "generalization", "generalisation"),
        ("cause", "user behavior", "user_behaviour"),
        ("outcome", "Fail", "failed"),
        ("outcome", "failure", "failed"),
        ("outcome", "SUCCESS", "succeeded"),
        ("outcome", "succeed", "succeeded"),
    ],
)
def test_a_code_is_read_in_british_and_american_spelling_and_in_forms_of_its_word(
    name: str, written: str, code: str
):
    added = [Term(code, "") for code in ("labelling", "generalisation", "user_behaviour")]
    site = Vocabularies().extended({"cause": added})
    vocabulary = getattr(site, name)

    assert vocabulary.read(written) == code
    told = [(term.family, each) for term in vocabulary.terms for each in (term.code, *term.forms)]
    assert re.search(spellings_of(told), written.replace("off-line", "offline"))


def test_a_site_that_knows_both_spellings_keeps_them_apart():
    added = {"outcome": [Term("fail", "Fail")], "stage": [Term("modeling", "Modeling")]}
    site = Vocabularies().extended(added)

    assert site.outcome.read("fail") == "fail"
    assert site.stage.read("modeling") == "modeling"
    assert site.stage.read("modelling") == "modelling"


def test_what_stands_for_an_outcome_that_cannot_be_read_is_shown_and_cannot_be_written():
    assert OUTCOMES.term(NOT_READABLE.code).label == "Outcome not readable"
    assert OUTCOMES.read(NOT_READABLE.code) is None
    assert NOT_READABLE.code not in OUTCOMES.codes
    assert OUTCOMES.position(NOT_READABLE.code) == 7


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("leakage", ("split_leakage", "feature_leakage", "temporal_leakage")),
        ("lables", ("labels",)),
        ("over-fit ting", ("overfit",)),
        ("data.qualty", ("quality",)),
        ("cst", ("cost",)),
        ("zzz", ()),
    ],
)
def test_the_codes_that_were_meant_are_suggested(written: str, codes: tuple[str, ...]):
    assert CAUSES.suggest(written) == codes


def test_a_code_that_is_not_in_it_is_its_own_label_and_comes_last():
    assert OUTCOMES.term("never_heard_of") == Term("never_heard_of", "never heard of")
    assert OUTCOMES.position("never_heard_of") == 7


def test_a_site_adds_terms_at_the_end_and_words_its_own():
    site = Vocabularies().extended(
        {
            "outcome": [Term("retired", "Retired"), Term("failed", "Did not work")],
            "cause": [Term("vendor", "Vendor", family="ops")],
        }
    )

    assert site.outcome.codes == (*OUTCOMES.codes, "retired")
    assert site.outcome.term("failed").label == "Did not work"
    assert site.outcome.term("failed").meaning == OUTCOMES.term("failed").meaning
    assert site.outcome.term("failed").icon == "failed"
    assert site.outcome.position("failed") == 2
    assert site.cause.read("ops.vendor") == "vendor"
    assert site.stage == STAGES
    assert OUTCOMES.term("failed").label == "Failed"


def vocabulary(*codes: str) -> Vocabulary:
    return Vocabulary("tool", tuple(Term(code, code.capitalize()) for code in codes))


ALIKE = ("shipped", "shopped", "slapped", "snapped")


def test_of_a_short_vocabulary_the_nearest_is_named_and_all_are_listed():
    assert advice("shipppd", vocabulary(*ALIKE)) == (
        "Did you mean `shipped`? It is one of shipped, shopped, slapped, snapped"
    )
    assert advice("zzz", vocabulary(*ALIKE)) == "Write one of shipped, shopped, slapped, snapped"


def test_of_a_long_one_the_nearest_three_are_named_and_none_is_listed():
    others = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")

    assert advice("shapped", vocabulary(*ALIKE, *others)) == (
        "Did you mean `snapped`, `slapped` or `shopped`? `postmortems schema --codes` lists all 11"
    )
    assert "lists all" not in advice("zzz", vocabulary(*ALIKE, *others[:6]))


def test_a_code_that_may_not_be_written_here_is_not_offered():
    assert advice("faild", OUTCOMES, but="failed") == (
        "Write one of pending, succeeded, mixed, inconclusive, invalid, abandoned"
    )


def test_terms_say_again_only_what_they_change():
    (before,) = vocabulary("ship").extended([Term("ship", "", "Use it", "ops", "rocket")]).terms
    (after,) = vocabulary("ship").extended([before, Term("ship", "Go")]).terms

    assert before == Term("ship", "Ship", "Use it", "ops", "rocket")
    assert after == Term("ship", "Go", "Use it", "ops", "rocket")
    (own,) = vocabulary().extended([Term("roll_back", "")]).terms
    assert own.label == "Roll back"
