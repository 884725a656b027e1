"""The learning family: what the next team would want to know, and when to look again."""

import re
from collections.abc import Iterable

from mkdocs_postmortems.checks.finding import Level, Remark
from mkdocs_postmortems.checks.rule import Rule
from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.source.plain import plain_text

_UNSUCCESSFUL = frozenset({"failed", "invalid", "mixed", "abandoned"})
_MOST_NAMED = 5
_FEWEST_WORDS = 3
_LONGEST_EMPTY = 80
_PLACEHOLDER = re.compile(
    r"\W*(?:tbd|to ?do|tba|n/?a|none|nothing|xxx|\?+|to be (?:done|written|added))\b.{0,20}",
    re.IGNORECASE,
)
_NOTHING_WRITTEN = re.compile(r"[^:=]*[:=]\s*(?:~|null)?\s*(?:#.*)?", re.IGNORECASE)

_ICBINB = "The ICBINB workshop's four questions, <https://icbinb.cc/>"
_SRE = (
    "Beyer et al., Site Reliability Engineering, 2016, chapter 15, "
    "<https://sre.google/sre-book/postmortem-culture/>"
)
_REGISTERED = (
    "Nosek et al., The preregistration revolution, PNAS 115, 2018, "
    "<https://doi.org/10.1073/pnas.1708274114>"
)


