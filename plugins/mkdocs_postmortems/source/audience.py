"""Whom a postmortem is for."""

from collections.abc import Iterator

from mkdocs_postmortems.audiences import meant
from mkdocs_postmortems.domain import Form, Severity, Vocabulary
from mkdocs_postmortems.source.fields import Fields, one_line
from mkdocs_postmortems.source.nodes import Node, Scalar, Sequence, kind_of

FIELD = "audience"


def read_audience(fields: Fields, known: Vocabulary) -> tuple[str, ...]:
    """The codes of those who may see it; none where the field is not there: everybody may.

    What cannot be read may be meant for few, so it is an error, which hides the postmortem.
    """
    entry = fields.entry(FIELD)
    if entry is None:
        return ()
    told = len(fields.report.problems)
    codes = tuple(_code(fields, node, text, known) for node, text in _named(fields, entry.value))
    if not codes and len(fields.report.problems) == told:
        _hide(fields, entry.value, Form.FLAG, "nothing is written here", _remedy(known))
    return tuple(dict.fromkeys(codes))


def _named(fields: Fields, node: Node) -> Iterator[tuple[Node, str]]:
    """Each name with its place; a text may have several, between commas."""
    for item in node.items if isinstance(node, Sequence) else (node,):
        if not isinstance(item, Scalar):
            message = f"wants names of audiences, and this is {kind_of(item)}"
            _hide(fields, item, Form.KIND, message, "Write `audience: [name]`")
        elif not item.is_null:
            yield from ((item, part) for part in item.text.split(",") if part.strip())


def _code(fields: Fields, node: Node, text: str, known: Vocabulary) -> str:
    code = known.read(text)
    if code is None:
        name = one_line(text)[:40]
        _hide(fields, node, Form.UNKNOWN_CODE, f"`{name}` is not declared", _remedy(known, name))
    return code or ""


def _remedy(known: Vocabulary, name: str = "") -> str:
    return f"{meant(name, known.codes)}. Without the field everybody sees it"


def _hide(fields: Fields, at: Node, rule: Form, message: str, remedy: str) -> None:
    fields.report.add(
        f"{message}, so the postmortem is left out",
        remedy,
        rule=rule,
        at=at,
        field=FIELD,
        severity=Severity.ERROR,
    )
