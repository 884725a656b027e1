"""The fields of our pages that themes and other plugins read.

Themes print them as they are, so they are escaped here.
"""

import html
from typing import Any

from mkdocs_postmortems.catalog import Visibility
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.site.lessons import LessonList
from mkdocs_postmortems.site.listings import FACETS, Listing
from mkdocs_postmortems.site.lists import Listed


def post_meta(postmortem: Postmortem, visibility: Visibility) -> dict[str, Any]:
    """The fields of a postmortem's page; other plugins are told nothing more of a hidden one."""
    meta: dict[str, Any] = {
        "title": html.escape(postmortem.title),
        "description": html.escape(postmortem.summary),
        "template": "postmortems/post.html",
        "hide": ["navigation"],
        "render_macros": False,
    }
    if postmortem.authors:
        names = ", ".join(author.name for author in postmortem.authors)
        meta["author"] = html.escape(names)
    if visibility is not Visibility.PUBLISHED:
        return meta | {"search": {"exclude": True}}
    if postmortem.date:
        meta["date"] = postmortem.date
    return meta | {"tags": [html.escape(tag) for tag in postmortem.tags]}


def list_meta(listing: Listed) -> dict[str, Any]:
    """The fields of a page that lists postmortems."""
    template = listing.template
    title = listing.title
    if isinstance(listing, Listing) and listing.facet:
        title = f"{FACETS[listing.facet.name]}: {title}"
    elif isinstance(listing, LessonList) and listing.value:
        title = f"Lessons: {title}"
    return {
        "title": html.escape(title),
        "template": f"postmortems/{template}.html",
        "hide": ["navigation", "toc"],
        "render_macros": False,
        "search": {"exclude": True},
    }
