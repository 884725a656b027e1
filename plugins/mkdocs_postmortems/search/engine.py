"""The search itself: whole numbers only, so that every reader of the index ranks alike."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.index import Source, facet_term
from mkdocs_postmortems.search.nearness import completions, corrections
from mkdocs_postmortems.search.query import Query, parse
from mkdocs_postmortems.search.tokens import is_half_a_pair, telling_terms, tokens

_WHOLE = 16
_CONCEPT = 10
_COMPLETED = 12
_CORRECTED = (0, 10, 7)
RERANKED = 12
"""How many of the best are looked at again; a browser fetches each of them."""
_WINDOW = 12
_CLOSEST = 12
_TELLING_TERMS = 16
_NOTHING = Passage("opening", "", "", "")


@dataclass(frozen=True, slots=True)
class Hit:
    """A postmortem that was found, and where to open it.

    Attributes:
        document: The postmortem, as search sees it.
        score: Its score; comparable within one search only.
        passage: The passage that matched best.
        matched: How many of the query's words were found in it.
    """

    document: Document
    score: int
    passage: Passage
    matched: int


@dataclass(frozen=True, slots=True)
class Group:
    """A word of the query with all terms that may stand for it, and how much each counts of 16."""

    word: str
    terms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found.

    Attributes:
        hits: The best, in order.
        total: How many postmortems match at all.
        groups: What was looked for.
    """

    hits: tuple[Hit, ...]
    total: int
    groups: tuple[Group, ...]

    @property
    def marked(self) -> frozenset[str]:
        """All terms that were looked for, to be marked in a text."""
        return frozenset(term for group in self.groups for term in group.terms)


@dataclass(frozen=True, slots=True)
class _Match:
    """A document's sum of impacts, each times 16, and how many groups it has."""

    score: int = 0
    matched: int = 0

    def rank(self, groups: int, closeness: int, number: int) -> tuple[bool, int, int]:
        """The key to sort by: all words first, then the score, then the newer."""
        raised = self.score * (self.matched + 1) * (_WHOLE + closeness)
        return (self.matched < groups, -raised, -number)


