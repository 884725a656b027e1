"""What a rendered body may have: elements, attributes, styles and addresses, with their sources.

The list has what Python-Markdown, PyMdown Extensions and Material for MkDocs write, and the plain
HTML that people write beside it. It holds only what describes a text: nothing on it runs a script,
loads another page, sends what is typed, or covers what is around the body.
"""

from collections.abc import Mapping


def names(text: str) -> frozenset[str]:
    """The names that stand in `text`."""
    return frozenset(text.split())


_WORDS = (
    "a abbr article aside b bdi bdo big blockquote br center cite code data del dfn div em"
    " figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd mark nav p pre q rp rt"
    " ruby s samp section small span strike strong sub sup time tt u var wbr"
)
"""HTML Living Standard, sections 4.3 to 4.5, and what notebooks still write of HTML 4."""
_LISTS = "dl dt dd li ol ul"
"""Also the definition lists of https://python-markdown.github.io/extensions/definition_lists/."""
_TABLES = "caption col colgroup table tbody td tfoot th thead tr"
"""https://python-markdown.github.io/extensions/tables/, and the tables of pandas."""
_FOLDED = "details summary"
"""https://facelessuser.github.io/pymdown-extensions/extensions/details/."""
_CONTROLS = "input label meter progress"
"""Content tabs and task lists, whose inputs have no form:
https://facelessuser.github.io/pymdown-extensions/extensions/tabbed/ and …/tasklist/."""
_MEDIA = "area audio img map picture source track video"
"""https://squidfunk.github.io/mkdocs-material/reference/images/, and recordings beside a text."""
_DRAWN = "svg g path circle ellipse line polygon polyline rect text tspan"
"""Icons are drawn into the page by https://squidfunk.github.io/mkdocs-material/reference/icons-emojis/.
Left out is what refers to elsewhere, holds HTML or moves: a, use, image, foreignObject, style, set,
animate, title, desc."""
_MATHS = (
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms"
    " mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics"
)
"""MathML Core, https://www.w3.org/TR/mathml-core/, without maction, annotation-xml, mglyph and
malignmark, on whose parsing mutation attacks rest."""

TAGS = names(f"{_WORDS} {_LISTS} {_TABLES} {_FOLDED} {_CONTROLS} {_MEDIA} {_DRAWN} {_MATHS}")
"""The elements that stay; of others their text stays."""

EMPTIED = names("embed iframe noembed noframes noscript object script style template title")
"""The elements of which not even the text stays: no browser shows it as text."""

