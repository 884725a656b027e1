"""The figures of 2,000 made-up postmortems, computed a second time, by a database."""

import datetime as dt
import random
import sqlite3
import statistics

import pytest

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.catalog.measures import Proportion, insights_of
from unit.making import NOW, record

OUTCOMES = ("succeeded", "failed", "mixed", "inconclusive", "invalid", "abandoned", "pending", None)
STAGES = ("idea", "modelling", "online_test", "production", None)
CAUSES = ("shift", "cost", "underpowered", "labels")
COUNT = 2000


@pytest.fixture(scope="module")
def made():
    """Fields of postmortems, as plain values."""
    chance = random.Random(20)  # the same ones each time
    first = dt.date(2019, 1, 1)
    rows = []
    for number in range(COUNT):
        started = first + dt.timedelta(chance.randrange(1700))
        ended = started + dt.timedelta(chance.randrange(-5, 200))
        rows.append(
            {
                "id": f"p{number:04}",
                "outcome": chance.choice(OUTCOMES),
                "stage": chance.choice(STAGES),
                "causes": chance.sample(CAUSES, chance.randrange(3)),
                "started": started,
                "ended": ended,
                "date": ended + dt.timedelta(chance.randrange(-3, 60)),
                "due": NOW.date() + dt.timedelta(chance.randrange(-100, 100)),
                "draft": chance.random() < 0.05,
                "builds_on": [f"p{chance.randrange(COUNT):04}"] if chance.random() < 0.2 else [],
                "corrected": chance.random() < 0.05,
                "lesson": chance.random() < 0.6,
                "before": round(chance.uniform(0.5, 0.9), 3),
                "after": round(chance.uniform(0.4, 0.9), 3) if chance.random() < 0.4 else None,
            }
        )
    return rows


@pytest.fixture(scope="module")
def found(made):
    return insights_of(Catalog(map(_record, made), NOW))


def _record(row):
    results = [{"metric": "auc", "split": "validation", "value": row["before"]}]
    if row["after"] is not None:
        results.append({"metric": "auc", "split": "test", "value": row["after"]})
    return record(
        row["id"],
        **{name: row[name] for name in ("outcome", "stage", "started", "ended", "due", "draft")},
        date=row["date"].isoformat(),
        causes=[{"code": code} for code in row["causes"]],
        builds_on=row["builds_on"],
        corrections=[{"was": "succeeded", "now": "failed"}] if row["corrected"] else [],
        lessons=[{"text": "T", "anchor": "t"}] if row["lesson"] else [],
        results=results,
    )


@pytest.fixture(scope="module")
def ask(made):
    """Rows of a question to the database, which has what is published."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "create table p (id, outcome, stage, started, ended, date, due, corrected, lesson, "
        "before real, after real)"
    )
    database.execute("create table cause (id, code)")
    database.execute("create table link (id, other)")
    names = ("id", "outcome", "stage", "started", "ended", "date", "due", "corrected", "lesson")
    published = [row for row in made if not row["draft"]]
    for row in published:
        plain = [str(row[name]) if isinstance(row[name], dt.date) else row[name] for name in names]
        marks = ", ".join("?" * 11)
        database.execute(f"insert into p values ({marks})", [*plain, row["before"], row["after"]])
        database.executemany(
            "insert into cause values (?, ?)", [(row["id"], c) for c in row["causes"]]
        )
        database.executemany(
            "insert into link values (?, ?)", [(row["id"], o) for o in row["builds_on"]]
        )
    yield lambda sql: database.execute(sql).fetchall()
    database.close()


STRONG = "not exists (select 1 from cause where cause.id = p.id and code = 'underpowered')"
CONCLUDED = "outcome is not null and outcome <> 'pending'"


@pytest.mark.parametrize(
    ("figure", "whole", "part"),
    [
        ("success", CONCLUDED, "outcome = 'succeeded'"),
        (
            "learning",
            CONCLUDED,
            f"outcome in ('succeeded', 'failed', 'mixed') or outcome = 'inconclusive' and {STRONG}",
        ),
        ("overdue", "outcome = 'pending'", "due < '2024-06-15'"),
        (
            "with_cause",
            f"{CONCLUDED} and outcome <> 'succeeded'",
            "exists (select 1 from cause where cause.id = p.id)",
        ),
        ("reversals", CONCLUDED, "corrected"),
        (
            "reuse",
            "lesson",
            "exists (select 1 from link where link.other = p.id and link.id <> p.id)",
        ),
        ("large_gaps", f"{CONCLUDED} and after is not null", "(before - after) / before > 0.1"),
    ],
)
def test_shares(found, ask, figure, whole, part):
    ((count, n),) = ask(f"select sum({part}), count(*) from p where {whole}")
    assert getattr(found, figure) == Proportion(count, n)
    assert n > 100


def test_outcomes_by_year_and_by_stage(found, ask):
    by_year = ask(
        "select substr(date, 1, 4), outcome, count(*) from p "
        "where outcome is not null group by 1, 2"
    )
    assert _table(by_year) == found.by_period
    by_stage = ask(
        f"select stage, outcome, count(*) from p where {CONCLUDED} "
        "and stage is not null group by 1, 2"
    )
    assert _table(by_stage) == found.by_stage


def test_causes(found, ask):
    counts = ask(f"select code, count(*) from p join cause using (id) where {CONCLUDED} group by 1")
    assert dict(counts) == found.causes


@pytest.mark.parametrize(
    ("figure", "days", "told"),
    [
        ("days_to_stop", "julianday(ended) - julianday(started)", "ended >= started"),
        ("days_to_publish", "max(julianday(date) - julianday(ended), 0)", "true"),
    ],
)
def test_spreads(found, ask, figure, days, told):
    rows = ask(f"select outcome, {days} from p where {CONCLUDED} and {told} order by 2")
    for outcome in {outcome for outcome, _ in rows}:
        values = [value for each, value in rows if each == outcome]
        spread = getattr(found, figure)[outcome]
        assert spread.n == len(values)
        assert spread.median == statistics.median(values)
    assert len({outcome for outcome, _ in rows}) == 6


def test_the_gap(found, ask):
    gaps = ask(f"select (before - after) / before from p where {CONCLUDED} and after is not null")
    assert found.gap.n == len(gaps)
    assert found.gap.median == pytest.approx(statistics.median(each for (each,) in gaps))


def _table(rows):
    table = {}
    for row, outcome, count in rows:
        table.setdefault(row, {})[outcome] = count
    return table
