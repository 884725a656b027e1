"""What a metric was measured on, from its name: `val_auc`, `test/auc` and `auc_oot` tell it.

The prefixes are those of Keras and Lightning (`val_`), of Transformers (`eval_`, the data that
choices are made on), of MLflow's autologging (`training_`), and of credit scoring (`oot`, out of
time). A name that could be read in two ways is left whole, without a split.
"""

import re
from itertools import pairwise

from mkdocs_postmortems.domain import Vocabulary
from mkdocs_postmortems.domain.vocabulary import squeeze

_ALIASES = {
    "train": ("train", "training", "trn"),
    "validation": ("validation", "valid", "val", "dev", "eval", "evaluation", "cv"),
    "test": ("test", "testing", "tst", "holdout", "heldout"),
    "out_of_time": ("oot",),
    "external": ("external",),
    "shadow": ("shadow",),
    "online": ("online",),
    "production": ("production", "prod"),
}
_PIECES = re.compile(r"([/_.:\-\s]+)")
_LONGEST = 3
"""Words of the longest name of a split, `out_of_time`."""

_NO_FIGURES = frozenset(
    (
        *("time", "runtime", "duration", "second", "seconds", "sec", "ms"),
        *("size", "row", "rows", "sample", "samples", "step", "steps"),
    )
)
"""Words of what was spent on a split or of how large it is, not of what was measured on it."""


def read_metric(name: str, splits: Vocabulary) -> tuple[str, str]:
    """The measure and the code of the split that a metric's name tells; the code may be empty."""
    pieces = _PIECES.split(name)
    words, gaps = pieces[::2], pieces[1::2]
    codes = _codes(splits)
    found = [each for part in _segments(gaps) for each in _at_its_ends(words, part, codes)]
    taken = {index for start, end, _ in found for index in range(start, end)}
    named = {code for _, _, code in found}
    named |= {codes[word] for word in map(squeeze, words) if word in codes}
    left = [index for index, word in enumerate(words) if index not in taken and word]
    if len(named) != 1 or not found or not left or _is_numbered(words, found):
        return name, ""
    if not _NO_FIGURES.isdisjoint(words[index].casefold() for index in left):
        return name, ""
    return _joined(words, gaps, left), named.pop()


def split_named(text: str, splits: Vocabulary) -> str:
    """The code of the split that `text` alone means, such as `testing`; empty if none."""
    return _codes(splits).get(squeeze(text), "")


def _codes(splits: Vocabulary) -> dict[str, str]:
    known = {code: (code, *_ALIASES.get(code, ())) for code in splits.codes}
    return {squeeze(alias): code for code, aliases in known.items() for alias in aliases}


def _segments(gaps: list[str]) -> list[tuple[int, int]]:
    """Where the parts between slashes begin and end, counted in words."""
    ends = [index + 1 for index, gap in enumerate(gaps) if "/" in gap]
    return list(zip([0, *ends], [*ends, len(gaps) + 1], strict=True))


def _at_its_ends(
    words: list[str], segment: tuple[int, int], codes: dict[str, str]
) -> list[tuple[int, int, str]]:
    """The names of splits with which a segment begins or ends."""
    start, end = segment
    found: list[tuple[int, int, str]] = []
    for length in range(min(_LONGEST, end - start), 0, -1):
        for at in {start, end - length}:
            code = codes.get(squeeze("".join(words[at : at + length])))
            if code and not any(at < last and first < at + length for first, last, _ in found):
                found.append((at, at + length, code))
    return found


def _is_numbered(words: list[str], found: list[tuple[int, int, str]]) -> bool:
    """Whether a number stands behind a split: `validation_0` may be any data, even training's."""
    return any(end < len(words) and words[end].isdecimal() for _, end, _ in found)


def _joined(words: list[str], gaps: list[str], left: list[int]) -> str:
    text = words[left[0]]
    for before, index in pairwise(left):
        joint = gaps[index - 1] if index == before + 1 else _strongest(gaps[before:index])
        text += joint + words[index]
    return text


def _strongest(gaps: list[str]) -> str:
    """What joins words between which a split was taken out."""
    return next((gap for gap in gaps if "/" in gap), gaps[0])
