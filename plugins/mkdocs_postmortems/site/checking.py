"""The rules of `postmortems check`, asked of what a build publishes."""

from dataclasses import replace

from mkdocs_postmortems.checks.registry import RULES
from mkdocs_postmortems.checks.runner import Checked, Material, check, weighed
from mkdocs_postmortems.checks.subject import Collection
from mkdocs_postmortems.domain import Form
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.site.content import Content

_ASKED = tuple(rule for rule in RULES if rule.id != Form.MISSING_FILE)
"""MkDocs tells of missing files itself, when it makes the pages."""


def checked_content(content: Content, memory: Memory = FORGETFUL) -> Checked:
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
        past={f"{plan.shown_as}/{path}": each for path, each in content.past.items()},
        memory=memory,
    )
    found = check(material, plan.checks, _ASKED, is_asked=asked.__contains__)
    return replace(found, problems=tuple(weighed(each, plan.checks) for each in found.problems))
