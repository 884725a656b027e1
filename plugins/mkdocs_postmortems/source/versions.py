"""What a file said of its experiment at each commit."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_postmortems.domain import Criterion, Postmortem, Result, Vocabularies
from mkdocs_postmortems.source.git import GitError, read_blobs
from mkdocs_postmortems.source.revisions import Revision, read_revisions
from mkdocs_postmortems.source.verdict import Facts, VerdictReader

_SHA1 = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The verdict, and what it rests on, as one commit had them.

    Attributes:
        commit: The commit's name.
        moment: When it was made (aware).
        outcome: The code of the outcome, None where there was none.
        success_criteria: What would count as success.
        results: What was measured.
        corrections: How many corrections there were.
    """

    commit: str
    moment: dt.datetime
    outcome: str | None
    success_criteria: tuple[Criterion, ...]
    results: tuple[Result, ...]
    corrections: int


@dataclass(frozen=True, slots=True)
class Past:
    """What git knows of postmortems.

    Attributes:
        versions: The versions of each that is in the repository, oldest first, by its file's path
            relative to the postmortems folder. What is not committed is none.
        unknown: Why git cannot tell of any of them, as a sentence without a full stop; empty where
            it can.
    """

    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    unknown: str = ""


def read_versions(
    folder: Path, postmortems: Iterable[Postmortem], vocabularies: Vocabularies | None = None
) -> Past:
    """The past of these `postmortems`, which were read from files under `folder`.

    Git is asked by at most five processes, however many files and commits there are. A version
    whose front matter could not be read is left out.
    """
    today = {each.source: each for each in postmortems}
    if not today:
        return Past()
    try:
        revisions = read_revisions(folder, today.keys())
        facts = _facts(folder, today, revisions, VerdictReader(vocabularies or Vocabularies()))
    except GitError as error:
        return Past(unknown=str(error))
    # A content may be missing where only a part of the repository was fetched.
    whole = {path: found for path, found in revisions.items() if _blobs(found) <= facts.keys()}
    return Past({path: tuple(_versions(found, facts)) for path, found in whole.items()})


def _blobs(revisions: Iterable[Revision]) -> set[str]:
    return {each.blob for each in revisions}


def _versions(
    revisions: Iterable[Revision], facts: Mapping[str, Facts | None]
) -> Iterator[Version]:
    for each in revisions:
        said = facts[each.blob]
        if said is not None:
            yield Version(
                commit=each.commit,
                moment=each.moment,
                outcome=said.outcome,
                success_criteria=said.success_criteria,
                results=said.results,
                corrections=said.corrections,
            )


def _facts(
    folder: Path,
    today: Mapping[str, Postmortem],
    revisions: Mapping[str, list[Revision]],
    reader: VerdictReader,
) -> dict[str, Facts | None]:
    """What each content says. Today's are not fetched, and teach the reader."""
    wanted = {blob for found in revisions.values() for blob in _blobs(found)}
    algorithm = "sha1" if all(len(blob) == _SHA1 for blob in wanted) else "sha256"
    facts: dict[str, Facts | None] = {}
    for path in revisions:
        data = _data(folder / path)
        reader.learn(data, today[path])
        name = _blob_name(data, algorithm)
        if name in wanted:
            facts[name] = reader.read(data)
    facts.update(
        (name, reader.read(data)) for name, data in _fetched(folder, wanted - facts.keys())
    )
    return facts


def _fetched(folder: Path, names: set[str]) -> Iterator[tuple[str, bytes]]:
    return read_blobs(folder, sorted(names)) if names else iter(())


def _data(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _blob_name(data: bytes, algorithm: str) -> str:
    """The name that git gives a content (Pro Git, section 10.2)."""
    header = b"blob %d\0" % len(data)
    return hashlib.new(algorithm, header + data, usedforsecurity=False).hexdigest()
