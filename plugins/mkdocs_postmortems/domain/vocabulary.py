"""The controlled vocabularies: stable codes with a label and a meaning each.

The causes follow published taxonomies of why machine-learning work fails: leakage after Kapoor and
Narayanan (Patterns, 2023); feedback loops and technical debt after Sculley et al. (NeurIPS, 2015);
deployment after Paleyes et al. (ACM Computing Surveys, 2022); problem framing and expertise after
RAND RRA2680-1 (2024); the ICBINB workshop's reasons for negative results; and the GMF taxonomy of
the AI Incident Database.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from mkdocs_postmortems.domain.spelling import level

_TELLING = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a vocabulary.

    Attributes:
        code: What is written in front matter and exported; it never changes.
        label: What a reader sees.
        meaning: One sentence that lets a stranger choose between this code and the next.
        family: The group it belongs to, for vocabularies with two levels; else empty.
        icon: The name of its picture among the icons of `outcome`; else empty.
        forms: Other forms of the same word that are read as the code.
    """

    code: str
    label: str
    meaning: str = ""
    family: str = ""
    icon: str = ""
    forms: tuple[str, ...] = ()


def squeeze(text: str) -> str:
    """`text` as codes are compared: lower case, without blanks, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", text).casefold()


@dataclass(frozen=True)
class Vocabulary:
    """An ordered set of terms, found by code whatever the spelling of case, blank and hyphen.

    Attributes:
        name: The field that holds its codes.
        terms: The terms in their order.
        unread: What stands for a text that is none of the codes; nobody can write it.
    """

    name: str
    terms: tuple[Term, ...]
    unread: Term | None = None

    @cached_property
    def _by_spelling(self) -> dict[str, Term]:
        spellings = {squeeze(f"{term.family}.{term.code}"): term for term in self.terms}
        return spellings | {squeeze(term.code): term for term in self.terms}

    @cached_property
    def _by_form(self) -> dict[str, Term]:
        forms = {level(squeeze(form)): term for term in self.terms for form in term.forms}
        return forms | {level(spelling): term for spelling, term in self._by_spelling.items()}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term.code: place for place, term in enumerate(self.terms)}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in their order."""
        return tuple(term.code for term in self.terms)

    def read(self, text: str) -> str | None:
        """The code that `text` means (`family.code` is understood), or None."""
        squeezed = squeeze(text.replace("/", "."))
        found = self._by_spelling.get(squeezed) or self._by_form.get(level(squeezed))
        return found.code if found else None

    def term(self, code: str) -> Term:
        """The term of `code`; a code that is not of this vocabulary is its own label."""
        if self.unread and code == self.unread.code:
            return self.unread
        return self._by_spelling.get(squeeze(code)) or Term(code, code.replace("_", " "))

    def position(self, code: str) -> int:
        """The place of `code` in the vocabulary's order; codes that are not in it come last."""
        return self._places.get(code, len(self.terms))

    def suggest(self, text: str, most: int = 1) -> tuple[str, ...]:
        """The codes most likely meant by `text`: all that hold it, else the `most` nearest."""
        squeezed = squeeze(text)
        if len(squeezed) >= _TELLING:
            holding = [term.code for term in self.terms if squeezed in squeeze(term.code)]
            if holding:
                return tuple(holding)
        known = {squeeze(term.label): term for term in self.terms} | self._by_spelling
        near = difflib.get_close_matches(squeezed, known, n=2 * most, cutoff=0.6)
        return tuple(dict.fromkeys(known[spelling].code for spelling in near))[:most]

    def extended(self, terms: Iterable[Term]) -> "Vocabulary":
        """This vocabulary with `terms` added at its end.

        A code that is there already is worded anew; what its new term leaves empty stays.
        """
        merged = {term.code: term for term in self.terms}
        for term in terms:
            old = merged.get(term.code, term)
            merged[term.code] = Term(
                code=term.code,
                label=term.label or old.label or term.code.replace("_", " ").capitalize(),
                meaning=term.meaning or old.meaning,
                family=term.family or old.family,
                icon=term.icon or old.icon,
                forms=term.forms or old.forms,
            )
        return replace(self, terms=tuple(merged.values()))


NOT_READABLE = Term("not_readable", "Outcome not readable", "Its file says none of the codes")
"""The outcome of an experiment of which nobody can tell how it ended until its file is mended."""


OUTCOMES = Vocabulary(
    "outcome",
    (
        Term("pending", "Pending", "Registered, no result yet", icon="pending"),
        Term(
            "succeeded",
            "Succeeded",
            "Met the criteria stated beforehand, on data that counts",
            icon="succeeded",
            forms=("succeed", "success", "successful"),
        ),
        Term(
            "failed",
            "Failed",
            "Did not meet the criteria, or the analysis shows it cannot work here",
            icon="failed",
            forms=("fail", "fails", "failure"),
        ),
        Term(
            "mixed",
            "Mixed",
            "Some criteria met; or the primary one met and a guardrail harmed",
            icon="mixed",
        ),
        Term("inconclusive", "Inconclusive", "The evidence cannot tell", icon="inconclusive"),
        Term(
            "invalid",
            "Invalid",
            "The result cannot be trusted: leakage, bug, sample-ratio mismatch, selection",
            icon="invalid",
        ),
        Term(
            "abandoned",
            "Abandoned",
            "Ended before an answer: priorities, no data access, budget",
            icon="abandoned",
        ),
    ),
    unread=NOT_READABLE,
)

