"""What rules of honesty share: which figures count, in words, and the papers they rest on."""

import re
from collections.abc import Iterable

from mkdocs_postmortems.checks.subject import Subject
from mkdocs_postmortems.domain import Criterion, Result

PENDING = "pending"
JUDGED = frozenset({"succeeded", "failed", "mixed"})
"""Outcomes that criteria decide."""
MEASURED = JUDGED | {"inconclusive"}
"""Outcomes that rest on figures where there are any."""
IN_SAMPLE = frozenset({"", "train", "validation"})
"""Splits that a model or a choice was made on, or that nobody names."""

NOSEK = (
    "Nosek et al., The preregistration revolution, PNAS 115, 2018, "
    "<https://doi.org/10.1073/pnas.1708274114>"
)
GOLDACRE = (
    "Goldacre et al., COMPare: a prospective cohort study correcting and monitoring 58 misreported "
    "trials in real time, Trials 20, 2019, <https://doi.org/10.1186/s13063-019-3173-2>"
)
KERR = (
    "Kerr, HARKing: hypothesizing after the results are known, Personality and Social Psychology "
    "Review 2, 1998, <https://doi.org/10.1207/s15327957pspr0203_4>"
)
ICMJE = (
    "ICMJE, Corrections and version control, <https://www.icmje.org/recommendations/browse/"
    "publishing-and-editorial-issues/corrections-and-version-control.html>"
)
ROSENTHAL = (
    "Rosenthal, The file drawer problem and tolerance for null results, Psychological Bulletin 86, "
    "1979, <https://doi.org/10.1037/0033-2909.86.3.638>"
)
KOHAVI = (
    "Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, Cambridge, 2020, "
    "<https://doi.org/10.1017/9781108653985>"
)
LIPTON = (
    "Lipton and Steinhardt, Troubling trends in machine learning scholarship, 2018, "
    "<https://arxiv.org/abs/1807.03341>"
)
DACREMA = (
    "Ferrari Dacrema et al., Are we really making much progress?, RecSys 2019, "
    "<https://arxiv.org/abs/1907.06902>"
)
KAPOOR = (
    "Kapoor and Narayanan, Leakage and the reproducibility crisis in machine-learning-based "
    "science, Patterns 4, 2023, <https://doi.org/10.1016/j.patter.2023.100804>"
)
RECHT = (
    "Recht et al., Do ImageNet classifiers generalize to ImageNet?, ICML 2019, "
    "<https://arxiv.org/abs/1902.10811>"
)
BOUTHILLIER = (
    "Bouthillier et al., Accounting for variance in machine learning benchmarks, MLSys 2021, "
    "<https://arxiv.org/abs/2103.03098>"
)
REPRODUCED = (
    "Open Science Collaboration, Estimating the reproducibility of psychological science, "
    "Science 349, 2015, <https://doi.org/10.1126/science.aac4716>"
)

# `_` joins words in names of metrics, so `\b` does not part them.
_COST = re.compile(
    r"latenc|throughput|memory|duration|runtime|speed|utili[sz]ation|(?:^|[^a-z])(?:times?|seconds?|secs?|minutes?|hours?|"
    r"days|ms|[kmgt]i?b|bytes|size|costs?|usd|eur|dollars?|euros?|tokens?|params?|qps|rps|restarts?|"
    r"tok|mfu|[tgp]?flops)(?:[^a-z]|$)",
    re.IGNORECASE,
)


def measured(results: Iterable[Result]) -> list[Result]:
    """Those that have a figure."""
    return [each for each in results if each.value is not None]


def is_of_quality(metric: str) -> bool:
    """Whether it tells how good something is, not what it takes, which has no held-out data."""
    return not _COST.search(metric)


def is_out_of_sample(result: Result) -> bool:
    """Whether it was measured on data that neither fit nor choice has seen."""
    return result.split not in IN_SAMPLE


def figure(value: float | None) -> str:
    """A number without more digits than it was given."""
    return "none" if value is None else f"{value:.10g}"


def said(criterion: Criterion, subject: Subject) -> str:
    """A criterion in a message: its metric, split, comparison and target, or its words."""
    if not criterion.metric:
        words = criterion.text
        return f"“{words if len(words) <= 60 else words[:59] + '…'}”"
    bar = f" {criterion.op} {figure(criterion.target)}" if criterion.target is not None else ""
    return f"`{criterion.metric}{bar}`{on(criterion.split, subject)}"


def on(split: str, subject: Subject) -> str:
    """` on test`; empty where no split is named."""
    label = subject.collection.catalog.vocabularies.split.term(split).label
    return f" on {label.lower()}" if split else ""


def line_within(subject: Subject, field: str, words: str) -> int:
    """The first line of a field's text that has `words`; the field's own line where none has."""
    first = subject.postmortem.line_of(field)
    if not first or not words:
        return first
    lines = subject.text.split("\n")[first - 1 : subject.body_line]
    for number, line in enumerate(lines, start=first):
        if number > first and re.match(r"[^\s#\-\]}]", line):
            break
        if words in line:
            return number
    return first


def example(fields: str, body: str = "What was tried, and what came of it.") -> str:
    """A file for a rule's example."""
    return f"---\ntitle: Churn from calls\ndate: 2024-05-01\n{fields}---\n\n{body}\n"
