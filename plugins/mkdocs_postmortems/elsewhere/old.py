"""Pages at old addresses, as MkDocs' site has them, which every host and generator can serve."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, urljoin

import jinja2

from mkdocs_postmortems.catalog.addresses import AddressError, checked
from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.elsewhere.sources import Sources, way

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_AFTER_PATH = re.compile(r"[?#]")
_HTML = (".html", ".htm")


def old_addresses(
    postmortems: Iterable[Postmortem], sources: Sources, site_url: str
) -> Iterator[tuple[str, str]]:
    """A file for each alias that can be and that no page has, with its text.

    Of two postmortems that want one address the first by path has it.
    """
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
    template = environment.get_template("postmortems/redirect.html")
    taken: set[str] = set()
    for postmortem in sorted(postmortems, key=lambda each: each.source):
        for alias in postmortem.aliases:
            file = _file(alias)
            if not file or file in taken or _is_page(file, sources):
                continue
            taken.add(file)
            target = sources.post_url(postmortem)
            canonical = urljoin(f"{site_url.rstrip('/')}/", quote(target)) if site_url else ""
            url = _relative(target, file)
            yield file, template.render(title=postmortem.title, url=url, canonical=canonical)


def _file(alias: str) -> str:
    try:
        path = checked(_AFTER_PATH.split(alias.strip(), maxsplit=1)[0])
    except AddressError:
        return ""
    return path if path.casefold().endswith(_HTML) else f"{path}/index.html"


def _is_page(file: str, sources: Sources) -> bool:
    page = file.removesuffix("/index.html")
    return sources.has(file) or sources.has(f"{page}.md") or sources.has(f"{page}/index.md")


def _relative(target: str, file: str) -> str:
    return way(target, file) + ("/" if target.endswith("/") else "")
