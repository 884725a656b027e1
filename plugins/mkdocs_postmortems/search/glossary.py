"""The glossary: words that mean the same here, so that a search for one finds the others.

Each group of forms is a concept. Where a document has one of the forms, the index counts the
concept too; where a query has one, the concept is asked for beside the words.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain, count, pairwise
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from mkdocs_postmortems.files import read_regular
from mkdocs_postmortems.kept.memory import FORGETFUL, Memory
from mkdocs_postmortems.search.tokens import composed, tokens

GLOSSARY_FILE = "_glossary.yml"
"""The name of a site's own glossary in the postmortems folder."""

_MARK = "~"


Form = tuple[str, ...]
"""The terms of a way to say a concept."""


class Found(NamedTuple):
    """A form of a concept in a sequence of terms: the concept, and the terms it takes up."""

    concept: str
    start: int
    end: int


class Lexicon(Protocol):
    """Where an engine finds the concepts of an index, in memory or on disk."""

    def starting(self, term: str, after: str) -> Sequence[tuple[Form, str]]:
        """The forms that begin with `term` and go on, if at all, with `after`; with concepts."""

    def forms_of(self, concept: str) -> Sequence[Form]:
        """All forms of a concept."""


def find(lexicon: Lexicon, terms: Sequence[str]) -> list[Found]:
    """Every form that occurs in `terms`."""
    found: list[Found] = []
    for start, (term, after) in enumerate(pairwise((*terms, ""))):
        for form, concept in lexicon.starting(term, after):
            end = start + len(form)
            if len(form) < 3 or tuple(terms[start:end]) == form:
                found.append(Found(concept, start, end))
    return found


@dataclass(frozen=True)
class Glossary:
    """Concepts by the first term of their forms.

    Attributes:
        forms: For each first term, the forms that begin with it, longest first, with the concept.
        concepts: For each concept all its forms, in their order.
    """

    forms: dict[str, list[tuple[Form, str]]] = field(default_factory=dict)
    concepts: dict[str, list[Form]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Glossary":
        """A glossary of groups of forms; a form in two groups joins neither, but means both."""
        forms: dict[str, list[tuple[Form, str]]] = defaultdict(list)
        concepts: dict[str, list[Form]] = {}
        for group in groups:
            terms = [tuple(token.term for token in tokens(composed(form))) for form in group]
            named = list(dict.fromkeys(each for each in terms if each))
            if len(named) < 2:
                continue
            concept = _unused(_MARK + " ".join(named[0]), concepts)
            concepts[concept] = named
            for each in named:
                forms[each[0]].append((each, concept))
        for found in forms.values():
            found.sort(key=lambda form: (-len(form[0]), form))
        return cls(dict(forms), concepts)

    def starting(self, term: str, after: str) -> Sequence[tuple[Form, str]]:
        """The forms that begin with `term` and go on, if at all, with `after`; with concepts."""
        return self._by_beginning.get((term, after), self._by_beginning.get((term, ""), ()))

    @cached_property
    def _by_beginning(self) -> dict[Form, list[tuple[Form, str]]]:
        """By two terms the forms that begin so, with those of the first alone; and by that alone.

        Many forms begin with the same word, and a long text asks for every word of it.
        """
        found: dict[Form, list[tuple[Form, str]]] = {}
        for first, forms in self.forms.items():
            alone = [each for each in forms if len(each[0]) == 1]
            found[first, ""] = alone
            for each in forms:
                if len(each[0]) > 1:
                    found.setdefault(each[0][:2], []).append(each)
            for pair in {each[0][:2] for each in forms if len(each[0]) > 1}:
                found[pair] += alone
        return found

    def forms_of(self, concept: str) -> Sequence[Form]:
        """All forms of a concept."""
        return self.concepts[concept]


def _unused(concept: str, concepts: Container[str]) -> str:
    """A name for a concept, after its first form, so that it is the same on another site."""
    names = (f"{concept} {_MARK}{number}" for number in count(2))
    return next(each for each in chain((concept,), names) if each not in concepts)


class GlossaryError(ValueError):
    """A glossary that cannot be read; the message says why."""


SEEDED = Path(__file__).with_name("glossary.yml")
"""The file of what machine-learning people call the same thing."""


@cache
def seeded() -> tuple[tuple[str, ...], ...]:
    """The groups that come with the package."""
    return tuple(_groups(SEEDED.read_text("utf-8"), SEEDED.name))


def site_glossary(path: Path, memory: Memory = FORGETFUL) -> Glossary:
    """The seeded groups, and those of the file at `path` where there is one.

    One that `memory` knows is not compiled once more.

    Raises:
        GlossaryError: The file is there, and is not a list of lists of texts.
    """
    try:
        text = read_regular(path).decode("utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise GlossaryError(f"{path.name} cannot be read: {error}") from error
    key = memory.key("glossary", text)
    return memory.recall(key, lambda: _compiled((*seeded(), *_groups(text, path.name))))


@lru_cache(maxsize=2)
def _compiled(groups: tuple[tuple[str, ...], ...]) -> Glossary:
    """The glossary of `groups`, which takes long to make and which a preview asks for each time."""
    return Glossary.of(groups)


def _groups(text: str, name: str) -> Iterator[tuple[str, ...]]:
    import yaml  # noqa: PLC0415 - slow to load, and a search of the cache can do without

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        groups = yaml.load(text, Loader=loader) or []  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise GlossaryError(f"{name} is not valid YAML: {error}") from None
    for group in groups if isinstance(groups, list) else [groups]:
        if not isinstance(group, list) or not all(isinstance(form, str | int) for form in group):
            raise GlossaryError(f"{name} wants lists of texts, such as `- [churn, attrition]`")
        yield tuple(str(form) for form in group)
