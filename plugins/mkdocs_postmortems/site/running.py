"""Files that would run a script where somebody opens them: they are on the site's own origin.

A picture that a page shows runs nothing, but each is a file with an address of its own, and a
browser that opens an SVG or an XML file there runs what is in it.
"""

from pathlib import Path, PurePosixPath
from xml.parsers import expat

from mkdocs_postmortems.site.allowed import names

_PAGES = names(".htm .html .mht .mhtml .shtml .svgz .xht .xsl .xslt")
_XML = names(".atom .rdf .rss .svg .xhtml .xml")
_RUNNING = names("applet base embed form frame handler iframe link listener meta object script")
# Elements of SVG that set an attribute later on, such as an address.
_SETTING = frozenset({"animate", "set"})
_ENCODINGS = names("ascii iso-8859-1 iso-8859-15 us-ascii utf-16 utf-8 windows-1252")
_PIECE = 1 << 16


class _Found(Exception):  # noqa: N818 - it is what is looked for
    """Something that runs; its text says what."""


def what_runs(path: Path) -> str:
    """What would run where the file at `path` is opened, as words for a message; empty if nothing.

    XML that cannot be read to its end is refused too: browsers run what stands before its fault,
    and know more encodings. A file is read piece by piece, so that its size costs no memory.
    """
    suffix = PurePosixPath(path.name).suffix.casefold()
    if suffix in _PAGES:
        return "a page of its own, which may run scripts"
    return _in_xml(path) if suffix in _XML else ""


def _in_xml(path: Path) -> str:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _start
    parser.XmlDeclHandler = _declaration
    parser.EntityDeclHandler = _entity
    parser.ProcessingInstructionHandler = _instruction
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own; it is the last piece
    except _Found as found:
        return str(found)
    except (expat.ExpatError, ValueError, LookupError):
        return "XML in it that cannot be read"
    except OSError:
        return ""  # MkDocs tells of it
    return ""


def _start(name: str, attributes: dict[str, str]) -> None:
    tag = name.rpartition(" ")[2].casefold()
    if tag in _RUNNING:
        raise _Found(f"`<{tag}>` in it")
    for written, value in attributes.items():
        attribute = written.rpartition(" ")[2].casefold()
        if attribute.startswith("on"):
            raise _Found(f"`{attribute}` in it")
        if tag in _SETTING and attribute == "attributename" and _is_risky(value):
            raise _Found(f"`<{tag}>` of `{value[:20]}` in it")
        address = "".join(value.split()).casefold()
        if attribute in {"href", "src", "action", "from", "to", "values"} and _runs(address):
            raise _Found(f"an address that runs in `{attribute}` in it")


def _is_risky(name: str) -> bool:
    return name.rpartition(":")[2].casefold().startswith(("href", "on"))


def _runs(address: str) -> bool:
    """Whether it is a script, or holds a whole document, which may have one."""
    seen = address.lstrip("".join(map(chr, range(0x21))))
    if seen.startswith("data:"):
        return not seen.startswith(("data:image/", "data:font/", "data:application/font"))
    return seen.startswith(("javascript:", "vbscript:"))


def _declaration(_: str, encoding: str | None, __: int) -> None:
    if encoding and encoding.casefold() not in _ENCODINGS:
        raise _Found("an encoding that not every program reads alike")


def _entity(*_: object) -> None:
    raise _Found("entities of its own in it, which can hide scripts")


def _instruction(target: str, _: str) -> None:
    if target.casefold() == "xml-stylesheet":
        raise _Found("a style sheet in it, which can write scripts")
