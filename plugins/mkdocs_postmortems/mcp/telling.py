"""What was found, as values for a program and as text for a model."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from mkdocs_postmortems.catalog import addresses
from mkdocs_postmortems.exports.text import without_unseen
from mkdocs_postmortems.mcp.schemas import NOTICE
from mkdocs_postmortems.project import Project
from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.engine import Answer
from mkdocs_postmortems.search.excerpt import excerpt

Values = dict[str, Any]

_EXCERPT = 500


def visible(value: Any) -> Any:
    """`value`, texts in lists and maps included, without what a reader of the page cannot see.

    A model does see it: an instruction could hide there.
    """
    if isinstance(value, str):
        return without_unseen(value)
    if isinstance(value, list):
        return [visible(each) for each in value]
    if isinstance(value, dict):
        return {name: visible(each) for name, each in value.items()}
    return value


# As values


def hits_of(answer: Answer, project: Project) -> Values:
    """What a search found, each with the passage that matched."""
    found = [
        {
            **about(hit.document, project, hit.passage.anchor),
            "passage": as_passage(
                hit.passage,
                excerpt(hit.passage.text, answer.marked, answer.marked_forms, _EXCERPT).text,
            ),
        }
        for hit in answer.hits
    ]
    return {"total": answer.total, "postmortems": found}


def as_passage(passage: Passage, text: str) -> Values:
    """A place in a postmortem, with so much of its text as is told."""
    return {"kind": passage.kind, "heading": passage.heading, "text": text}


def about(document: Document, project: Project, anchor: str = "") -> Values:
    """What is told of every postmortem; `anchor` is the place that the address leads to."""
    facets = document.facets
    return {
        "id": document.id,
        "address": _address(document, project, anchor),
        "title": document.title,
        "outcome": next(iter(facets.get("outcome", ())), None),
        "date": document.date or None,
        "confidence": next(iter(facets.get("confidence", ())), None),
        "causes": list(facets.get("cause", ())),
        "superseded_by": list(document.superseded_by),
        "corrected": "corrected" in document.marks,
    }


def facts_of(document: Document) -> Values:
    """What else it is filed under."""
    told = {"outcome", "confidence", "cause"}
    return {name: list(values) for name, values in document.facets.items() if name not in told}


def _address(document: Document, project: Project, anchor: str) -> str:
    """The page's address where the site has one, else the file's path."""
    if not project.site_url:
        folder = project.folder
        if folder.is_relative_to(project.root):
            folder = folder.relative_to(project.root)
        return f"{folder.as_posix()}/{document.id}.md"
    is_of_folder = addresses.is_of_folder(document.page, document.id, project.blog)
    suffix = "/index.html" if is_of_folder else ".html"
    end = "/" if project.directory_urls else suffix
    page = f"{project.site_url.rstrip('/')}/{quote(document.page, errors='replace')}{end}"
    return f"{page}#{quote(anchor)}" if anchor else page


# As text


def readable(values: Values) -> str:
    """The same as text, a line a value, marked as data."""
    told = ["\n".join(_lines(each)) for each in _items(values)]
    if not told:
        told = ["Nothing found. Other words may help."]
    elif "total" in values:
        told.insert(0, f"{len(told)} of {values['total']} shown.")
    return "\n\n".join([NOTICE, *told])


def _items(values: Values) -> list[Values]:
    if "id" in values:
        return [values]
    items: list[Values] = values["postmortems"] if "total" in values else values["lessons"]
    return items


def _lines(item: Values) -> Iterator[str]:
    """One line a value; no text of a postmortem can begin one."""
    for name, value in item.items():
        if name == "passages":
            yield from (_passage_line(each["kind"], each) for each in value)
        elif name == "passage":
            yield _passage_line(f"passage ({value['kind']})", value)
        elif name == "lessons":
            yield from (f"lesson: {one_line(each)}" for each in value)
        elif name == "facts":
            yield from (f"{fact}: {one_line(', '.join(each))}" for fact, each in value.items())
        elif value:
            shown = ", ".join(value) if isinstance(value, list) else str(value)
            yield f"{name}: {one_line('yes' if value is True else shown)}"


def _passage_line(name: str, passage: Values) -> str:
    # What stands over the opening is the title.
    heading = "" if passage["kind"] == "opening" else passage["heading"]
    text = f"{heading} {passage['text']}"
    return f"{name}: {one_line(text)}"


def one_line(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())
