"""Bytes to text: UTF-8 with or without a mark, any line ends, no control characters."""

import re
from dataclasses import dataclass

from mkdocs_postmortems.domain import Form, Problem, Severity

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TAKEN_OUT = re.compile(rf"\r\n|{_CONTROL.pattern}")


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a file with LF line ends; `problems` tells what was taken out."""

    content: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str) -> Text | Problem:
    """The text of a file, or the problem that makes it unreadable.

    Control characters, which neither a browser nor a feed may be given, are taken out and told.
    """
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(
            path=path,
            line=error.object.count(b"\n", 0, error.start) + 1,
            message=f"this file is not UTF-8 (0x{error.object[error.start]:02x} is no character)",
            remedy="Save it as UTF-8",
            severity=Severity.ERROR,
            rule=Form.FILE,
        )
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    first = _CONTROL.search(content)
    if first is None:
        return Text(content)
    problem = Problem(
        path=path,
        line=content.count("\n", 0, first.start()) + 1,
        message=f"control character U+{ord(first[0]):04X} was taken out",
        remedy="Delete it in the file",
        rule=Form.CONTROL_CHARACTER,
    )
    return Text(_CONTROL.sub("", content), (problem,))


def without_control(text: str) -> str:
    """`text` with a blank in the place of each control character."""
    return _CONTROL.sub(" ", text)


def control_character(text: str) -> str:
    """The first control character in `text`, as `U+001B`; empty where there is none."""
    first = _CONTROL.search(text)
    return f"U+{ord(first[0]):04X}" if first else ""


def taken_out(text: str) -> list[int]:
    """Where `decode` takes one character out of `text`, the file without its mark, in order.

    Of CRLF, which becomes LF, it is the place of CR.
    """
    return [match.start() for match in _TAKEN_OUT.finditer(text)]
