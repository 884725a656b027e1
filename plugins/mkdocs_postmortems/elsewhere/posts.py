"""A postmortem's page as plain Markdown."""

import html
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from jinja2 import Environment

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.elsewhere.rendering import rendered
from mkdocs_postmortems.elsewhere.sources import Sources
from mkdocs_postmortems.site.views import PostView
from mkdocs_postmortems.site.wording import machine_date
from mkdocs_postmortems.source.body import lessons_in
from mkdocs_postmortems.source.comments import without_comments


def post_text(
    post: PostView, sources: Sources, made: Environment, headings: tuple[str, ...]
) -> str:
    """The page of `post`; `headings` are the site's own that mean "lessons learnt"."""
    record = post.record
    body = without_comments(_with_anchors(record, made, headings).replace("\r\n", "\n")).strip("\n")
    uri = sources.mount.post_uri(record.source)
    values = {"post": post, "body": sources.relinked(body, uri)}
    return rendered(made, "post.md", sources.post_file(record), dict(_meta(post)), values)


def _meta(post: PostView) -> Iterator[tuple[str, Any]]:
    """Front matter that many generators read, and what was recorded, by its codes.

    What themes print as it is, is escaped.
    """
    p = post.record
    written = {
        "title": html.escape(p.title),
        "description": html.escape(p.summary),
        "date": machine_date(p.date) if p.date else "",
        "updated": machine_date(p.updated) if post.was_updated and p.updated else "",
        "authors": [each.name for each in p.authors],
        "team": p.team,
        "tags": [html.escape(tag) for tag in p.tags],
        "series": list(p.series),
        "outcome": p.outcome,
        "stage": p.stage,
        "decision": p.decision,
        "confidence": p.confidence,
        "causes": [each.code for each in p.causes],
        "hide": ["tags"],
        "render_macros": False,
    }
    return ((name, value) for name, value in written.items() if value not in (None, "", []))


def _with_anchors(postmortem: Postmortem, made: Environment, headings: tuple[str, ...]) -> str:
    """The body with the address of each lesson on its list item."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for lesson in postmortem.lessons:
        if lesson.in_body:
            waiting[lesson.text].append(lesson.anchor)
    lines = postmortem.body.split("\n")
    for found in lessons_in(postmortem.body, headings) if waiting else ():
        if anchors := waiting.get(found.text):
            at = found.line - 1
            words = found.text[:12]
            place = made.get_template("anchor.md").render(anchor=anchors.pop(0))
            start = lines[at].find(words) if words else -1
            lines[at] = lines[at][:start] + place + lines[at][start:] if start >= 0 else lines[at]
    return "\n".join(lines)
