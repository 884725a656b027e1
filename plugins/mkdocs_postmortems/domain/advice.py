"""What to write instead of a text that is none of a vocabulary's codes."""

from mkdocs_postmortems.domain.vocabulary import Vocabulary

_MOST_LISTED = 10
_MOST_MEANT = 3


def advice(text: str, vocabulary: Vocabulary, but: str = "") -> str:
    """What was meant by `text`, and which codes there are, without a full stop.

    A long vocabulary is not listed: the message says where it is. The code `but` is not offered.
    """
    codes = [code for code in vocabulary.codes if code != but]
    is_long = len(codes) > _MOST_LISTED
    near = [code for code in vocabulary.suggest(text, _MOST_MEANT if is_long else 1) if code != but]
    meant = f"Did you mean {_either(near[:_MOST_MEANT])}? " if near else ""
    if is_long:
        return f"{meant}`postmortems schema --codes` lists all {len(codes)}"
    return f"{meant}It is one of {', '.join(codes)}" if near else f"Write one of {', '.join(codes)}"


def _either(codes: list[str]) -> str:
    """`a`, `b` or `c`, each as code."""
    *first, last = [f"`{code}`" for code in codes]
    return f"{', '.join(first)} or {last}" if first else last
