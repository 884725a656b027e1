"""Notebooks as Markdown: cells of text, and outputs of code cells tagged `keep`. Nothing is run.

The format is JSON (https://nbformat.readthedocs.io/en/latest/format_description.html, versions 3
and 4), and the standard library reads what is needed of it: a notebook that breaks the schema
elsewhere is no less readable.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from typing import Any

from mkdocs_postmortems.importing.links import Link, exchange, links_in
from mkdocs_postmortems.importing.plan import Note
from mkdocs_postmortems.importing.tree import UnreadableError
from mkdocs_postmortems.source.outline import outline
from mkdocs_postmortems.source.plain import plain_text

KEEP = "keep"
"""The tag of a cell whose outputs come along."""

_PICTURES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
_OF_VERSION_3 = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"} | {
    "text": "text/plain", "latex": "text/latex"
}  # fmt: skip
_LONGEST_OUTPUT = 20_000
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FRONT_MATTER = re.compile(r"\s*(?:---|\+\+\+)[ \t]*\n")
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Notebook:
    """What comes of a notebook.

    Attributes:
        text: Its Markdown, front matter included.
        pictures: Pictures by the names under which the text shows them.
        title: The notebook's own title, else its first heading; empty where it has neither.
        authors: Who the notebook's own data name.
        notes: What was kept and left.
    """

    text: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    title: str = ""
    authors: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_notebook(data: bytes) -> Notebook:
    """The Markdown of a notebook.

    Raises:
        UnreadableError: It is no notebook.
    """
    return _Reader(_content(data)).notebook()


def _content(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except UnicodeDecodeError:
        raise UnreadableError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        message = f"it is no notebook: not valid JSON on line {error.lineno} ({error.msg})"
        raise UnreadableError(message) from None
    except (ValueError, RecursionError):
        raise UnreadableError(
            "it is no notebook: its JSON is nested or has numbers too large"
        ) from None
    if not isinstance(content, dict) or not _cells(content):
        raise UnreadableError("it is no notebook, or one without cells")
    return content


def _cells(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells; of version 3, those of all worksheets."""
    sheets = content.get("worksheets")
    cells: list[Any] = []
    for holder in [content, *(sheets if isinstance(sheets, list) else [])]:
        found = holder.get("cells") if isinstance(holder, dict) else None
        cells += found if isinstance(found, list) else []
    return [cell for cell in cells if isinstance(cell, dict)]


def _text(value: object) -> str:
    """Text, which notebooks write as one string or as a list of lines."""
    joined = "".join(map(str, value)) if isinstance(value, list) else value
    text = joined if isinstance(joined, str) else ""
    return _LONE.sub("\ufffd", text.replace("\r\n", "\n"))


