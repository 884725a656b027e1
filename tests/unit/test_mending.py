"""What is mended, and what is left to a person."""

from pathlib import Path

import pytest

from mkdocs_postmortems.domain import Term, Vocabularies
from mkdocs_postmortems.source import Settings, read
from mkdocs_postmortems.writing.mending import Fixed, fix_folder
from mkdocs_postmortems.writing.mending.mend import is_harmless


@pytest.fixture
def fix(tmp_path):
    """Mend posts, given by the fields in them."""

    def run(*blocks: str, only: int | None = None, **options: object) -> list[Fixed]:
        posts = [f"{number}.md" for number in range(len(blocks))]
        for path, block in zip(posts, blocks, strict=True):
            (tmp_path / path).write_text(f"---\n{block}\n---\n\nText.\n", encoding="utf-8")
        wanted = posts if only is None else [posts[only]]
        settings = options.pop("settings", Settings())
        return fix_folder(Path(tmp_path), posts, wanted, settings, **options)

    return run


def block(fixed: Fixed) -> str:
    return fixed.after.decode().removeprefix("---\n").removesuffix("\n---\n\nText.\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Success-Criteria: # c\n  - a", "success_criteria: # c\n  - a"),
        ("succes_criteria: [a]", "success_criteria: [a]"),
        ("criteria: a", "success_criteria: a"),
        ("cause: shift", "causes: shift"),
        ("lessons_learnt: [a]", "lessons: [a]"),
        ("hypotesis: a", "hypothesis: a"),
        ("'Draft': true", "'draft': true"),
        ("outcome: Failed", "outcome: failed"),
        ("stage: 'Online Test' # s", "stage: 'online_test' # s"),
        ("causes: [Data.Shift, data/labels, {code: Weak Baseline}]",
         "causes: [shift, labels, {code: weak_baseline}]"),
        ("results:\n  - {metric: a, Split: OUT-OF-TIME , value: 1}",
         "results:\n  - {metric: a, Split: out_of_time , value: 1}"),
        ("corrections: {was: Succeeded, now: it fell, date: 3 May 2021}",
         "corrections: {was: succeeded, now: it fell, date: 2021-05-03}"),
        ("date: May 3, 2021 # d", "date: 2021-05-03 # d"),
        ("date: {created: 2021/5/3, updated: '20210504'}",
         "date: {created: 2021-05-03, updated: '2021-05-04'}"),
        ("due: 31.12.2021", "due: 2021-12-31"),
        ("date: Sat, 22 May 2021 23:00:00 +0200", "date: 2021-05-22T23:00:00+02:00"),
        ("date: 2021/05/22 23:00", "date: 2021-05-22T23:00:00"),
        ("actions:\n- text: a\n  due: 3 May 2021", "actions:\n- text: a\n  due: 2021-05-03"),
    ],
)  # fmt: skip
def test_what_can_mean_one_thing_only_is_mended(fix, before, after):
    (fixed,) = fix(before)
    assert block(fixed) == after
    assert fixed.left == ()


@pytest.mark.parametrize(
    "before",
    [
        "lastmod: 2021-05-22",
        "description: a\ntldr: b",
        "date: 2021-05-22 23:00:00 +0000",
        "corrections: [{was: in doubt, now: gone}]",
        "tag: a",
        "output: a",
        "layout: post\nweight: 3\nx: Online Test",
        "title: Failed\nteam: 3 May 2021",
    ],
)
def test_what_other_tools_and_people_write_stays(fix, before):
    (fixed,) = fix(before)
    assert fixed.after == fixed.before
    assert fixed.left == ()


def test_names_that_other_tools_read_are_replaced_on_request(fix):
    (fixed,) = fix("lastmod: 2021-05-22\ndescription: a", all_aliases=True)
    assert block(fixed) == "updated: 2021-05-22\nsummary: a"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("due: 03/04/2021", "0.md:2: due: `03/04/2021` can be read in two ways"),
        ("stage: online tst", "Did you mean `online_test`"),
        ("outcome: Failed\nOutcome: mixed", "0.md:3: Outcome: is `outcome`, as `outcome` on line"),
        ("tagss: a\ntags: b", "Did you mean `tags`"),
        ("dratf: true", "may be meant to hide"),
        ("a: &c Failed\noutcome: *c", "the value is an alias"),
        ("outcome: &c Failed\nx: *c", "has an anchor or a tag"),
        ("a: 1\na: 2", "`a` stands twice"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_and_told(fix, before, told):
    (fixed,) = fix(before)
    assert any(told in str(each) for each in fixed.left), [str(each) for each in fixed.left]
    changed = block(fixed) if fixed.before else before
    assert changed.casefold().replace("failed", "") == before.casefold().replace("failed", "")


def test_a_slip_is_left_where_its_value_would_not_be_understood(fix):
    (fixed,) = fix("resulst: auc 0.71")
    assert fixed.after == fixed.before
    assert "Did you mean `results`" in str(fixed.left[0])


def test_a_sites_own_codes_are_codes(fix):
    terms = {"outcome": (Term("put_off", "Put off"),)}
    settings = Settings(vocabularies=Vocabularies().extended(terms))
    (fixed,) = fix("outcome: Put off", settings=settings)
    assert block(fixed) == "outcome: put_off"


def test_tags_are_spelt_as_most_postmortems_spell_them(fix):
    fixed = fix(
        "tags: [NLP, data quality] # t",
        "tags: nlp, Data-Quality",
        "keywords: [nlp, 'Data-Quality']",
        "tags:\n  - '#NLP'\n  - trees",
        "categories: nlp",
    )
    assert [block(each) for each in fixed] == [
        "tags: [nlp, Data-Quality] # t",
        "tags: nlp, Data-Quality",
        "keywords: [nlp, 'Data-Quality']",
        "tags:\n  - 'nlp'\n  - trees",
        "categories: nlp",
    ]


def test_tags_stay_where_no_spelling_has_the_most_or_both_stand_in_one_file(fix):
    fixed = fix("tags: [NLP, Trees]", "tags: [nlp, trees, Trees]", "tags: tree")
    assert [each.after == each.before for each in fixed] == [True, True, True]


def test_files_that_are_not_wanted_count_for_tags_and_stay(fix, tmp_path):
    (fixed,) = fix("tags: [NLP]", "tags: [nlp]", "tags: [nlp]\nOutcome: failed", only=0)
    assert (fixed.path, block(fixed)) == ("0.md", "tags: [nlp]")
    assert b"Outcome" in (tmp_path / "2.md").read_bytes()


def test_of_two_names_for_one_field_neither_is_taken(fix):
    (fixed,) = fix("cause: shift\nCause: cost\nx: 1")
    assert fixed.after == fixed.before
    assert [str(each) for each in fixed.left] == [
        "0.md:3: Cause: is `causes`, as `cause` on line 2 is. Keep one of them."
    ]


def test_a_mend_does_harm_when_the_reader_takes_another_record_from_it():
    failed = read(b"---\noutcome: failed\n---\nx", "a.md")
    mixed = read(b"---\noutcome: mixed\n---\nx", "a.md")
    assert is_harmless(failed, failed, is_new=False)
    assert not is_harmless(failed, mixed, is_new=False)
    assert is_harmless(failed, mixed, is_new=True)


def test_what_is_left_is_told_in_the_order_of_its_lines(fix):
    (fixed,) = fix("title: a\nstage: lunch\ndate: 03/04/2024\ncriteria: a\nsuccess_criteria: b")

    lines = [each.line for each in fixed.left]
    assert len(lines) == 3
    assert lines == sorted(lines)