_PAINT = (
    "fill fill-opacity fill-rule opacity stroke stroke-dasharray stroke-linecap stroke-linejoin"
    " stroke-opacity stroke-width transform"
)

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    name: names(written)
    for name, written in {
        # https://python-markdown.github.io/extensions/attr_list/ lets authors write any.
        "*": "align class dir hidden id lang role style title translate valign",
        # Permanent links, footnotes, magic links, and the anchors of code lines.
        "a": "download href hreflang name rel target type data-preview",
        "area": "alt coords href shape target",
        "audio": "controls loop muted preload src",
        "blockquote": "cite",
        "circle": f"cx cy r {_PAINT}",
        # https://facelessuser.github.io/pymdown-extensions/extensions/highlight/.
        "code": "data-lang",
        "col": "span width",
        "colgroup": "span width",
        "data": "value",
        "del": "cite datetime",
        "details": "name open",
        "div": "data-lang data-linenos data-search-exclude data-tabs",
        "ellipse": f"cx cy rx ry {_PAINT}",
        "font": "color",
        "g": _PAINT,
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "data-toc-label data-search-exclude"),
        "hr": "size width",
        # Also https://squidfunk.github.io/mkdocs-material/reference/images/#lazy-loading.
        "img": "alt decoding height loading sizes src srcset usemap width",
        "input": "checked disabled name",
        "ins": "cite datetime",
        "label": "for",
        "li": "value",
        "line": f"x1 x2 y1 y2 {_PAINT}",
        "map": "name",
        "math": "alttext display displaystyle xmlns",
        "meter": "high low max min optimum value",
        "mfrac": "linethickness",
        "mi": "mathvariant",
        "mo": (
            "fence form largeop lspace maxsize minsize movablelimits rspace separator stretchy"
            " symmetric"
        ),
        "mover": "accent",
        "mpadded": "depth height lspace voffset width",
        "mspace": "depth height width",
        "mstyle": "displaystyle mathcolor mathsize mathvariant scriptlevel",
        "mtable": "columnalign columnlines columnspacing displaystyle frame rowlines rowspacing",
        "mtd": "columnalign columnspan rowspan",
        "mtext": "mathvariant",
        "munder": "accentunder",
        "munderover": "accent accentunder",
        "ol": "reversed start type",
        "p": "data-search-exclude",
        "path": f"d {_PAINT}",
        "polygon": f"points {_PAINT}",
        "polyline": f"points {_PAINT}",
        "pre": "data-lang width",
        "progress": "max value",
        "q": "cite",
        "rect": f"height rx ry width x y {_PAINT}",
        "section": "data-search-exclude",
        "source": "height media sizes src srcset type width",
        "span": "data-lang data-linenos data-preview",
        "svg": f"height preserveAspectRatio viewBox width xmlns {_PAINT}",
        "table": "border cellpadding cellspacing data-search-exclude rules summary width",
        "td": "abbr bgcolor colspan headers height nowrap rowspan width",
        "text": f"dominant-baseline dx dy font-size font-weight text-anchor x y {_PAINT}",
        "th": "abbr bgcolor colspan headers height nowrap rowspan scope width",
        "time": "datetime",
        "tr": "bgcolor",
        "track": "default kind label src srclang",
        "tspan": f"dx dy font-weight text-anchor x y {_PAINT}",
        "ul": "type",
        "video": "controls height loop muted playsinline poster preload src width",
    }.items()
}
"""The attributes that stay, by element; those of `*` on any."""

ATTRIBUTE_PREFIXES = frozenset({"aria-"})
"""WAI-ARIA, https://www.w3.org/TR/wai-aria-1.2/."""

VALUES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "input": {"type": frozenset({"checkbox", "radio"})},
}
"""The values that an attribute may have, where it may not have any."""

STYLES = names(
    "aspect-ratio background-color border border-bottom border-collapse border-color border-left"
    " border-radius border-right border-spacing border-style border-top border-width clear color"
    " column-count column-gap display float font-style font-variant font-weight height"
    " list-style-type max-height max-width min-height min-width object-fit overflow-x padding"
    " padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent"
    " text-transform vertical-align white-space width word-break"
)
"""Table alignment, progress bars, sizes of pictures, and how text looks.

None moves a box out of its place (position, margin, transform, inset, z-index, font-size), and none
takes an address.
"""

SCHEMES = names("ftp gs http https mailto s3 sftp tel")
"""Addresses of the web, of persons, and of data; those without a scheme are within the site.

An address that hands its reader to a program (`vscode:`, `ms-word:`) is not for a text to give.
"""

PICTURES = names("avif bmp gif jpeg png webp")
"""The kinds of picture that may stand in an address themselves, as notebooks write them.

They hold points and no script. SVG does, where somebody opens it.
"""

RESERVED_PREFIXES = ("__", "pm-")
"""How the ids begin by which Material's scripts and ours find parts of a page: an element of a body
that has such an id, and stands before, would be taken for that part (DOM clobbering)."""

FREED_PREFIXES = ("__codelineno-", "__span-", "__tabbed_")
"""How those of PyMdown Extensions begin."""

THEME_CLASSES = names("md-button md-button--primary md-icon md-tag md-tag-icon md-typeset")
"""The classes of Material that bodies use; its others place parts of the page, some over all."""
