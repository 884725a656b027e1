"""What happens to a page's Markdown on its way to HTML: targets found, lessons given addresses."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote, urlunsplit
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, unique
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER

from mkdocs_postmortems.domain import Lesson
from mkdocs_postmortems.site.sanitizing import is_reserved
from mkdocs_postmortems.source.plain import plain_text
from mkdocs_postmortems.source.references import local_parts

_HEADING = re.compile(r"h[1-6]$")
_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)
_STASHED = re.compile(
    rf"<p>{HTML_PLACEHOLDER % '(?P<alone>[0-9]+)'}</p>\n?|{HTML_PLACEHOLDER % '(?P<within>[0-9]+)'}"
)
_WORD = re.compile(r"\w+")
_FIRST_WORDS = 8

IsLessonsHeading = Callable[[str], bool]


class PageMarkdown:
    """What the extension must know of the page under conversion; set before each page.

    Attributes:
        uri: The page's path among MkDocs' files.
        resolve: Answers a target of a link or image with the path among MkDocs' files that it
            means, or None to leave it as it is.
        lessons: The lessons whose addresses are to be found in the body.
        is_ours: Whether it is a postmortem's, whose comments are for those who write, and whose
            headings may not be taken for parts of the page around it.
    """

    def __init__(self) -> None:
        """Begin with no page."""
        self.enter("", lambda _: None, ())

    def enter(
        self,
        uri: str,
        resolve: Callable[[str], str | None],
        lessons: tuple[Lesson, ...],
        *,
        is_ours: bool = False,
    ) -> None:
        """Turn to the next page."""
        self.uri = uri
        self.resolve = resolve
        self.lessons = lessons
        self.is_ours = is_ours


class PostmortemsExtension(Extension):
    """Python-Markdown's side of the plugin."""

    def __init__(self, page: PageMarkdown, is_lessons_heading: IsLessonsHeading) -> None:
        """Read `page` at each conversion."""
        super().__init__()
        self._page = page
        self._is_lessons_heading = is_lessons_heading

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register before MkDocs' own processors of links (0) and anchors (5)."""
        md.treeprocessors.register(_Targets(md, self._page), "postmortems_targets", 6)
        lessons = _LessonAnchors(md, self._page, self._is_lessons_heading)
        md.treeprocessors.register(lessons, "postmortems_lessons", 7)
        # After attributes are read (8), and before headings are given ids (5).
        md.treeprocessors.register(_FreeHeadings(md, self._page), "postmortems_headings", 5.5)
        # Before Markdown puts raw HTML back (30).
        md.postprocessors.register(_Comments(md, self._page), "postmortems_comments", 31)


class _Comments(Postprocessor):
    """Leaves comments out of a postmortem's page: they guide its writer, or doubt."""

    def __init__(self, md: markdown.Markdown, page: PageMarkdown) -> None:
        super().__init__(md)
        self._page = page

    def run(self, text: str) -> str:
        blocks = self.md.htmlStash.rawHtmlBlocks

        def without(found: re.Match[str]) -> str:
            number = int(found["alone"] or found["within"])
            return "" if number < len(blocks) and _is_comment(blocks[number]) else found[0]

        return _STASHED.sub(without, text) if self._page.is_ours else text


def _is_comment(block: object) -> bool:
    return isinstance(block, str) and _COMMENT.fullmatch(block) is not None


class _Targets(Treeprocessor):
    """Rewrites what `resolve` knows to a path relative to the page, which MkDocs then validates."""

    def __init__(self, md: markdown.Markdown, page: PageMarkdown) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            if name and (written := element.get(name)):
                element.set(name, self._rewritten(written))

    def _rewritten(self, written: str) -> str:
        parts = local_parts(written)
        if parts is None:
            return written
        found = self._page.resolve(unquote(parts.path))
        if found is None:
            return written
        relative = posixpath.relpath(found, posixpath.dirname(self._page.uri) or ".")
        return urlunsplit(("", "", quote(relative), parts.query, parts.fragment))


class _FreeHeadings(Treeprocessor):
    """Gives a heading another id, where the one made of its words would be a part's of the page."""

    def __init__(self, md: markdown.Markdown, page: PageMarkdown) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        if not self._page.is_ours:
            return
        used = {each.get("id", "") for each in root.iter()}
        for heading in root.iter():
            if heading.get("id") is None and _HEADING.match(heading.tag):
                name = slugify("".join(heading.itertext()).strip(), "-")
                if is_reserved(name):
                    heading.set("id", unique(f"section-{name.strip('_')}", used))


class _LessonAnchors(Treeprocessor):
    """Gives each lesson of the body its address: on its list item, else on its heading."""

    def __init__(
        self, md: markdown.Markdown, page: PageMarkdown, is_lessons_heading: IsLessonsHeading
    ) -> None:
        super().__init__(md)
        self._page = page
        self._is_lessons_heading = is_lessons_heading

    def run(self, root: Element) -> None:
        waiting: dict[str, list[str]] = defaultdict(list)
        for lesson in self._page.lessons:
            waiting[_opening_words(plain_text(lesson.text))].append(lesson.anchor)
        if not waiting:
            return
        heading: Element | None = None
        for section, item in self._items(root):
            heading = section if heading is None else heading
            if item is None:
                continue
            words = (_opening_words("".join(item.itertext())), _opening_words(_own_text(item)))
            anchors = next((waiting[each] for each in words if waiting.get(each)), None)
            if anchors:
                item.set("id", anchors.pop(0))
                item.set("class", f"{item.get('class', '')} pm-lesson-item".strip())
        for anchor in (anchor for anchors in waiting.values() for anchor in anchors):
            SubElement(root if heading is None else heading, "span", {"id": anchor})

    def _items(self, root: Element) -> Iterator[tuple[Element, Element | None]]:
        """The lessons headings, and the list items below each, down to the next of its level."""
        section: Element | None = None
        for element in root:
            if _HEADING.match(element.tag):
                if self._is_lessons_heading("".join(element.itertext())):
                    section = element
                    yield section, None
                elif section is not None and element.tag <= section.tag:
                    section = None
            elif section is not None:
                for item in element.iter("li"):
                    yield section, item


def _own_text(item: Element) -> str:
    """The text of a list item without the lists nested in it."""
    pieces = [item.text or ""]
    for child in item:
        if child.tag in {"ul", "ol"}:
            break
        pieces += ("".join(child.itertext()), child.tail or "")
    return "".join(pieces)


def _opening_words(text: str) -> str:
    """The first words, by which a rendered item is known again."""
    return " ".join(_WORD.findall(text.casefold())[:_FIRST_WORDS])
