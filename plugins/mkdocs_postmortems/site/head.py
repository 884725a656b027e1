"""What a postmortem's page tells programs in its head, besides what its theme does."""

import json
from typing import Any
from urllib.parse import quote, urljoin

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_postmortems.domain import Author, Postmortem
from mkdocs_postmortems.site.texts import twin_path
from mkdocs_postmortems.site.views import PostView

# So that no text can end the element that holds it, and no parser of XML takes offence.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def linked_data(post: PostView, page: Page, config: MkDocsConfig) -> Markup:
    """The page as an `Article` of schema.org, as JSON-LD that can stand in a `script` element.

    Every address in it is whole, so it is for sites with a `site_url`.
    """
    record = post.record
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": record.title,
        "description": record.summary,
        "datePublished": record.date.isoformat() if record.date else "",
        "dateModified": record.updated.isoformat() if record.updated else "",
        "author": [_author(each, record) for each in record.authors if each.name != "anonymous"],
        "keywords": list(record.tags),
        "articleSection": post.outcome.label if post.outcome else "",
        "wordCount": record.words,
        "image": whole_url(post.cover, config) if post.cover else "",
        "url": page.canonical_url,
        "mainEntityOfPage": page.canonical_url,
        "isPartOf": {"@type": "Blog", "name": config.site_name, "url": config.site_url},
    }
    filled = {name: value for name, value in told.items() if value}
    text = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_UNSAFE))  # noqa: S704 - nothing in it can end an element


def _author(author: Author, postmortem: Postmortem) -> dict[str, str]:
    """Whoever writes in a team's name is the team."""
    is_team = author.name in {author.team, postmortem.team}
    return {"@type": "Organization" if is_team else "Person", "name": author.name}


def twin_url(page: Page) -> str:
    """The address of the page's Markdown twin, which is beside it."""
    return quote(twin_path(page.file).rpartition("/")[2])


def whole_url(url: str, config: MkDocsConfig) -> str:
    """`url`, which is relative to the site, as a whole address."""
    return urljoin(config.site_url or "", url)


HEAD_FILTERS = {"linked_data": linked_data, "twin_url": twin_url, "whole_url": whole_url}
"""The filters by their name in the templates."""
