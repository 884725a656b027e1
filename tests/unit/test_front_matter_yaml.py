"""YAML front matter: where it begins and ends, what is kept as written, what is refused."""

import json

import pytest

from mkdocs_postmortems.domain import Severity
from mkdocs_postmortems.source import read
from unit.making import made, only_error, read_fields, read_text, told


@pytest.mark.parametrize("closing", ["---", "...", "--- ", "...\t"])
def test_three_hyphens_open_it_and_hyphens_or_dots_close_it(closing: str):
    postmortem = made(read(f"---\ntitle: Churn\n{closing}\nThe body.\n".encode(), "a.md"))

    assert postmortem.title == "Churn"
    assert postmortem.body == "The body.\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_marks_and_line_ends_of_every_system_are_accepted(mark: bytes, end: str):
    text = end.join(["---", "title: Churn", "outcome: failed", "---", "One.", "Two.", ""])

    postmortem = made(read(mark + text.encode(), "a.md"))

    assert (postmortem.title, postmortem.outcome) == ("Churn", "failed")
    assert postmortem.body == "One.\nTwo.\n"
    assert postmortem.line_of("outcome") == 3
    assert postmortem.line_of("body") == 5


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_what_ends_a_line_in_yaml_and_in_no_editor_does_not_count(separator: str):
    above = f"---\na: 1{separator}b: 2{separator}c: 3"
    (given,) = told(read(f"{above}\noutcome: fialed\n---\n\nx\n".encode(), "a.md"))
    torn = read(f"{above}\nteam: b: c\n---\n\nx\n".encode(), "a.md")

    assert given.startswith("a.md:3: outcome: ")
    assert only_error(torn).line == 3
    assert only_error(torn).remedy == "Write `team: 'b: c'`"


def test_a_file_without_front_matter_is_a_post():
    reading = read_text(
        """
        # Churn

        We tried to predict it.
        """
    )

    assert made(reading).title == "Churn"
    assert made(reading).body == "We tried to predict it.\n"
    assert told(reading) == []


def test_empty_front_matter_is_no_error():
    assert made(read(b"---\n---\n# Churn\n\nText.\n", "a.md")).title == "Churn"


def test_a_rule_in_the_body_does_not_open_front_matter():
    postmortem = made(read(b"# Churn\n\nOne.\n\n---\n\ndraft: true\n", "a.md"))

    assert postmortem.draft is False
    assert postmortem.body == "One.\n\n---\n\ndraft: true\n"


def test_blank_lines_may_stand_above_it():
    assert made(read(b"\n\n---\ntitle: Churn\n---\nText.\n", "a.md")).title == "Churn"


def test_a_licence_comment_may_stand_above_it_and_is_told():
    reading = read(b"<!-- (c) ACME -->\n---\ntitle: Churn\ndraft: true\n---\nText.\n", "a.md")

    assert made(reading).draft is True
    assert made(reading).line_of("draft") == 4
    assert told(reading) == [
        (
            "a.md:1: a comment stands before the front matter, which other tools then do not see. "
            "Begin the file with `---`."
        )
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("NO", "NO"),
        ("1984", "1984"),
        ("1.10", "1.10"),
        ("2023", "2023"),
        ("12:30:45", "12:30:45"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("on", "on"),
        ("'quoted: with a colon'", "quoted: with a colon"),
        ('"caf\\u00e9"', "café"),
    ],
)
def test_a_title_stays_as_it_was_written(written: str, kept: str):
    assert made(read_fields(f"title: {written}")).title == kept


def test_authors_and_tags_stay_as_they_were_written():
    postmortem = made(read_fields("title: T\nauthors: [NO, 007]\ntags: [1.10, 2023, yes]"))

    assert [author.name for author in postmortem.authors] == ["NO", "007"]
    assert postmortem.tags == ("1.10", "2023", "yes")


def test_unknown_fields_are_kept_with_their_types():
    reading = read_fields(
        """
        title: T
        difficulty: 3
        ratio: 0.5
        build: 1.10
        reviewed_twice: true
        nothing:
        quoted: "3"
        nested: {a: [1, two]}
        """
    )

    assert made(reading).extra == {
        "difficulty": 3,
        "ratio": 0.5,
        "build": "1.10",
        "reviewed_twice": True,
        "nothing": None,
        "quoted": "3",
        "nested": {"a": [1, "two"]},
    }


