"""Write-ups of other tools, made postmortems."""

from mkdocs_postmortems.importing.kinds import KINDS, Kind
from mkdocs_postmortems.importing.making import Place
from mkdocs_postmortems.importing.plan import Fate, Left, Note, Picture, Plan, Post, State
from mkdocs_postmortems.importing.planner import Choice, plan_import
from mkdocs_postmortems.importing.tree import SourceError
from mkdocs_postmortems.importing.writer import Written, write_plan

__all__ = [
    "KINDS",
    "Choice",
    "Fate",
    "Kind",
    "Left",
    "Note",
    "Picture",
    "Place",
    "Plan",
    "Post",
    "SourceError",
    "State",
    "Written",
    "plan_import",
    "write_plan",
]
