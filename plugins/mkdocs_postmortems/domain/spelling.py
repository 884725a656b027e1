"""Words that Britain and America spell otherwise, so that either spelling of a code is read."""

import re

TWO_WAYS = (
    (re.compile(r"(?<=[iy])[sz](?=[aei])"), "s", "[sSzZ]"),
    (re.compile(r"ll?(?=ing|ed|er)"), "l", "[lL]{1,2}"),
    (re.compile(r"ou?r"), "or", "[oO][uU]?[rR]"),
)
"""What is spelt in two ways, what is taken for both, and a pattern of both in any case."""


def level(word: str) -> str:
    """A word in lower case, spelt in the one way: `modelling` and `modeling` become the same.

    The differences are `-ise` and `-ize`, `-lling` and `-ling`, and `-our` and `-or`.
    """
    for either, ours, _ in TWO_WAYS:
        word = either.sub(ours, word)
    return word
