"""What is so like a text that somebody who writes or reads it should know."""

from mkdocs_postmortems.domain import Postmortem
from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Engine
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.tokens import composed, telling_terms

LONGEST_TEXT = 20_000
"""Characters of a text that are looked at."""
_MOST_WORDS = 16
_FEW = 10


def words_of(postmortem: Postmortem) -> str:
    """The text by which a postmortem is compared with others: what is told of it first."""
    lessons = (each.text for each in postmortem.lessons)
    return "\n".join((postmortem.title, postmortem.summary, *lessons, postmortem.body))


def alike(source: Source, text: str, most: int, but: str = "") -> list[Document]:
    """At most `most` postmortems like `text`, the nearest first, without the one of id `but`.

    A word or two of many, or one that many have in common, is no likeness. Among few postmortems
    no word is rare, so more are needed. What scores below a third of the nearest is left out.
    """
    subject = composed(text[:LONGEST_TEXT])
    near = Engine(source).nearest(subject, most, but)
    scores, matched = near.matches.scores, near.matches.matched
    best = scores[near.numbers[0]] if near.numbers else 0
    words = min(len(set(telling_terms(subject))), _MOST_WORDS)
    is_common = near.total > max(most, source.count // 3)
    share = 2 if source.count < _FEW else 4
    least = max(words / share, 2 if is_common else 1)
    found = (each for each in near.numbers if matched[each] >= least and scores[each] * 3 >= best)
    return [source.document(number) for number in found]
