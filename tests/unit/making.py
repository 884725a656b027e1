"""Short ways to make what the tests are about: a text that is read, a record that was read."""

import datetime as dt
from textwrap import dedent

from mkdocs_postmortems.domain import Postmortem, Problem, Severity
from mkdocs_postmortems.source import Reading, Settings, read
from mkdocs_postmortems.source.dates import read_moment
from mkdocs_postmortems.source.history import Commits

NOW = dt.datetime(2024, 6, 15, 12, 0, tzinfo=dt.UTC)


def read_text(
    text: str,
    path: str = "churn.md",
    settings: Settings | None = None,
    commits: Commits | None = None,
) -> Reading:
    """Read a whole file, written in a test as an indented block."""
    return read(dedent(text).lstrip("\n").encode(), path, settings, commits)


def read_fields(
    fields: str,
    body: str = "The body.",
    path: str = "churn.md",
    settings: Settings | None = None,
    commits: Commits | None = None,
) -> Reading:
    """Read YAML front matter, whose first field stands on line 2, above a body."""
    text = f"---\n{dedent(fields).strip()}\n---\n\n{body}\n"
    return read(text.encode(), path, settings, commits)


def made(reading: Reading) -> Postmortem:
    """The postmortem that came of a reading, which must be one."""
    assert reading.postmortem is not None, told(reading)
    return reading.postmortem


def told(reading: Reading, least: Severity = Severity.WARNING) -> list[str]:
    """What a strict build would tell about a reading; notes are left out."""
    return [str(each) for each in reading.problems if each.severity >= least]


def only_error(reading: Reading) -> Problem:
    """The one problem that leaves a postmortem out, which it must do."""
    assert reading.postmortem is None
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    assert len(errors) == 1, told(reading)
    return errors[0]


def record(id: str, **fields: object) -> Postmortem:  # noqa: A002 - as the record calls it
    """A postmortem as if it had been read from `id` with `.md`."""
    for name in ("date", "expires"):
        if isinstance(written := fields.get(name), str):
            fields[name] = read_moment(written)
    return Postmortem.model_validate(
        {"id": id, "source": f"{id}.md", "title": id.capitalize(), **fields}
    )


def ids(postmortems: tuple[Postmortem, ...]) -> list[str]:
    """Their ids, in their order."""
    return [each.id for each in postmortems]
