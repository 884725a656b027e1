"""What reading depends on besides the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs_postmortems.domain import Problem, Vocabularies
from mkdocs_postmortems.domain.extension import vocabularies_of
from mkdocs_postmortems.source.authors import Directory, read_authors_file


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


def read_settings(
    options: Mapping[str, Any], authors_file: Path, shown: str
) -> tuple[Settings, list[Problem]]:
    """Settings from the plugin's options as they are written, and what is wrong with the authors.

    `shown` is how problems name the authors file.

    Raises:
        ExtensionError: The codes or audiences that the options add are not understood.
    """
    vocabularies = vocabularies_of(options)
    headings = options.get("lessons_headings")
    listed = tuple(map(str, headings)) if isinstance(headings, list) else ()
    authors, problems = read_authors_file(authors_file, shown)
    return Settings(vocabularies, authors, listed), problems
