"""The rules of `postmortems check`, one family a module, each with its reason and an example."""

from mkdocs_postmortems.checks.finding import Finding, Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.subject import Collection, Subject

__all__ = ["Collection", "Finding", "Level", "Remark", "Rule", "Subject"]
