"""How far a metric falls from the data that choices were made on to other data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_postmortems.checks.evidence import is_out_of_sample, measured
from mkdocs_postmortems.domain import Criterion, Result
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


@dataclass(frozen=True, slots=True)
class Gap:
    """A fall of one metric.

    Attributes:
        metric: Its name.
        inside: The figure on validation data, or training data where there is none.
        inside_split: Which of the two.
        outside: The worst figure on other data.
        outside_split: Which data.
        share: By which share of `inside` it is worse.
    """

    metric: str
    inside: float
    inside_split: str
    outside: float
    outside_split: str
    share: float


def gaps_of(results: Iterable[Result], criteria: Iterable[Criterion]) -> Iterator[Gap]:
    """The falls of more than a tenth, the largest of each metric.

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
        higher = _direction(group, bars)
        inside = _inside(group)
        if higher is None or inside is None:
            continue
        outside = [each for each in group if is_out_of_sample(each)]
        found = [gap for each in outside if (gap := _gap(inside, each, higher=higher))]
        if found:
            yield max(found, key=lambda gap: gap.share)


def _inside(group: Iterable[Result]) -> Result | None:
    """The only figure on validation data, else the only one on training data."""
    for split in ("validation", "train"):
        found = [each for each in group if each.split == split]
        if len(found) == 1:
            return found[0]
        if found:
            return None  # Several models, say: which of them the others belong to is not told.
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


def _gap(inside: Result, outside: Result, *, higher: bool) -> Gap | None:
    if inside.value is None or outside.value is None or _overlap(inside, outside):
        return None
    before, after = _same_unit(inside.value, outside.value)
    fall = before - after if higher else after - before
    if abs(before) < _NEAR_ZERO or (max(abs(before), abs(after)) <= 1 and fall < _LEAST):
        return None
    share = fall / abs(before)
    if share <= _LARGE + 1e-9:
        return None
    return Gap(inside.metric, before, inside.split, after, outside.split, share)


def _same_unit(one: float, other: float) -> tuple[float, float]:
    """Both as fractions, where one is a fraction and the other a percentage of it."""
    if 0 < one <= 1 < other <= _SCALE and other / one > _PERCENT:
        return one, other / _SCALE
    if 0 < other <= 1 < one <= _SCALE and one / other > _PERCENT:
        return one / _SCALE, other
    return one, other


def _overlap(one: Result, other: Result) -> bool:
    if one.ci is None or other.ci is None:
        return False
    return one.ci[0] <= other.ci[1] and other.ci[0] <= one.ci[1]