@pytest.mark.parametrize("opened", ["---\ntitle: T\ndraft: true\n", "---\nText without end.\n"])
def test_front_matter_that_never_ends_hides_the_post(opened: str):
    error = only_error(read(opened.encode(), "a.md"))

    assert str(error) == (
        "a.md:1: front matter is opened here and never closed. "
        "Write `---` on a line of its own below the last field."
    )


@pytest.mark.parametrize(
    ("fields", "line", "message", "remedy"),
    [
        (
            "title: Churn: a story",
            2,
            "a value that contains `: ` needs quotes",
            "Write `title: 'Churn: a story'`",
        ),
        (
            "title: It's Bob's: no",
            2,
            "a value that contains `: ` needs quotes",
            "Write `title: 'It''s Bob''s: no'`",
        ),
        ("title: T\nteam:\n\tname: x", 4, "a tab cannot indent YAML", "Use blanks"),
        (
            'title: "Churn\noutcome: failed',
            2,
            "a quote is opened here and never closed",
            "Close it on the same line",
        ),
        (
            "title: T\ntags: [a, b\nteam: x",
            3,
            "a bracket is opened here and never closed",
            "Close it",
        ),
        (
            "title: T\nteam: @ops",
            3,
            "a value cannot begin with `@` unless it is in quotes",
            "Write `team: '@ops'`",
        ),
        (
            "title: One\noutcome: failed\ntitle: Two",
            4,
            "`title` stands twice, first on line 2",
            "Keep one of them",
        ),
        (
            "title: T\ncost: {unit: EUR,\n  unit: USD}",
            4,
            "`unit` stands twice, first on line 3",
            "Keep one of them",
        ),
        (
            "- title: T",
            2,
            "front matter must be fields, `name: value`, and this is a list",
            "",
        ),
        (
            "only words",
            2,
            "front matter must be fields, `name: value`, and this is text",
            "",
        ),
        ("? [a, b]\n: T", 2, "a field's name must be text, not a list", ""),
        ("title: T\n<<: words", 3, "`<<` merges mappings only", ""),
        (
            'title: T\nteam: "a\\e[31mb"',
            3,
            "an escape stands for the control character U+001B",
            "Delete it",
        ),
        (
            '"ti\\0tle": T',
            2,
            "an escape stands for the control character U+0000",
            "Delete it",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error_that_names_line_and_remedy(
    fields: str, line: int, message: str, remedy: str
):
    error = only_error(read_fields(fields))

    assert error.path == "churn.md"
    assert error.line == line
    assert error.message == message
    assert error.remedy == remedy


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("!!python/object/apply:os.system ['true']", "!!python/object/apply:os.system"),
        ("!!python/name:os.system ''", "!!python/name:os.system"),
        ("!env HOME", "!env"),
        ("!!binary aGVsbG8=", "!!binary"),
        ("!include secrets.yml", "!include"),
        ("!relative {a: b}", "!relative"),
    ],
)
def test_tags_are_refused(value: str, tag: str):
    error = only_error(read_fields(f"title: T\nteam: {value}"))

    assert error.line == 3
    assert error.message == f"the tag `{tag}` is not allowed here"
    assert error.remedy == "Remove it"


@pytest.mark.parametrize("value", ["!!str 12", "! 12", "12"])
def test_tags_that_change_nothing_are_allowed(value: str):
    assert made(read_fields(f"title: T\nteam: {value}")).team == "12"


def test_aliases_and_merges_are_read():
    postmortem = made(
        read_fields(
            """
            base: &base {metric: auc, split: test}
            title: &name Churn
            team: *name
            results:
              - {<<: *base, value: 0.8}
              - {<<: *base, split: online, value: 0.7}
            """
        )
    )

    assert postmortem.team == "Churn"
    assert [(r.metric, r.split, r.value) for r in postmortem.results] == [
        ("auc", "test", 0.8),
        ("auc", "online", 0.7),
    ]


def test_a_billion_laughs_are_refused_before_they_are_counted_out():
    bomb = 'a0: &a0 ["ha", "ha", "ha"]\n' + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )

    error = only_error(read_fields(f"title: T\n{bomb}"))

    assert error.message == "more than 20,000 values, counting what aliases repeat"


