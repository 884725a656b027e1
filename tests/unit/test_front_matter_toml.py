"""TOML front matter, as Hugo and Zola write it."""

import datetime as dt

import pytest

from mkdocs_postmortems.source import read
from unit.making import made, only_error, read_text, told


def test_three_plus_signs_fence_it():
    reading = read_text(
        """
        +++
        title = "Churn"
        date = 2021-05-22
        draft = false
        tags = ["churn", "ranking"]

        [[results]]
        metric = "auc"
        split = "test"
        value = 0.81
        n = 1_000
        ci = [0.79, 0.83]
        +++

        The body.
        """
    )

    postmortem = made(reading)
    assert told(reading) == []
    assert postmortem.title == "Churn"
    assert postmortem.date == dt.date(2021, 5, 22)
    assert postmortem.tags == ("churn", "ranking")
    assert postmortem.body == "\nThe body.\n"
    (result,) = postmortem.results
    assert (result.metric, result.value, result.n, result.ci) == ("auc", 0.81, 1000, (0.79, 0.83))


def test_yaml_fences_do_not_close_it():
    assert only_error(read(b"+++\ntitle = 'T'\n---\nText.\n", "a.md")).remedy == (
        "Write `+++` on a line of its own below the last field"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_of_every_system_are_accepted(end: str):
    text = end.join(["+++", "title = 'T'", "draft = true", "+++", "Text.", ""])

    postmortem = made(read(b"\xef\xbb\xbf" + text.encode(), "a.md"))

    assert (postmortem.title, postmortem.draft, postmortem.body) == ("T", True, "Text.\n")
    assert postmortem.line_of("draft") == 3


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021-05-22", dt.date(2021, 5, 22)),
        ("2021-05-22T23:00:00Z", dt.datetime(2021, 5, 22, 23, tzinfo=dt.UTC)),
        ("2021-05-22 23:00:00", dt.datetime(2021, 5, 22, 23, tzinfo=dt.UTC)),
        (
            "2021-05-22T23:00:00-07:00",
            dt.datetime(2021, 5, 22, 23, tzinfo=dt.timezone(dt.timedelta(hours=-7))),
        ),
        ('"22 May 2021"', dt.date(2021, 5, 22)),
    ],
)
def test_dates_of_its_own_are_read(written: str, date: dt.date):
    assert made(read(f"+++\ntitle='T'\ndate = {written}\n+++\nText\n".encode(), "a.md")).date == (
        date
    )


def test_what_has_no_quotes_stays_as_it_was_written():
    postmortem = made(
        read(b"+++\ntitle = 1984\nteam = 1.10\nversion = 2.50\nseed = 7\n+++\nText\n", "a.md")
    )

    assert postmortem.title == "1984"
    assert postmortem.team == "1.10"
    assert postmortem.extra == {"version": "2.50", "seed": 7}


def test_zolas_taxonomies_are_fields_of_their_own():
    postmortem = made(
        read(b"+++\ntitle = 'T'\n[taxonomies]\ntags = ['a']\n[extra]\nx = 1\n+++\nText\n", "a.md")
    )

    assert postmortem.tags == ("a",)
    assert postmortem.extra == {"extra": {"x": 1}}


@pytest.mark.parametrize(
    ("fields", "line", "message"),
    [
        ("title = Churn", 2, "not valid TOML: Invalid value"),
        ("title = 'T'\ndate = 2021-13-45", 3, "not valid TOML: "),
        ("title = 'T'\ntitle = 'U'", 3, "not valid TOML: Cannot overwrite a value"),
        (
            'title = "a\\u001bb"',
            2,
            "an escape stands for the control character U+001B",
        ),
        (
            'title = "T"\n"te\\u0007am" = 1',
            2,
            "an escape stands for the control character U+0007",
        ),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_the_line(fields: str, line: int, message: str):
    error = only_error(read(f"+++\n{fields}\n+++\nText\n".encode(), "a.md"))

    assert error.line == line
    assert error.message.startswith(message)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("deep = " + "[" * 3_000 + "]" * 3_000, "nested too deep"),
        ("deep = " + "[" * 300 + "]" * 300, "nested deeper than 40 levels"),
        (".".join(["deep"] * 3_000) + " = 1", "nested deeper than 40 levels"),
    ],
    ids=["3,000 lists", "300 lists", "3,000 dots"],
)
def test_thousands_of_levels_are_refused_without_a_recursion_error(value: str, message: str):
    error = only_error(read(f"+++\n{value}\n+++\nText\n".encode(), "a.md"))

    assert (error.line, error.message) == (2, message)
