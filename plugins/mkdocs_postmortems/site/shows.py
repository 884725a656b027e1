"""What each page of the blog shows, as a digest: two that are equal have equal pages."""

from mkdocs.structure.pages import Page

from mkdocs_postmortems.catalog import Value, Visibility
from mkdocs_postmortems.kept.fingerprint import Plain, fingerprint
from mkdocs_postmortems.site.blog import Blog
from mkdocs_postmortems.site.lessons import LessonList
from mkdocs_postmortems.site.listings import FACETS, Listing
from mkdocs_postmortems.site.stands import Stands
from mkdocs_postmortems.site.surroundings import Surroundings

_SHOWN = {Visibility.PUBLISHED, Visibility.UNLISTED}


class Shows:
    """Digests of what the pages of one build show."""

    def __init__(self, blog: Blog, stands: Stands, around: Surroundings) -> None:
        """Look at the pages of `blog`."""
        self._blog = blog
        self._lists = blog.lists
        self._stands = stands
        self._ground = fingerprint(around.key, tuple(self._lists), self._everything(around))
        self._beside = fingerprint(self._ground, *self._counts())

    def of(self, page: Page) -> bytes | None:
        """The digest of what `page` shows; None for one that is cheaper to make than to know."""
        if postmortem := self._blog.postmortem_of(page):
            if self._blog.content.catalog.visibility(postmortem) not in _SHOWN:
                return None  # MkDocs itself writes on it that it is a draft
            return fingerprint(
                "post",
                self._ground,
                self._stands.page(self._blog.view(postmortem)),
                self._blog.lineage.stands(postmortem),
            )
        listed = self._lists.get(page.file.src_uri)
        if isinstance(listed, Listing):
            return self._of_listing(listed)
        return self._of_lessons(listed) if isinstance(listed, LessonList) else None

    def _of_listing(self, listing: Listing) -> bytes:
        leaf, value = listing.leaf, listing.value
        return fingerprint(
            "listing",
            self._beside,
            (listing.page, listing.front, listing.title, listing.total),
            (leaf.number, leaf.newer, leaf.older),
            listing.facet.name if listing.facet else None,
            _told(value),
            tuple(self._stands.card(self._blog.view(each)) for each in leaf.items),
        )

    def _of_lessons(self, lessons: LessonList) -> bytes:
        leaf, value = lessons.leaf, lessons.value
        return fingerprint(
            "lessons",
            self._beside,
            (lessons.page, lessons.front, lessons.root, lessons.title, lessons.total),
            (leaf.number, leaf.newer, leaf.older),
            lessons.grouping,
            _told(value),
            tuple(
                (each.lesson.model_dump_json(), self._stands.card(self._blog.view(each.postmortem)))
                for each in leaf.items
            ),
        )

    def _counts(self) -> tuple[Plain, ...]:
        """What stands beside every list: the values of the facets, and how many have each."""
        catalog = self._blog.content.catalog
        values = (
            (name, tuple((each.slug, each.label, each.code, each.count) for each in facet.values))
            for name, facet in ((name, catalog.facet(name)) for name in FACETS)
        )
        unfinished, in_lines = catalog.in_flight.unfinished, sum(map(len, catalog.lines))
        return (*values, len(catalog.published), len(catalog.lessons), unfinished, in_lines)

    def _everything(self, around: Surroundings) -> bytes:
        """The digest of all postmortems, where a page may show any."""
        if not around.reads_everything:
            return b""
        views = map(self._blog.view, self._blog.content.catalog.published)
        return fingerprint(*map(self._stands.card, views))


def _told(value: Value | None) -> Plain:
    """What a listing tells of the value that it lists."""
    return (value.slug, value.label, value.code, value.description) if value else None
