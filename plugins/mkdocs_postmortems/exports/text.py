"""Text that programs and models are given."""

import re

# Letters that only programs see, what turns the direction of reading, and blanks without width.
_UNSEEN = re.compile("[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def without_unseen(text: str) -> str:
    """`text` without what a reader of the page cannot see.

    A model does see it: an instruction could hide there.
    """
    return _UNSEEN.sub("", text)
