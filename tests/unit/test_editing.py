"""Front matter edited: what is meant changes, every other byte stays."""

import datetime as dt

import pytest

from mkdocs_postmortems.writing.editing import EditError, Manuscript, Plain

CORRECTION = {"date": dt.date(2025, 1, 2), "was": "succeeded", "now": "failed", "why": "a: [b]"}
WRITTEN = "{date: 2025-01-02, was: succeeded, now: failed, why: 'a: [b]'}"


def opened(text: str) -> Manuscript:
    return Manuscript(text.encode(), "a.md")


def fields(block: str) -> Manuscript:
    return opened(f"---\n{block}---\n\nBody.\n")


def block(manuscript: Manuscript) -> str:
    text = manuscript.data.decode()
    assert text.startswith("---\n")
    assert text.endswith("---\n\nBody.\n")
    return text[4 : -len("---\n\nBody.\n")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("outcome: pending  # soon\nx: 1\n", "outcome: failed  # soon\nx: 1\n"),
        ("outcome:   # choose\nx: 1\n", "outcome: failed   # choose\nx: 1\n"),
        ("outcome: 'pending'\n", "outcome: failed\n"),
        ("outcome: ~\n", "outcome: failed\n"),
        ("Outcome:\tpending\n", "Outcome:\tfailed\n"),
        ("outcome: |+ # said\n  pending\n\nx: 1\n", "outcome: failed # said\n\nx: 1\n"),
        ("outcome: not\n  yet # known\nx: 1\n", "outcome: failed # known\nx: 1\n"),
        ("a: &p pending\noutcome: *p\n", "a: &p pending\noutcome: failed\n"),
        ("a: &p {outcome: x}\n<<: *p\n", "a: &p {outcome: x}\n<<: *p\noutcome: failed\n"),
        ("? outcome\n: pending\n", "? outcome\n: failed\n"),
        ("  outcome: pending\n  x: 1\n", "  outcome: failed\n  x: 1\n"),
        ("{outcome: pending, x: [1,2]}\n", '{outcome: "failed", x: [1,2]}\n'),
        ("{x: 1,}\n", '{x: 1, "outcome": "failed",}\n'),
        ("x: |+\n  kept\n\n\n", "x: |+\n  kept\n\n\noutcome: failed\n"),
        ("# only a comment\n", "# only a comment\noutcome: failed\n"),
        ("", "outcome: failed\n"),
        ("x:   [1,2 ]   \n\n# end\n", "x:   [1,2 ]   \n\n# end\noutcome: failed\n"),
    ],
)
def test_a_field_is_set_where_it_stands(before, after):
    assert block(fields(before).set("outcome", "failed")) == after


