"""All rules, family by family."""

from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.rules import (
    blameless,
    form,
    form_fields,
    honesty_criteria,
    honesty_figures,
    honesty_past,
    learning,
    safety,
    sections,
)

_LEARNING = sorted((*learning.RULES, *sections.RULES), key=lambda rule: rule.id)
_FORM = sorted((*form.RULES, *form_fields.RULES), key=lambda rule: rule.id)

RULES: tuple[Rule, ...] = (
    *_FORM,
    *honesty_past.RULES,
    *honesty_criteria.RULES,
    *honesty_figures.RULES,
    *_LEARNING,
    *blameless.RULES,
    *safety.RULES,
)
"""Every rule there is, in the order in which they are shown."""

BY_ID: dict[str, Rule] = {str(rule.id): rule for rule in RULES}
"""Every rule by its id."""
