"""The glossary: words that mean the same, in queries and in postmortems."""

from collections import Counter, defaultdict

import pytest

from mkdocs_postmortems.search.glossary import (
    Glossary,
    GlossaryError,
    find,
    seeded,
    site_glossary,
)
from mkdocs_postmortems.search.tokens import STOP_WORDS, composed, tokens
from unit.searching import engine_of, found, post


@pytest.fixture(scope="module")
def seeded_glossary() -> Glossary:
    return Glossary.of(seeded())


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(composed(text))]


def concepts(glossary: Glossary, text: str) -> set[str]:
    return {each.concept for each in find(glossary, terms(text))}


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
    (one,) = find(glossary, terms("many customers leaving us"))

    assert (one.start, one.end) == (1, 3)


def test_a_form_that_occurs_twice_counts_twice():
    glossary = Glossary.of([["churn", "attrition"]])

    assert len(find(glossary, terms("churn and attrition and churn"))) == 3


@pytest.mark.parametrize("shared_first", [True, False])
def test_a_form_in_two_groups_means_both_and_does_not_join_them(shared_first):
    groups = [["pii", "privacy"], ["pii", "personal records"]]
    if not shared_first:
        groups = [group[::-1] for group in groups]
    glossary = Glossary.of(groups)

    assert len(concepts(glossary, "pii")) == 2
    assert concepts(glossary, "privacy").isdisjoint(concepts(glossary, "personal records"))


def test_a_concept_is_named_after_its_first_form_so_that_another_site_names_it_alike():
    one = Glossary.of([["customers leaving", "churn"], ["drift", "shift"]])
    other = Glossary.of([["drift", "shift"], ["customers leaving", "churn"]])

    assert concepts(one, "churn") == concepts(other, "churn") == {"~custom leav"}


def test_concepts_with_the_same_first_form_have_names_of_their_own():
    glossary = Glossary.of([["pii", "privacy"], ["pii", "personal records"], ["pii", "names"]])

    assert list(glossary.concepts) == ["~pii", "~pii ~2", "~pii ~3"]
    assert concepts(glossary, "pii") == set(glossary.concepts)


def test_what_a_lexicon_tells():
    glossary = Glossary.of([["churn", "customers leaving", "customer loss"]])

    assert glossary.starting("custom", "leav") == [(("custom", "leav"), "~churn")]
    assert glossary.starting("churn", "model") == [(("churn",), "~churn")]
    assert glossary.forms_of("~churn") == [("churn",), ("custom", "leav"), ("custom", "loss")]
    assert list(glossary.starting("custom", "")) == []
    assert list(glossary.starting("leav", "custom")) == []


def test_of_forms_that_begin_alike_the_longest_comes_first():
    glossary = Glossary.of([["churn", "loss"], ["loss of customers", "loss of users today"]])

    assert [len(form) for form, _ in glossary.forms["loss"]] == [4, 3, 1]
    assert [len(form) for form, _ in glossary.starting("loss", "of")] == [4, 3, 1]
    assert [len(form) for form, _ in glossary.starting("loss", "in")] == [1]


def test_spellings_with_one_stem_are_one_form():
    glossary = Glossary.of([["forecast", "forecasting", "prediction"]])

    assert len(find(glossary, terms("forecast"))) == 1


@pytest.mark.parametrize("group", [[], ["churn"], ["churn", "—"], ["", " "]])
def test_fewer_than_two_forms_mean_nothing(group):
    assert Glossary.of([group]).forms == {}


def seeded_terms() -> list[list[tuple[str, ...]]]:
    return [[tuple(terms(form)) for form in group] for group in seeded()]


def test_the_seeded_glossary_is_a_thesaurus():
    assert len(seeded()) >= 900


def test_the_seeded_groups_have_at_least_two_forms_that_differ_by_stem():
    groups = zip(seeded(), seeded_terms(), strict=True)

    assert [group for group, forms in groups if len({form for form in forms if form}) < 2] == []


def test_no_seeded_form_stands_twice_in_a_group():
    twice = [
        (group[0], form)
        for group, forms in zip(seeded(), seeded_terms(), strict=True)
        for form, count in Counter(forms).items()
        if count > 1
    ]

    assert twice == []


def test_every_seeded_form_has_a_word_that_a_search_looks_for():
    silent = [
        form
        for group in seeded()
        for form in group
        if all(token.word in STOP_WORDS for token in tokens(composed(form)))
    ]

    assert silent == []


def test_no_seeded_form_of_one_word_has_the_stem_of_a_word_that_says_nothing():
    silent = {terms(word)[0] for word in STOP_WORDS}
    forms = {form[0] for group in seeded_terms() for form in group if len(form) == 1}

    assert forms & silent == set()


def test_no_seeded_form_stands_in_more_than_two_groups():
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for group, forms in zip(seeded(), seeded_terms(), strict=True):
        for form in set(forms):
            groups[form].append(group[0])

    assert {form: names for form, names in groups.items() if len(names) > 2} == {}


def test_no_seeded_group_is_contained_in_another():
    groups = [frozenset(forms) for forms in seeded_terms()]
    holders: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for form in group:
            holders[form].add(number)
    contained = [
        seeded()[number][0]
        for number, group in enumerate(groups)
        if set.intersection(*(holders[form] for form in group)) - {number}
    ]

    assert contained == []


@pytest.mark.parametrize(
    "word",
    [
        # Words of every write-up.
        *("model", "data", "test", "training", "result", "system", "use", "work", "performance"),
        # Words with the stem of one that would fit a group.
        *("contains", "experience", "specific", "public", "observed", "related", "important"),
        *("product", "initially", "personal", "object", "positive", "developed", "does", "rest"),
        *("main", "future", "quite", "inside", "served", "required", "suggested", "transformed"),
    ],
)
def test_the_seeded_glossary_leaves_common_words_alone(word, seeded_glossary):
    assert concepts(seeded_glossary, word) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("logistic regression", "logistics provider"),
        ("share of users", "stock market"),
        ("policy learning", "police"),
        ("random forest", "woodland"),
        ("smoke test", "fire"),
        ("fine tuning", "penalty payment"),
        ("convolutional network", "computer network outage"),
        ("wheat", "maize"),
    ],
)
def test_the_seeded_glossary_keeps_apart_what_only_looks_alike(one, other, seeded_glossary):
    assert concepts(seeded_glossary, one).isdisjoint(concepts(seeded_glossary, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("churn", "customers leaving"),
        ("LLM", "large language model"),
        ("A/B test", "randomized experiment"),
        ("out of sample", "held out"),
        ("lorry", "trucks"),
        ("aeroplane", "aircraft"),
        ("leukaemia", "leukemia"),
        ("heart attacks", "myocardial infarction"),
        ("flat battery", "rechargeable"),
        ("power cuts", "blackout"),
        ("shelved", "abandoned"),
        ("blew the budget", "too expensive"),
        ("memorized", "overfitting"),
        ("forecasts", "predicted"),
    ],
)
def test_the_seeded_glossary_knows_the_field_and_its_trades(one, other, seeded_glossary):
    assert concepts(seeded_glossary, one) & concepts(seeded_glossary, other)


def test_a_sites_own_groups_join_the_seeded_ones(tmp_path):
    path = tmp_path / "_glossary.yml"
    path.write_text("- [gizmo, widget, 'handy thing']\n- [2024, year of the move]\n", "utf-8")
    glossary = site_glossary(path)

    assert concepts(glossary, "gizmo") == concepts(glossary, "handy things") != set()
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
