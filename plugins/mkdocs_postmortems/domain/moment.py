"""Days and moments: a postmortem's date is kept as it was written, a day or a point in time."""

import datetime as dt

Moment = dt.datetime | dt.date
"""A day (`date`) or a point in time (an aware `datetime`)."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""The months as readers see them."""

_FIRST_TO_REACH_A_DAY = dt.timedelta(hours=14)


def day_of(moment: Moment) -> dt.date:
    """The calendar day as the author wrote it, in the author's own time zone."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def instant(moment: Moment) -> float:
    """Seconds since 1970 in UTC, which put days (from their start) and moments in one order."""
    if isinstance(moment, dt.datetime):
        aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return aware.timestamp()
    return dt.datetime(moment.year, moment.month, moment.day, tzinfo=dt.UTC).timestamp()


def has_come(moment: Moment, now: dt.datetime) -> bool:
    """Whether `moment` is not after `now` (aware).

    A day without a time has come as soon as it is that day anywhere on Earth (UTC+14), so that
    what is dated today in Auckland is out today in Auckland, whatever clock the build has.
    """
    if isinstance(moment, dt.datetime):
        return instant(moment) <= now.timestamp()
    return moment <= (now.astimezone(dt.UTC) + _FIRST_TO_REACH_A_DAY).date()
