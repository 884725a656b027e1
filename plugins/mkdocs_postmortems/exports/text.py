"""Text that programs and models are given."""

import re

# Whichever begins first: in code no markup is read.
_MARKUP = re.compile(r"(?<!`)(?P<code>`+)(?!`).{1,500}?(?<!`)(?P=code)(?!`)|<(?=[A-Za-z/!?])")
# Letters that only programs see, what turns the direction of reading, and blanks without width.
_UNSEEN = re.compile("[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def without_unseen(text: str) -> str:
    """`text` without what a reader of the page cannot see.

    A model does see it: an instruction could hide there.
    """
    return _UNSEEN.sub("", text)


def line(text: str) -> str:
    """`text` of the front matter on one line; what would be HTML in it is text, as on the page."""
    folded = " ".join(text.split())
    return _MARKUP.sub(lambda found: found[0] if found["code"] else "&lt;", folded)


def cell(text: str) -> str:
    """`text` as a cell of a table."""
    return line(text).replace("|", "\\|")


def label(text: str) -> str:
    """`text` as the words of a link."""
    return re.sub(r"([\\\[\]])", r"\\\1", line(text))
