"""Blameless (BLM): what happened, and what made it easy, rather than who is to blame.

After John Allspaw, "Blameless PostMortems and a Just Culture" (Etsy, 2012); "Postmortem Culture:
Learning from Failure", chapter 15 of Site Reliability Engineering (2016); and Sidney Dekker, The
Field Guide to Understanding 'Human Error' (2014). Names are never guessed: on 290 public incident
reports, guessing by capital letters found 25, none of a person at fault. Looked for are the names
of the authors file, those of whom postmortems name as author or reviewer, and `@handles`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mkdocs_postmortems.checks.detection import people
from mkdocs_postmortems.checks.detection.phrases import BLAME, HINDSIGHT, VICTORY, Phrase, said_in
from mkdocs_postmortems.checks.detection.places import Places
from mkdocs_postmortems.checks.detection.prose import prose_of
from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.subject import Subject

_ALLSPAW = "https://www.etsy.com/codeascraft/blameless-postmortems"
_SRE = "https://sre.google/sre-book/postmortem-culture/"

_FAULT = (
    r"(?:broke|botched|bungled|caused|forgot|ignored|mishandled|misconfigured|neglected|overlooked"
    r"|missed|messed up|screwed up|blew|slipped up|failed to|neglected to|should have|should've"
    r"|did not (?:bother|check|notice|read|test)|didn't (?:bother|check|notice|read|test)"
    r"|never (?:bothered|checked|noticed|read|tested)|is to blame|was to blame|was at fault)"
)
_BETWEEN = r"(?:\s+(?:had|has|have|also|then|again|simply|just|accidentally|who|clearly)){0,3}"
_OF_SOMEBODY = (
    r"(?:because of|due to|caused by|broken by|blame|blamed|blames|blaming"
    r"|(?:fault|mistake|error|oversight|negligence|carelessness) (?:of|by))"
)
_IRONIC = r"thanks to"
"""What thanks in earnest too, as in "thanks to Ada, who found it"."""
_HANDLE = r"@[A-Za-z][\w-]{1,38}"
_POSSESSED = r"(?:own )?(?:fault|mistake|error|oversight|negligence|carelessness|blunder|failure)s?"


def _looked_for(rule: str, phrases: Iterable[Phrase], subject: Subject) -> Iterator[Remark]:
    """Each place where one of `phrases`, or of those that the site adds, is said."""
    added = subject.collection.option(rule, "add")
    dropped = {_plain(each) for each in subject.collection.option(rule, "drop")}
    known = {phrase.text: phrase for phrase in phrases if phrase.text not in dropped}
    said = prose_of(subject.text, subject.body_line)
    found = list(said_in(said, (*known, *map(_plain, added))))
    places = Places(said if found else "")
    for match in found:
        words = _plain(match[0])
        remedy = known[words].remedy if words in known else "Say what happened instead"
        line, column = places.of(match.start())
        yield Remark(message=f"“{words}” {_SAYS[rule]}", remedy=remedy, line=line, column=column)


def _plain(phrase: str) -> str:
    return " ".join(phrase.replace("\u2019", "'").casefold().split())


_SAYS = {
    "BLM101": "judges a person",
    "BLM201": "is known only afterwards",
    "BLM202": "praises, and tells no figure",
}


def _look_for_blame(subject: Subject) -> Iterable[Remark]:
    return _looked_for("BLM101", BLAME, subject)


def _look_for_names(subject: Subject) -> Iterator[Remark]:
    said = prose_of(subject.text, subject.body_line)
    names = people.said_in(said, subject.collection.people)
    if not names and "@" not in said:
        return
    places = Places(said)
    for match in _fault_of(names).finditer(said):
        name = " ".join(match[match.lastgroup or 0].split())
        line, column = places.of(match.start())
        yield Remark(
            message=f"a fault is put down to `{name}`",
            remedy="Say what the system let happen, and leave out who was there",
            line=line,
            column=column,
        )


@lru_cache(maxsize=64)
def _fault_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """What puts a fault down to one of `names`, in one sentence and next to it."""
    spaced = (r"\s+".join(map(re.escape, name.split())) for name in names)
    name = rf"(?<![\w@])(?:{'|'.join((*spaced, _HANDLE))})(?![\w@/-])"
    return re.compile(
        rf"(?P<who>{name}){_BETWEEN}\s+(?i:{_spaced(_FAULT)})(?!\w)"
        rf"|(?P<whose>{name})['\u2019]s?\s+(?i:{_spaced(_POSSESSED)})(?!\w)"
        rf"|(?<!\w)(?i:{_spaced(_OF_SOMEBODY)})\s+(?P<whom>{name})(?!['\u2019]s?\s)"
        rf"|(?<!\w)(?i:{_spaced(_IRONIC)})\s+(?P<owed>{name})(?=\s+(?:we|it|the|our|this)\s)"
    )


def _spaced(words: str) -> str:
    """A pattern of words in which they may stand on two lines."""
    return words.replace(" ", r"\s+").replace("'", "['\u2019]")


def _look_for_hindsight(subject: Subject) -> Iterable[Remark]:
    return _looked_for("BLM201", HINDSIGHT, subject)


def _look_for_victory(subject: Subject) -> Iterable[Remark]:
    return _looked_for("BLM202", VICTORY, subject)


def a_phrase(text: str) -> Phrase:
    """A phrase of the site's own.

    Raises:
        ValueError: It has no letters.
    """
    if not re.search(r"\w", text):
        raise ValueError("it has no word")
    return Phrase(_plain(text))


_OPTIONS = {"add": a_phrase, "drop": a_phrase}

RULES = (
    Rule(
        id="BLM101",
        name="blaming-phrase",
        level=Level.WARNING,
        reason=(
            "Who is judged for a mistake will not write down the next one, and a page that ends "
            "at a person ends before the cause. Ask what made the mistake easy to make, and what "
            "let it through."
        ),
        bad="# Churn model\n\nThe release was careless, and somebody forgot to check the labels.\n",
        good="# Churn model\n\nThe release had no check of the labels, and went out on a Friday.\n",
        source=f"Allspaw, Blameless PostMortems and a Just Culture, 2012, <{_ALLSPAW}>",
        look=_look_for_blame,
        essays=True,
        options=_OPTIONS,
    ),
    Rule(
        id="BLM102",
        name="name-at-fault",
        level=Level.WARNING,
        reason=(
            "A reader remembers the name and forgets the cause. Another person in the same place, "
            "with the same tools and the same evening, would have done the same. Looked for are "
            "names of the authors file, of authors and reviewers whom postmortems name, and "
            "`@handles`; none are guessed, so that of anybody else is not found."
        ),
        bad="# Churn model\n\nAda forgot the filter, and the table was lost.\n",
        good="# Churn model\n\nThe script ran without its filter, and the table was lost.\n",
        source=f"Google, Site Reliability Engineering, chapter 15, 2016, <{_SRE}>",
        look=_look_for_names,
        essays=True,
    ),
    Rule(
        id="BLM201",
        name="hindsight",
        level=Level.INFO,
        reason=(
            "Afterwards the one path that was taken is plain to see, and the others are not. Tell "
            "what was known at the time: it is what the next team will know."
        ),
        bad="# Churn model\n\nIn hindsight the labels were obviously late.\n",
        good="# Churn model\n\nThe labels came 30 days late. Nothing in the table told so.\n",
        source=(
            "Dekker, The Field Guide to Understanding 'Human Error', third edition, 2014; "
            "Fischhoff, Hindsight is not equal to foresight, 1975, "
            "<https://doi.org/10.1037/0096-1523.1.3.288>"
        ),
        look=_look_for_hindsight,
        essays=True,
        options=_OPTIONS,
    ),
    Rule(
        id="BLM202",
        name="victory-language",
        level=Level.INFO,
        reason=(
            "A success deserves the same exactness as a failure. A figure with its data and its "
            "baseline convinces; praise makes a reader look for the catch."
        ),
        bad="# Churn model\n\nThe new model is a game-changer.\n",
        good="# Churn model\n\nThe new model found 12 of 100 leavers more than the rule.\n",
        source=(
            "Lipton and Steinhardt, Troubling Trends in Machine Learning Scholarship, 2018, "
            "<https://arxiv.org/abs/1807.03341>"
        ),
        look=_look_for_victory,
        essays=True,
        options=_OPTIONS,
    ),
)
"""The rules of this family."""
