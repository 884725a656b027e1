"""What is searched: each postmortem as fields with weights, and as passages to open at."""

from dataclasses import dataclass

FIELDS = ("title", "lessons", "facets", "summary", "headings", "body")
"""The fields of a document, in the order in which the index counts them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a postmortem that a hit can open at.

    Attributes:
        kind: `lesson`, `section`, or `opening` for the title and the summary.
        anchor: The fragment of the address; empty for the page's top.
        heading: What stands over it; empty for a lesson.
        text: Its plain text, composed (NFC).
    """

    kind: str
    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One postmortem, as search sees it.

    Attributes:
        id: The postmortem's id.
        title: Its title.
        date: Its day, as ISO 8601; empty where it has none.
        facets: The codes and texts by which it can be narrowed down, by facet.
        marks: `superseded` and `corrected`, where it is.
        fields: The texts of each of `FIELDS`, composed (NFC).
        passages: Where a hit can open, lessons first.
        page: The path of its page in the site, without suffix.
        superseded_by: The ids of the published postmortems that take its place.
    """

    id: str
    title: str
    date: str
    facets: dict[str, tuple[str, ...]]
    marks: tuple[str, ...]
    fields: tuple[str, ...]
    passages: tuple[Passage, ...]
    page: str = ""
    superseded_by: tuple[str, ...] = ()