class Engine:
    """Searches an index."""

    def __init__(self, source: Source) -> None:
        """Prepare to search `source`."""
        self._source = source

    def search(self, text: str, most: int = 10, since: str = "") -> Answer:
        """The best `most` postmortems for `text`, of those dated `since` (ISO 8601) or later.

        Those in which every word is found come first, then those with some; within both the score
        decides, which is higher where the words stand close together; between equals the newer.
        """
        query = parse(text)
        groups = self._groups(query)
        matches = self._matches(groups) if query.words else self._everything(query, since)
        numbers = self._narrowed(query, matches)
        if since:
            numbers = [each for each in numbers if self._source.document(each).date >= since]
        numbers.sort(key=lambda number: matches[number].rank(len(groups), 0, number))
        first = self._closest_first(numbers[:RERANKED], matches, groups)
        numbers = [*first, *numbers[RERANKED:]]
        if query.phrases or query.unphrased:
            numbers = [number for number in numbers if self._has_phrases(number, query)]
        hits = tuple(self._hit(number, matches[number], groups) for number in numbers[:most])
        return Answer(hits, len(numbers), groups)

    def similar(self, text: str, most: int = 5, but: str = "") -> Answer:
        """The `most` postmortems nearest to `text`, composed (NFC), without the one of id `but`.

        The words that tell it apart best stand for it: those it has often and others rarely.
        """
        counts = Counter(telling_terms(text))
        known = {term: self._source.postings(term) for term in counts}
        worth = {
            term: counts[term] * math.log(1 + self._source.count / len(found.documents))
            for term, found in known.items()
            if found
        }
        chosen = sorted(worth, key=lambda term: (-worth[term], term))[:_TELLING_TERMS]
        groups = tuple(Group(term, {term: _WHOLE}) for term in chosen)
        matches = self._matches(groups)
        numbers = sorted(matches, key=lambda number: (-matches[number].score, -number))
        hits = [self._hit(number, matches[number], groups) for number in numbers[: most + 1]]
        others = tuple(hit for hit in hits if hit.document.id != but)
        return Answer(others[:most], len(numbers) - len(hits) + len(others), groups)

    # What is looked for

    def _groups(self, query: Query) -> tuple[Group, ...]:
        """A group for each word that occurs in the index in some form; equal ones once."""
        concepts = self._concepts(query)
        groups: dict[tuple[str, ...], Group] = {}
        for place, word in enumerate(query.words):
            is_open = query.is_open and place == len(query.words) - 1
            terms = self._forms(word.term, word.word, is_open=is_open)
            terms |= dict.fromkeys(concepts[place], _CONCEPT)
            if terms:
                groups.setdefault(tuple(sorted(terms)), Group(word.word, terms))
        return tuple(groups.values())

    def _concepts(self, query: Query) -> dict[int, list[str]]:
        """The concepts of the glossary, by the places of the words that name them."""
        concepts: dict[int, list[str]] = defaultdict(list)
        places = {id(word): place for place, word in enumerate(query.words)}
        for found in self._source.glossary.find([word.term for word in query.typed]):
            if self._source.postings(found.concept):
                for word in query.typed[found.start : found.end]:
                    if id(word) in places:
                        concepts[places[id(word)]].append(found.concept)
        return concepts

    def _forms(self, term: str, word: str, *, is_open: bool) -> dict[str, int]:
        """The term itself, what a half-typed word may become, or else what is near."""
        forms = {term: _WHOLE} if self._source.postings(term) else {}
        if (is_open and len(word) > 1) or is_half_a_pair(word):
            for completed in completions(word, self._source):
                forms.setdefault(completed, _COMPLETED)
        if not forms:
            for near, distance in corrections(word, self._source):
                forms[near] = _CORRECTED[distance]
        return forms

    # Which documents

    def _matches(self, groups: Iterable[Group]) -> dict[int, _Match]:
        scores: Counter[int] = Counter()
        matched: Counter[int] = Counter()
        for group in groups:
            best = self._best_impacts(group)
            scores.update(best)
            matched.update(best.keys())
        return {number: _Match(score, matched[number]) for number, score in scores.items()}

    def _best_impacts(self, group: Group) -> dict[int, int]:
        """For each document the greatest share that one of the group's terms has in it."""
        best: dict[int, int] = {}
        for term, weight in group.terms.items():
            found = self._source.postings(term)
            if found is None:
                continue
            for number, impact in zip(found.documents, found.impacts, strict=True):
                if impact * weight > best.get(number, 0):
                    best[number] = impact * weight
        return best

    def _everything(self, query: Query, since: str) -> dict[int, _Match]:
        """All documents, where a search only narrows down."""
        unwanted = query.unfiltered or query.excluded or query.unphrased
        narrows = query.filters or unwanted or since
        return dict.fromkeys(range(self._source.count), _Match()) if narrows else {}

    def _narrowed(self, query: Query, matches: Mapping[int, _Match]) -> list[int]:
        """Those that have one value of each facet asked for, and nothing that is not wanted."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for name, value in query.filters:
            wanted[name] |= self._with_facet(name, value)
        unwanted: set[int] = set()
        for name, value in query.unfiltered:
            unwanted |= self._with_facet(name, value)
        for term in query.excluded:
            unwanted |= self._having(term)
        return [
            number
            for number in matches
            if number not in unwanted and all(number in members for members in wanted.values())
        ]

    def _with_facet(self, name: str, value: str) -> set[int]:
        """The documents with a facet's value; a cause may be written with its family."""
        return self._having(
            facet_term(name, value.rpartition(".")[2] if name == "cause" else value)
        )

    def _having(self, term: str) -> set[int]:
        found = self._source.postings(term)
        return set(found.documents) if found else set()

    # In which order

    def _closest_first(
        self, numbers: Sequence[int], matches: Mapping[int, _Match], groups: Sequence[Group]
    ) -> list[int]:
        """The best again, those raised whose words stand together in one passage."""
        if len(groups) < 2:
            return list(numbers)
        closeness = {
            number: max(
                (_closeness(passage.terms, groups) for passage in self._passages(number)),
                default=0,
            )
            for number in numbers
        }
        return sorted(
            numbers,
            key=lambda number: matches[number].rank(len(groups), closeness[number], number),
        )

    def _passages(self, number: int) -> tuple[Passage, ...]:
        return self._source.document(number).passages

    def _has_phrases(self, number: int, query: Query) -> bool:
        document = self._source.document(number)
        texts = [document.title]
        texts += [text for each in document.passages for text in (each.heading, each.text)]
        found = [[token.term for token in tokens(text)] for text in texts]
        if any(_occurs(phrase, text) for text in found for phrase in query.unphrased):
            return False
        return all(any(_occurs(phrase, text) for text in found) for phrase in query.phrases)

    def _hit(self, number: int, match: _Match, groups: Sequence[Group]) -> Hit:
        document = self._source.document(number)
        best = max(document.passages, key=lambda each: self._fit(each, groups), default=_NOTHING)
        return Hit(document, match.score, best, match.matched)

    def _fit(self, passage: Passage, groups: Sequence[Group]) -> tuple[int, bool]:
        """How well a passage answers: by how many words, a lesson before others; then the order."""
        terms = {*passage.terms, *self._source.glossary.concepts_in(passage.terms)}
        found = sum(1 for group in groups if not terms.isdisjoint(group.terms))
        return (found * 2 + (found > 0 and passage.kind == "lesson"), passage.kind == "opening")


def _closeness(terms: Sequence[str], groups: Sequence[Group]) -> int:
    """How much of the query stands within twelve words of a passage, 0 to 12."""
    places = [
        (place, each)
        for place, term in enumerate(terms)
        for each, group in enumerate(groups)
        if term in group.terms
    ]
    inside: Counter[int] = Counter()
    most = start = 0
    for place, group in places:
        inside[group] += 1
        while place - places[start][0] >= _WINDOW:
            inside[places[start][1]] -= 1
            start += 1
        most = max(most, sum(1 for count in inside.values() if count))
    return _CLOSEST * (most - 1) // (len(groups) - 1) if most > 1 else 0


def _occurs(phrase: Sequence[str], terms: Sequence[str]) -> bool:
    length = len(phrase)
    return any(
        term == phrase[0] and tuple(terms[place : place + length]) == tuple(phrase)
        for place, term in enumerate(terms)
    )
