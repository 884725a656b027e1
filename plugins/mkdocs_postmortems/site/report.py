"""What a build says: problems, what was held back and why, and a summary."""

import logging
from collections.abc import Iterable

from mkdocs.exceptions import Abort

from mkdocs_postmortems.catalog import Visibility
from mkdocs_postmortems.checks.finding import Finding, sentences
from mkdocs_postmortems.checks.output.text import counts
from mkdocs_postmortems.domain import Postmortem, Problem, Severity
from mkdocs_postmortems.domain.moment import day_of
from mkdocs_postmortems.domain.problem import printable
from mkdocs_postmortems.publishing.child import DISK
from mkdocs_postmortems.site.checking import BuildChecked
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.site.wording import counted

_LEVELS = {
    Severity.NOTE: logging.INFO,
    Severity.WARNING: logging.WARNING,
    Severity.ERROR: logging.ERROR,
}

_AS_IT_WAS = "Nothing was built, and the site that was there is as it was."

Log = logging.Logger | logging.LoggerAdapter[logging.Logger]


class Reporter:
    """Tells a log under `mkdocs.`, where a strict build counts warnings."""

    def __init__(self, log: Log) -> None:
        """Write to `log`."""
        self._log = log

    def tell(self, content: Content, checked: BuildChecked, *, strict: bool, serving: bool) -> None:
        """Tell all about `content`, and what was found in it.

        Raises:
            Abort: There are secrets, or what cannot be read, or there are problems and the build
                is a strict one; in a preview never. It is raised before MkDocs empties the site
                folder, so the site that was there stays.
        """
        self.tell_problems(checked.problems)
        gate = content.plan.checks.gate
        failing = [each for each in checked.findings if gate and each.level >= gate]
        failing += checked.hidden_secrets
        for finding in failing:
            self._log.warning("%s", _line(finding))
        for secret in checked.secrets:
            self._log.log(logging.WARNING if serving else logging.ERROR, "%s", _line(secret))
        for postmortem, visibility in content.catalog.held_back():
            self._tell_held_back(content, postmortem, visibility, serving=serving)
        if rest := [each for each in checked.findings if each not in failing]:
            self._log.info(_rest(rest))
        if audience := content.plan.audience:
            self._log.info("For %s, and with what is for everybody", ", ".join(audience))
        self._log.info(self._summary(content))
        if not serving:
            _stop_if_unread([*content.problems, *checked.problems])
            _stop_if_needed(checked, failing, strict=strict)

    def tell_problems(self, problems: Iterable[Problem]) -> None:
        """Tell each problem at the level of its severity."""
        for problem in problems:
            self._log.log(_LEVELS[problem.severity], "%s", problem)

    def tell_previewed(self, addresses: Iterable[str]) -> None:
        """Tell where the pages are that a preview alone has, as nothing leads to them."""
        for address in addresses:
            self._log.info("Shown in this preview: %s", address)

    def _tell_held_back(
        self, content: Content, postmortem: Postmortem, visibility: Visibility, *, serving: bool
    ) -> None:
        path = printable(f"{content.plan.shown_as}/{postmortem.source}")
        if visibility is Visibility.UNLISTED:
            self._log.info("Unlisted: %s has a page, and nothing leads to it", path)
        elif serving:
            self._log.info("Preview only: %s (%s)", path, reason_of(postmortem, visibility))
        else:
            self._log.info("Held back: %s (%s)", path, reason_of(postmortem, visibility))

    @staticmethod
    def _summary(content: Content) -> str:
        counts = content.catalog.facet("outcome").values
        essays = len(content.catalog.published) - sum(value.count for value in counts)
        parts = [f"{value.count} {value.label.lower()}" for value in counts]
        parts += [f"{essays} without outcome"] if essays else []
        what = f" ({', '.join(parts)})" if parts else ""
        held = len(content.catalog.held_back())
        return (
            f"{counted(len(content.catalog.published), 'postmortem')} published{what}, "
            f"{held} held back, {len(content.left_out)} left out because of errors"
        )


class UnreadAbort(Abort):
    """What is to be published cannot be read, so nobody knows what it is."""

    code = DISK
    exit_code = DISK


def _stop_if_unread(problems: Iterable[Problem]) -> None:
    unread = list(dict.fromkeys(each for each in problems if each.is_unread))
    if unread:
        others = f", and {counted(len(unread) - 1, 'other')}" if len(unread) > 1 else ""
        raise UnreadAbort(f"{str(unread[0]).rstrip('.')}{others}. {_AS_IT_WAS}")


def _stop_if_needed(checked: BuildChecked, failing: list[Finding], *, strict: bool) -> None:
    if checked.secrets:
        raise Abort(
            f"Aborted with {counted(len(checked.secrets), 'secret')} in what would be "
            f"published. {_AS_IT_WAS} A value that is none can be allowed, with the reason, under "
            "`checks: rules: SAF101: allow`."
        )
    grave = [each for each in checked.problems if each.severity > Severity.NOTE]
    if strict and (grave or failing):
        count = counted(len(grave) + len(failing), "problem")
        raise Abort(f"Aborted in strict mode with {count} in postmortems. {_AS_IT_WAS}")


def _line(finding: Finding) -> str:
    return printable(f"{finding.path}:{finding.line}: {sentences(finding)} [{finding.rule}]")


def _rest(findings: list[Finding]) -> str:
    """How many findings there are that stop nothing."""
    files = counted(len({each.path for each in findings}), "postmortem")
    return f"{counts(findings)} in {files}; `postmortems check` shows them"


def reason_of(postmortem: Postmortem, visibility: Visibility) -> str:
    """Why `postmortem`, which has that visibility, is not for everybody."""
    if visibility is Visibility.SCHEDULED and postmortem.date:
        return f"dated in the future, {day_of(postmortem.date).isoformat()}"
    if visibility is Visibility.RESTRICTED:
        return f"for {', '.join(postmortem.audience)}"
    return visibility.value
