"""Made-up collections that build on, replicate, contradict and supersede each other at will."""

import datetime as dt

from hypothesis import strategies as st

from mkdocs_postmortems.catalog.lineage import RELATIONS
from mkdocs_postmortems.domain import Postmortem
from unit.making import record

DAY = dt.date(2024, 1, 1)


@st.composite
def collections(draw: st.DrawFn, most: int = 9) -> list[Postmortem]:
    """Some postmortems, each of which may name any, in any relation, and link to any."""
    names = [f"p{number}" for number in range(draw(st.integers(1, most)))]
    targets = st.lists(st.sampled_from(names), max_size=2, unique=True)
    return [
        record(
            name,
            date=draw(st.none() | st.integers(0, 5).map(lambda days: DAY + dt.timedelta(days))),
            body="".join(f"[x]({target}.md)" for target in draw(targets)),
            **{relation: draw(targets) for relation in RELATIONS},
        )
        for name in names
    ]