STAGES = Vocabulary(
    "stage",
    (
        Term("idea", "Idea", "Ended before any data was looked at"),
        Term("data_analysis", "Data analysis", "Ended while the data was studied"),
        Term("replication", "Replication", "Ended while a known result was reproduced"),
        Term("modelling", "Modelling", "Ended while models were built"),
        Term("offline_evaluation", "Offline evaluation", "Ended on held-out data"),
        Term("online_test", "Online test", "Ended in an experiment with live users"),
        Term("production", "Production", "Ended after it was in use"),
    ),
)

DECISIONS = Vocabulary(
    "decision",
    (
        Term("ship", "Ship", "Put it to use"),
        Term("iterate", "Iterate", "Change it and try again"),
        Term("stop", "Stop", "Do not go on"),
        Term("rerun", "Rerun", "Measure the same thing again"),
        Term("roll_back", "Roll back", "Take it out of use"),
        Term("revisit", "Revisit", "Look again at a date or on a condition"),
    ),
)

CONFIDENCE = Vocabulary(
    "confidence",
    (
        Term("low", "Low", "One run or one slice; another might say otherwise"),
        Term("medium", "Medium", "Repeated, or with uncertainty stated"),
        Term("high", "High", "Repeated on independent data with uncertainty stated"),
    ),
)

SPLITS = Vocabulary(
    "split",
    (
        Term("train", "Train", "The data the model was fitted to"),
        Term("validation", "Validation", "The data choices were made on"),
        Term("test", "Test", "Held out, looked at once"),
        Term("out_of_time", "Out of time", "From after the training period"),
        Term("external", "External", "From another place or population"),
        Term("shadow", "Shadow", "Live inputs, outputs not used"),
        Term("online", "Online", "A randomised test with users"),
        Term("production", "Production", "In use, without a control"),
    ),
)


def _family(family: str, **labels: str) -> tuple[Term, ...]:
    return tuple(Term(code, label, family=family) for code, label in labels.items())


CAUSES = Vocabulary(
    "cause",
    (
        *_family(
            "data",
            unavailable="Data unavailable",
            quality="Data quality",
            labels="Labels",
            no_signal="No signal",
            shift="Distribution shift",
        ),
        *_family(
            "validity",
            split_leakage="Split leakage",
            feature_leakage="Feature leakage",
            temporal_leakage="Temporal leakage",
            selection="Selection",
            overfit="Overfitting",
            weak_baseline="Weak baseline",
            underpowered="Underpowered",
            measurement="Measurement",
        ),
        *_family(
            "model",
            not_better="Not better than the baseline",
            assumption="Wrong assumption",
            unexplained="Unexplained behaviour",
            unfair="Unfair to a group",
            cost="Cost",
        ),
        *_family(
            "ops",
            infrastructure="Infrastructure",
            integration="Integration",
            skew="Training-serving skew",
            feedback_loop="Feedback loop",
        ),
        *_family(
            "problem",
            misframed="Misframed problem",
            technology_first="Technology first",
            too_hard="Too hard today",
            no_user="No user",
        ),
        *_family(
            "org",
            concern_unspoken="Concern not voiced",
            success_pressure="Pressure to succeed",
            priorities="Priorities",
            expertise="Expertise",
            repeat="Repeat of a known failure",
        ),
        *_family("other", other="Other"),
    ),
)


AUDIENCES = Vocabulary("audience", ())
"""Whom a postmortem can be for: a site declares them all."""


@dataclass(frozen=True)
class Vocabularies:
    """All vocabularies of one site."""

    outcome: Vocabulary = field(default=OUTCOMES)
    stage: Vocabulary = field(default=STAGES)
    decision: Vocabulary = field(default=DECISIONS)
    confidence: Vocabulary = field(default=CONFIDENCE)
    split: Vocabulary = field(default=SPLITS)
    cause: Vocabulary = field(default=CAUSES)
    audience: Vocabulary = field(default=AUDIENCES)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names that the option `vocabulary` can extend; audiences have one of their own."""
        return tuple(each.name for each in fields(cls) if each.name != AUDIENCES.name)

    def extended(self, additions: Mapping[str, Iterable[Term]]) -> "Vocabularies":
        """These vocabularies with more terms, by the vocabulary's name."""
        changed = {name: getattr(self, name).extended(terms) for name, terms in additions.items()}
        return replace(self, **changed)
