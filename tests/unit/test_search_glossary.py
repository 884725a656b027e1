"""The glossary: words that mean the same, in queries and in postmortems."""

import pytest

from mkdocs_postmortems.search.glossary import Glossary, GlossaryError, seeded, site_glossary
from mkdocs_postmortems.search.tokens import composed, tokens
from unit.searching import engine_of, found, post


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(composed(text))]


def concepts(glossary: Glossary, text: str) -> set[str]:
    return set(glossary.concepts_in(terms(text)))


def test_forms_of_one_group_are_one_concept():
    glossary = Glossary.of([["churn", "attrition", "customers leaving"], ["drift", "shift"]])

    assert concepts(glossary, "churn") == concepts(glossary, "Attrition")
    assert concepts(glossary, "churn") == concepts(glossary, "why a customer leaves")
    assert len(concepts(glossary, "churn")) == 1
    assert concepts(glossary, "churn").isdisjoint(concepts(glossary, "drift"))


def test_a_form_of_several_words_wants_them_in_a_row():
    glossary = Glossary.of([["churn", "customers leaving"]])

    assert concepts(glossary, "customers are leaving") == set()
    assert concepts(glossary, "leaving customers") == set()
    assert concepts(glossary, "customers") == set()


def test_where_a_form_was_found():
    glossary = Glossary.of([["churn", "customers leaving"]])
    (one,) = glossary.find(terms("many customers leaving us"))

    assert (one.start, one.end) == (1, 3)


def test_a_form_that_occurs_twice_counts_twice():
    glossary = Glossary.of([["churn", "attrition"]])

    assert len(glossary.concepts_in(terms("churn and attrition and churn"))) == 3


@pytest.mark.parametrize("shared_first", [True, False])
def test_a_form_in_two_groups_means_both_and_does_not_join_them(shared_first):
    groups = [["pii", "privacy"], ["pii", "personal records"]]
    if not shared_first:
        groups = [group[::-1] for group in groups]
    glossary = Glossary.of(groups)

    assert len(concepts(glossary, "pii")) == 2
    assert concepts(glossary, "privacy").isdisjoint(concepts(glossary, "personal records"))


def test_spellings_with_one_stem_are_one_form():
    glossary = Glossary.of([["forecast", "forecasting", "prediction"]])

    assert len(glossary.concepts_in(terms("forecast"))) == 1


@pytest.mark.parametrize("group", [[], ["churn"], ["churn", "—"], ["", " "]])
def test_fewer_than_two_forms_mean_nothing(group):
    assert Glossary.of([group]).forms == {}


def test_the_seeded_groups_have_at_least_two_forms_each():
    assert len(seeded()) >= 90
    for group in seeded():
        assert len([form for form in group if terms(form)]) >= 2, group


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("churn", "customers leaving"),
        ("LLM", "large language model"),
        ("A/B test", "randomized experiment"),
        ("out of sample", "held out"),
    ],
)
def test_the_seeded_glossary_knows_machine_learning(one, other, tmp_path):
    glossary = site_glossary(tmp_path / "_glossary.yml")

    assert concepts(glossary, one) & concepts(glossary, other)


def test_a_sites_own_groups_join_the_seeded_ones(tmp_path):
    path = tmp_path / "_glossary.yml"
    path.write_text("- [basket, cart, 'shopping trolley']\n- [2024, year of the move]\n", "utf-8")
    glossary = site_glossary(path)

    assert concepts(glossary, "cart") == concepts(glossary, "shopping trolleys") != set()
    assert concepts(glossary, "2024") == concepts(glossary, "the year of the move") != set()
    assert concepts(glossary, "churn") & concepts(glossary, "attrition")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_an_empty_file_adds_nothing(text, tmp_path):
    path = tmp_path / "_glossary.yml"
    path.write_text(text, "utf-8")

    assert site_glossary(path) == site_glossary(tmp_path / "none.yml")


@pytest.mark.parametrize(
    "data",
    [
        b"- [a, b",
        b"churn: attrition",
        b"- churn",
        b"- [a, [b]]",
        b"- [a, null]",
        b"- [a, 1.5]",
        b"- {a: b}",
        b"just text",
        b"\xff\xfe\x00",
        b"- [a, \x07]",
        b"- !!python/object/apply:os.getcwd []",
        b"42",
    ],
)
def test_a_broken_file_is_one_error_that_names_it(data, tmp_path):
    path = tmp_path / "_glossary.yml"
    path.write_bytes(data)

    with pytest.raises(GlossaryError, match=r"_glossary\.yml"):
        site_glossary(path)


def test_a_folder_of_that_name_is_an_error_too(tmp_path):
    with pytest.raises(GlossaryError, match="cannot be read"):
        site_glossary(tmp_path)


FILL = "Some words about bread."
CHURN = ["churn", "attrition", "customers leaving"]
HELD_OUT = ["holdout", "out of sample"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("attrition", "We modelled churn."),
        ("churn", "We modelled attrition."),
        ("customers leaving", "We modelled churn."),
        ("churn", "Why were customers leaving?"),
        ("out of sample", "Scored on the holdout."),
        ("holdout", "Scored out of sample."),
    ],
)
def test_a_search_finds_the_other_forms_both_ways(asked, written):
    engine = engine_of(post("yes", written), post("no"), concepts=[CHURN, HELD_OUT])

    assert found(engine, f"{asked} ") == ["yes"]


def test_the_word_itself_comes_before_what_means_the_same():
    engine = engine_of(
        post("same", "About attrition here.", date="2024-02-02"),
        post("word", "About churn here.", date="2024-01-01"),
        concepts=[CHURN],
    )

    assert found(engine, "churn ") == ["word", "same"]


def test_a_hit_by_a_synonym_opens_at_the_lesson_that_has_it():
    engine = engine_of(
        post("p", f"## Method\n\n{FILL}", lessons=["Bread rises.", "Customers leaving is late."]),
        concepts=[CHURN],
    )
    (hit,) = engine.search("attrition ").hits

    assert hit.passage.text == "Customers leaving is late."
