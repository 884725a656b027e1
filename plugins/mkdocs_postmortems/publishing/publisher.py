"""From mkdocs.yml to a site that is up: build beside it, check, and put in its place."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mkdocs_postmortems.audiences import VARIABLE
from mkdocs_postmortems.project import CACHE
from mkdocs_postmortems.publishing.checking import Checked, check
from mkdocs_postmortems.publishing.child import DISK
from mkdocs_postmortems.publishing.comparing import Changes, compare
from mkdocs_postmortems.publishing.engine import Ended, Spoken, run
from mkdocs_postmortems.publishing.errors import PublishingError, cannot
from mkdocs_postmortems.publishing.exchanging import exchange
from mkdocs_postmortems.publishing.facts import FOLDER, RECORD, Facts, FactsError, read_facts
from mkdocs_postmortems.publishing.interrupting import Interruption, interruptible
from mkdocs_postmortems.publishing.placing import Exchange, place
from mkdocs_postmortems.publishing.target import Place, refuse_harm
from mkdocs_postmortems.publishing.workspace import Workspace
from mkdocs_postmortems.saving import write_whole


class Verdict(StrEnum):
    """What became of a build."""

    PUBLISHED = "published"
    FAILED = "build failed"
    LEAKS = "leaks"
    LINKS = "broken links"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built.

    Attributes:
        place: The project, and where its site goes.
        command: What starts MkDocs.
        folder: Where it is started; what some extensions include is relative to it.
        strict: Whether warnings stop it, besides what mkdocs.yml says.
        is_forced: Whether it may replace a folder that looks like no built site.
        audience: Whom the site is for, besides everybody; what the configuration says where it is
            empty.
    """

    place: Place
    command: Sequence[str]
    folder: Path
    strict: bool = False
    is_forced: bool = False
    audience: Sequence[str] = ()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that tell the build of it."""
        return {VARIABLE: ",".join(self.audience)} if self.audience else {}


class Watcher:
    """Is told how a build goes, and by default keeps it to itself."""

    def at(self, step: str) -> None:
        """A step has been done."""

    def said(self, line: Spoken) -> None:
        """MkDocs has said a line."""

    def waits(self, fresh: Path) -> None:
        """A moment has passed; the site that is being built is in `fresh`."""

    def checks(self, number: int) -> None:
        """So many files have been looked at."""


@dataclass(slots=True)
class Outcome:
    """What became of a build, as far as it came.

    Attributes:
        verdict: Whether it was published.
        ended: How MkDocs ended.
        is_recovered: Whether the site that was up had to be put back first.
        facts: What the build told.
        checked: What was found in the site.
        is_first: Whether no site was up.
        changes: What changed since the site that was up.
        seconds: How long each part took, in seconds.
    """

    verdict: Verdict = Verdict.FAILED
    ended: Ended = field(default_factory=Ended)
    is_recovered: bool = False
    facts: Facts | None = None
    checked: Checked | None = None
    is_first: bool = False
    changes: Changes | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def publish(order: Order, watcher: Watcher, exchanged: Exchange = exchange) -> Outcome:
    """Build what `order` says, check it, and put it in the place of the site that is up.

    Whatever happens on the way, the site that is up stays whole. `exchanged` is how two folders are
    exchanged.

    Raises:
        PublishingError: It cannot be done here.
        InterruptedBuildError: A signal came before it was too late.
    """
    refuse_harm(order.place, is_forced=order.is_forced)
    with interruptible() as interruption, Workspace(order.place.target) as workspace:
        watcher.at("begun")
        publication = _Publication(order, watcher, workspace, exchanged)
        publication.carry_out(outcome := Outcome(), interruption)
    watcher.at("cleared away")
    return outcome


class _Publication:
    """One build in its workspace."""

    def __init__(
        self, order: Order, watcher: Watcher, workspace: Workspace, exchanged: Exchange
    ) -> None:
        self._order = order
        self._watcher = watcher
        self._workspace = workspace
        self._exchanged = exchanged
        self._root = order.place.configuration.parent

    def carry_out(self, outcome: Outcome, interruption: Interruption) -> None:
        """Fill `outcome` until it is published, or something stops it."""
        outcome.is_recovered = self._workspace.recovered
        with _timed(outcome, "build"):
            outcome.ended = self._build()
        self._watcher.at("built")
        if outcome.ended.code:
            return
        outcome.facts = self._facts()
        with _timed(outcome, "check"):
            outcome.checked = self._check(outcome.facts)
        self._watcher.at("checked")
        outcome.verdict = _verdict(outcome.checked, outcome.facts)
        if outcome.verdict is Verdict.PUBLISHED:
            outcome.is_first = not self._workspace.target.exists()
            outcome.changes = self._compare()
            interruption.is_too_late()
            place(self._workspace, self._watcher.at, self._exchanged)
            self._watcher.at("placed")
            self._keep_record()

    def _build(self) -> Ended:
        folder = self._root / CACHE
        with contextlib.suppress(OSError):  # then no build tells of addresses that vanish
            folder.mkdir(parents=True, exist_ok=True)
        arguments = [
            *self._order.command,
            "build",
            "--config-file",
            os.fspath(self._order.place.configuration),
            "--site-dir",
            os.fspath(self._workspace.fresh),
            *(["--strict"] if self._order.strict else []),
        ]
        try:
            ended = run(
                arguments,
                folder=self._order.folder,
                environment={FOLDER: os.fspath(self._workspace.told), **self._order.environment},
                keeps=self._workspace.lock_handle,
                heard=self._heard,
            )
        except OSError as error:
            raise cannot(f"start {self._order.command[0]}", error) from error
        if ended.code == DISK and ended.lines:
            raise PublishingError(ended.lines[-1].text)
        return ended

    def _heard(self, line: Spoken | None) -> None:
        if line is None:
            self._watcher.waits(self._workspace.fresh)
        else:
            self._watcher.said(line)

    def _facts(self) -> Facts:
        try:
            facts = read_facts(self._workspace.told)
        except OSError as error:
            raise cannot("check the new site", error) from error
        except FactsError:
            configuration = self._order.place.configuration
            told = f"the plugin `postmortems` is not on in {configuration}"
            raise PublishingError(f"{told}. Add it to `plugins`, or use `mkdocs build`") from None
        if not any(self._workspace.fresh.iterdir()):
            told = "MkDocs was made to build elsewhere, by a hook or a plugin that sets `site_dir`"
            raise PublishingError(f"{told}. Leave that out")
        return facts

    def _check(self, facts: Facts) -> Checked:
        try:
            kept = self._root / CACHE / "checked"
            return check(self._workspace.fresh, self._root, facts, self._watcher.checks, kept)
        except OSError as error:
            raise cannot("check the new site", error) from error

    def _compare(self) -> Changes:
        try:
            return compare(self._workspace.target, self._workspace.fresh)
        except OSError as error:
            raise cannot("compare the new site with the one that is up", error) from error

    def _keep_record(self) -> None:
        """Keep the addresses of what is up now, for the next build to be compared with."""
        left = self._workspace.told / RECORD
        with contextlib.suppress(OSError):  # a warning that a later build lacks harms nobody
            write_whole(self._root / CACHE / RECORD, left.read_bytes())


def _verdict(checked: Checked, facts: Facts) -> Verdict:
    if checked.leaks:
        return Verdict.LEAKS
    return Verdict.LINKS if checked.broken and facts.strict else Verdict.PUBLISHED


@contextlib.contextmanager
def _timed(outcome: Outcome, part: str) -> Iterator[None]:
    begun = time.perf_counter()
    try:
        yield
    finally:
        outcome.seconds[part] = round(time.perf_counter() - begun, 2)
