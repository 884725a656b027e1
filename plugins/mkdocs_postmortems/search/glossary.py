"""The glossary: words that mean the same here, so that a search for one finds the others.

Each group of forms is a concept. Where a document has one of the forms, the index counts the
concept too; where a query has one, the concept is asked for beside the words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from mkdocs_postmortems.search.tokens import composed, tokens

GLOSSARY_FILE = "_glossary.yml"
"""The name of a site's own glossary in the postmortems folder."""

_MARK = "~"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Found:
    """A form of a concept in a sequence of terms: the concept, and the terms it takes up."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True)
class Glossary:
    """Concepts by the first term of their forms.

    Attributes:
        forms: For each first term, the forms that begin with it, longest first, with the concept.
    """

    forms: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Glossary":
        """A glossary of groups of forms; a form in two groups joins neither, but means both."""
        forms: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for number, group in enumerate(groups):
            terms = [tuple(token.term for token in tokens(composed(form))) for form in group]
            named = [each for each in terms if each]
            if len(named) < 2:
                continue
            concept = f"{_MARK}{number}"
            for each in dict.fromkeys(named):
                forms[each[0]].append((each, concept))
        for found in forms.values():
            found.sort(key=lambda form: (-len(form[0]), form))
        return cls(dict(forms))

    def find(self, terms: Sequence[str]) -> list[Found]:
        """Every form that occurs in `terms`."""
        found: list[Found] = []
        for start, term in enumerate(terms):
            for form, concept in self.forms.get(term, ()):
                if tuple(terms[start : start + len(form)]) == form:
                    found.append(Found(concept, start, start + len(form)))
        return found

    def concepts_in(self, terms: Sequence[str]) -> list[str]:
        """The concepts whose forms occur in `terms`, as often as they do."""
        return [each.concept for each in self.find(terms)]


class GlossaryError(ValueError):
    """A glossary that cannot be read; the message says why."""


@cache
def seeded() -> tuple[tuple[str, ...], ...]:
    """The groups that come with the package: what machine-learning people call the same thing."""
    text = resources.files("mkdocs_postmortems.search").joinpath("glossary.yml").read_text("utf-8")
    return tuple(_groups(text, "glossary.yml"))


def site_glossary(path: Path) -> Glossary:
    """The seeded groups, and those of the file at `path` where there is one.

    Raises:
        GlossaryError: The file is there, and is not a list of lists of texts.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Glossary.of(seeded())
    except (OSError, UnicodeDecodeError) as error:
        raise GlossaryError(f"{path.name} cannot be read: {error}") from None
    return Glossary.of([*seeded(), *_groups(text, path.name)])


def _groups(text: str, name: str) -> Iterator[tuple[str, ...]]:
    try:
        groups = yaml.load(text, Loader=_LOADER) or []  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise GlossaryError(f"{name} is not valid YAML: {error}") from None
    for group in groups if isinstance(groups, list) else [groups]:
        if not isinstance(group, list) or not all(isinstance(form, str | int) for form in group):
            raise GlossaryError(f"{name} wants lists of texts, such as `- [churn, attrition]`")
        yield tuple(str(form) for form in group)
