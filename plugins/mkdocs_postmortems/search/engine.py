"""The search itself: whole numbers only, so that every reader of the index ranks alike."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from mkdocs_postmortems.search.documents import Document, Passage
from mkdocs_postmortems.search.glossary import Form, find
from mkdocs_postmortems.search.index import Source, filter_term
from mkdocs_postmortems.search.matching import WHOLE, Matches, matches_of
from mkdocs_postmortems.search.nearness import completions, corrections
from mkdocs_postmortems.search.passages import Group, best_passage, closeness, occurs
from mkdocs_postmortems.search.query import Query, parse
from mkdocs_postmortems.search.tokens import (
    STOP_WORDS,
    beginnings,
    is_half_a_pair,
    stop_terms,
    telling_terms,
    terms_begun,
)

_CONCEPT = 10
_COMPLETED = 12
_CORRECTED = (0, 10, 7)
RERANKED = 6
"""How many of the best are looked at again. A browser fetches each, and as many at once."""
_TELLING_TERMS = 16


class Hit(NamedTuple):
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


class Answer(NamedTuple):
    """What a search found.

    Attributes:
        hits: The best, in order.
        total: How many postmortems match at all.
        groups: What was looked for.
        is_counted: Whether that is all; with phrases, more may match than were looked at.
    """

    hits: tuple[Hit, ...]
    total: int
    groups: tuple[Group, ...]
    is_counted: bool = True

    @property
    def marked(self) -> frozenset[str]:
        """All terms that were looked for, to be marked in a text."""
        return frozenset(term for group in self.groups for term in group.terms)

    @property
    def marked_forms(self) -> tuple[Form, ...]:
        """All forms of the glossary that were looked for, to be marked where they stand whole."""
        return tuple(dict.fromkeys(form for group in self.groups for form in group.forms))


class Near(NamedTuple):
    """What is like a text.

    Attributes:
        numbers: The nearest documents, in order.
        matches: What each document scores, and how many of the words it has.
        groups: The words that stood for the text.
        total: How many postmortems have any of them.
    """

    numbers: tuple[int, ...]
    matches: Matches
    groups: tuple[Group, ...]
    total: int


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
        query = parse(text, is_narrowed=bool(since))
        groups = self._groups(query)
        matches = matches_of(self._source, groups)
        numbers = self._found(query, matches, since)
        total = len(numbers)
        is_counted = True
        has_phrases = query.phrases or query.unphrased
        best = matches.best_first(numbers, total if has_phrases else max(most, RERANKED))
        best = [*self._closest_first(best[:RERANKED], matches, groups), *best[RERANKED:]]
        if has_phrases:
            best = list(islice(self._with_phrases(best, query), most + 1))
            total, is_counted = len(best), len(best) <= most
        hits = tuple(self._hit(number, matches, groups) for number in best[:most])
        return Answer(hits, total, groups, is_counted)

    def narrowed(self, filters: str = "", since: str = "") -> list[Document]:
        """All postmortems that `filters` leave, dated `since` (ISO 8601) or later, newest first."""
        return [self._source.document(number) for number in self.listed(filters, since)]

    def listed(self, filters: str = "", since: str = "") -> list[int]:
        """All that `filters` leave, dated `since` (ISO 8601) or later: numbers, newest first."""
        query = parse(filters)
        numbers: Sequence[int] = range(self._source.count)
        if query.narrows or since:
            numbers = self._found(query, matches_of(self._source, ()), since)
        return sorted(numbers, reverse=True)

    def unheld(self, text: str) -> list[tuple[str, str]]:
        """The filters in `text`, wanted or not, whose value no postmortem has."""
        query = parse(text)
        asked = dict.fromkeys((*query.filters, *query.unfiltered))
        return [each for each in asked if not self._source.postings(filter_term(*each))]

    def told(self, near: Near) -> Answer:
        """The postmortems that `nearest` answered with, each with where to open it."""
        hits = (self._hit(number, near.matches, near.groups) for number in near.numbers)
        return Answer(tuple(hits), near.total, near.groups)

    def nearest(self, text: str, most: int = 5, but: str = "") -> Near:
        """The `most` postmortems nearest to `text`, composed (NFC), without the one of id `but`.

        The words that tell it apart best stand for it: those it has often and others rarely.
        """
        chosen = self.most_telling(Counter(telling_terms(text)))
        groups = tuple(Group(term, {term: WHOLE}) for term in chosen)
        matches = matches_of(self._source, groups)
        scores = matches.scores
        best = nsmallest(most + 1, scores, key=lambda number: (-scores[number], -number))
        others = [number for number in best if self._source.document(number).id != but]
        total = len(scores) - len(best) + len(others)
        return Near(tuple(others[:most]), matches, groups, total)

    def most_telling(self, counts: Mapping[str, int]) -> list[str]:
        """The terms that tell a text apart best, of all it has and how often it has each."""
        known = {term: self._source.postings(term) for term in counts}
        worth = {
            term: counts[term] * math.log(1 + self._source.count / len(found.documents))
            for term, found in known.items()
            if found
        }
        return sorted(worth, key=lambda term: (-worth[term], term))[:_TELLING_TERMS]

    # What is looked for

    def _groups(self, query: Query) -> tuple[Group, ...]:
        """A group for each word that occurs in the index in some form; equal ones once."""
        concepts = self._concepts(query)
        groups: dict[tuple[str, ...], Group] = {}
        for place, word in enumerate(query.words):
            is_open = query.is_open and place == len(query.words) - 1
            terms, is_corrected = self._forms(word.term, word.word, is_open=is_open)
            terms |= dict.fromkeys(concepts[place], _CONCEPT)
            forms = tuple(
                form
                for concept in concepts[place]
                for form in self._source.glossary.forms_of(concept)
            )
            key = tuple(sorted(terms))
            if same := groups.get(key):
                groups[key] = same._replace(others=(*same.others, word.word))
            elif terms:
                groups[key] = Group(word.word, terms, forms, is_corrected=is_corrected)
        return tuple(groups.values())

    def _concepts(self, query: Query) -> dict[int, list[str]]:
        """The concepts of the glossary, by the places of the words that name them."""
        concepts: dict[int, list[str]] = defaultdict(list)
        places = {id(word): place for place, word in enumerate(query.words)}
        for found in find(self._source.glossary, [word.term for word in query.typed]):
            if self._source.postings(found.concept):
                for word in query.typed[found.start : found.end]:
                    if id(word) in places:
                        concepts[places[id(word)]].append(found.concept)
        return concepts

    def _forms(self, term: str, word: str, *, is_open: bool) -> tuple[dict[str, int], bool]:
        """The term itself, what a half-typed word may become, or else what is near; and which."""
        forms = {term: WHOLE} if self._source.postings(term) else {}
        if (is_open and len(word) > 1) or is_half_a_pair(word):
            for completed in completions(word, self._source):
                forms.setdefault(completed, _COMPLETED)
        if forms or word in STOP_WORDS:
            return forms, False
        near = {each: _CORRECTED[distance] for each, distance in corrections(word, self._source)}
        return near, bool(near)

    # Which documents

    def _found(self, query: Query, matches: Matches, since: str) -> list[int]:
        """What has any of the words, or all there is where a search only narrows down."""
        is_all = not query.words and (query.narrows or since)
        numbers = self._narrowed(query, range(self._source.count) if is_all else matches.scores)
        if not since:
            return numbers
        dates = self._source.dates()
        return [each for each in numbers if dates[each] >= since]

    def _narrowed(self, query: Query, numbers: Iterable[int]) -> list[int]:
        """Those that have one value of each facet asked for, and nothing that is not wanted."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for name, value in query.filters:
            wanted[name] |= self._having(filter_term(name, value))
        unwanted: set[int] = set()
        for name, value in query.unfiltered:
            unwanted |= self._having(filter_term(name, value))
        for term in query.excluded:
            unwanted |= self._having(term)
        if not wanted and not unwanted:
            return list(numbers)
        return [
            number
            for number in numbers
            if number not in unwanted and all(number in members for members in wanted.values())
        ]

    def _having(self, term: str) -> set[int]:
        found = self._source.postings(term)
        return set(found.documents) if found else set()

    # In which order

    def _closest_first(
        self, numbers: Sequence[int], matches: Matches, groups: Sequence[Group]
    ) -> list[int]:
        """The best again, those raised whose words stand together in one passage."""
        if len(groups) < 2:
            return list(numbers)
        close = {
            number: closeness(self._source.document(number).passages, groups) for number in numbers
        }
        return sorted(numbers, key=lambda number: matches.rank(number, close[number]))

    def _with_phrases(self, numbers: Iterable[int], query: Query) -> Iterator[int]:
        """Those that have the phrases, and not those that are unwanted.

        A text is read only where all telling words of a phrase are there.
        """
        wanted = [(phrase, self._having_all(phrase)) for phrase in query.phrases]
        unwanted = [(phrase, self._having_all(phrase)) for phrase in query.unphrased]
        begun = beginnings(term for phrase, _ in (*wanted, *unwanted) for term in phrase)
        for number in numbers:
            if not all(number in having for _, having in wanted):
                continue
            doubtful = any(number in having for _, having in unwanted)
            texts = self._texts(number, begun) if wanted or doubtful else []
            if all(_occurs_in(phrase, texts) for phrase, _ in wanted) and not any(
                _occurs_in(phrase, texts) for phrase, _ in unwanted
            ):
                yield number

    def _having_all(self, phrase: Sequence[str]) -> set[int]:
        """The documents that have every term of a phrase but those that no document is found by."""
        members = [self._having(term) for term in phrase if term not in stop_terms()]
        return set.intersection(*members) if members else set(range(self._source.count))

    def _texts(self, number: int, begun: AbstractSet[str]) -> list[list[str]]:
        document = self._source.document(number)
        texts = [document.title]
        texts += [text for each in document.passages for text in (each.heading, each.text)]
        return [terms_begun(text, begun) for text in texts]

    def _hit(self, number: int, matches: Matches, groups: Sequence[Group]) -> Hit:
        document = self._source.document(number)
        best = best_passage(document.passages, groups)
        score, matched = matches.scores.get(number, 0), matches.matched.get(number, 0)
        return Hit(document, score, best, matched)


def _occurs_in(phrase: Sequence[str], texts: Iterable[Sequence[str]]) -> bool:
    return any(occurs(phrase, text) for text in texts)
