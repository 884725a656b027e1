"""The rules of `postmortems check`, asked of what a build publishes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mkdocs_postmortems.checks.finding import Finding, Level
from mkdocs_postmortems.checks.registry import BY_ID, RULES
from mkdocs_postmortems.checks.rules.safety import SECRET
from mkdocs_postmortems.checks.runner import Material, check, weighed
from mkdocs_postmortems.checks.secrets import secrets_in_files
from mkdocs_postmortems.checks.selection import Checks
from mkdocs_postmortems.checks.subject import Collection
from mkdocs_postmortems.domain import Form, Problem
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.glossary import GLOSSARY_FILE
from mkdocs_postmortems.site.bringing import intro_of, referenced_assets
from mkdocs_postmortems.site.content import Content, Plan
from mkdocs_postmortems.source import Reading
from mkdocs_postmortems.source.folder import unreadable
from mkdocs_postmortems.source.paths import path_from

_ASKED = tuple(rule for rule in RULES if rule.id != Form.MISSING_FILE)
"""MkDocs tells of missing files itself, when it makes the pages."""


@dataclass(frozen=True, slots=True)
class BuildChecked:
    """What the rules found, with paths as problems name them.

    Attributes:
        problems: What reading found and no exception or setting silences.
        findings: What rules found, but for secrets that are errors.
        secrets: Those in what would be published.
        hidden_secrets: Those in what would not.
    """

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    secrets: tuple[Finding, ...]
    hidden_secrets: tuple[Finding, ...]


def checked_content(content: Content, memory: Memory = FORGETFUL) -> BuildChecked:
    """What the rules find in the pages of `content`, and those of its problems that are told.

    Secrets are looked for in all that was read, whatever else is asked, unless the project ignores
    their rule.
    """
    plan = content.plan
    checks = plan.checks.asking(SECRET)
    rules = _ASKED if plan.checks.build else (BY_ID[SECRET],)
    checked = check(_material(content, memory), checks, rules)
    unread: list[Problem] = []
    found = [*checked.findings, *_beside(content, checks, memory, unread)]
    secrets = [each for each in found if each.rule == SECRET and each.level is Level.ERROR]
    hidden = {_shown(each.path, plan) for each in _hidden(content)}
    return BuildChecked(
        problems=(*(weighed(each, plan.checks) for each in checked.problems), *unread),
        findings=tuple(each for each in found if each not in secrets),
        secrets=tuple(each for each in secrets if each.path not in hidden),
        hidden_secrets=tuple(each for each in secrets if each.path in hidden),
    )


def _material(content: Content, memory: Memory) -> Material:
    plan, folder = content.plan, content.folder
    pages = {each.source for each in content.pages}
    readings = [each for each in folder.readings if each.path in pages]
    others = [each for each in folder.readings if each.path not in pages]
    others += [folder.intro] if folder.intro else []
    return Material(
        readings=[replace(each, path=_shown(each.path, plan)) for each in readings],
        others=[replace(each, path=_shown(each.path, plan)) for each in others],
        problems=content.problems,
        collection=Collection(
            catalog=content.catalog,
            authors=content.authors,
            assets=folder.assets,
            now=plan.now,
            options=plan.checks.options,
        ),
        past={_shown(path, plan): each for path, each in content.past.items()},
        memory=memory,
    )


def _hidden(content: Content) -> Iterator[Reading]:
    """What was read and has no place in the site."""
    pages = {each.source for each in content.pages}
    yield from (each for each in content.folder.readings if each.path not in pages)
    if content.folder.intro and not intro_of(content):
        yield content.folder.intro


def _beside(
    content: Content, checks: Checks, memory: Memory, unread: list[Problem]
) -> Iterator[Finding]:
    """Secrets in what is published besides texts; what cannot be read comes to `unread`."""
    plan = content.plan
    known = {each.path for each in content.problems if each.is_unread}
    paths = [GLOSSARY_FILE, path_from(plan.folder, plan.authors_file), *referenced_assets(content)]
    for path in paths:
        shown = _shown(path, plan)
        try:
            for each in secrets_in_files(plan.folder, [path], checks, memory):
                yield replace(each, path=shown)
        except OSError as error:
            if shown not in known:
                unread.append(unreadable(shown, error))


def _shown(path: str, plan: Plan) -> str:
    """The path as problems name it."""
    return f"{plan.shown_as}/{path}"
