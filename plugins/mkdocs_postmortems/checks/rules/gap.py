"""Which gaps between data that were tuned on and data that were not are worth a question."""

import re
from collections.abc import Iterable, Iterator

from mkdocs_postmortems.checks.rules.evidence import measured
from mkdocs_postmortems.domain import Criterion, Result
from mkdocs_postmortems.domain.generalisation import KEPT_APART, TUNED_ON, Gap, gaps_of
from mkdocs_postmortems.domain.vocabulary import squeeze

_LARGE = 0.1
_LEAST = 0.01
"""A difference below a hundredth is none where the values lie between 0 and 1."""
_NEAR_ZERO = 0.02
_SCALE = 100
_PERCENT = 20
_LOWER = re.compile(
    r"loss|logloss|err|errors?|rmse|mae|mse|mape|smape|rmsle|wape|deviance|perplexity|ppl|brier|"
    r"wer|cer|fpr|fnr|ece|eer|fid|nll|false",
)
_HIGHER = re.compile(
    r"auc|auroc|auprc|roc|accuracy|acc|recall|precision|f1|r2|ndcg|map|mrr|iou|dice|bleu|rouge|"
    r"sensitivity|specificity|hitrate|kappa|mcc|correlation|concordance|gini|ks",
)
_WORDS = re.compile(r"[a-z]+[0-9]*")


def large_gaps(results: Iterable[Result], criteria: Iterable[Criterion]) -> Iterator[Gap]:
    """The gaps of more than a tenth, the largest of each metric.

    Which direction is worse is told by a result, by a criterion, or by a name that everybody knows;
    a metric of which nothing tells it is left out, and so are figures near 0, of which a share
    means nothing, and figures whose intervals overlap. A percentage beside a fraction is read as
    its hundredth.
    """
    by_metric: dict[str, list[Result]] = {}
    for each in measured(results):
        by_metric.setdefault(squeeze(each.metric), []).append(each)
    bars = list(criteria)
    for group in by_metric.values():
        for gap in gaps_of(_comparable(group, bars)):
            if gap.share > _LARGE + 1e-9:
                yield gap


def _comparable(group: list[Result], criteria: Iterable[Criterion]) -> list[Result]:
    """Of the figures of one metric those that can be compared, in one unit and direction."""
    higher = _direction(group, criteria)
    before = _tuned_on(group)
    if higher is None or before is None or abs(before.value or 0) < _NEAR_ZERO:
        return []
    told = {"higher_is_better": higher}
    kept = [each for each in group if each.split in KEPT_APART and _differ(before, each)]
    if not kept:
        return []
    scaled = [each.model_copy(update=told | _unit(before, each)) for each in kept]
    start = before.model_copy(update=told | _unit(kept[0], before))
    return [start, *(each for each in scaled if _is_far(start, each))]


def _tuned_on(group: Iterable[Result]) -> Result | None:
    """The only figure on validation data, else the only one on training data."""
    for split in TUNED_ON:
        found = [each for each in group if each.split == split]
        if found:
            # Of several, of several models say, nothing tells to which the others belong.
            return found[0] if len(found) == 1 else None
    return None


def _direction(group: Iterable[Result], criteria: Iterable[Criterion]) -> bool | None:
    """Whether higher is better; None where that is not known."""
    told = {each.higher_is_better for each in group} - {None}
    if told:
        return told.pop() if len(told) == 1 else None
    name = next(iter(group)).metric
    for each in criteria:
        if squeeze(each.metric) == squeeze(name) and each.target is not None and each.op != "==":
            return each.op in {">=", ">"}
    words = _WORDS.findall(name.lower())
    lower = any(_LOWER.fullmatch(word) for word in words)
    higher = any(_HIGHER.fullmatch(word) for word in words)
    return higher if lower is not higher else None


def _unit(beside: Result, result: Result) -> dict[str, float]:
    """The value of `result` as a fraction, where it is a percentage and `beside` a fraction."""
    fraction, value = beside.value or 0, result.value or 0
    if 0 < fraction <= 1 < value <= _SCALE and value / fraction > _PERCENT:
        return {"value": value / _SCALE}
    return {}


def _is_far(one: Result, other: Result) -> bool:
    values = (one.value or 0, other.value or 0)
    return max(map(abs, values)) > 1 or abs(values[0] - values[1]) >= _LEAST


def _differ(one: Result, other: Result) -> bool:
    """Whether their intervals do not overlap, where both have one."""
    if one.ci is None or other.ci is None:
        return True
    return one.ci[1] < other.ci[0] or other.ci[1] < one.ci[0]
