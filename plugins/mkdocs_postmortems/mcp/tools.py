"""The four tools: what they find."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from mkdocs_postmortems.mcp.schemas import NOTICE, TOOLS, checked
from mkdocs_postmortems.mcp.server import BadCallError, ToolError
from mkdocs_postmortems.mcp.telling import (
    Values,
    about,
    as_passage,
    facts_of,
    hits_of,
    one_line,
    readable,
    visible,
)
from mkdocs_postmortems.project import Project, ProjectError, find_project
from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.engine import Answer, Engine
from mkdocs_postmortems.search.excerpt import excerpt
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.likeness import likenesses
from mkdocs_postmortems.search.passages import terms_of
from mkdocs_postmortems.search.query import as_query, parse
from mkdocs_postmortems.search.shelf import ask, open_index

MOST = 60_000
"""How many characters of a postmortem are told."""
LONGEST_LESSON = 2_000
"""How many characters of a lesson are listed."""

_MOST_NAMED = 30
_BY_NAME = {tool["name"]: tool for tool in TOOLS}
_FILTERS = ("outcome", "cause", "tag")


def call(folder: Path, name: str, arguments: Mapping[str, object]) -> tuple[Values, str]:
    """What the tool `name` says of the project of `folder`, as its files are now.

    Raises:
        BadCallError: There is no such tool.
        ToolError: It cannot answer.
    """
    if name not in _BY_NAME:
        raise BadCallError(f"there is no tool `{name[:100]}`, only {', '.join(_BY_NAME)}")
    given = checked(_BY_NAME[name], arguments)
    project = _project(folder)
    found = ask(partial(_index, project), lambda source: _QUESTIONS[name](source, project, given))
    values = visible(found)
    return {"notice": NOTICE, **values}, readable(values)


def _project(folder: Path) -> Project:
    try:
        return find_project(folder)
    except ProjectError as error:
        other = "Or name its folder: `postmortems mcp --project FOLDER`"
        raise ToolError(f"{error}. {other}") from error


def _index(project: Project, *, anew: bool = False) -> Source:
    try:
        return open_index(project, dt.datetime.now(dt.UTC), anew=anew)
    except ValueError as error:
        raise ToolError(str(error)) from error


def _search(source: Source, project: Project, given: Values) -> Values:
    text = _query(source, given)
    if not text.strip() and not given["since"]:
        raise ToolError("Say what to look for in `query`, or give a filter")
    return hits_of(Engine(source).search(text, given["limit"], given["since"]), project)


def _similar(source: Source, project: Project, given: Values) -> Values:
    found = likenesses(source, _whole(given["text"]), given["limit"])
    return hits_of(found.answer, project)


def _get(source: Source, project: Project, given: Values) -> Values:
    name = _whole(given["id"])
    document = source.named(name) or source.named(name.removesuffix(".md"))
    if document is None:
        raise ToolError("There is no such postmortem. Take an id from search_postmortems")
    left = MOST
    told: list[tuple[Passage, str]] = []
    for each in document.passages:
        if left > 0:
            told.append((each, each.text[:left]))
        left -= len(each.text)
    return {
        **about(document, project),
        "facts": facts_of(document),
        "lessons": [text for each, text in told if each.kind == "lesson"],
        "passages": [as_passage(each, text) for each, text in told if each.kind != "lesson"],
        "truncated": left < 0,
    }


def _lessons(source: Source, project: Project, given: Values) -> Values:
    """Lessons that have words of the query first, then the others of what was found."""
    text = _query(source, given)
    answer = Answer((), 0, ())
    documents = (source.document(number) for number in reversed(range(source.count)))
    if text.strip():
        answer = Engine(source).search(text, _enough(given["limit"]))
        documents = (hit.document for hit in answer.hits)
    told: list[tuple[bool, Values]] = []
    wanted = _enough(given["limit"]) if answer.groups else given["limit"]
    for document, lesson in _taught(documents):
        if len(told) >= wanted:
            break
        is_about = any(group.stands_in(terms_of(lesson)) for group in answer.groups)
        part = excerpt(lesson.text, answer.marked, answer.marked_forms, LONGEST_LESSON).text
        told.append((not is_about, {**about(document, project, lesson.anchor), "lesson": part}))
    told.sort(key=lambda each: each[0])
    return {"lessons": [values for _, values in told[: given["limit"]]]}


_QUESTIONS: dict[str, Callable[[Source, Project, Values], Values]] = {
    "search_postmortems": _search,
    "get_postmortem": _get,
    "list_lessons": _lessons,
    "find_similar": _similar,
}


def _query(source: Source, given: Values) -> str:
    """The query with the filters given apart from it.

    Raises:
        ToolError: Nothing has a value that is asked for; else it would look as if nothing were
            known of the subject.
    """
    filters = {name: (given[name],) for name in _FILTERS if given[name]}
    # A word that is sent is whole.
    text = as_query(f"{given['query']} " if given["query"].strip() else "", filters)
    for name, value in parse(text).filters:
        if not Engine(source).search(as_query("", {name: (value,)}), 1).total:
            raise ToolError(_no_such_value(source, name, value))
    return text


def _no_such_value(source: Source, name: str, value: str) -> str:
    documents = (source.document(number) for number in range(source.count))
    known = Counter(each for document in documents for each in document.facets.get(name, ()))
    if not known:
        return f"No postmortem has any {name}. Leave it out"
    listed = ", ".join(one_line(visible(each)) for each, _ in known.most_common(_MOST_NAMED))
    return f"No postmortem has the {name} `{value}`. The most frequent, as data: {listed}"


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