def test_a_new_field_comes_below_the_one_it_belongs_to_if_that_has_one_line():
    before = fields("outcome: failed # so\n# choose\nstage:\nx:\n  - 1\n  # more\ny: 2\n")
    after = before.set("decision", "stop", ("missing", "outcome"))
    assert block(after) == block(before).replace("so\n", "so\ndecision: stop\n")
    assert block(before.set("decision", "stop", ("x",))) == block(before) + "decision: stop\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x: 1\n", f"x: 1\ncorrections:\n  - {WRITTEN}\n"),
        ("corrections: [] # none\nx: 1\n", f"corrections: # none\n  - {WRITTEN}\nx: 1\n"),
        ("corrections: # none\nx: 1\n", f"corrections: # none\n  - {WRITTEN}\nx: 1\n"),
        ("corrections: ~\n", f"corrections:\n  - {WRITTEN}\n"),
        (
            "corrections:\n    - a # one\n    # end\nx: 1\n",
            f"corrections:\n    - a # one\n    - {WRITTEN}\n    # end\nx: 1\n",
        ),
        ("corrections:\n- a\n\n# x\nx: 1\n", f"corrections:\n- a\n- {WRITTEN}\n\n# x\nx: 1\n"),
        ("corrections: &c # - no\n  - a\n", f"corrections: &c # - no\n  - a\n  - {WRITTEN}\n"),
        ("corrections: [a, # one\n  b,]\n", f"corrections: [a, # one\n  b, {WRITTEN},]\n"),
        ("corrections: A b # x\n", f"corrections:\n  - A b # x\n  - {WRITTEN}\n"),
        ("corrections: first\n  last # x\n", f"corrections:\n  - first last # x\n  - {WRITTEN}\n"),
        ("corrections: {was: a} # x\n", f"corrections:\n  - {{was: a}} # x\n  - {WRITTEN}\n"),
        (
            "corrections:\n  was: a\n  # y\n  why: |\n    b\n\n    c\n",
            f"corrections:\n  - was: a\n    # y\n    why: |\n      b\n\n      c\n  - {WRITTEN}\n",
        ),
        (
            "corrections:\n  - why: |+\n      a\n\n\nx: 1\n",
            f"corrections:\n  - why: |+\n      a\n\n\n  - {WRITTEN}\nx: 1\n",
        ),
    ],
)  # fmt: skip
def test_a_list_grows_in_its_own_style(before, after):
    assert block(fields(before).append("corrections", [CORRECTION])) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x: 1\n", "x: 1\ncauses: [shift, labels]\n"),
        ("causes:\nx: 1\n", "causes: [shift, labels]\nx: 1\n"),
        ("causes: [] # why\n", "causes: [shift, labels] # why\n"),
        ("causes: cost # why\n", "causes: [cost, shift, labels] # why\n"),
        ("cause: [cost]\n", "cause: [cost, shift, labels]\n"),
        ("causes:\n  - cost\n", "causes:\n  - cost\n  - shift\n  - labels\n"),
    ],
)
def test_codes_stand_in_brackets_unless_their_list_does_not(before, after):
    assert block(fields(before).append("causes", ["shift", "labels"])) == after


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("NO", "'NO'"),
        ("12:30", "'12:30'"),
        ("- x", "'- x'"),
        ("it's # so", "'it''s # so'"),
        ("ein Modell, größer", "ein Modell, größer"),
        ("two\nlines", '"two\\nlines"'),
        (Plain("0.710"), "0.710"),
        (dt.date(2025, 1, 2), "2025-01-02"),
        ([Plain("1"), "a, b"], "[1, 'a, b']"),
    ],
)
def test_a_value_has_quotes_where_it_needs_them(value, written):
    assert block(fields("x: 1\n").set("team", value)) == f"x: 1\nteam: {written}\n"


def test_a_key_is_renamed_in_its_quotes():
    before = fields("'Success-Criteria' : # c\n  - a\n")
    after = before.rename("Success-Criteria", "success_criteria")
    assert block(after) == "'success_criteria' : # c\n  - a\n"


