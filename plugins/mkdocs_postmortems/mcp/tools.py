"""The four tools: what they find, as values and as text that a model can read."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs_postmortems.mcp.schemas import NOTICE, TOOLS, checked
from mkdocs_postmortems.mcp.server import BadCallError, ToolError
from mkdocs_postmortems.project import Project, ProjectError, find_project
from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.excerpt import excerpt
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.passages import terms_of
from mkdocs_postmortems.search.query import as_query
from mkdocs_postmortems.search.shelf import ask, open_index
from mkdocs_postmortems.search.tokens import composed

_MOST = 60_000
_EXCERPT = 500
_BY_NAME = {tool["name"]: tool for tool in TOOLS}
_FILTERS = ("outcome", "cause", "tag")
Values = dict[str, Any]


def call(folder: Path, name: str, arguments: Mapping[str, Any]) -> tuple[Values, str]:
    """What the tool `name` says of the project of `folder`, as its files are now.

    Raises:
        BadCallError: There is no such tool.
        ToolError: It cannot answer.
    """
    if name not in _BY_NAME:
        raise BadCallError(f"there is no tool `{name[:100]}`, only {', '.join(_BY_NAME)}")
    given = checked(_BY_NAME[name], arguments)
    try:
        project = find_project(folder)
        opened = partial(open_index, project, dt.datetime.now(dt.UTC))
        values = ask(opened, lambda source: _QUESTIONS[name](source, project, given))
    except (ProjectError, ValueError) as error:
        raise ToolError(str(error)) from error
    return {"notice": NOTICE, **values}, _readable(values)


def _search(source: Source, project: Project, given: Values) -> Values:
    text = _as_query(given)
    if not text.strip() and not given["since"]:
        raise ToolError("Say what to look for, or give a filter")
    return _hits(Engine(source).search(text, given["limit"], given["since"]), project)


def _similar(source: Source, project: Project, given: Values) -> Values:
    text = composed(_whole(given["text"]))
    return _hits(Engine(source).similar(text, given["limit"]), project)


def _get(source: Source, project: Project, given: Values) -> Values:
    name = _whole(given["id"])
    document = source.named(name) or source.named(name.removesuffix(".md"))
    if document is None:
        raise ToolError("There is no such postmortem. Take an id from search_postmortems")
    lessons = [each.text for each in document.passages if each.kind == "lesson"]
    left = _MOST - sum(map(len, lessons))
    passages: list[Values] = []
    others = [each for each in document.passages if each.kind != "lesson"]
    for each in others:
        if left > 0:
            passages.append(_passage(each, each.text[:left]))
        left -= len(each.text)
    return {
        **_about(document, project),
        "facts": {name: list(values) for name, values in document.facets.items()},
        "lessons": lessons,
        "passages": passages,
        "truncated": left < 0,
    }


def _lessons(source: Source, project: Project, given: Values) -> Values:
    """Lessons that have words of the query first, then the others of what was found."""
    text = _as_query(given)
    if text.strip():
        answer = Engine(source).search(text, _enough(given["limit"]))
        documents: Iterable[Document] = (hit.document for hit in answer.hits)
        groups = answer.groups
    else:
        documents = (source.document(number) for number in reversed(range(source.count)))
        groups = ()
    told: list[tuple[bool, Values]] = []
    wanted = given["limit"] if not groups else _enough(given["limit"])
    for document, lesson in _taught(documents):
        if len(told) >= wanted:
            break
        about = _about(document, project, lesson.anchor)
        is_about = any(group.stands_in(terms_of(lesson)) for group in groups)
        told.append((not is_about, {**about, "lesson": lesson.text}))
    told.sort(key=lambda each: each[0])
    return {"lessons": [values for _, values in told[: given["limit"]]]}


_QUESTIONS: dict[str, Callable[[Source, Project, Values], Values]] = {
    "search_postmortems": _search,
    "get_postmortem": _get,
    "list_lessons": _lessons,
    "find_similar": _similar,
}


def _as_query(given: Values) -> str:
    filters = {name: (given[name],) for name in _FILTERS if given[name]}
    # A word that is sent is whole.
    text = f"{given['query']} " if given["query"].strip() else ""
    return as_query(text, filters)


def _whole(text: str) -> str:
    """`text` without halves of characters, which no file has."""
    return text.encode(errors="replace").decode()


def _enough(limit: int) -> int:
    """How many to look at so that those with words of the query are likely among them."""
    return 200 + limit


def _taught(documents: Iterable[Document]) -> Iterator[tuple[Document, Passage]]:
    for document in documents:
        for passage in document.passages:
            if passage.kind == "lesson":
                yield document, passage


# As values


def _hits(answer: Answer, project: Project) -> Values:
    found = [
        {
            **_about(hit.document, project, hit.passage.anchor),
            "passage": _passage(
                hit.passage,
                excerpt(hit.passage.text, answer.marked, answer.marked_forms, _EXCERPT).text,
            ),
        }
        for hit in answer.hits
    ]
    return {"total": answer.total, "postmortems": found}


def _passage(passage: Passage, text: str) -> Values:
    return {"kind": passage.kind, "heading": passage.heading, "text": text}


def _about(document: Document, project: Project, anchor: str = "") -> Values:
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


def _address(document: Document, project: Project, anchor: str) -> str:
    """The page's address where the site has one, else the file's path."""
    if not project.site_url:
        return f"{project.folder.relative_to(project.root).as_posix()}/{document.id}.md"
    end = "/" if project.directory_urls else ".html"
    page = f"{project.site_url.rstrip('/')}/{quote(_whole(document.page))}{end}"
    return f"{page}#{quote(anchor)}" if anchor else page


# As text


def _readable(values: Values) -> str:
    items = values.get("postmortems", values.get("lessons") if "id" not in values else [values])
    told = ["\n".join(_lines(each)) for each in items or ()]
    if "total" in values:
        told.insert(0, f"{len(told)} of {values['total']} shown.")
    return "\n\n".join([NOTICE, *(told or ["Nothing found. Other words may help."])])


def _lines(item: Values) -> Iterator[str]:
    """One line a value; no text of a postmortem can begin one."""
    for name, value in item.items():
        if name == "passages":
            yield from (f"{each['kind']}: {_line(each['heading'], each['text'])}" for each in value)
        elif name == "passage":
            yield f"passage ({value['kind']}): {_line(value['heading'], value['text'])}"
        elif name == "lessons":
            yield from (f"lesson: {_line(each)}" for each in value)
        elif name == "facts":
            yield from (f"{fact}: {_line(', '.join(each))}" for fact, each in value.items())
        elif value:
            shown = ", ".join(value) if isinstance(value, list) else str(value)
            yield f"{name}: {_line('yes' if value is True else shown)}"


def _line(*parts: str) -> str:
    return " ".join(" ".join(parts).split())
