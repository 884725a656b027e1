"""A measured figure as it is typed: `auc test 0.71 baseline=0.66 ci=0.68,0.74 n=4812`."""

import math
from collections.abc import Mapping

from mkdocs_postmortems.domain import Vocabulary
from mkdocs_postmortems.writing.editing import Plain, Value

_EXAMPLE = (
    "Write it as `auc test 0.71`, and behind it, if known, `baseline=0.66 ci=0.68,0.74 n=4812`"
)
_KEYS = ("baseline", "ci", "n")


class FigureError(ValueError):
    """Not a figure; the message says what to type."""


def read_figure(text: str, splits: Vocabulary) -> Mapping[str, Value]:
    """The map that `results` has for `text`, its numbers with the digits that were typed.

    The word before the value is the split, if it is one, and those before it are the metric.

    Raises:
        FigureError: It has no metric, no value, or a part that is not understood.
    """
    words = [word for word in text.split() if "=" not in word]
    given = dict(word.split("=", 1) for word in text.split() if "=" in word)
    if unknown := [key for key in given if key not in _KEYS]:
        raise FigureError(f"`{unknown[0]}=` is not understood in `{text}`. {_EXAMPLE}")
    if len(words) < 2:
        raise FigureError(f"`{text}` has no metric or no value. {_EXAMPLE}")
    *named, value = words
    split = splits.read(named[-1]) if len(named) > 1 else None
    metric = " ".join(named[:-1] if split else named)
    figure: dict[str, Value] = {"metric": metric}
    if split:
        figure["split"] = split
    figure["value"] = _number(value)
    if "baseline" in given:
        figure["baseline"] = _number(given["baseline"])
    if "ci" in given:
        figure["ci"] = _interval(given["ci"])
    if "n" in given:
        figure["n"] = _count(given["n"])
    return figure


def _number(text: str) -> Plain:
    try:
        is_finite = math.isfinite(float(text.removesuffix("%")))
    except ValueError:
        is_finite = False
    if not is_finite or not text.isascii():
        raise FigureError(f"`{text}` is not a number. {_EXAMPLE}")
    return Plain(text)


def _interval(text: str) -> list[Value]:
    ends = text.strip("[]").split(",")
    if len(ends) != 2:
        raise FigureError(f"`ci={text}` is not two numbers. {_EXAMPLE}")
    return [_number(end) for end in ends]


def _count(text: str) -> Plain:
    digits = text.replace("_", "")
    if not (digits.isascii() and digits.isdecimal()):
        raise FigureError(f"`n={text}` is not a whole number. {_EXAMPLE}")
    return Plain(digits)
