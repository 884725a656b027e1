"""Formulas and diagrams without a script from elsewhere.

Themes draw them in the browser with scripts that they fetch from other hosts. Formulas become
MathML here (W3C, "MathML Core"), which browsers draw themselves. A diagram is shown as its source
unless the site brings a script for it.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import markdown
from latex2mathml.converter import convert_to_element
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from mkdocs.config.defaults import MkDocsConfig

_FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<block>.*?)\\\])'
    r"</(?P=tag)>",
    re.DOTALL,
)
_DIAGRAM = re.compile(r'<(?P<tag>pre|div) class="mermaid">(?P<source>.*?)</(?P=tag)>', re.DOTALL)
# What the converter lacks, by what it has and looks the same.
_ALIKE = {"aligned": "split", "gathered": "gather*"}
_LONGEST = 10_000


class FormulaError(ValueError):
    """A formula that cannot be drawn; the message says why."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """What scripts of the site's own draw, as the paths under `extra_javascript` say."""

    formulas: bool
    diagrams: bool

    @classmethod
    def of(cls, config: MkDocsConfig) -> "Scripts":
        """Those of a site."""
        paths = " ".join(str(each) for each in config.extra_javascript).casefold()
        return cls(
            formulas="katex" in paths or "mathjax" in paths,
            diagrams="mermaid" in paths,
        )


def advice(config: MkDocsConfig) -> str:
    """What a site should know that has Mermaid diagrams and no script for them; else empty."""
    fences = (config.mdx_configs.get("pymdownx.superfences") or {}).get("custom_fences") or ()
    has_diagrams = any(
        isinstance(each, Mapping) and each.get("class") == "mermaid" for each in fences
    )
    if not has_diagrams or Scripts.of(config).diagrams:
        return ""
    return (
        "Mermaid diagrams are shown as their source, since the theme would fetch a script from "
        "another host. Name a file of your own under `extra_javascript` to draw them."
    )


class OfflineExtension(Extension):
    """Makes formulas and diagrams that need no script from elsewhere."""

    def __init__(self, scripts: Scripts, warn: Callable[[str], None]) -> None:
        """Leave alone what `scripts` draw; `warn` of what cannot be drawn."""
        super().__init__()
        self._scripts = scripts
        self._warn = warn

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register after Markdown has put raw HTML back (30)."""
        if not self._scripts.formulas:
            md.postprocessors.register(_Exchange(_FORMULA, self._formula), "postmortems_math", 3)
        if not self._scripts.diagrams:
            exchange = _Exchange(_DIAGRAM, r'<pre class="pm-diagram">\g<source></pre>')
            md.postprocessors.register(exchange, "postmortems_diagrams", 2)

    def _formula(self, found: re.Match[str]) -> str:
        is_block = found["block"] is not None
        source = html.unescape(found["block"] if is_block else found["inline"]).strip()
        try:
            drawn = mathml(source, is_block=is_block)
        except FormulaError as error:
            self._warn(f"the formula `{source[:60]}` is shown as it is written: {error}")
            drawn = _coded(source)
        return f'<{found["tag"]} class="pm-math">{drawn}</{found["tag"]}>'


class _Exchange(Postprocessor):
    """Exchanges what a pattern finds."""

    def __init__(
        self, pattern: re.Pattern[str], answer: str | Callable[[re.Match[str]], str]
    ) -> None:
        super().__init__()
        self._pattern = pattern
        self._answer = answer

    def run(self, text: str) -> str:
        return self._pattern.sub(self._answer, text)


def mathml(source: str, *, is_block: bool) -> str:
    """The formula `source`, in LaTeX, as MathML with its source as the alternative text.

    Raises:
        FormulaError: It cannot be read, or has a command that is not known.
    """
    if len(source) > _LONGEST:
        raise FormulaError(f"it is longer than {_LONGEST} characters")
    known = re.sub(
        r"\\(begin|end)\{(\w+)\}",
        lambda found: f"\\{found[1]}{{{_ALIKE.get(found[2], found[2])}}}",
        source,
    )
    try:
        root = convert_to_element(known, display="block" if is_block else "inline")
    except Exception as error:  # noqa: BLE001 - the converter names no common one
        reason = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error"))
        raise FormulaError(reason.lower()) from None
    for each in root.iter():
        # The converter writes characters as references, which are escaped once more otherwise.
        each.text = html.unescape(each.text or "") or None
        if (each.text or "").startswith("\\"):
            raise FormulaError(f"`{(each.text or '')[:40]}` is not known")
    root.set("alttext", source)
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _coded(source: str) -> str:
    return f"<code>{html.escape(source)}</code>"
