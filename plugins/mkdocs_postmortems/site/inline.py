"""Short texts of the front matter as inline Markdown: emphasis, code and links, never raw HTML."""

import re
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

_SAFE_TARGET = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_TAGS = frozenset({"a", "br", "code", "em", "span", "strong"})
_ATTRIBUTES = {"a": frozenset({"href", "title"})}
# For each bracket the parser may look at all that follows; above a tenth of a second, it is text.
_MOST_STEPS = 500_000
_PARAGRAPH = re.compile(r"</p>\s*<p>")


class _OnlyOutwardLinks(Treeprocessor):
    """Turns into text what a listing could not resolve or should not run: other links, images.

    The text may be shown on any page, so a relative target would mean something else on each.
    """

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a" and not _SAFE_TARGET.match(element.get("href", "")):
                element.tag = "span"
                element.attrib.clear()
            elif element.tag == "img":
                element.tag = "span"
                element.text = element.get("alt", "")
                element.attrib.clear()


class _InlineOnly(Extension):
    """Leaves of Markdown what fits in a line."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Markdown's name
        md.preprocessors.deregister("html_block")
        md.preprocessors.deregister("normalize_whitespace")
        md.inlinePatterns.deregister("html")
        for block in ("hashheader", "setextheader", "hr", "olist", "ulist", "quote", "code"):
            md.parser.blockprocessors.deregister(block)
        md.parser.blockprocessors.deregister("reference")
        md.parser.blockprocessors.deregister("indent")
        md.treeprocessors.register(_OnlyOutwardLinks(md), "postmortems_outward", 1)


class InlineMarkdown:
    """Renders one-line Markdown to safe HTML, each text once."""

    def __init__(self) -> None:
        """Prepare the parser; it is used for every text."""
        self._markdown = markdown.Markdown(extensions=[_InlineOnly()], output_format="html")
        # What is not there by the above cannot come back by a fault in it.
        self._cleaner = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
        self._known: dict[str, Markup] = {}

    def __call__(self, text: str) -> Markup:
        """The HTML of `text`, without a paragraph around it."""
        if text not in self._known:
            self._known[text] = self._render(text)
        return self._known[text]

    def _render(self, text: str) -> Markup:
        if text.count("[") * len(text) > _MOST_STEPS:
            return escape(text)
        html = self._markdown.reset().convert("\n".join(line.strip() for line in text.split("\n")))
        inner = html.removeprefix("<p>").removesuffix("</p>")
        safe = self._cleaner.clean(_PARAGRAPH.sub("<br>", inner))
        return Markup(safe)  # noqa: S704 - cleaned