class _Reader:
    """Goes through the cells, once and in their order."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self._made = Notebook()
        self._front = ""
        self._pieces: list[str] = []
        self._code = 0
        self._pictures = 0
        self._raw = 0

    def notebook(self) -> Notebook:
        for number, cell in enumerate(_cells(self._content), start=1):
            self._take(number, cell)
        made = self._made
        body = "\n\n".join(piece.strip("\n") for piece in self._pieces if piece.strip()) + "\n"
        made.text = f"{self._front}\n\n{body}" if self._front else body
        self._read_metadata(body)
        if self._code:
            made.notes.append(Note("left", self._about_code()))
        if self._raw:
            made.notes.append(Note("left", _count(self._raw, "raw cell")))
        return made

    def _about_code(self) -> str:
        told = f"{_count(self._code, 'code cell')}, not tagged `keep`"
        if not self._pictures:
            return told
        pictures = _count(self._pictures, "picture")
        return f"{told}, with {pictures}: tag a cell `keep` in the notebook to bring its outputs"

    def _read_metadata(self, body: str) -> None:
        metadata = self._content.get("metadata")
        known = metadata if isinstance(metadata, dict) else {}
        self._made.title = " ".join(_text(known.get("title")).split()) or _first_heading(body)
        listed = known.get("authors")
        for author in listed if isinstance(listed, list) else []:
            name = _text(author.get("name")) if isinstance(author, dict) else ""
            if name.strip():
                self._made.authors.append(" ".join(name.split()))

    def _take(self, number: int, cell: dict[str, Any]) -> None:
        kind, source = _text(cell.get("cell_type")), _text(cell.get("source"))
        if kind in {"raw", "markdown"} and self._is_front_matter(source):
            self._front = source.strip("\n")
        elif kind == "markdown":
            self._pieces.append(self._with_attachments(number, source, cell))
        elif kind == "heading":
            level = cell.get("level")
            marks = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1)
            self._pieces.append(f"{marks} {' '.join(source.split())}")
        elif kind == "code" and KEEP in _tags(cell):
            self._keep(number, cell)
        elif kind == "code":
            self._code += 1
            self._pictures += sum(not _PICTURES.keys().isdisjoint(each) for each in _shown_by(cell))
        elif source.strip():
            self._raw += 1

    def _is_front_matter(self, source: str) -> bool:
        return not self._pieces and not self._front and bool(_FRONT_MATTER.match(source))

    def _with_attachments(self, number: int, source: str, cell: dict[str, Any]) -> str:
        listed = cell.get("attachments")
        attached = listed if isinstance(listed, dict) else {}

        def target_of(link: Link) -> str | None:
            if not link.target.startswith("attachment:"):
                return None
            name = link.target.removeprefix("attachment:")
            return self._picture(attached.get(name), f"cell-{number}-{_safe(name)}")

        return exchange(source, links_in(source), target_of) if attached else source

    def _keep(self, number: int, cell: dict[str, Any]) -> None:
        for place, output in enumerate(_outputs(cell), start=1):
            piece = self._output(output, f"cell-{number}-output-{place}")
            if piece is None:
                kind = _text(output.get("output_type")) or "unknown"
                self._leave(f"output of cell {number} that cannot be shown ({kind})")
            else:
                self._pieces.append(piece)
        self._made.notes.append(Note("kept", f"outputs of cell {number}, without its code"))

    def _output(self, output: dict[str, Any], name: str) -> str | None:
        """The best form of an output, as Markdown. HTML may hold scripts, and is none."""
        kind = _text(output.get("output_type"))
        if kind == "stream":
            is_error = "stderr" in {_text(output.get("name")), _text(output.get("stream"))}
            return None if is_error else self._fenced(output.get("text"))
        if kind not in {"display_data", "execute_result", "pyout"}:
            return None
        forms = _forms(output)
        if picture := self._picture(forms, name):
            return f"![Output]({picture})"
        for form in ("text/markdown", "text/latex"):
            if text := _text(forms.get(form)).strip():
                return text[:_LONGEST_OUTPUT]
        return self._fenced(forms["text/plain"]) if "text/plain" in forms else None

    def _picture(self, forms: object, name: str) -> str | None:
        """The name of the first picture among `forms`, which is set aside under it."""
        for form, suffix in _PICTURES.items():
            written = forms.get(form) if isinstance(forms, dict) else None
            if written is None:
                continue
            data = _decoded(_text(written), is_text=suffix == ".svg")
            if data:
                self._made.pictures[name + suffix] = data
                return name + suffix
            self._leave(f"a picture that cannot be decoded, `{name}{suffix}`")
        return None

    def _fenced(self, value: object) -> str | None:
        text = _TERMINAL.sub("", _text(value)).strip("\n")
        if not text.strip():
            return None
        if len(text) > _LONGEST_OUTPUT:
            text = text[:_LONGEST_OUTPUT]
            self._leave(f"the end of an output of more than {_LONGEST_OUTPUT:,} characters")
        longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}text\n{text}\n{fence}"

    def _leave(self, what: str) -> None:
        self._made.notes.append(Note("left", what))


def _outputs(cell: dict[str, Any]) -> list[dict[str, Any]]:
    outputs = cell.get("outputs")
    listed = outputs if isinstance(outputs, list) else []
    return [each for each in listed if isinstance(each, dict)]


def _shown_by(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """The forms of each output of a cell."""
    return [_forms(output) for output in _outputs(cell)]


def _forms(output: dict[str, Any]) -> dict[str, Any]:
    """The forms of an output by media type; version 3 has them as fields of the output."""
    data = output.get("data")
    if isinstance(data, dict):
        return data
    return {_OF_VERSION_3[key]: value for key, value in output.items() if key in _OF_VERSION_3}


def _tags(cell: dict[str, Any]) -> list[Any]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tags if isinstance(tags, list) else []


def _decoded(written: str, *, is_text: bool) -> bytes:
    if is_text:
        return written.encode()
    try:
        return base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _safe(name: str) -> str:
    """An attachment's name without its suffix, in letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name.rpartition(".")[0] or name).strip("-").lower()[:60]


def _first_heading(body: str) -> str:
    headings = [line for line in outline(body) if line.level and plain_text(line.heading)]
    first = next((line for line in headings if line.level == 1), headings[0] if headings else None)
    return plain_text(first.heading) if first else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