def _no_cause(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.outcome in _UNSUCCESSFUL and not postmortem.causes:
        yield Remark(
            message=f"`{postmortem.outcome}` without a cause",
            remedy="Write `causes: […]`, with `certainty: likely` where it is not known",
            line=postmortem.line_of("outcome"),
        )


def _no_lesson(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.has_verdict and not postmortem.lessons:
        yield Remark(
            message="concluded without a lesson",
            remedy="Write one under `lessons:`, or as a list under a heading `Lessons learnt`",
            line=postmortem.line_of("outcome"),
        )


def _empty_lesson(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    for lesson in postmortem.lessons:
        if len(lesson.text) > _LONGEST_EMPTY:
            continue
        text = plain_text(lesson.text)
        words = re.findall(r"\w+", text)
        if len("".join(words)) < 2 * _FEWEST_WORDS * 3 and _says_nothing(text, words):
            yield Remark(
                message=f"the lesson `{text[:60]}` does not say what to do or expect",
                remedy="Write a sentence that somebody could act on",
                line=_line_of(lesson.text, subject),
            )


def _says_nothing(text: str, words: list[str]) -> bool:
    if not text.isascii():
        return False  # Chinese, say, has no blanks between words.
    return len(words) < _FEWEST_WORDS or _PLACEHOLDER.fullmatch(text) is not None


def _line_of(text: str, subject: Subject) -> int:
    start = text[:40]
    lines = enumerate(subject.text.split("\n"), start=1)
    return next((number for number, line in lines if start in line), 0)


def _revisit_when(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.revisit or postmortem.revisit_when:
        return
    if postmortem.decision == "revisit":
        yield Remark(
            message="`decision: revisit` says neither when nor on what condition",
            remedy="Write `revisit: YYYY-MM-DD`, or `revisit_when:` and the condition",
            line=postmortem.line_of("decision"),
        )
    elif (line := postmortem.line_of("revisit")) and _is_blank(subject, line):
        yield Remark(
            message="`revisit` is empty",
            remedy="Write `revisit: YYYY-MM-DD`, or `revisit_when:` and the condition",
            line=line,
        )


def _is_blank(subject: Subject, line: int) -> bool:
    """Whether nothing stands behind the key on that line; what cannot be read is told elsewhere."""
    return _NOTHING_WRITTEN.fullmatch(subject.text.split("\n")[line - 1]) is not None


def _revisit_past(subject: Subject) -> Iterable[Remark]:
    postmortem, around = subject.postmortem, subject.collection
    day = postmortem.revisit
    if day is None or day >= around.now.date() or around.is_followed(postmortem):
        return
    yield Remark(
        message=f"it was to be looked at again on {day.isoformat()}, and no postmortem follows it",
        remedy="Look again, move the date, or take it out",
        line=postmortem.line_of("revisit"),
    )


def _overdue(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    day = postmortem.due
    if postmortem.outcome == "pending" and day and day < subject.collection.now.date():
        yield Remark(
            message=f"the result was due on {day.isoformat()}, and there is none",
            remedy="Write the outcome, `abandoned` too, or move `due` and say why",
            line=postmortem.line_of("due"),
        )


def _never_due(subject: Subject) -> Iterable[Remark]:
    postmortem = subject.postmortem
    if postmortem.outcome == "pending" and not postmortem.line_of("due"):
        yield Remark(
            message="pending, and nobody knows until when",
            remedy="Write `due: YYYY-MM-DD`, the day by which there should be a result",
            line=postmortem.line_of("outcome"),
        )


def _repeated(subject: Subject) -> Iterable[Remark]:
    around = subject.collection
    for group in around.repeats.get(subject.postmortem.id, ()):
        others = group.members[1:]
        named = ", ".join(f"`{each.id}`" for each in others[:_MOST_NAMED])
        more = len(others) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        cause = around.catalog.vocabularies.cause.term(group.cause).label
        yield Remark(
            message=f"{len(group.members)} failures share the cause `{cause}` and the "
            f"tag `{group.tag}`, and do not link to each other: {named}{rest}",
            remedy="Read them, and name those that matter under `builds_on` or `replicates`",
            line=subject.postmortem.line_of("causes"),
        )


_CAUSE = "causes: [shift]\n"
_LESSON = "lessons: [Retrain each month where behaviour follows prices.]\n"


def _file(fields: str, body: str = "It drifted.") -> str:
    return f"---\ntitle: Churn from calls\ndate: 2024-05-01\n{fields}---\n\n{body}\n"


RULES: tuple[Rule, ...] = (
    Rule(
        id="LRN101",
        name="no-cause",
        level=Level.WARNING,
        reason="Somebody who wants to try again has to know what stood in the way. Several causes "
        "may contribute, and a likely one is better than none.",
        bad=_file(f"outcome: failed\n{_LESSON}"),
        good=_file(f"outcome: failed\n{_CAUSE}{_LESSON}"),
        source=_ICBINB,
        look=_no_cause,
    ),
    Rule(
        id="LRN102",
        name="no-lesson",
        level=Level.WARNING,
        reason="A lesson is what others find, link to and act on. A success has one too: what to "
        "do alike, and where it holds.",
        bad=_file(f"outcome: failed\n{_CAUSE}"),
        good=_file(f"outcome: failed\n{_CAUSE}", "## Lessons learnt\n\n- Retrain each month."),
        source=_SRE,
        look=_no_lesson,
    ),
    Rule(
        id="LRN103",
        name="lesson-without-content",
        level=Level.INFO,
        reason="A word or a placeholder is found by search as a lesson, and teaches nothing.",
        bad=_file(f"outcome: failed\n{_CAUSE}lessons: [TBD]\n"),
        good=_file(f"outcome: failed\n{_CAUSE}{_LESSON}"),
        source=_SRE,
        look=_empty_lesson,
    ),
    Rule(
        id="LRN201",
        name="revisit-without-condition",
        level=Level.WARNING,
        reason="What is to be looked at again some time is not looked at again. A day can be "
        "found by search, and a condition can be recognised when it comes true.",
        bad=_file(f"outcome: failed\ndecision: revisit\n{_CAUSE}{_LESSON}"),
        good=_file(
            "outcome: failed\ndecision: revisit\nrevisit_when: Calls are transcribed.\n"
            f"{_CAUSE}{_LESSON}"
        ),
        source=_ICBINB,
        look=_revisit_when,
    ),
    Rule(
        id="LRN202",
        name="revisit-past",
        level=Level.INFO,
        reason="The day came on which its authors wanted to look again, and no page tells what "
        "they saw.",
        bad=_file(f"outcome: failed\nrevisit: 2024-06-01\n{_CAUSE}{_LESSON}"),
        good=_file(f"outcome: failed\nrevisit: 2099-01-01\n{_CAUSE}{_LESSON}"),
        source=_SRE,
        look=_revisit_past,
        around=True,
    ),
    Rule(
        id="LRN203",
        name="overdue",
        level=Level.WARNING,
        reason="Registered experiments that end without a word are how failures vanish.",
        bad=_file("outcome: pending\ndue: 2024-06-01\n"),
        good=_file("outcome: pending\ndue: 2099-01-01\n"),
        source=_REGISTERED,
        look=_overdue,
        around=True,
    ),
    Rule(
        id="LRN204",
        name="pending-without-due",
        level=Level.INFO,
        reason="Without a day by which there should be a result, nobody can tell a late "
        "experiment from a forgotten one.",
        bad=_file("outcome: pending\n"),
        good=_file("outcome: pending\ndue: 2099-01-01\n"),
        source=_REGISTERED,
        look=_never_due,
    ),
    Rule(
        id="LRN301",
        name="unlinked-repeats",
        level=Level.INFO,
        reason="Three failures of one cause in one field are a lesson of their own, which nobody "
        "sees while they do not know of each other. It is told once, on the newest.",
        bad=_file(f"outcome: failed\ntags: [churn]\n{_CAUSE}{_LESSON}"),
        good=_file(
            f"outcome: failed\ntags: [churn]\nbuilds_on: [2024/2024-01-10-churn]\n{_CAUSE}{_LESSON}"
        ),
        source="Argyris and Schön, Organizational Learning, 1978, on double-loop learning",
        look=_repeated,
        around=True,
    ),
)
