"""The names of front matter fields, their aliases, and what a misspelt one may have meant."""

import difflib
from functools import lru_cache

from mkdocs_postmortems.domain.vocabulary import squeeze

FIELDS: dict[str, tuple[str, ...]] = {
    "title": (),
    "date": ("publishDate", "pubdate", "published_at", "created", "created_at"),
    "updated": ("lastmod", "modified", "date-modified", "updated_at", "last_modified"),
    "expiryDate": ("expires", "expiry"),
    "draft": (),
    "published": (),
    "unlisted": (),
    "author": (),
    "authors": (),
    "team": (),
    "summary": ("tldr", "description", "excerpt"),
    "tags": (),
    "categories": ("category",),
    "keywords": (),
    "series": (),
    "image": (),
    "images": (),
    "cover": (),
    "audio": (),
    "videos": ("video",),
    "slug": (),
    "url": ("permalink",),
    "aliases": ("redirect_from",),
    "outcome": (),
    "stage": (),
    "decision": (),
    "confidence": (),
    "revisit": (),
    "revisit_when": (),
    "hypothesis": (),
    "success_criteria": ("criteria",),
    "baseline": (),
    "results": (),
    "causes": ("cause",),
    "lessons": ("lessons_learnt", "lessons_learned"),
    "actions": (),
    "concerns": (),
    "started": (),
    "ended": (),
    "due": (),
    "cost": (),
    "data": (),
    "runs": (),
    "builds_on": (),
    "replicates": (),
    "contradicts": (),
    "supersedes": (),
    "corrections": (),
    "reviewed_by": (),
    "reviewed": (),
}
"""Each field with the other names under which it is read."""

_ELSEWHERE_WRITTEN = """
banner bibliography comments csl editor env execute extra format hide icon id jupyter
katex lang language layout license links locale math mathjax menu og_image output owner
params path pin previewImg readtime related robots search site sitemap source status
subtitle taxonomies template theme thumbnail toc type version weight
"""
_ELSEWHERE = frozenset(squeeze(name) for name in _ELSEWHERE_WRITTEN.split())
"""Names that other tools know. They are kept, and never taken for a slip of the pen."""

_BY_SPELLING = {squeeze(name): name for name in FIELDS} | {
    squeeze(alias): name for name, aliases in FIELDS.items() for alias in aliases
}


def canonical(key: str) -> str | None:
    """The field that `key` names, whatever its case, hyphens and underscores; None if none."""
    return _BY_SPELLING.get(squeeze(key))


@lru_cache(maxsize=1024)
def meant_by(key: str) -> str | None:
    """The field that a misspelt `key` most likely means, or None."""
    squeezed = squeeze(key)
    if squeezed in _ELSEWHERE or len(squeezed) < 4:
        return None
    near = difflib.get_close_matches(squeezed, _BY_SPELLING, n=1, cutoff=0.8)
    if not near:
        return None
    spelling = near[0]
    named = _BY_SPELLING[spelling]
    return named if spelling == squeeze(named) else _alias_of(spelling)


def _alias_of(spelling: str) -> str:
    aliases = (alias for aliases in FIELDS.values() for alias in aliases)
    return next(alias for alias in aliases if squeeze(alias) == spelling)
