"""Where the files of our own search are in a site: all that the benchmark knows about it."""

import dataclasses
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from string import Template

from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.search.static import static_files
from mkdocs_postmortems.site.scripts import SEARCH_PAGE, assembled
from mkdocs_postmortems.site.styles import styles_uri

from .engines import Doc, our_index

_PAGE = Path(__file__).parent / "pages" / "ours.html"
_FOLDER = "assets/postmortems"


def write_ours(docs: Iterable[Doc], site: Path) -> None:
    """Into `site`: a page with our boot script, what that brings in, and the index of `docs`."""
    made = assembled(Vocabularies(), f"{SEARCH_PAGE}/")
    files = [getattr(made, field.name) for field in dataclasses.fields(made)]
    index = static_files(our_index(docs), lambda document: f"postmortems/{document.id}/")
    files += [(f"{_FOLDER}/search/{name}", content) for name, content in index]
    styles = resources.files("mkdocs_postmortems") / "assets" / "postmortems.css"
    files.append((styles_uri(), styles.read_bytes()))
    page = Template(_PAGE.read_text(encoding="utf-8"))
    files.append(("index.html", page.substitute(boot=made.boot[0], styles=styles_uri())))
    for uri, content in files:
        file = site / uri
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def our_kind(path: str) -> str | None:
    """What a file of ours is: a kind of index file by the letters of its name, or a script.

    None for what is there without search too: the page and the site's styles.
    """
    if not path or path.endswith((".html", ".css")):
        return None
    if path.startswith(f"{_FOLDER}/search/"):
        return re.match("[a-z]*", path.removeprefix(f"{_FOLDER}/search/"))[0]
    return path.removeprefix(f"{_FOLDER}/").partition(".")[0]
