"""What is so like a text that somebody who writes or reads it should know."""

from typing import TYPE_CHECKING, NamedTuple

from mkdocs_postmortems.search.documents import Document
from mkdocs_postmortems.search.engine import Answer, Engine, Near
from mkdocs_postmortems.search.index import Source
from mkdocs_postmortems.search.tokens import composed, telling_terms

if TYPE_CHECKING:  # a search must start at once, without what reads postmortems
    from mkdocs_postmortems.domain import Postmortem

LONGEST_TEXT = 20_000
"""Characters of a text that are looked at."""
_MOST_WORDS = 16
_FEW = 10
_SEVERAL = 4


class Likenesses(NamedTuple):
    """What is like a text.

    Attributes:
        answer: The postmortems.
        weak: How many of the nearest share too little with it to be among them.
    """

    answer: Answer
    weak: int


def words_of(postmortem: "Postmortem") -> str:
    """The text by which a postmortem is compared with others: what is told of it first."""
    lessons = (each.text for each in postmortem.lessons)
    return "\n".join((postmortem.title, postmortem.summary, *lessons, postmortem.body))


def alike(source: Source, text: str, most: int, but: str = "") -> list[Document]:
    """At most `most` postmortems like `text`, the nearest first, without the one of id `but`."""
    near, _ = _near(source, text, most, but)
    return [source.document(number) for number in near.numbers]


def likenesses(
    source: Source, text: str, most: int, but: str = "", *, is_weak_shown: bool = False
) -> Likenesses:
    """The same, each with where to open it, and how many are left out as too weak."""
    engine = Engine(source)
    if is_weak_shown:
        return Likenesses(engine.told(engine.nearest(composed(text[:LONGEST_TEXT]), most, but)), 0)
    near, weak = _near(source, text, most, but)
    return Likenesses(engine.told(near), weak)


def _near(source: Source, text: str, most: int, but: str) -> tuple[Near, int]:
    """What is like `text` among the nearest, and how many of them are not.

    Of the 16 words that tell a text apart best, a quarter have to be shared, and half among fewer
    than ten postmortems, where no word is rare; one word is enough only for a text of up to three,
    and where few have it. What scores below a third of the nearest is left out. Of 81 judged
    questions to 1,000 postmortems, and 36 to 26, none lost its answer by it; to 80 questions that
    the 26 do not answer, 200 are shown in place of 325.
    """
    subject = composed(text[:LONGEST_TEXT])
    near = Engine(source).nearest(subject, most, but)
    scores, matched = near.matches.scores, near.matches.matched
    best = scores[near.numbers[0]] if near.numbers else 0
    words = min(len(set(telling_terms(subject))), _MOST_WORDS)
    is_common = near.total > max(most, source.count // 3)
    share = 2 if source.count < _FEW else 4
    least = max(words / share, min(words, 2) if is_common or words >= _SEVERAL else 1)
    kept = tuple(
        number for number in near.numbers if matched[number] >= least and scores[number] * 3 >= best
    )
    weak = len(near.numbers) - len(kept)
    return near._replace(numbers=kept, total=len(kept) if weak else near.total), weak
