"""Every way to write a date, where it comes from when nobody wrote it, and what is no date."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from mkdocs_postmortems.domain import Severity, day_of, has_come, instant
from mkdocs_postmortems.source.dates import DateError, date_in_path, read_moment
from mkdocs_postmortems.source.history import Commits
from unit.making import made, only_error, read_fields, read_text, told

UTC = dt.UTC
DAY = dt.date(2021, 5, 22)
EVENING = dt.datetime(2021, 5, 22, 23, 0, tzinfo=UTC)
FIRST_COMMIT = dt.datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
LAST_COMMIT = dt.datetime(2020, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-05-22", DAY),
        ("2021-5-22", DAY),
        ("2021/05/22", DAY),
        ("2021.05.22", DAY),
        ("20210522", DAY),
        ("2021-05-22 23:00:00 +0000", EVENING),
        ("2021-05-22T23:00:00Z", EVENING),
        ("2021-05-22t23:00:00z", EVENING),
        ("2021-05-22 23:00", EVENING),
        ("2021-05-22T23:00:00+00:00", EVENING),
        ("2021-05-22 23:00 UTC", EVENING),
        ("  2021-05-22   23:00:00  ", EVENING),
        ("2021-05-22T23:00:00.25Z", EVENING.replace(microsecond=250_000)),
        ("2021-05-22T23:00:00,123456789Z", EVENING.replace(microsecond=123_456)),
        (
            "2021-05-22T23:00:00-0730",
            EVENING.replace(tzinfo=dt.timezone(-dt.timedelta(hours=7, minutes=30))),
        ),
        ("2021-05-22T23:00:00+02", EVENING.replace(tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        ("May 22, 2021", DAY),
        ("May 22nd 2021", DAY),
        ("22 May 2021", DAY),
        ("22nd May, 2021", DAY),
        ("22-May-2021", DAY),
        ("Saturday, 22 May 2021", DAY),
        ("Sat, 22 May 2021 23:00:00 +0000", EVENING),
        ("September 28 2023", dt.date(2023, 9, 28)),
        ("28 Sept. 2023", dt.date(2023, 9, 28)),
        ("28 sep 2023", dt.date(2023, 9, 28)),
        ("22.05.2021", DAY),
        ("05/22/2021", DAY),
        ("05/05/2021", dt.date(2021, 5, 5)),
    ],
)
def test_a_date_is_read_as_it_is_meant(written: str, moment: dt.date):
    read = read_moment(written)

    assert read == moment
    assert type(read) is type(moment)


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("", "no date is given", "Write it as YYYY-MM-DD"),
        ("soon", "`soon` is not a date", "Write it as YYYY-MM-DD"),
        ("2021", "`2021` is not a date", "Write it as YYYY-MM-DD"),
        ("2021-05", "`2021-05` is not a date", "Write it as YYYY-MM-DD"),
        ("Mayor 3 2021", "`Mayor 3 2021` is not a date", "Write it as YYYY-MM-DD"),
        (
            "2021-02-30",
            "`2021-02-30` does not exist (day is out of range for month)",
            "Write it as YYYY-MM-DD",
        ),
        (
            "2021-05-22 25:00",
            "`2021-05-22 25:00` does not exist (hour must be in 0..23)",
            "Write it as YYYY-MM-DD",
        ),
        ("32/13/2021", "`32/13/2021` does not exist", "Write it as YYYY-MM-DD"),
        (
            "03/04/2021",
            "`03/04/2021` can be read in two ways",
            "Write 2021-04-03 or 2021-03-04",
        ),
    ],
)
def test_what_is_no_date_is_said_not_guessed(written: str, message: str, remedy: str):
    with pytest.raises(DateError) as caught:
        read_moment(written)

    assert str(caught.value) == message
    assert caught.value.remedy == remedy


@pytest.mark.parametrize(
    "field",
    [
        "date",
        "Date",
        "publishDate",
        "publish_date",
        "pubdate",
        "published",
        "created_at",
        "created",
    ],
)
def test_the_date_is_read_under_the_names_that_other_tools_use(field: str):
    assert made(read_fields(f"title: T\n{field}: 2021-05-22")).date == DAY


@pytest.mark.parametrize(
    "field", ["updated", "lastmod", "modified", "date-modified", "updated_at", "Last-Modified"]
)
def test_so_is_the_date_of_the_last_change(field: str):
    assert made(read_fields(f"title: T\n{field}: 2021-05-22")).updated == DAY


def test_materials_map_of_dates_is_read():
    postmortem = made(
        read_fields("title: T\ndate:\n  created: 2021-05-22\n  updated: 2021-05-22 23:00:00")
    )

    assert (postmortem.date, postmortem.updated) == (DAY, EVENING)


def test_its_own_name_wins_over_an_alias_which_is_kept():
    postmortem = made(read_fields("title: T\npubdate: 2020-01-01\ndate: 2021-05-22"))

    assert postmortem.date == DAY
    assert postmortem.extra == {"pubdate": "2020-01-01"}


@pytest.mark.parametrize("field", ["expiryDate", "expires", "expiry_date"])
def test_a_date_of_expiry_is_read(field: str):
    assert made(read_fields(f"title: T\n{field}: 2021-05-22")).expires == DAY


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2021-05-22-churn.md", DAY),
        ("2021_05_22_churn.md", DAY),
        ("20210522-churn.md", DAY),
        ("churn-2021-05-22.md", DAY),
        ("2021-05-22-churn/index.md", DAY),
        ("2021-05-22/deep/churn.md", DAY),
        ("2021/05/22/churn.md", DAY),
        ("2020-01-01/2021-05-22-churn.md", DAY),
        ("2020-01-01/2021-05-22/churn.md", DAY),
        ("2021-13-45-churn.md", None),
        ("120210522.md", None),
        ("2021/churn.md", None),
        ("churn.md", None),
    ],
)
def test_a_date_stands_in_the_name_of_the_file_or_its_nearest_folder(
    path: str, day: dt.date | None
):
    assert date_in_path(path) == day
    assert made(read_text("# T\n\nText.\n", path)).date == day


def test_what_is_written_wins_over_the_name_and_the_name_over_git():
    git = Commits(FIRST_COMMIT, LAST_COMMIT)

    assert made(read_fields("date: 2021-05-22", path="2019-01-01.md", commits=git)).date == DAY
    named = made(read_fields("title: T", path="2021-05-22-churn.md", commits=git))
    assert named.date == DAY
    assert named.updated == LAST_COMMIT


def test_git_dates_what_nobody_dated():
    postmortem = made(read_fields("title: T", commits=Commits(FIRST_COMMIT, LAST_COMMIT)))

    assert (postmortem.date, postmortem.updated) == (FIRST_COMMIT, LAST_COMMIT)


def test_a_file_that_never_changed_has_no_date_of_change():
    assert made(read_fields("title: T", commits=Commits(FIRST_COMMIT, FIRST_COMMIT))).updated is (
        None
    )


def test_no_date_at_all_is_a_note_and_no_more():
    reading = read_fields("title: T\ndate:")

    assert made(reading).date is None
    assert told(reading, Severity.NOTE) == [
        (
            "churn.md:3: date: none is written, in the name neither, and git has none; "
            "it is listed last. Write `date: YYYY-MM-DD`."
        )
    ]


@pytest.mark.parametrize(
    ("fields", "line", "field", "message"),
    [
        ("date: soon", 3, "date", "`soon` is not a date, so the postmortem is left out"),
        (
            "date:\n  created: 2021-02-30",
            4,
            "date.created",
            (
                "`2021-02-30` does not exist (day is out of range for month)"
                ", so the postmortem is left out"
            ),
        ),
        ("date: [2021-05-22]", 3, "date", "wants one date, so the postmortem is left out"),
        (
            "published: 2021-13-01",
            3,
            "published",
            "`2021-13-01` does not exist (month must be in 1..12), so the postmortem is left out",
        ),
    ],
)
def test_a_date_that_cannot_be_read_may_lie_ahead_and_so_hides_the_post(
    fields: str, line: int, field: str, message: str
):
    error = only_error(read_fields(f"title: T\n{fields}"))

    assert (error.line, error.field, error.message) == (line, field, message)
    assert "YYYY-MM-DD" in error.remedy


@pytest.mark.parametrize("field", ["updated", "revisit", "due", "started", "ended", "reviewed"])
def test_any_other_date_that_cannot_be_read_is_dropped_and_told(field: str):
    reading = read_fields(f"title: T\n{field}: soon")

    assert getattr(made(reading), field) is None
    assert told(reading) == [f"churn.md:3: {field}: `soon` is not a date. Write it as YYYY-MM-DD."]


@pytest.fixture(params=["Pacific/Auckland", "America/Los_Angeles"])
def abroad(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine's clock is set to another part of the world."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_days_and_moments_stand_in_one_order():
    noon = dt.datetime(2021, 5, 22, 12, tzinfo=UTC)
    earlier_in_auckland = dt.datetime(2021, 5, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=12)))

    assert instant(DAY) == instant(earlier_in_auckland) < instant(noon)


def test_the_day_is_the_authors_own():
    late = dt.datetime(2021, 5, 22, 23, tzinfo=dt.timezone(-dt.timedelta(hours=7)))

    assert day_of(late) == DAY


@pytest.mark.parametrize(
    ("now", "come"),
    [
        ("2021-05-21T09:59:59+00:00", False),
        ("2021-05-21T10:00:00+00:00", True),
        ("2021-05-21T23:59:59+14:00", False),
        ("2021-05-22T00:00:00+14:00", True),
        ("2021-05-23T00:00:00+00:00", True),
    ],
)
def test_a_day_has_come_when_it_is_that_day_anywhere(now: str, come: bool):  # noqa: FBT001
    assert has_come(DAY, dt.datetime.fromisoformat(now)) is come


def test_a_moment_has_come_to_the_second():
    assert has_come(EVENING, EVENING)
    assert not has_come(EVENING, EVENING - dt.timedelta(seconds=1))


def test_no_order_and_no_day_depends_on_where_the_machine_stands(abroad: str):
    noon = dt.datetime(2021, 5, 22, 12, tzinfo=UTC)

    assert (instant(DAY), instant(noon)) == (1_621_641_600, 1_621_684_800), abroad
    assert instant(noon.replace(tzinfo=None)) == instant(noon)
    assert not has_come(DAY, dt.datetime(2021, 5, 21, 9, 59, tzinfo=UTC))
    assert has_come(DAY, dt.datetime(2021, 5, 21, 10, 0, tzinfo=UTC))
    assert read_moment("2021-05-22 12:00") == noon
