"""Asks the rules, and gathers what they and the reading found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from mkdocs_postmortems.checks.configuration import meant
from mkdocs_postmortems.checks.detection.credentials import without_secrets
from mkdocs_postmortems.checks.finding import Finding, Level, Remark
from mkdocs_postmortems.checks.ignores import Ignore, read_ignores
from mkdocs_postmortems.checks.registry import BY_ID, RULES
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules.safety import SECRET
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.checks.subject import Collection, Subject
from mkdocs_postmortems.domain import Form, Problem, Severity
from mkdocs_postmortems.domain.problem import printable
from mkdocs_postmortems.kept.fingerprint import plain
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.source import Reading
from mkdocs_postmortems.source.versions import Version

Told = TypeVar("Told", Problem, Finding)

Past = Mapping[str, tuple[Version, ...]]
"""What each file said at each commit, by path; one that git cannot tell of is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is checked.

    Attributes:
        readings: The files that are looked at.
        problems: What reading found, in these and other files.
        collection: What is around them.
        past: Their earlier versions.
        others: Files that are asked for secrets alone.
        memory: What rules that look at one text alone found in it before.
    """

    readings: Sequence[Reading]
    problems: Sequence[Problem]
    collection: Collection
    past: Past
    others: Sequence[Reading] = ()
    memory: Memory = FORGETFUL


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it.

    Attributes:
        problems: What reading found and no exception or setting silences.
        findings: What rules found.
    """

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def _always(_: str) -> bool:
    return True


def check(
    material: Material,
    checks: Checks,
    rules: Iterable[Rule] = RULES,
    is_wanted: Callable[[str], bool] = _always,
) -> Checked:
    """Ask each of `rules` that `checks` wants of each file.

    Nothing is told but of paths that are wanted. What leaves a postmortem out is told whatever is
    wanted, as no rule can look at it. No message has a secret in it that was found in its file.
    """
    chosen = tuple(rule for rule in rules if checks.wants(rule.id))
    asking = _Asking(material, chosen)
    looking = _Asking(material, [rule for rule in chosen if rule.id == SECRET])
    looks = [(each, asking) for each in material.readings if is_wanted(each.path)]
    looks += [(each, looking) for each in material.others if is_wanted(each.path)]
    exceptions = {reading.path: _Exceptions.of(reading) for reading, _ in looks}
    silent = _Exceptions(())
    problems = [
        problem
        for problem in material.problems
        if is_wanted(problem.path)
        and _is_told(problem, checks, exceptions.get(problem.path, silent))
    ]
    findings: list[Finding] = []
    for reading, asked in looks:
        own = exceptions[reading.path]
        for rule, remark in asked.of(reading):
            if not own.silences(rule.id):
                findings.append(finding_of(reading.path, rule, remark, checks))
        for rule, remark in own.doubts(asked.ids):
            findings.append(finding_of(reading.path, rule, remark, checks))
    texts = _with_secrets([reading for reading, _ in looks], findings) if looking.ids else {}
    return Checked(
        tuple(_discreet(each, texts) for each in problems),
        tuple(_discreet(each, texts) for each in sorted(findings, key=_place)),
    )


def _with_secrets(readings: Iterable[Reading], findings: Iterable[Finding]) -> dict[str, str]:
    """The texts, by path, that have or may have secrets: no rule looks at one that is left out."""
    found = {each.path for each in findings if each.rule == SECRET}
    return {each.path: each.text for each in readings if each.path in found or not each.postmortem}


def _discreet(told: Told, texts: Mapping[str, str]) -> Told:
    text = texts.get(told.path)
    if not text:
        return told
    message, remedy = (without_secrets(each, text) for each in (told.message, told.remedy))
    return replace(told, message=message, remedy=remedy)


def as_finding(problem: Problem, checks: Checks) -> Finding:
    """A problem of reading as a finding. What leaves a postmortem out stays an error."""
    level = Level.ERROR if problem.severity > Severity.NOTE else Level.INFO
    if problem.rule and problem.severity < Severity.ERROR:
        level = checks.level(problem.rule, level)
    return Finding(
        rule=problem.rule or "",
        path=problem.path,
        message=f"{problem.field}: {problem.message}" if problem.field else problem.message,
        remedy=problem.remedy,
        line=max(problem.line, 1),
        column=max(problem.column, 1),
        level=level,
    )


def weighed(problem: Problem, checks: Checks) -> Problem:
    """`problem` as the project weighs it, for a build, which knows warnings and notes."""
    if problem.severity is Severity.ERROR:
        return problem
    is_grave = as_finding(problem, checks).level is Level.ERROR
    return replace(problem, severity=Severity.WARNING if is_grave else Severity.NOTE)


