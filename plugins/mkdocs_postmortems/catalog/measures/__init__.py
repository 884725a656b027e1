"""Figures about the collection, none of them about a person or a team.

Each is made from published postmortems only; what is hidden is a count at most.
"""

from mkdocs_postmortems.catalog.measures.insights import Insights, insights_of
from mkdocs_postmortems.catalog.measures.repeats import Repeat
from mkdocs_postmortems.catalog.measures.statistics import ENOUGH, Proportion, Spread

__all__ = ["ENOUGH", "Insights", "Proportion", "Repeat", "Spread", "insights_of"]
