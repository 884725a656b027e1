"""What holds for any input, a function for each part that reads what people wrote.

Each takes bytes, as a fuzzer gives them, and raises where something does not hold. They need no
fuzzer themselves.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from xml.etree.ElementTree import Element

import html5lib
from hypothesis import given

from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.domain import Postmortem, Problem, Severity, lesson_anchor
from mkdocs_postmortems.domain.extension import vocabularies_of
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.gather import documents_of
from mkdocs_postmortems.search.glossary import Glossary, seeded
from mkdocs_postmortems.search.index import build_index
from mkdocs_postmortems.search.query import FILTERS, as_query, parse, without_filters
from mkdocs_postmortems.site.allowed import EMPTIED, STYLES, TAGS
from mkdocs_postmortems.site.sanitizing import Sanitizer
from mkdocs_postmortems.source import Reading, Settings, read
from mkdocs_postmortems.source.body import lessons_in
from mkdocs_postmortems.source.references import beside, references
from unit.making import NOW, record
from unit.test_properties import FENCED

SETTINGS = Settings(vocabularies_of({"audiences": {"board": "The board"}}))
PATH = "2024/2024-05-01-a b.md"
_WORD = re.compile(r"\w+")
_PRINTED = 600
_CSS = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|\\.|.", re.DOTALL)
_HTML = Sanitizer()
_SCRIPTED = re.compile(r"[\0-\x20]*(?:j\s*a\s*v\s*a|vb)\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)


def reader(data: bytes) -> None:
    """A file is a postmortem or an error, the same each time, and each problem has its line."""
    reading = read(data, PATH, SETTINGS)
    assert read(data, PATH, SETTINGS) == reading
    is_fatal = any(each.severity is Severity.ERROR for each in reading.problems)
    assert is_fatal is (reading.postmortem is None)
    for problem in reading.problems:
        _can_be_shown(problem, reading)
    if reading.postmortem:
        _is_whole(reading.postmortem)


@given(FENCED)
def _fields(text: str) -> None:
    reader(text.encode("utf-8", "surrogatepass"))


def fields(data: bytes) -> None:
    """The same for front matter made of its own pieces, which bytes choose: deeper so."""
    _fields.hypothesis.fuzz_one_input(data)


def _can_be_shown(problem: Problem, reading: Reading) -> None:
    shown = str(problem)
    assert problem.path == PATH
    assert shown.isprintable()
    assert len(shown) <= _PRINTED
    # What cannot be decoded has no text, and one line is below the last where a file ends with one.
    assert not reading.text or 0 <= problem.line <= reading.text.count("\n") + 2


def _is_whole(postmortem: Postmortem) -> None:
    assert postmortem.title
    assert postmortem.title == " ".join(postmortem.title.split())
    json.loads(postmortem.model_dump_json())
    anchors = [lesson.anchor for lesson in postmortem.lessons]
    assert len(anchors) == len(set(anchors))
    for reference in references(postmortem):
        assert reference.line >= 0
        beside(postmortem, reference.target)
    documents_of(Catalog([postmortem], NOW))


def lessons(data: bytes) -> None:
    """A lesson is words of the body, in their order, and keeps its address below a new one."""
    body = data.decode("utf-8", "replace").replace("\r", "\n")
    found = lessons_in(body)
    written = body.split("\n")
    for each in found:
        own = "\n".join(written[each.line - 1 : each.last_line])
        assert 1 <= each.line <= each.last_line <= len(written)
        assert is_part(_WORD.findall(each.text), _WORD.findall(own))
    before = {lesson_anchor(each.text) for each in found}
    above = "## Lessons learnt\n\n- Of no other text.\n\n# x\n\n"
    # A text may begin with what belongs to the line above it, so that only a later one is the same.
    if not body[:1].isspace():
        assert before <= {lesson_anchor(each.text) for each in lessons_in(above + body)}


def is_part(words: list[str], others: list[str]) -> bool:
    """Whether `words` are among `others`, in that order."""
    left = iter(others)
    return all(word in left for word in words)


def query(data: bytes) -> None:
    """Any text is a search that ends; what is typed apart and together means the same."""
    text = data.decode("utf-8", "surrogateescape")  # as a terminal gives what is no UTF-8
    asked = parse(text)
    assert parse(text) == asked
    assert {each.word for each in asked.words} <= {each.word for each in asked.typed}
    assert all(name in FILTERS for name, _ in (*asked.filters, *asked.unfiltered))
    assert not asked.is_open or asked.words
    composed = unicodedata.normalize("NFC", text)
    assert parse(composed) == asked
    assert not parse(f"{text[:999]} ").is_open
    without_filters(text)
    narrowed = parse(as_query(text, {"tag": ("nlp",)}))
    assert ("tag", "nlp") in narrowed.filters
    answer = _engine().search(text, 5)
    assert len(answer.hits) <= 5
    assert answer == _engine().search(text, 5)


@cache
def _engine() -> Engine:
    bodies = ("Leakage into the holdout.", "Churn, 数据泄漏, café.\n\n## C++\n\nA/B tests.")
    posts = [
        record(f"p{number}", body=body, tags=("nlp",), date="2024-01-01")
        for number, body in enumerate(bodies)
    ]
    return Engine(build_index(documents_of(Catalog(posts, NOW)), Glossary.of(seeded())))


def markup(data: bytes) -> None:
    """What is made safe has nothing that runs, as another parser reads it, and is safe again."""
    safe, _ = _HTML.clean(data.decode("utf-8", "replace"))
    again, removed = _HTML.clean(safe)
    assert not removed
    # The cleaner does not write styles with brackets as it reads them, so they may change again.
    assert again == safe or "style=" in safe
    for html in {safe, again}:
        for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
            does_nothing(element)


def does_nothing(element: Element) -> None:
    """An element is on the list and has nothing that runs, leads astray or leaves its place."""
    # Comments have a function for a tag.
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
    assert name not in EMPTIED
    assert not name or name in TAGS or name in _OF_PARSERS, name
    for attribute, value in element.attrib.items():
        named = attribute.rpartition("}")[2].lower()
        assert not named.startswith("on")
        assert named not in _ADDRESSES or not _SCRIPTED.match(value)
        assert named != "style" or _properties(value) <= STYLES


def _properties(style: str) -> set[str]:
    """The properties that a style sets: what is in quotes or brackets is of a value."""
    depth, outside = 0, ""
    for part in _CSS.findall(style):
        depth = max(0, depth + (part in "([{") - (part in ")]}"))
        outside += "" if depth or part[0] in "\"'" else part
    named = (each.partition(":") for each in outside.split(";"))
    return {name.strip().lower() for name, colon, _ in named if colon}


_ADDRESSES = {"href", "src", "poster", "cite", "data", "action", "formaction", "background"}
_OF_PARSERS = {"document_fragment", "tbody", "colgroup", "html", "head", "body"}
"""What a parser adds by itself."""

TARGETS: dict[str, Callable[[bytes], None]] = {
    "reader": reader,
    "fields": fields,
    "lessons": lessons,
    "query": query,
    "markup": markup,
}
