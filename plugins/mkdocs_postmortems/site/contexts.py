"""What the templates of listing pages read, by the kind of page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mkdocs_postmortems.catalog import Catalog, InFlight, Learnt
from mkdocs_postmortems.catalog.measures import Insights
from mkdocs_postmortems.domain import Action, Lesson, Postmortem
from mkdocs_postmortems.site.insights import InsightsPage, InsightsView
from mkdocs_postmortems.site.lessons import Group, LessonGroups, LessonList, LessonPage
from mkdocs_postmortems.site.lineage import LineagePage, line_view
from mkdocs_postmortems.site.listings import FlightPage, Listing
from mkdocs_postmortems.site.lists import Listed
from mkdocs_postmortems.site.views import PostView

_MOST_PAIRS = 30

View = Callable[[Postmortem], PostView]


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as lists show it.

    Attributes:
        lesson: The lesson.
        post: The postmortem that taught it.
        uses: How many other postmortems took that one up.
    """

    lesson: Lesson
    post: PostView
    uses: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of lessons as its page shows it."""

    group: Group
    lessons: tuple[LessonView, ...]


@dataclass(frozen=True, slots=True)
class FlightView:
    """What is in flight, as its page shows it.

    Attributes:
        content: What it is.
        pending: Headings with the experiments below them, those without any left out.
        promises: Actions with the postmortems that promised them.
        revisits: What was to be looked at again.
    """

    content: InFlight
    pending: tuple[tuple[str, tuple[PostView, ...]], ...]
    promises: tuple[tuple[Action, PostView], ...]
    revisits: tuple[PostView, ...]


def context_of(
    listed: Listed, catalog: Catalog, figures: Callable[[], Insights], view: View
) -> dict[str, Any]:
    """The variables of the page `listed`.

    `view` shows a postmortem, and `figures` answers with those of the dashboard.
    """
    if isinstance(listed, Listing):
        return {"listing": listed, "cards": [view(each) for each in listed.leaf.items]}
    if isinstance(listed, LessonList | LessonGroups):
        return {"list": listed, **_of_lessons(listed, catalog, view)}
    if isinstance(listed, InsightsPage):
        insights = figures()
        repeats = insights.repeats[:_MOST_PAIRS]
        pairs = [(each, view(each.later), view(each.earlier)) for each in repeats]
        return {"insights": InsightsView(insights, catalog), "repeats": pairs}
    if isinstance(listed, LineagePage):
        lines = [line_view(each, catalog, view) for each in listed.leaf.items]
        return {"list": listed, "lines": lines}
    if isinstance(listed, FlightPage):
        return {"flight": _flight(catalog.in_flight, view)}
    return {"overview": listed}


def _of_lessons(listed: LessonPage, catalog: Catalog, view: View) -> dict[str, Any]:
    if isinstance(listed, LessonList):
        return {"lessons": _lessons(listed.leaf.items, catalog, view)}
    return {"groups": [GroupView(g, _lessons(g.sample, catalog, view)) for g in listed.groups]}


def _lessons(learnt: Iterable[Learnt], catalog: Catalog, view: View) -> tuple[LessonView, ...]:
    return tuple(
        LessonView(
            lesson=each.lesson,
            post=view(each.postmortem),
            uses=len(catalog.taken_up_by(each.postmortem)),
        )
        for each in learnt
    )


def _flight(content: InFlight, view: View) -> FlightView:
    parts = (
        ("Outcome not readable", content.unread),
        ("Overdue", content.overdue),
        ("Due", content.due),
        ("Without a date", content.open),
    )
    return FlightView(
        content=content,
        pending=tuple((name, tuple(map(view, each))) for name, each in parts if each),
        promises=tuple((each.action, view(each.postmortem)) for each in content.promises),
        revisits=tuple(map(view, content.revisits)),
    )
