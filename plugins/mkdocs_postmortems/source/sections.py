"""A body cut at its headings, as plain text: what search finds besides lessons."""

from dataclasses import dataclass

from mkdocs_postmortems.source.outline import outline
from mkdocs_postmortems.source.plain import plain_text
from mkdocs_postmortems.source.tables import without_tables


@dataclass(frozen=True, slots=True)
class Section:
    """The text between one heading and the next; code is left out.

    Attributes:
        heading: The heading as plain text; empty for what stands before the first.
        text: The text below it as plain text, with the rows of tables as sentences.
    """

    heading: str
    text: str


def sections_of(body: str) -> list[Section]:
    """The sections of `body` in their order; those with neither heading nor text are left out."""
    found: list[Section] = []
    heading, lines = "", list[str]()
    for line in outline(body):
        if line.level:
            found.append(_section(heading, lines))
            heading, lines = plain_text(line.heading), []
        else:
            lines.append(line.text)
    found.append(_section(heading, lines))
    return [section for section in found if section.heading or section.text]


def _section(heading: str, lines: list[str]) -> Section:
    told = map(_without_marks_of_lists, without_tables(lines))
    return Section(heading, plain_text("\n".join(told)))


def _without_marks_of_lists(line: str) -> str:
    return line.lstrip().lstrip("-*+>|#").lstrip()