def test_a_text_is_respelt_in_its_quotes_wherever_it_stands():
    edited = fields("a: [x,'y' , \"z\"] # c\nb:\n  - {c:  d }\n")
    edited = edited.respell(("a", 0), "v, w").respell(("a", 1), "it's").respell(("a", 2), '"')
    edited = edited.respell(("b", 0, "c"), Plain("2025-01-02"))
    assert block(edited) == "a: ['v, w','it''s' , \"\\\"\"] # c\nb:\n  - {c:  2025-01-02 }\n"


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("a: &c [x]\ncauses: *c\n", "its list is an alias"),
        ("causes: &c [x]\na: *c\n", "something else in the file would change"),
        ("a: &c {causes: [x]}\n<<: *c\n", "something else in the file would change"),
        ("causes: |  # why\n  x\n", "a comment stands in the value"),
    ],
)
def test_a_list_is_left_alone_where_more_would_change(before, reason):
    with pytest.raises(EditError, match=reason) as refusal:
        fields(before).append("causes", ["shift"])
    assert "Change it by hand" in str(refusal.value)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("outcome: [a, b]\n", "holds more than one value"),
        ("outcome: &o a\nx: *o\n", "would not be readable"),
        ("outcome: {# c\n}\n", "a comment stands in the value"),
    ],
)
def test_a_field_is_left_alone_where_more_would_change(before, reason):
    with pytest.raises(EditError, match=rf"a\.md:2: outcome: .*{reason}"):
        fields(before).set("outcome", "failed")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"---\na: 1\na: 2\n---\n", r"a\.md:3: `a` stands twice"),
        (b"---\na: 1\n", r"a\.md:1: front matter is opened here and never closed"),
        (b"---\na: 'b\n---\n", r"a\.md:2: a quote is opened"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_not_edited(data, reason):
    with pytest.raises(EditError, match=reason):
        Manuscript(data, "a.md")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_marks_line_ends_blanks_and_control_characters_stay(line_end, mark):
    text = "---\nx: 1  \noutcome: pending\t\n--- \n\x0b\nBody\x07 \x0b".replace("\n", line_end)
    before = Manuscript(mark + text.encode(), "a.md")
    after = before.set("outcome", "failed").set("team", "Flow")
    wanted = text.replace("pending", "failed").replace(
        f"{line_end}--- ", f"{line_end}team: Flow{line_end}--- "
    )
    assert after.data == mark + wanted.encode()
    assert (
        after.add_to_body("## More").data
        == mark + f"{wanted}{line_end * 2}## More{line_end}".encode()
    )


def test_a_file_without_front_matter_gets_some_and_keeps_its_text():
    after = opened("# A title\n\nText.").set("outcome", "failed").append("causes", ["shift"])
    assert after.data == b"---\noutcome: failed\ncauses: [shift]\n---\n# A title\n\nText."


def test_a_licence_above_the_front_matter_stays():
    after = opened("<!-- MIT -->\n---\nx: 1\n---\nText.").set("x", "2")
    assert after.data == b"<!-- MIT -->\n---\nx: '2'\n---\nText."


def test_json_stays_json():
    before = opened('{\n  "title": "T",\n  "causes": [],\n  "x": null\n}\n\nText.\n')
    after = before.set("x", "it's").append("causes", ["shift"]).set("ended", dt.date(2025, 1, 2))
    after = after.append("corrections", [CORRECTION]).append("corrections", ["again"])
    assert after.data.decode() == (
        '{\n  "title": "T",\n  "causes": ["shift"],\n  "x": "it\'s",\n  "ended": "2025-01-02",\n'
        '  "corrections": [{"date": "2025-01-02", "was": "succeeded", "now": "failed", '
        '"why": "a: [b]"}, "again"]\n}\n\nText.\n'
    )


def test_a_number_of_json_becomes_a_text_of_json():
    before = opened('{"title": "T", "due": 20210503}\nText.\n')
    after = before.respell(("due",), Plain("2021-05-03"))
    assert after.data == b'{"title": "T", "due": "2021-05-03"}\nText.\n'


def test_toml_keeps_its_comments_and_tables():
    before = opened(
        "+++\ntitle = 'T' # t\noutcome = 'pending'  # o\ncauses = [ 'cost', # c\n]\n\n[extra]\n"
        "a = 1\n\n[[corrections]]\nwhy = 'x'\n+++\nText.\n"
    )
    after = before.set("outcome", "failed").append("causes", ["shift"])
    after = after.append("corrections", [CORRECTION]).rename("causes", "cause")
    text = after.data.decode()
    assert "title = 'T' # t\n" in text
    assert 'outcome = "failed"  # o\n' in text
    assert "cause = [ 'cost', # c\n" in text
    assert "[extra]\na = 1\n\n[[corrections]]\nwhy = 'x'\n" in text
    assert text.endswith('was = "succeeded"\nnow = "failed"\nwhy = "a: [b]"\n+++\nText.\n')


def test_a_field_of_toml_stands_above_the_tables():
    after = opened("+++\n[extra]\na = 1 # e\n+++\n").set("outcome", "failed")
    assert after.data.index(b'outcome = "failed"') < after.data.index(b"[extra]\na = 1 # e\n")


def test_a_toml_table_is_not_replaced_by_a_value():
    with pytest.raises(EditError, match="holds more than one value"):
        opened("+++\n[outcome]\na = 1\n+++\n").set("outcome", "failed")
