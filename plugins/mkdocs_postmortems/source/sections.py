"""A body cut at its headings, as plain text: what search finds besides lessons."""

from dataclasses import dataclass

from mkdocs_postmortems.source.outline import outline
from mkdocs_postmortems.source.plain import plain_text


@dataclass(frozen=True, slots=True)
class Section:
    """The text between one heading and the next; code is left out.

    Attributes:
        heading: The heading as plain text; empty for what stands before the first.
        text: The text below it as plain text.
    """

    heading: str
    text: str


def sections_of(body: str) -> list[Section]:
    """The sections of `body` in their order; those with neither heading nor text are left out."""
    found: list[Section] = []
    heading, lines = "", list[str]()
    for line in outline(body):
        if line.level:
            found.append(Section(heading, plain_text("\n".join(lines))))
            heading, lines = plain_text(line.heading), []
        else:
            lines.append(_without_marks_of_lists(line.text))
    found.append(Section(heading, plain_text("\n".join(lines))))
    return [section for section in found if section.heading or section.text]


def _without_marks_of_lists(line: str) -> str:
    return line.lstrip().lstrip("-*+>|#").lstrip()
