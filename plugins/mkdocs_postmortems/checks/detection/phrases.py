"""The phrases that the blameless rules look for, each with what to write instead.

Short on purpose: each was looked up in public write-ups, and what had an innocent sense there was
left out. "Lazy" is such a word (lazy loading), as are "sloppy" (sloppy mode), "culprit", "stupid"
and "blame" alone, and "obviously" where it only makes an adjective stronger.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_SYSTEM = "Say what the system let happen"
_FIGURE = "Say by how much, on which data, against which baseline"
_KNOWN_THEN = "Say what was known then, and what would have shown it"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in small letters, and what to write instead, as a sentence without a full stop."""

    text: str
    remedy: str = _SYSTEM


def _phrases(remedy: str, text: str) -> Iterator[Phrase]:
    return (Phrase(each.strip(), remedy) for each in text.split(","))


BLAME: tuple[Phrase, ...] = (
    *_phrases(
        "Say what was asked of whom, with which tools, and what the system let happen",
        "careless, carelessly, carelessness, negligent, negligently, negligence, reckless, "
        "recklessly, incompetent, incompetence, irresponsible, stupid mistake, "
        "silly mistake, dumb mistake, rookie mistake, amateurish, screwed up, messed up",
    ),
    *_phrases(
        "Say what let the error through: error is where an analysis begins",
        "human error, operator error, user error, pilot error",
    ),
    *_phrases(
        "Say what was known then, and who could have known it",
        "should have known, should've known, ought to have known, should have known better, "
        "should've known better, knew better, know better",
    ),
    *_phrases(
        "Say which check was missing, or what made it easy to leave out",
        "forgot to check, forgot to test, forgot to review, forgot to run, forgot to update, "
        "forgot to add, forgot to remove, forgot to tell, failed to pay attention, "
        "did not bother to, didn't bother to, not paying attention, neglected to",
    ),
    *_phrases(
        _SYSTEM,
        "my fault, your fault, his fault, her fault, their fault, our fault, whose fault, "
        "is to blame, was to blame, are to blame, were to blame, who to blame",
    ),
)
"""Phrases that judge a person."""

HINDSIGHT: tuple[Phrase, ...] = tuple(
    _phrases(
        _KNOWN_THEN,
        "in hindsight, with hindsight, with the benefit of hindsight, in retrospect, "
        "was obviously, were obviously, obviously should, should obviously, it was obvious, "
        "clearly should, should have been obvious, should have seen",
    )
)
"""Phrases that judge by what was known only afterwards."""

VICTORY: tuple[Phrase, ...] = tuple(
    _phrases(
        _FIGURE,
        "game-changer, game changer, game-changing, crushed it, nailed it, killed it, "
        "is state of the art, is state-of-the-art, are state of the art, are state-of-the-art, "
        "achieves state-of-the-art, achieved state-of-the-art, reaches state-of-the-art, "
        "reached state-of-the-art, new state of the art, new state-of-the-art, "
        "huge win, massive win, huge success, massive success, resounding success, slam dunk, "
        "home run, groundbreaking, ground-breaking, revolutionary, best-in-class, world-class, "
        "cutting-edge, blown away, mind-blowing, knocked it out of the park",
    )
)
"""Phrases of victory. "State of the art" alone is not among them: mostly it names the baseline."""

_DENIED = re.compile(
    r"(?:\b(?:no|nobody|no one|nor|not|never|neither|none|without|rather than|instead of|more|less"
    r"|cannot)|n['\u2019]t)\b[^.!?:;]{0,40}\Z",
    re.IGNORECASE,
)
_FURTHEST = 60
_WORD = re.compile(r"\w+")


def said_in(text: str, phrases: Iterable[str]) -> Iterator[re.Match[str]]:
    """Where one of `phrases` is said in `text`, in whole words, and not denied.

    Case, apostrophes and what is between words do not matter. "Nobody was careless" denies it.
    """
    words = _words_of(text)
    met = tuple(phrase for phrase in phrases if _longest_word(phrase) in words)
    for match in _pattern_of(met).finditer(text) if met else ():
        if not _DENIED.search(text, max(0, match.start() - _FURTHEST), match.start()):
            yield match


@lru_cache(maxsize=1)  # several rules look at the same text one after the other
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


@lru_cache(maxsize=1024)
def _longest_word(phrase: str) -> str:
    return max(_WORD.findall(phrase.lower()), key=len, default="")


@lru_cache(maxsize=64)
def _pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    spaced = (r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    words = "|".join(spaced).replace("'", "['\u2019]")
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