def all_of(checked: Checked, checks: Checks) -> list[Finding]:
    """Everything that was found, by file and line."""
    told = [as_finding(problem, checks) for problem in checked.problems]
    return sorted([*told, *checked.findings], key=_place)


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return (finding.path, finding.line, finding.column, finding.rule, finding.message)


class _Exceptions:
    """The exceptions that one file states, and which of them were needed."""

    def __init__(self, ignores: tuple[Ignore, ...]) -> None:
        self._ignores = ignores
        self._stated = {rule for each in ignores if each.reason for rule in each.rules}
        self._needed: set[str] = set()

    @classmethod
    def of(cls, reading: Reading) -> "_Exceptions":
        postmortem = reading.postmortem
        return cls(read_ignores(reading.text, postmortem.line_of("body")) if postmortem else ())

    def silences(self, rule: str) -> bool:
        """Whether the file states an exception from that rule."""
        if rule not in self._stated:
            return False
        self._needed.add(rule)
        return True

    def doubts(self, asked: set[str]) -> Iterator[tuple[Rule, Remark]]:
        """What is wrong with the exceptions, of the rules that are `asked`."""
        for ignore in self._ignores:
            if Form.IGNORE in asked and (remark := _misstated(ignore)):
                yield BY_ID[Form.IGNORE], remark
            elif Form.UNUSED_IGNORE in asked:
                for rule in ignore.rules:
                    if rule in asked and rule not in self._needed:
                        message = f"the exception from {rule} is not needed"
                        yield (
                            BY_ID[Form.UNUSED_IGNORE],
                            Remark(message=message, remedy="Remove it", line=ignore.line),
                        )


def _misstated(ignore: Ignore) -> Remark | None:
    if ignore.is_misspelt:
        message = f"a comment names {ignore.rules[0]}, and is no exception as it is written"
        remedy = f"Write `check: ignore={ignore.rules[0]} why it does not hold here`"
        return Remark(message=message, remedy=remedy, line=ignore.line)
    unknown = [rule for rule in ignore.rules if rule not in BY_ID]
    if unknown:
        message = f"the exception names `{unknown[0]}`, which is no rule"
        return Remark(message=message, remedy=meant(unknown[0]).rstrip("?"), line=ignore.line)
    rules = ",".join(ignore.rules)
    if rules and ignore.reason:
        return None
    message = f"the exception from {rules} gives no reason" if rules else "it names no rule"
    remedy = f"Write `check: ignore={rules or 'ID'} why it does not hold here`"
    return Remark(message=message, remedy=remedy, line=ignore.line)


def _is_told(problem: Problem, checks: Checks, exceptions: _Exceptions) -> bool:
    if problem.severity is Severity.ERROR or problem.rule is None:
        return True
    return checks.wants(problem.rule) and not exceptions.silences(problem.rule)


class _Asking:
    """Asks the rules of one file after the other."""

    def __init__(self, material: Material, rules: Sequence[Rule]) -> None:
        self.ids = {rule.id for rule in rules}
        self._material = material
        self._around = [rule for rule in rules if rule.around]
        self._alone = [rule for rule in rules if not rule.around]
        self._memory = material.memory
        beside = material.collection
        self._about = self._memory.key(
            "checked",
            tuple(rule.id for rule in self._alone),
            plain([beside.authors, beside.people, beside.options, beside.catalog.vocabularies]),
        )

    def of(self, reading: Reading) -> Iterator[tuple[Rule, Remark]]:
        """What the rules find in one file."""
        postmortem = reading.postmortem
        if postmortem is None:
            return
        subject = Subject(
            postmortem=postmortem,
            text=reading.text,
            body_line=postmortem.line_of("body"),
            versions=self._material.past.get(reading.path),
            collection=self._material.collection,
        )
        yield from _found(subject, self._around)
        alone = replace(subject, collection=subject.collection.alone)
        key = self._memory.key(
            self._about, postmortem.digest, plain(subject.versions), subject.text
        )
        remarks = self._memory.recall(
            key, lambda: [(rule.id, remark) for rule, remark in _found(alone, self._alone)]
        )
        yield from ((BY_ID[name], remark) for name, remark in remarks)


def _found(subject: Subject, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Remark]]:
    for rule in rules:
        if subject.postmortem.is_experiment or rule.essays:
            for remark in rule.look(subject):
                yield rule, remark


def finding_of(path: str, rule: Rule, remark: Remark, checks: Checks) -> Finding:
    """What `rule` remarks of the file at `path`, as it weighs in the project."""
    return Finding(
        rule=rule.id,
        path=path,
        message=printable(remark.message),
        remedy=printable(remark.remedy),
        line=max(remark.line, 1),
        column=max(remark.column, 1),
        level=checks.level(rule.id, remark.level or rule.level),
    )
