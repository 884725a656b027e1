"""The rules of `postmortems check`, asked of what a build publishes."""

from collections.abc import Mapping
from dataclasses import replace

from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.runner import Checked, Material, check, weighed
from mkdocs_postmortems.checks.subject import Collection
from mkdocs_postmortems.domain import Form
from mkdocs_postmortems.site.content import Content
from mkdocs_postmortems.source.versions import Version, read_versions

_ASKED = tuple(rule for rule in RULES if rule.id != Form.MISSING_FILE)
"""MkDocs tells of missing files itself, when it makes the pages."""


def checked_content(content: Content) -> Checked:
    """What the rules find in the pages of `content`, and those of its problems that are told.

    Paths are as problems name them.
    """
    plan = content.plan
    if not plan.checks.build:
        return Checked(content.problems, ())
    asked = {f"{plan.shown_as}/{each.source}" for each in content.pages}
    folder = content.folder
    material = Material(
        readings=[replace(each, path=f"{plan.shown_as}/{each.path}") for each in folder.readings],
        problems=content.problems,
        collection=Collection(
            catalog=content.catalog,
            authors=content.authors,
            assets=folder.assets,
            now=plan.now,
            options=plan.checks.options,
        ),
        past=_past(content),
    )
    found = check(material, plan.checks, _ASKED, is_asked=asked.__contains__)
    return replace(found, problems=tuple(weighed(each, plan.checks) for each in found.problems))


def _past(content: Content) -> Mapping[str, tuple[Version, ...]]:
    """The earlier versions of what is published, where a rule is asked that looks at them."""
    plan = content.plan
    if not plan.ask_git or not any(rule.past and plan.checks.wants(rule.id) for rule in _ASKED):
        return {}
    experiments = [each for each in content.pages if each.is_experiment]
    past = read_versions(plan.folder, experiments, plan.vocabularies)
    return {f"{plan.shown_as}/{path}": found for path, found in past.versions.items()}