@pytest.mark.parametrize("value", ["&a [*a]", "&a {b: *a}", "*nowhere"])
def test_a_value_inside_itself_is_refused(value: str):
    error = only_error(read_fields(f"title: T\nteam: {value}"))

    assert error.line == 3
    assert error.message.endswith("repeats a value that is not finished or not there")
    assert error.remedy == "Write the value out"


@pytest.mark.parametrize(
    "value",
    [
        "[" * 3_000 + "]" * 3_000,
        "{a: " * 3_000 + "}" * 3_000,
        "[" * 3_000,
    ],
    ids=["lists", "mappings", "never closed"],
)
def test_three_thousand_levels_are_refused_without_a_recursion_error(value: str):
    error = only_error(read_fields(f"title: T\ndeep: {value}"))

    assert (error.line, error.message) == (3, "nested deeper than 40 levels")


def test_aliases_cannot_build_levels_that_nobody_wrote():
    ladder = "r0: &r0 [x]\n" + "".join(
        f"r{n}: &r{n} {'[' * 35}*r{n - 1}{']' * 35}\n" for n in range(1, 31)
    )

    error = only_error(read_fields(f"title: T\n{ladder}"))

    assert error.message == "nested deeper than 40 levels"
    assert error.line == 5


def test_forty_levels_are_enough_for_anybody():
    written = "[" * 39 + "]" * 39

    assert made(read_fields(f"title: T\ndeep: {written}")).extra["deep"] == json.loads(written)


def test_json_front_matter_is_read_as_yaml_is():
    postmortem = made(read(b'{\n  "title": "Churn",\n  "draft": true\n}\n\nText.\n', "a.md"))

    assert (postmortem.title, postmortem.draft) == ("Churn", True)
    assert postmortem.body.strip() == "Text."


def test_json_that_is_not_json_hides_the_post():
    error = only_error(read(b'{"title": "Churn",\n "draft": tru}\n\nText.\n', "a.md"))

    assert error.line == 2
    assert error.remedy == "Write the fields as YAML between two lines of `---`"


def test_a_file_that_is_not_utf8_names_line_and_byte():
    assert str(only_error(read(b"---\ntitle: caf\xe9\n---\nText\n", "a.md"))) == (
        "a.md:2: this file is not UTF-8 (0xe9 is no character). Save it as UTF-8."
    )


def test_the_line_is_right_behind_a_byte_order_mark_too():
    error = only_error(read(b"\xef\xbb\xbfab\n\xff\n", "a.md"))

    assert (error.line, error.message) == (2, "this file is not UTF-8 (0xff is no character)")


@pytest.mark.parametrize("data", [b"", b"\n \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_left_out(data: bytes):
    assert str(only_error(read(data, "a.md"))) == (
        "a.md:1: this file is empty. Write a title and a text, or delete the file."
    )


def test_control_characters_are_taken_out_and_told():
    reading = read(b"---\ntitle: Chu\x00rn\n---\nA \x1b[31mred\x07 body.\n", "a.md")

    assert made(reading).title == "Churn"
    assert made(reading).body == "A [31mred body.\n"
    assert told(reading) == [
        "a.md:2: control character U+0000 was taken out. Delete it in the file."
    ]


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("Text.\n\n" + ">" * 31 + " deep", 7, "quotes are nested deeper than 30 levels"),
        (
            "\n".join("    " * level + "- item" for level in range(26)),
            30,
            "lists are nested deeper than 24 levels",
        ),
    ],
)
def test_a_body_that_markdown_could_not_bear_is_left_out(body: str, line: int, message: str):
    error = only_error(read_fields("title: T", body))

    assert error.line == line
    assert error.message == f"{message}, so the postmortem is left out"
    assert error.severity is Severity.ERROR


def test_of_several_merged_maps_the_first_counts_and_what_is_written_wins():
    postmortem = made(
        read_fields(
            """
            near: &near {metric: auc, split: test}
            far: &far {split: online, run: old}
            title: Churn
            results: [{<<: [*near, *far], value: 0.8, run: new}]
            """
        )
    )

    (result,) = postmortem.results
    assert (result.metric, result.split, result.run) == ("auc", "test", "new")


def test_a_list_of_anything_else_cannot_be_merged():
    problem = only_error(read_text("---\ntitle: T\nbase: &b {a: 1}\n<<: [*b, 3]\n---\n\nText.\n"))

    assert (problem.line, problem.message) == (4, "`<<` merges mappings only")
