"""Regular expressions of a project's own, which may not take more than linear time.

What makes the time grow with a power of the text, or worse, is a repeat within a repeat and a
repeat without end (Davis et al., FSE 2018: "The Impact of Regular Expression Denial of Service in
Practice"). The first are refused, the second given an end.
"""

import re

_LONGEST = 200
_MOST_REPEATS = 2
_ENDLESS = 64
_PIECE = re.compile(
    r"(?P<atom>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<repeat>[*+?]|\{\d{0,9}(?:,\d{0,9})?\})"
    r"|(?P<group>\(\?:|[()|])|(?P<other>.)",
    re.DOTALL,
)


def safe_pattern(written: str) -> re.Pattern[str]:
    """`written` compiled to match whole words only, with an end to each repeat.

    Literals, classes, groups, `|` and repeats of one character are understood.

    Raises:
        ValueError: It is empty, too long, matches nothing or could take too long.
        re.error: It is no regular expression.
    """
    if len(written) > _LONGEST:
        raise ValueError(f"it has more than {_LONGEST} characters")
    re.compile(written)
    pattern = re.compile(rf"(?<!\w)(?:{_with_ends(written)})(?!\w)")
    if pattern.fullmatch(""):
        raise ValueError("it matches a text of no characters")
    return pattern


def _with_ends(written: str) -> str:
    pieces: list[str] = []
    before, varying = "", 0
    for piece in _PIECE.finditer(written):
        text = piece[0]
        if text.startswith("\\") and text[1:] in set("123456789gkAZ"):
            raise ValueError(f"`{text}` is not understood here")
        if piece["repeat"]:
            if before == "repeat" or (before == "group" and pieces[-1] == ")"):
                raise ValueError(f"`{text}` repeats a group or a repeat, which can take very long")
            text = _with_end(text)
            varying += "," in text
        elif text == "(" and written.startswith("(?", piece.start()):
            raise ValueError("of groups that begin with `(?`, only `(?:` is understood")
        before = next(name for name, value in piece.groupdict().items() if value is not None)
        pieces.append(text)
    if varying > _MOST_REPEATS:
        raise ValueError(f"it has more than {_MOST_REPEATS} repeats of no fixed number")
    return "".join(pieces)


def _with_end(repeat: str) -> str:
    low, comma, high = repeat.strip("{}").partition(",")
    if repeat == "?":
        return repeat
    if repeat in {"*", "+"}:
        return f"{{{int(repeat == '+')},{_ENDLESS}}}"
    if not low and not high:
        raise ValueError(f"`{repeat}` says no number")
    if max(int(low or 0), int(high or 0)) > _ENDLESS:
        raise ValueError(f"`{repeat}` repeats more than {_ENDLESS} times")
    return f"{{{low or 0},{high or _ENDLESS}}}" if comma else repeat
