"""The pages of the lessons: all of them, newest first, and by cause, by tag and by stage."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_postmortems.catalog import Catalog, Learnt, Value
from mkdocs_postmortems.catalog.pagination import Leaf, paginate
from mkdocs_postmortems.site.listings import leaf_path

GROUPINGS = {"cause": "By cause", "tag": "By tag", "stage": "By stage"}
"""The facets by which lessons are grouped, with what leads to each."""
_SIZE = 50
_SAMPLE = 3
_GROUPS = 25


@dataclass(frozen=True, slots=True)
class LessonList:
    """One page of lessons.

    Attributes:
        page: Its path under the site, without suffix.
        front: The path of the list's first page.
        title: Its heading.
        root: The path of the page of all lessons.
        leaf: What is on it.
        total: How many lessons the whole list has.
        grouping: The facet it belongs to; empty for the list of all.
        value: The value whose lessons it has; None for the list of all.
        template: The template that shows it.
    """

    page: str
    front: str
    title: str
    root: str
    leaf: Leaf[Learnt]
    total: int
    grouping: str = ""
    value: Value | None = None
    template: str = "lessons"

    def sibling(self, number: int) -> str:
        """The path of the list's page with that number."""
        return leaf_path(self.front, number)


@dataclass(frozen=True, slots=True)
class Group:
    """The lessons of one value.

    Attributes:
        value: The value.
        sample: A few of them, of as many postmortems as there are, newest first.
        total: How many there are.
        page: The path of the page with all of them; empty where the sample has them all.
    """

    value: Value
    sample: tuple[Learnt, ...]
    total: int
    page: str


@dataclass(frozen=True, slots=True)
class LessonGroups:
    """One page that shows lessons under the values of a facet.

    Attributes:
        page: Its path under the site, without suffix.
        front: The path of the first such page.
        title: Its heading.
        root: The path of the page of all lessons.
        grouping: The facet.
        groups: What is on it.
        number: Its number, from 0.
        pages: How many such pages there are.
        template: The template that shows it.
    """

    page: str
    front: str
    title: str
    root: str
    grouping: str
    groups: tuple[Group, ...]
    number: int
    pages: int
    template: str = "lesson_groups"


LessonPage = LessonList | LessonGroups
"""A page that shows lessons."""


def lesson_pages(catalog: Catalog, blog: str) -> Iterator[LessonPage]:
    """Every page of lessons, the list of all first."""
    root = posixpath.join(blog, "lessons")
    learnt = catalog.lessons
    for leaf in paginate(learnt, _SIZE):
        page = leaf_path(root, leaf.number)
        yield LessonList(page, root, "Lessons learnt", root, leaf, len(learnt))
    by_id: dict[str, list[Learnt]] = {}
    for each in learnt:
        by_id.setdefault(each.postmortem.id, []).append(each)
    for grouping in GROUPINGS:
        yield from _grouped(catalog, grouping, by_id, root)


def _grouped(
    catalog: Catalog, grouping: str, by_id: Mapping[str, list[Learnt]], root: str
) -> Iterator[LessonPage]:
    front = posixpath.join(root, grouping)
    groups: list[Group] = []
    for value in catalog.facet(grouping).values:
        lessons = tuple(each for member in value.postmortems for each in by_id.get(member.id, ()))
        if not lessons:
            continue
        page = posixpath.join(front, value.slug) if len(lessons) > _SAMPLE else ""
        groups.append(Group(value, _sample(lessons), len(lessons), page))
        for leaf in paginate(lessons, _SIZE) if page else ():
            path, title = leaf_path(page, leaf.number), value.label
            yield LessonList(path, page, title, root, leaf, len(lessons), grouping, value)
    pages = -(-len(groups) // _GROUPS)
    title = f"Lessons {GROUPINGS[grouping].lower()}"
    for number in range(pages):
        held = tuple(groups[number * _GROUPS : (number + 1) * _GROUPS])
        path = leaf_path(front, number)
        yield LessonGroups(path, front, title, root, grouping, held, number, pages)


def _sample(lessons: Sequence[Learnt]) -> tuple[Learnt, ...]:
    firsts: dict[str, Learnt] = {}
    others: list[Learnt] = []
    for each in lessons:
        if len(firsts) == _SAMPLE:
            break
        if firsts.setdefault(each.postmortem.id, each) is not each:
            others.append(each)
    return (*firsts.values(), *others)[:_SAMPLE]
