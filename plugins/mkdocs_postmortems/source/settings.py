"""What reading depends on besides the text."""

from dataclasses import dataclass, field

from mkdocs_postmortems.domain import Vocabularies
from mkdocs_postmortems.source.authors import Directory


@dataclass(frozen=True)
class Settings:
    """What reading depends on besides the text.

    Attributes:
        vocabularies: The site's codes.
        authors: Who stands behind the ids that posts use.
        lessons_headings: The site's own headings that mean "lessons learnt".
    """

    vocabularies: Vocabularies = field(default_factory=Vocabularies)
    authors: Directory = field(default_factory=dict)
    lessons_headings: tuple[str, ...] = ()
